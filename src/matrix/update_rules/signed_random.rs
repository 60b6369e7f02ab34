//! A random orthogonal direction, turned downhill: the control for the flatness of Muon's step.

use super::{Step, UpdateRule};
use crate::error::Error;
use crate::matrix::measurement::planted::haar;
use ndarray::Array2;

/// W ← W − η sign⟨G, Q⟩ Q, Q a fresh Haar-distributed orthogonal frame at each step.
///
/// The spectrum of the step is as flat as Muon's, its directions know nothing of G beyond one sign.
pub struct SignedRandom;

impl UpdateRule for SignedRandom {
    fn name(&self) -> &'static str {
        "signed-random"
    }

    fn summary(&self) -> &'static str {
        "W <- W - eta sign<G, Q> Q, Q a random orthogonal frame at each step (control)"
    }

    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error> {
        let (m, n) = step.gradient.dim();
        let frame = if m >= n { haar(m, n, step.rng)? } else { haar(n, m, step.rng)?.reversed_axes() };
        let along = (&frame * step.gradient).sum();
        let sign = if along.abs() > 0.0 { along.signum() } else { 0.0 };
        out.assign(&frame);
        *out *= sign;
        Ok(())
    }
}
