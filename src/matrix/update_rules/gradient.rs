//! Gradient flow: D = G.

use super::{Step, UpdateRule};
use crate::error::Error;
use ndarray::Array2;

/// W ← W − ηG.
pub struct Gradient;

impl UpdateRule for Gradient {
    fn name(&self) -> &'static str {
        "gradient"
    }

    fn summary(&self) -> &'static str {
        "W <- W - eta G"
    }

    fn polar_norm(&self) -> bool {
        false
    }

    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error> {
        out.assign(step.gradient);
        Ok(())
    }
}
