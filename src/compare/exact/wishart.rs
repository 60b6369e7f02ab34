//! Squared singular values of a matrix of independent Gaussian entries.

use super::{ExactLaw, Parameters, draws, parameters};
use crate::compare::Source;

/// The law of WᵀW at any time of SGD from Gaussian entries.
pub struct Wishart;

impl ExactLaw for Wishart {
    fn name(&self) -> &'static str {
        "wishart"
    }

    fn formula(&self) -> &'static str {
        "eigenvalues of W'W, entries of W independent N(0, variance): SGD at its last time"
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["rows", "cols", "variance"]
    }

    fn holds_at_any_time(&self) -> bool {
        true
    }

    fn of_gaussian(&self, rows: f64, cols: Option<f64>, variance: f64) -> Option<Parameters> {
        Some(parameters([("rows", rows), ("cols", cols?), ("variance", variance)]))
    }

    fn source(&self, given: &Parameters, count: usize, seed: u64) -> Result<Source, String> {
        draws(given, count, seed)
    }
}
