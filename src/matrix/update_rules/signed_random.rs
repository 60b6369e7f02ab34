//! A random orthogonal direction, turned downhill: the control for the flatness of Muon's step.

use super::UpdateRule;
use crate::matrix::measurement::planted::haar;

/// W ← W − η sign⟨G, Q⟩ Q, Q a fresh Haar-distributed orthogonal frame at each step.
///
/// The spectrum of the step is as flat as Muon's, its directions know nothing of G beyond one sign.
pub static SIGNED_RANDOM: UpdateRule = UpdateRule::new(
    "signed-random",
    "W <- W - eta sign<G, Q> Q, Q a random orthogonal frame at each step (control)",
    |step, out| {
        let (m, n) = step.gradient.dim();
        let frame = if m >= n { haar(m, n, step.rng)? } else { haar(n, m, step.rng)?.reversed_axes() };
        let along = (&frame * step.gradient).sum();
        let sign = if along.abs() > 0.0 { along.signum() } else { 0.0 };
        out.assign(&frame);
        *out *= sign;
        Ok(())
    },
);
