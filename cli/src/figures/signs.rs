//! Predicted beside observed sign of the rate of the entropy, a strip each.

use super::data::{of_flow, time_axis};
use crate::error::Result;
use crate::plot::{Axis, Cell, GREY, Mark, Panel, Shape, colour};
use crate::store::ResultFile;
use crate::summary::{changes, column_means};

/// The functional whose rates are compared.
pub const ENTROPY: &str = "flatness/entropy_sigma";

/// Two strips for each flow.
///
/// # Errors
/// When a dataset is missing.
pub fn panel(file: &ResultFile, flows: &[&str], times: &[f64]) -> Result<Panel> {
    let mut cells: [Vec<Cell>; 3] = Default::default();
    let mut names = Vec::new();
    for flow in flows.iter().rev() {
        let mean = |dataset: String| -> Result<Vec<f64>> {
            Ok(column_means(&of_flow(file, flow, &format!("flows/{flow}/{dataset}"))?))
        };
        let clock = mean("flow_time".to_owned())?;
        for kind in ["observed", "predicted"] {
            let signs = changes(&clock, &mean(format!("{ENTROPY}/{kind}_rate"))?);
            strip(times, &signs, names.len() as f64, &mut cells);
            names.push(format!("{}, {kind}", short(flow)));
        }
    }
    let looks = [("less flat (−)", colour(1)), ("no change", GREY.to_owned()), ("flatter (+)", colour(0))];
    let marks = cells
        .into_iter()
        .zip(looks)
        .map(|(cells, (name, colour))| Mark::of(Shape::Cells(cells), colour).labelled(name));
    let (first, last) = (times.first().copied().unwrap_or(0.0), times.last().copied().unwrap_or(0.0));
    let (x, y) = (time_axis(file).within(first, last), Axis::names("", names));
    Ok(Panel { marks: marks.collect(), ..Panel::new("sign of dH/ds", x, y) })
}

/// Names that leave room for the strips.
fn short(flow: &str) -> &str {
    match flow {
        "norm-matched-gradient" => "matched",
        "signed-random" => "random",
        other => other,
    }
}

/// A cell for each run of records with one sign; a record stands for the time to its neighbours' middles.
fn strip(times: &[f64], signs: &[f64], place: f64, cells: &mut [Vec<Cell>; 3]) {
    let middle = |a: usize, b: usize| 0.5 * (times[a.min(times.len() - 1)] + times[b.min(times.len() - 1)]);
    let mut start = 0;
    for run in signs[..signs.len().min(times.len())].chunk_by(|a, b| a == b) {
        let end = start + run.len();
        let x = (middle(start.saturating_sub(1), start), middle(end - 1, end));
        let kind = (run[0] + 1.0) as usize;
        let text = ["−", "0", "+"][kind].to_owned();
        cells[kind].push(Cell { x, y: (place - 0.4, place + 0.4), text });
        start = end;
    }
}
