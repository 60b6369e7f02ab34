//! The β-Laguerre ensemble.

use super::{ExactLaw, Parameters, draws, parameters};
use crate::compare::Source;

/// The stationary law of SGD: scale D/κ, β = 1 and m degrees of freedom.
pub struct Laguerre;

impl ExactLaw for Laguerre {
    fn name(&self) -> &'static str {
        "laguerre"
    }

    fn formula(&self) -> &'static str {
        "scale x, x of the beta-Laguerre ensemble: stationary SGD (scale D/kappa, beta 1, degrees m)"
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["rows", "cols", "scale", "beta", "degrees"]
    }

    fn of_gaussian(&self, rows: f64, cols: Option<f64>, variance: f64) -> Option<Parameters> {
        Some(parameters([("rows", rows), ("cols", cols?), ("scale", variance)]))
    }

    fn source(&self, given: &Parameters, count: usize, seed: u64) -> Result<Source, String> {
        draws(given, count, seed)
    }
}
