//! What every picture must be, and pictures of numbers that cannot be drawn.

use crate::support::Folder;
use std::collections::BTreeMap;
use svsde::Array;
use svsde_cli::plot::svg;
use svsde_cli::plot::{Axis, Cell, Mark, Panel, Plot, Shape};
use svsde_cli::store::{About, Content, Output};

/// Every number in what is drawn is finite and inside of the picture.
pub fn check(svg: &str) {
    let document = roxmltree::Document::parse(svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = document.root_element();
    let view: Vec<f64> = root.attribute("viewBox").unwrap().split(' ').map(|x| x.parse().unwrap()).collect();
    assert!(svg.len() < 300_000, "{} bytes", svg.len());
    assert!(!svg.contains("NaN") && !svg.contains("inf\"") && !svg.contains("inf,"));
    let inside = |value: f64, axis: usize| {
        assert!(value.is_finite() && (0.0..=view[axis + 2]).contains(&value), "{value} of {view:?}");
    };
    let mut texts = 0;
    for node in root.descendants().filter(roxmltree::Node::is_element) {
        for (name, axis) in [("x", 0), ("y", 1)] {
            if let Some(value) = node.attribute(name) {
                inside(value.parse().unwrap(), axis);
            }
        }
        for (place, length, axis) in [("x", "width", 0), ("y", "height", 1)] {
            if let (Some(place), Some(length)) = (node.attribute(place), node.attribute(length)) {
                inside(place.parse::<f64>().unwrap() + length.parse::<f64>().unwrap() - 0.1, axis);
            }
        }
        if let Some(size) = node.attribute("font-size") {
            assert!(size.parse::<f64>().unwrap() >= 14.0);
        }
        if let Some(width) = node.attribute("stroke-width") {
            assert!(width.parse::<f64>().unwrap() >= 1.5);
        }
        for name in ["points", "d"] {
            let Some(list) = node.attribute(name) else { continue };
            let numbers: Vec<f64> = list
                .split([' ', ',', 'M', 'L', 'Z'])
                .filter(|word| !word.is_empty())
                .map(|word| word.parse().unwrap_or_else(|_| panic!("{word} in {list}")))
                .collect();
            numbers.iter().enumerate().for_each(|(k, &value)| inside(value, k % 2));
            assert!(name == "d" || numbers.len() <= 2 * 4000, "{} numbers", numbers.len());
        }
        texts += usize::from(node.has_tag_name("text"));
    }
    assert!(texts > 5, "{texts} texts");
}

/// All texts of a picture, subscripts in line.
pub fn texts(svg: &str) -> Vec<String> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let texts = document.descendants().filter(|node| node.has_tag_name("text"));
    texts.map(|node| node.descendants().filter_map(|n| if n.is_text() { n.text() } else { None }).collect()).collect()
}

fn panel(x: Axis, y: Axis, shapes: Vec<Shape>) -> Panel {
    let mark = |(k, shape)| Mark::new(shape, k).labelled(format!("mark {k}"));
    Panel { title: "panel".to_owned(), x, y, marks: shapes.into_iter().enumerate().map(mark).collect() }
}

const ODD: [f64; 14] = [
    f64::NAN,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::MAX,
    f64::MIN,
    -1.0,
    0.0,
    5e-324,
    1e-300,
    1.0,
    1.0 + f64::EPSILON,
    3.0,
    1e17,
    1e299,
];

/// Every shape on every pair of axes, with the odd numbers and with each of them alone.
#[test]
fn numbers_that_cannot_be_drawn() {
    let lists = ODD.iter().map(|&value| vec![value]).chain([ODD.to_vec(), vec![], vec![2.0; 3]]);
    for values in lists {
        let pairs: Vec<(f64, f64)> = values.iter().flat_map(|&x| values.iter().map(move |&y| (x, y))).collect();
        let triples: Vec<(f64, f64, f64)> = pairs.iter().map(|&(x, y)| (x, y, 2.0 * y)).collect();
        let cells = pairs.iter().map(|&(x, y)| Cell { x: (x, y), y: (y, x), text: "0".to_owned() }).collect();
        let shapes = || {
            let mut shapes = vec![
                Shape::Line(pairs.clone()),
                Shape::Band(triples.clone()),
                Shape::Dots(pairs.clone()),
                Shape::Errors(triples.clone()),
                Shape::Bars(triples.clone()),
            ];
            shapes.extend(values.iter().flat_map(|&value| [Shape::Vertical(value), Shape::Horizontal(value)]));
            shapes
        };
        let axes =
            [Axis::linear("a"), Axis::log("b"), Axis::linear("c").within(0.0, 2.0), Axis::log("d").within(0.5, 20.0)];
        let all = |x: &Axis| axes.clone().map(|y| panel(x.clone(), y, shapes()));
        let names = Axis::names("n", ["a", "b", "c"].map(str::to_owned).to_vec());
        let mut panels: Vec<Panel> = axes.iter().flat_map(all).collect();
        panels.push(panel(names.clone(), names, vec![Shape::Cells(cells)]));
        check(&svg::draw(&Plot { title: "odd".to_owned(), panels, notes: Vec::new() }, svg::WIDE));
    }
}

#[test]
fn what_is_left_out_is_counted() {
    let points = vec![(1.0, f64::NAN), (2.0, 0.0), (3.0, -1.0), (4.0, 1.0), (5.0, 10.0)];
    let plot =
        Plot { panels: vec![panel(Axis::linear("x"), Axis::log("y"), vec![Shape::Line(points)])], ..Plot::default() };
    let said = texts(&svg::draw(&plot, svg::WIDE));
    for wanted in
        ["Left out: 1 points that are not finite.", "Left out: 2 points that are not positive, on logarithmic axes."]
    {
        assert!(said.iter().any(|text| text == wanted), "{said:?}");
    }
    let nothing =
        Plot { panels: vec![panel(Axis::log("x"), Axis::log("y"), vec![Shape::Line(Vec::new())])], ..Plot::default() };
    assert!(texts(&svg::draw(&nothing, svg::WIDE)).iter().any(|text| text == "nothing to draw"));
}

#[test]
fn any_title_and_any_number_of_points() {
    let wave: Vec<(f64, f64)> = (0..200_000).map(|k| (f64::from(k), (f64::from(k) * 0.37).sin())).collect();
    let band: Vec<(f64, f64, f64)> = wave.iter().map(|&(x, y)| (x, y, y + 1.0)).collect();
    let shapes: Vec<Shape> = (0..30)
        .flat_map(|_| [Shape::Line(wave.clone()), Shape::Dots(wave.clone()), Shape::Band(band.clone())])
        .collect();
    let title = format!("<a & \"b\"> \u{1} _{{ ^{{2 }} {}", "very".repeat(100));
    let plot = Plot {
        title,
        panels: vec![panel(Axis::linear("x"), Axis::linear("y"), shapes)],
        notes: vec!["{}_^".to_owned()],
    };
    let svg = svg::draw(&plot, svg::WIDE);
    check(&svg);
    assert!(texts(&svg)[0].starts_with("<a & \"b\">"));
}

/// An unfinished result with values that are missing: drawn, and the title says so.
#[test]
fn an_unfinished_result() {
    let folder = Folder::new();
    let lambda = vec![1.0, f64::NAN, 2.0, 4.0, f64::INFINITY, 9.0, 0.0, 3.0];
    let axes = [("replica", 2), ("time", 2), ("k", 2)];
    let spectra = [("lambda", Array::new(&axes, lambda, "W^2", "squared singular values"))];
    let time = Array::new(&[("time", 2)], vec![0.0, 1.0], "step", "times");
    let whole = serde_json::json!({ "time": time, "spectra": BTreeMap::from(spectra) });
    let about = About { title: "cut".to_owned(), ..About::default() };
    let output = Output::claim(&folder.path("a.h5"), false).unwrap();
    output.write(&about, &Content::of(&whole).unwrap(), (false, &[], 0.0)).unwrap();
    let said = folder.done("plot a.h5");
    assert_eq!(said, "figures/a_trajectories.svg\nfigures/a_histogram.svg\n");
    for path in said.lines() {
        let svg = std::fs::read_to_string(folder.path(path)).unwrap();
        check(&svg);
        assert!(texts(&svg)[0].starts_with("cut: ") && texts(&svg)[0].ends_with("(unfinished)"), "{:?}", texts(&svg));
    }
}

/// What lies beyond the ends of an axis leaves a gap.
#[test]
fn lines_are_not_joined_across_what_is_outside() {
    let arch: Vec<(f64, f64)> = (0..=100).map(|k| (f64::from(k), f64::from(k * (100 - k)))).collect();
    let panels = vec![panel(Axis::linear("x"), Axis::linear("y").within(0.0, 1000.0), vec![Shape::Line(arch)])];
    let svg = svg::draw(&Plot { panels, ..Plot::default() }, svg::WIDE);
    // Two flanks and a line of the legend.
    assert_eq!(svg.matches("<polyline").count(), 3, "{svg}");
}
