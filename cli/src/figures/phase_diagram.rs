//! Which tail a density has over two parameters.

use super::Figure;
use crate::error::Result;
use crate::plot::{Axis, Cell, GREY, Mark, Panel, Plot, Shape, ramp};
use crate::store::ResultFile;
use svsde::Array;
use svsde::density::{Scan, Shape as Tail};
use svsde::text::digits;

/// The tail exponent of every point of a scan over two keys, as cells with their values.
pub static PHASE_DIAGRAM: Figure = Figure {
    name: "phase_diagram",
    description: "tail exponent over the two parameters of a scan",
    needs: "/scan over exactly two keys of numbers, with at most 2500 points",
    fits: |file| {
        let shown = |scan: Scan| (1..=CELLS).contains(&scan.exists.data.len()) && keys(&scan).is_some();
        file.typed("scan").is_ok_and(shown)
    },
    draw,
};

/// Most cells of a figure.
const CELLS: usize = 2500;
/// The colour of power laws.
const POWER: &str = "#E69F00";
/// The colour of bounded densities and of tails between the two laws.
const OTHER: &str = "#009E73";

fn draw(file: &ResultFile) -> Result<Plot> {
    let scan: Scan = file.typed("scan")?;
    let Some([(first, a), (second, b)]) = keys(&scan) else {
        return Err(file.unreadable(format!("there is no {}", PHASE_DIAGRAM.needs)));
    };
    let (columns, rows) = (distinct(&a.data), distinct(&b.data));
    let tail = |k: usize| {
        let at = |column: &Array| column.data.get(k).copied().unwrap_or(0.0);
        let kind = if at(&scan.exists) > 0.0 { Tail::of_code(at(&scan.tail_shape)) } else { None };
        (kind, at(&scan.tail_exponent), at(&scan.tail_index))
    };
    let stretched = |k: usize| Some(tail(k)).filter(|tail| tail.0 == Some(Tail::StretchedExponential));
    let all: Vec<f64> = (0..a.data.len()).filter_map(stretched).map(|tail| tail.1).collect();
    let (low, high) = all.iter().fold((f64::MAX, f64::MIN), |(low, high), &theta| (low.min(theta), high.max(theta)));
    let look = |k: usize| -> (String, String) {
        let (kind, theta, index) = tail(k);
        match kind {
            None => (GREY.to_owned(), "none".to_owned()),
            Some(Tail::PowerLaw) => (POWER.to_owned(), format!("k {}", brief(index))),
            Some(Tail::StretchedExponential) => {
                (ramp(if high > low { (theta - low) / (high - low) } else { 0.5 }), brief(theta))
            }
            Some(Tail::Faster) => (OTHER.to_owned(), "fast".to_owned()),
            Some(Tail::Bounded) => (OTHER.to_owned(), "end".to_owned()),
            Some(Tail::BetweenPowerAndExponential) => (OTHER.to_owned(), "slow".to_owned()),
        }
    };
    let place = |values: &[f64], value: f64| values.iter().position(|&other| other == value).map(|k| k as f64);
    let cells = a.data.iter().zip(&b.data).enumerate().filter_map(|(k, (&x, &y))| {
        let (x, y) = (place(&columns, x)?, place(&rows, y)?);
        let (colour, text) = look(k);
        let cell = Cell { x: (x - 0.5, x + 0.5), y: (y - 0.5, y + 0.5), text };
        Some(Mark::of(Shape::Cells(vec![cell]), colour))
    });
    let mut marks: Vec<Mark> = cells.collect();
    let entry = |colour: String, text: String| Mark::of(Shape::Cells(Vec::new()), colour).labelled(text);
    if !all.is_empty() {
        let law = "exp(−aλ^{θ})";
        marks.push(entry(ramp(0.0), format!("{law}, θ = {} (lightest)", brief(low))));
        marks.push(entry(ramp(if high > low { 1.0 } else { 0.5 }), format!("θ = {} (darkest)", brief(high))));
    }
    let others = [
        (POWER, "power law λ^{−k}"),
        (GREY, "no stationary density"),
        (OTHER, "other: faster, bounded (end), between the two (slow)"),
    ];
    let found = others.into_iter().filter(|(colour, _)| marks.iter().any(|mark| mark.colour == *colour));
    let found: Vec<Mark> = found.map(|(colour, text)| entry(colour.to_owned(), text.to_owned())).collect();
    marks.extend(found);
    let names = |values: &[f64]| values.iter().map(|&value| digits(value)).collect();
    let [x, y] =
        [(first, &columns), (second, &rows)].map(|(key, values)| Axis::names(format!("{key} [1]"), names(values)));
    let panels = vec![Panel { marks, ..Panel::new("", x, y) }];
    let notes = vec!["Numbers: tail exponent θ, or index k of a power law.".to_owned()];
    Ok(Plot { title: "tail exponent".to_owned(), panels, notes })
}

/// The scanned keys, where they are two and have numbers.
fn keys(scan: &Scan) -> Option<[(&String, &Array); 2]> {
    let axes: Vec<(&String, &Array)> = scan.axes.iter().filter(|(_, axis)| axis.labels.is_empty()).collect();
    axes.try_into().ok()
}

fn distinct(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    sorted
}

fn brief(value: f64) -> String {
    format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned()
}
