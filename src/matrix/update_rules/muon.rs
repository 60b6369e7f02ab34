//! Muon: the polar factor of the gradient.

use super::{Step, UpdateRule};
use crate::error::Error;
use ndarray::Array2;

/// W ← W − η polar(G).
pub struct Muon;

impl UpdateRule for Muon {
    fn name(&self) -> &'static str {
        "muon"
    }

    fn summary(&self) -> &'static str {
        "W <- W - eta polar(G)"
    }

    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error> {
        step.polar.0.factor(step.gradient, step.rounding, step.polar.1, out)
    }
}
