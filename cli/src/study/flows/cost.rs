//! What flows of a regression will cost, from operation counts; right within a factor of a few.

use super::FlowStudy;
use crate::error::Result;
use crate::study::Cost;
use svsde::matrix::replicas::STORED_ENTRIES;

/// Seconds per entry of 𝒜 and step: a multiplication by 𝒜 and one by its transpose.
const PER_MEASURED_ENTRY: f64 = 0.6e-9;
/// Seconds per m·n·min(m, n) of a singular value decomposition, and per min(m, n)² beside it.
const PER_SVD_VOLUME: f64 = 2e-9;
const PER_SVD_AREA: f64 = 7e-8;

/// Seconds of a singular value decomposition of an m × n matrix.
pub fn decomposition(m: f64, n: f64) -> f64 {
    let side = m.min(n);
    PER_SVD_VOLUME * m * n * side + PER_SVD_AREA * side * side
}

/// Estimates the cost of a regression; reads the size of measurement files, computes nothing.
///
/// # Errors
/// When a measurement file cannot be read.
pub fn estimate(study: &FlowStudy) -> Result<Cost> {
    let model = study.regression();
    let (m, n) = (model.rows as f64, model.cols as f64);
    let side = m.min(n);
    let d = study.measurement.count(model.shape())? as f64;
    let svd = decomposition(m, n);
    let step = PER_MEASURED_ENTRY * d * m * n + svd;
    let records = study.time.records().len() as f64;
    let flows = model.flows.len() as f64;
    let record = 4.0 * svd + PER_MEASURED_ENTRY * 3.0 * d * m * n;
    let references = if model.references { 2000.0 * (2.0 * svd + PER_MEASURED_ENTRY * d * m * n) } else { 0.0 };
    let spectrum = 6e-10 * m * n * d * d.min(m * n);
    let replicas = study.ensemble.replicas as f64;
    let numbers = flows * (records * (2.0 * side + 22.0 + model.blocks as f64) + m * n) + d + 3.0 * m * n;
    let matrix = d * m * n;
    Ok(Cost {
        seconds: replicas * (flows * (study.time.end * step + records * record) + references + spectrum),
        memory: 8.0 * (replicas * numbers + 3.0 * matrix),
        file: 8.0 * replicas * (numbers + if matrix * replicas <= STORED_ENTRIES as f64 { matrix } else { 0.0 }),
    })
}
