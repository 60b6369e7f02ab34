//! Particle models: one file each, with equation, source, parameters and exact results.
//!
//! A model gives drift and noise of its state over whole slices; integrators know nothing else of it. The state x is λ, or
//! σ where the model says so.

mod muon_gap;
mod muon_polar;
mod power_diffusion;
mod power_stationary;
mod sgd;

pub use muon_gap::{Diffusion, MuonGap};
pub use muon_polar::MuonPolar;
pub use power_diffusion::PowerDiffusion;
pub(crate) use power_diffusion::power;
pub use sgd::{Confinement, Constants, Sgd};

use super::integrators::Barrier;
use crate::process::StepError;
use crate::random::Stream;

/// What the state of a model holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinate {
    /// Squared singular values.
    Lambda,
    /// Singular values.
    Sigma,
}

/// dx_k = a_k(x) dt + b_k(x) dβ_k (Itô), reflected at 0 and, where particles interact, at collisions.
pub trait Model: Send + Sync {
    /// Number n of particles.
    fn count(&self) -> usize;

    /// What x is.
    fn coordinate(&self) -> Coordinate {
        Coordinate::Lambda
    }

    /// Whether the particles are one spectrum, kept in order; else they are independent copies.
    fn interacting(&self) -> bool {
        true
    }

    /// Writes a(x) to `drift` and b(x) to `amplitude`, all of length n; x ≥ 0, ascending where particles interact.
    fn coefficients(&self, x: &[f64], drift: &mut [f64], amplitude: &mut [f64]);

    /// Writes Milstein's ½ b_k ∂b_k/∂x_k to `out`; false where b_k depends on other particles, so that this is not all that a
    /// scheme of strong order 1 needs.
    fn milstein(&self, x: &[f64], out: &mut [f64]) -> bool;

    /// Whether the coefficients are finite at x.
    fn is_defined(&self, x: &[f64]) -> bool;

    /// Why particles collide, or come to 0, with probability one in finite time; `None` where they never do.
    fn collides(&self) -> Option<&'static str>;

    /// Why a fixed step explicit in drift and noise gives what the process has not; `None` where it does not.
    fn defies_fixed_steps(&self) -> Option<&'static str> {
        self.collides()
    }

    /// Whether the noise is infinite at a collision.
    fn is_noise_singular(&self) -> bool {
        false
    }

    /// The same process as noise and the gradient of a convex barrier in σ, for the proximal step.
    fn barrier(&self) -> Option<&dyn LogGas> {
        None
    }

    /// Whether the proximal step is defined from coincident particles: its noise is finite there.
    fn barrier_starts_anywhere(&self) -> bool {
        false
    }

    /// The exact law of x(t + dt) given x(t).
    fn transition(&self) -> Option<&dyn Transition> {
        None
    }

    /// Moves from a state at which the coefficients are infinite to a draw of x(t + dt) from its exact law.
    ///
    /// # Errors
    /// Why no such law is known from this state.
    fn leave(&self, x: &mut [f64], dt: f64, noise: &mut Stream) -> Result<(), Singular> {
        let (_, _, _) = (x, dt, noise);
        Err(Singular("its short-time law is not known"))
    }

    /// An independent exact draw from the stationary law, as λ ascending.
    ///
    /// # Errors
    /// The inequality that fails, or why there is no way to draw.
    fn stationary(&self, noise: &mut Stream) -> Result<Vec<f64>, Singular> {
        let _ = noise;
        Err(Singular("no exact stationary law of this model is known"))
    }
}

/// Why something cannot be done from a state or with these parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Singular(pub &'static str);

/// A log-gas in σ: dσ_k = f_k dt + b_k dβ_k − (gradient of a convex barrier) dt.
pub trait LogGas: Send + Sync {
    /// Writes the convex problem whose solution is σ(t + dt), given σ(t) and the increment ΔW.
    fn proximal(&self, sigma: &[f64], dw: &[f64], dt: f64, problem: &mut Barrier);
}

/// An exact transition: no error at any step.
pub trait Transition: Send + Sync {
    /// Replaces x(t) by a draw of x(t + dt).
    ///
    /// # Errors
    /// [`StepError`] when a decomposition fails or the state is not finite.
    fn draw(&self, x: &mut [f64], dt: f64, noise: &mut Stream) -> Result<(), StepError>;
}
