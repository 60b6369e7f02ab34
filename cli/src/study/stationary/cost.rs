//! What a stationary study will cost, from operation counts; right within a factor of a few.

use crate::scenario::Scenario;
use crate::study::Cost;

/// Cells where none are given, doublings and comparisons included.
const CELLS: f64 = 10_000.0;
/// Seconds per cell of a solution with its error, tail and fits, per mode, and per recorded time of a relaxation.
const PER_CELL: f64 = 3e-6;
const PER_MODE: f64 = 5e-3;
const PER_RECORD: f64 = 0.3;

/// Estimates the cost; computes nothing.
pub fn estimate(scenario: &Scenario) -> Cost {
    let settings = scenario.stationary.clone().unwrap_or_default();
    let axes = scenario.scan.iter().flat_map(|scan| scan.axes().map(|(_, values)| values.len() as f64));
    let points: f64 = axes.product();
    let (cells, modes) = (settings.cells.map_or(CELLS, |cells| cells as f64), settings.modes as f64);
    let records = scenario.time.as_ref().map_or(0.0, |time| time.records().len() as f64);
    let arrays = if scenario.scan.is_some() { 3.0 } else { 8.0 + modes };
    Cost {
        seconds: points * (PER_CELL * cells + PER_MODE * modes) + PER_RECORD * records,
        memory: 8.0 * points * cells * (50.0 + modes) + 8.0 * records * 16384.0,
        file: 8.0 * (points.min(64.0) * cells * arrays + records * 16384.0 + points * 20.0) + 1e5,
    }
}
