//! Independent normal entries.

use super::InitialState;
use crate::error::Result;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// W with independent N(0, scale²) entries; λ = (scale·N)² of independent particles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaussian {
    /// Standard deviation of an entry, > 0.
    pub scale: f64,
}

impl Gaussian {
    /// For lists.
    pub const SUMMARY: &str = "independent N(0, scale^2) entries";
}

impl InitialState for Gaussian {
    fn rules(&self, _: usize, _: &str, rules: &mut Rules) {
        rules.positive("scale", self.scale);
    }

    fn matrix(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Array2<f64>> {
        Ok(Array2::from_shape_simple_fn(shape, || self.scale * rng.gaussian()))
    }

    fn lambda(&self, _: usize) -> Option<Vec<f64>> {
        None
    }

    fn independent(&self, n: usize, rng: &mut Stream) -> Vec<f64> {
        (0..n).map(|_| (self.scale * rng.gaussian()).powi(2)).collect()
    }
}
