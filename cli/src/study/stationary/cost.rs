//! What a stationary study will cost, from operation counts; right within a factor of a few.

use super::StationaryStudy;
use crate::study::Cost;

/// Cells where none are given, doublings and comparisons included.
const CELLS: f64 = 10_000.0;
/// Seconds per cell of a solution with its error, tail and fits, per mode, and per recorded time of a relaxation.
const PER_CELL: f64 = 3e-6;
const PER_MODE: f64 = 5e-3;
const PER_RECORD: f64 = 0.3;

/// Estimates the cost; computes nothing.
pub fn estimate(study: &StationaryStudy) -> Cost {
    let settings = &study.stationary;
    let points = study.scan.as_ref().map_or(1.0, |scan| scan.points() as f64);
    let (cells, modes) = (settings.cells.map_or(CELLS, |cells| cells as f64), settings.modes as f64);
    let records = study.time.as_ref().map_or(0.0, |time| time.records().len() as f64);
    let arrays = if study.scan.is_some() { 3.0 } else { 8.0 + modes };
    Cost {
        seconds: points * (PER_CELL * cells + PER_MODE * modes) + PER_RECORD * records,
        memory: 8.0 * points * cells * (50.0 + modes) + 8.0 * records * 16384.0,
        file: 8.0 * (points.min(64.0) * cells * arrays + records * 16384.0 + points * 20.0) + 1e5,
    }
}
