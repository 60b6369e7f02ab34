//! Which tail a density has over two parameters.

use super::Figure;
use super::data::row;
use crate::error::Result;
use crate::plot::{Axis, Cell, GREY, Mark, Panel, Plot, Shape, ramp};
use crate::store::ResultFile;
use crate::study::stationary::scan::SCAN;
use svsde::text::digits;

/// The tail exponent of every point of a scan over two keys, as cells with their values.
pub struct PhaseDiagram;

/// Most cells of a figure.
const CELLS: usize = 2500;
/// The colour of power laws.
const POWER: &str = "#E69F00";
/// The colour of bounded densities and of tails between the two laws.
const OTHER: &str = "#009E73";

impl Figure for PhaseDiagram {
    fn name(&self) -> &'static str {
        "phase_diagram"
    }

    fn description(&self) -> &'static str {
        "tail exponent over the two parameters of a scan"
    }

    fn needs(&self) -> &'static str {
        "/scan over exactly two keys of numbers, with at most 2500 points"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        let points = file.shape("scan/exists").map_or(0, |shape| shape.iter().product());
        keys(file).len() == 2 && (1..=CELLS).contains(&points)
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        let keys = keys(file);
        let [first, second] = keys.as_slice() else {
            return Err(file.unreadable(format!("there is no {}", self.needs())));
        };
        let read = |name: &str| row(file, &format!("{SCAN}/{name}"));
        let (a, b) = (read(first)?, read(second)?);
        let (exists, shape) = (read("exists")?, read("tail_shape")?);
        let (exponent, index) = (read("tail_exponent")?, read("tail_index")?);
        let (columns, rows) = (distinct(&a), distinct(&b));
        let stretched = |k: &usize| exists.get(*k) == Some(&1.0) && shape.get(*k) == Some(&STRETCHED);
        let all: Vec<f64> = (0..a.len()).filter(stretched).filter_map(|k| exponent.get(k).copied()).collect();
        let (low, high) =
            all.iter().fold((f64::MAX, f64::MIN), |(low, high), &theta| (low.min(theta), high.max(theta)));
        let look = |k: usize| -> (String, String) {
            let get = |column: &[f64]| column.get(k).copied().unwrap_or(0.0);
            let theta = get(&exponent);
            match (get(&exists) > 0.0, get(&shape)) {
                (false, _) => (GREY.to_owned(), "none".to_owned()),
                (_, POWER_LAW) => (POWER.to_owned(), format!("k {}", brief(get(&index)))),
                (_, STRETCHED) => (ramp(if high > low { (theta - low) / (high - low) } else { 0.5 }), brief(theta)),
                (_, FASTER) => (OTHER.to_owned(), "fast".to_owned()),
                (_, BOUNDED) => (OTHER.to_owned(), "end".to_owned()),
                _ => (OTHER.to_owned(), "slow".to_owned()),
            }
        };
        let place = |values: &[f64], value: f64| values.iter().position(|&other| other == value).map(|k| k as f64);
        let cells = (0..a.len().min(b.len()).min(exists.len())).filter_map(|k| {
            let (x, y) = (place(&columns, a[k])?, place(&rows, b[k])?);
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
        let found = |wanted: &str| marks.iter().any(|mark| mark.colour == wanted);
        let (power, other, none) = (found(POWER), found(OTHER), found(GREY));
        marks.extend(power.then(|| entry(POWER.to_owned(), "power law λ^{−k}".to_owned())));
        marks.extend(none.then(|| entry(GREY.to_owned(), "no stationary density".to_owned())));
        marks.extend(
            other.then(|| entry(OTHER.to_owned(), "other: faster, bounded (end), between the two (slow)".to_owned())),
        );
        let names = |values: &[f64]| values.iter().map(|&value| digits(value)).collect();
        let (x, y) =
            (Axis::names(format!("{first} [1]"), names(&columns)), Axis::names(format!("{second} [1]"), names(&rows)));
        let notes = vec!["Numbers: tail exponent θ, or index k of a power law.".to_owned()];
        Ok(Plot { title: "tail exponent".to_owned(), panels: vec![Panel { title: String::new(), x, y, marks }], notes })
    }
}

/// Codes of `/scan/tail_shape`.
const POWER_LAW: f64 = 1.0;
const STRETCHED: f64 = 3.0;
const FASTER: f64 = 4.0;
const BOUNDED: f64 = 5.0;

/// The scanned keys that have numbers.
fn keys(file: &ResultFile) -> Vec<String> {
    let prefix = format!("/{SCAN}/");
    let entries = file.entries().into_iter().filter(|entry| entry.description == "value of the key");
    entries.filter_map(|entry| entry.path.strip_prefix(&prefix).map(str::to_owned)).collect()
}

fn distinct(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    sorted.dedup();
    sorted
}

fn brief(value: f64) -> String {
    let text = format!("{value:.2}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
