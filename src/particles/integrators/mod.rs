//! Integrators: steps of a [`Model`] along a given Brownian path.
//!
//! They are stateless and draw no noise: every integrator can be driven along the same path. A new one is a file here and a
//! line in [`INTEGRATORS`].

mod adaptive_euler;
mod barrier;
mod euler_maruyama;
mod proximal_euler;
mod system;
mod tamed_euler;

pub use adaptive_euler::AdaptiveEuler;
pub use barrier::Barrier;
pub use euler_maruyama::EulerMaruyama;
pub use proximal_euler::ProximalEuler;
pub use tamed_euler::TamedEuler;

use super::models::Model;
use super::order;
use crate::process::StepError;
use crate::random::{Brownian, Increment};

/// A one-step method.
pub trait Integrator: Send + Sync {
    /// Moves x over the increment; `path` halves it where the method refines.
    ///
    /// # Errors
    /// [`StepError`] when the state is no longer finite, or an implicit equation is not solved.
    fn step(
        &self,
        model: &dyn Model,
        x: &mut [f64],
        increment: &Increment,
        path: &mut Brownian,
        work: &mut Work,
    ) -> Result<(), StepError>;

    /// Whether it can start where drift or noise are infinite, as at a collision.
    fn starts_anywhere(&self) -> bool {
        false
    }
}

/// Strong and weak order of convergence in dt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Orders {
    /// No error at any step.
    Exact,
    /// E|x_dt − x| ~ dt^strong, E f(x_dt) − E f(x) ~ dt^weak.
    Of(f64, f64),
    /// None is seen: single steps move particles without bound.
    Unbounded,
}

impl std::fmt::Display for Orders {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exact => f.write_str("no step error"),
            Self::Of(strong, weak) => write!(f, "{strong}, {weak}"),
            Self::Unbounded => f.write_str("none"),
        }
    }
}

/// What is known of an integrator.
#[derive(Debug, Clone, Copy)]
pub struct Scheme {
    /// Name in scenarios.
    pub name: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// Orders where coefficients are smooth.
    pub smooth: Orders,
    /// Orders on the Laguerre log-gas with β = 1, as measured for dt from 1/256 to 1/32 at rates of order 1; near-collisions
    /// lower them.
    pub log_gas: Orders,
    /// Where it comes from.
    pub source: &'static str,
}

/// Every integrator.
pub static INTEGRATORS: [Scheme; 5] =
    [euler_maruyama::SCHEME, tamed_euler::SCHEME, adaptive_euler::SCHEME, proximal_euler::SCHEME, EXACT];

/// Draws from the transition law of the model; no path, no step.
static EXACT: Scheme = Scheme {
    name: "exact",
    summary: "draws from the transition law, from record to record: sgd (exact constants, or n = 1), power-diffusion with p = q = 1",
    smooth: Orders::Exact,
    log_gas: Orders::Exact,
    source: "Bru 1989; Cox, Ingersoll and Ross 1985",
};

/// What happened along a run, and buffers.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// Counts since the start.
    pub tally: Tally,
    drift: Vec<f64>,
    amplitude: Vec<f64>,
    correction: Vec<f64>,
    barrier: Barrier,
}

/// Counts of what happened along a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Explicit and implicit steps computed, those of `adaptive-euler` that were compared or rejected included.
    pub steps: u64,
    /// Pairs of particles that a step left in reverse order, and that were sorted.
    pub collisions: u64,
    /// Particles that a step left below 0, and that were reflected.
    pub reflections: u64,
    /// Steps that were rejected and halved.
    pub refined_steps: u64,
    /// Newton iterations of implicit steps.
    pub newton_iterations: u64,
}

impl Work {
    /// x + a(x) dt + b(x) ΔW into `out`, the drift multiplied by what `damping` makes of it.
    fn euler(
        &mut self,
        model: &dyn Model,
        x: &[f64],
        increment: &Increment,
        damping: fn(&[f64], f64) -> f64,
        out: &mut [f64],
    ) {
        self.drift.resize(x.len(), 0.0);
        self.amplitude.resize(x.len(), 0.0);
        model.coefficients(x, &mut self.drift, &mut self.amplitude);
        let dt = increment.dt * damping(&self.drift, increment.dt);
        for (k, out) in out.iter_mut().enumerate() {
            *out = x[k] + self.drift[k] * dt + self.amplitude[k] * increment.dw[k];
        }
        self.tally.steps += 1;
    }

    /// The same with Milstein's term ½ b b′ (ΔW² − dt).
    fn milstein(&mut self, model: &dyn Model, x: &[f64], increment: &Increment, out: &mut [f64]) {
        self.euler(model, x, increment, |_, _| 1.0, out);
        self.correction.resize(x.len(), 0.0);
        if model.milstein(x, &mut self.correction) {
            for (out, (correction, dw)) in out.iter_mut().zip(self.correction.iter().zip(&increment.dw)) {
                *out += correction * (dw * dw - increment.dt);
            }
        }
    }

    /// Reflects at 0 and, where particles interact, at collisions.
    fn reflect(&mut self, model: &dyn Model, x: &mut [f64]) -> Result<(), StepError> {
        if !x.iter().all(|x| x.is_finite()) {
            return Err(StepError::NotFinite);
        }
        self.tally.reflections += order::reflect_at_zero(x);
        if model.interacting() {
            self.tally.collisions += order::sort(x);
        }
        Ok(())
    }
}
