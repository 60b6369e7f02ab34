//! Equally spaced singular values.

use super::InitialState;
use crate::error::Result;
use crate::matrix::measurement::planted::with_singular_values;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// Singular values σ equally spaced from `from` to `to`, between Haar-distributed singular frames.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linspace {
    /// Smallest singular value, ≥ 0.
    pub from: f64,
    /// Largest singular value, ≥ `from`.
    pub to: f64,
}

impl Linspace {
    /// For lists.
    pub const SUMMARY: &str = "sigma equally spaced from `from` to `to`, likewise";
}

impl InitialState for Linspace {
    fn rules(&self, _: usize, _: &str, rules: &mut Rules) {
        rules.at_least("from", self.from, 0.0);
        rules.at_least("to", self.to, if self.from.is_finite() { self.from.max(0.0) } else { 0.0 });
    }

    fn matrix(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Array2<f64>> {
        with_singular_values(Array1::linspace(self.from, self.to, shape.0.min(shape.1)).view(), shape, rng)
    }

    fn lambda(&self, n: usize) -> Option<Vec<f64>> {
        Some(Array1::linspace(self.from, self.to, n).iter().map(|sigma| sigma * sigma).collect())
    }
}
