//! Predicted beside observed sign of the rate of the entropy, a strip each.

use super::data::{of_flow, time_axis};
use crate::error::Result;
use crate::plot::{Axis, Cell, GREY, Mark, Panel, Shape, colour};
use crate::store::ResultFile;

/// The functional whose rates are compared.
pub const ENTROPY: &str = "flatness/entropy_sigma";

/// A change of the entropy between two records that is rounding.
const ROUNDING: f64 = 1e-9;

/// Two strips for each flow.
///
/// # Errors
/// When a dataset is missing.
pub fn panel(file: &ResultFile, flows: &[&str], times: &[f64]) -> Result<Panel> {
    let mut cells: [Vec<Cell>; 3] = Default::default();
    let mut names = Vec::new();
    for flow in flows.iter().rev() {
        let clock = mean(&of_flow(file, flow, "flow_time")?);
        for (kind, rate) in [("observed", "observed_rate"), ("predicted", "predicted_rate")] {
            let rate = mean(&of_flow(file, flow, &format!("{ENTROPY}/{rate}"))?);
            strip(times, &clock, &rate, names.len() as f64, &mut cells);
            names.push(format!("{}, {kind}", short(flow)));
        }
    }
    let looks = [("less flat (−)", colour(1)), ("no change", GREY.to_owned()), ("flatter (+)", colour(0))];
    let marks = cells
        .into_iter()
        .zip(looks)
        .map(|(cells, (name, colour))| Mark::of(Shape::Cells(cells), colour).labelled(name));
    let (first, last) = (times.first().copied().unwrap_or(0.0), times.last().copied().unwrap_or(0.0));
    let x = if first < last { time_axis(file).within(first, last) } else { time_axis(file) };
    Ok(Panel { title: "sign of dH/ds".to_owned(), x, y: Axis::names("", names), marks: marks.collect() })
}

/// Names that leave room for the strips.
fn short(flow: &str) -> &str {
    match flow {
        "norm-matched-gradient" => "matched",
        "signed-random" => "random",
        other => other,
    }
}

fn mean(rows: &[(usize, Vec<f64>)]) -> Vec<f64> {
    let length = rows.iter().map(|(_, row)| row.len()).min().unwrap_or(0);
    (0..length).map(|k| rows.iter().map(|(_, row)| row[k]).sum::<f64>() / rows.len() as f64).collect()
}

/// A cell for each run of records with one sign; a record stands for the time to its neighbours' middles.
fn strip(times: &[f64], clock: &[f64], rate: &[f64], place: f64, cells: &mut [Vec<Cell>; 3]) {
    let elapsed = |k: usize| {
        let (after, before) = (clock.get(k + 1).or(clock.last()), clock.get(k.saturating_sub(1)));
        after.zip(before).map_or(0.0, |(after, before)| after - before)
    };
    let signs: Vec<usize> = (0..times.len().min(rate.len()).min(clock.len()))
        .map(|k| match rate[k] * elapsed(k) {
            change if change > ROUNDING => 2,
            change if change < -ROUNDING => 0,
            _ => 1,
        })
        .collect();
    let middle = |a: usize, b: usize| 0.5 * (times[a.min(times.len() - 1)] + times[b.min(times.len() - 1)]);
    let mut start = 0;
    for run in signs.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        let x = (middle(start.saturating_sub(1), start), middle(end - 1, end));
        let text = ["−", "0", "+"][run[0]].to_owned();
        cells[run[0]].push(Cell { x, y: (place - 0.4, place + 0.4), text });
        start = end;
    }
}
