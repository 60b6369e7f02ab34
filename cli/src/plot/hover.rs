//! What a page needs to name the values below a pointer.

use super::axis::Frame;
use super::marks::Area;
use super::svg::{NARROW, WIDE, areas};
use super::text::bare;
use super::thin::kept;
use super::{Mark, Plot, Scale, Shape};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Most points of a curve that have a value below the pointer.
const MOST: usize = 400;

/// The values of `plot`, and the frames of its panels on the wide and on the narrow page:
///
/// `{panels: [{x, y, x_names, y_names, marks: [{label, colour, points | spans | bars | cells | vertical | horizontal}]}], frames: [[…], […]]}`.
/// Points are x, y and, where a bar of error or a band of the same colour surrounds them, its low and high end; spans are x, low, high; bars are left, right, height; cells are [left, right], [bottom, top], text. A frame has `left`, `right`, `top`, `bottom` and, for each
/// axis, `log`, `low` and `high`, in decimal logarithms where `log` is true. Numbers have six digits.
pub fn values(plot: &Plot) -> Value {
    let (wide, narrow) = (areas(plot, WIDE).0, areas(plot, NARROW).0);
    let panels: Vec<Value> = plot
        .panels
        .iter()
        .zip(&wide)
        .map(|(panel, area)| {
            let marks: Vec<Value> = panel.marks.iter().filter_map(|one| mark(one, &panel.marks, area)).collect();
            json!({
                "x": bare(&panel.x.label), "y": bare(&panel.y.label),
                "x_names": names(&panel.x.scale), "y_names": names(&panel.y.scale), "marks": marks,
            })
        })
        .collect();
    let frames = [wide, narrow].map(|areas| areas.iter().map(frame).collect::<Vec<_>>());
    json!({ "panels": panels, "frames": frames })
}

fn names(scale: &Scale) -> Option<Vec<String>> {
    if let Scale::Names(names) = scale { Some(names.iter().map(|name| bare(name)).collect()) } else { None }
}

fn frame(area: &Area) -> Value {
    let axis = |frame: &Frame| {
        let (low, high) = frame.ends();
        json!({ "log": frame.is_log(), "low": low, "high": high })
    };
    json!({
        "left": area.left, "right": area.right, "top": area.top, "bottom": area.bottom,
        "x": axis(&area.x), "y": axis(&area.y),
    })
}

fn mark(mark: &Mark, all: &[Mark], area: &Area) -> Option<Value> {
    let (kind, data) = match &mark.shape {
        Shape::Line(points) | Shape::Dots(points) => ("points", json!(points_of(points, &spans_of(mark, all), area))),
        Shape::Band(spans) | Shape::Errors(spans) => {
            ("spans", json!(triples(spans.iter().step_by(spans.len().div_ceil(MOST).max(1)))))
        }
        Shape::Bars(bars) => ("bars", json!(triples(bars.iter()))),
        Shape::Vertical(x) => ("vertical", json!([six(*x)])),
        Shape::Horizontal(y) => ("horizontal", json!([six(*y)])),
        Shape::Cells(cells) => {
            ("cells", json!(cells.iter().map(|cell| json!([cell.x, cell.y, bare(&cell.text)])).collect::<Vec<_>>()))
        }
    };
    let empty = data.as_array().is_none_or(Vec::is_empty);
    (!empty).then(|| json!({ "label": mark.label.as_deref().map(bare), "colour": mark.colour, kind: data }))
}

/// Ends of the bands and bars of error in the colour of `mark`, by the bits of x.
fn spans_of(mark: &Mark, all: &[Mark]) -> HashMap<u64, Vec<(f64, f64)>> {
    let mut found: HashMap<u64, Vec<(f64, f64)>> = HashMap::new();
    for other in all.iter().filter(|other| other.colour == mark.colour) {
        let (Shape::Band(spans) | Shape::Errors(spans)) = &other.shape else { continue };
        for &(x, low, high) in spans.iter().filter(|(_, low, high)| six(*low) < six(*high)) {
            found.entry(x.to_bits()).or_default().push((low, high));
        }
    }
    found
}

/// Of a curve with many points those that give it its form on the page.
fn points_of(points: &[(f64, f64)], spans: &HashMap<u64, Vec<(f64, f64)>>, area: &Area) -> Vec<Vec<f64>> {
    let inside: Vec<(f64, f64, (f64, f64))> =
        points.iter().filter_map(|&(x, y)| Some((x, y, area.point((x, y))?))).collect();
    let placed: Vec<(f64, f64)> = inside.iter().map(|point| point.2).collect();
    kept(&placed, MOST)
        .into_iter()
        .filter_map(|k| inside.get(k))
        .map(|&(x, y, _)| {
            let around =
                spans.get(&x.to_bits()).and_then(|all| all.iter().find(|(low, high)| (low..=high).contains(&&y)));
            let ends = around.into_iter().flat_map(|&(low, high)| [six(low), six(high)]);
            [six(x), six(y)].into_iter().chain(ends).collect()
        })
        .collect()
}

fn triples<'a>(all: impl Iterator<Item = &'a (f64, f64, f64)>) -> Vec<Vec<f64>> {
    let finite = |&&(a, b, c): &&(f64, f64, f64)| a.is_finite() && b.is_finite() && c.is_finite();
    all.filter(finite).map(|&(a, b, c)| vec![six(a), six(b), six(c)]).collect()
}

/// To six digits.
fn six(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}
