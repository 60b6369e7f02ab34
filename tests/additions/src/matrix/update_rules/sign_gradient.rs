//! Steps along the signs of the gradient's entries: D = sign G.

use super::{Step, UpdateRule};
use crate::error::Error;
use ndarray::Array2;

/// W ← W − η sign G.
pub struct SignGradient;

impl UpdateRule for SignGradient {
    fn name(&self) -> &'static str {
        "sign-gradient"
    }

    fn summary(&self) -> &'static str {
        "W <- W - eta sign(G), entry by entry"
    }

    fn polar_norm(&self) -> bool {
        false
    }

    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error> {
        out.zip_mut_with(step.gradient, |out, g| *out = if *g == 0.0 { 0.0 } else { g.signum() });
        Ok(())
    }
}
