//! Particle models: one file each, with equation, source, parameters and exact results.
//!
//! A model gives drift and noise of its state over whole slices, and says what else is known of it or why not; integrators know
//! nothing else of it. The state x is λ, or σ where the model says so. A new model is a file here and a line of [`ParticleModel`].

mod constants;
mod power_stationary;
mod unavailable;

pub use constants::Constants;
pub use muon_gap::GapDiffusion;
pub(crate) use power_diffusion::power;
pub use sgd::Drift;
pub use unavailable::Unavailable;

use super::proximal::ProximalProblem;
use crate::kinds::kinds;
use crate::process::StepError;
use crate::random::Stream;
use crate::rules::{Rules, Table};

kinds! {
    /// The parameters of a particle model: a table `[model.NAME]`.
    pub enum ParticleModel: Sde with examples {
        "sgd": sgd::Sgd,
        "muon-gap": muon_gap::MuonGap,
        "muon-polar": muon_polar::MuonPolar,
        "power-diffusion": power_diffusion::PowerDiffusion,
    }
}

/// What the state of a model holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coordinate {
    /// Squared singular values.
    Lambda,
    /// Singular values.
    Sigma,
}

impl Coordinate {
    /// The state of a model whose squared singular values are `lambda`.
    pub fn of(self, lambda: &[f64]) -> Vec<f64> {
        match self {
            Self::Lambda => lambda.to_vec(),
            Self::Sigma => lambda.iter().map(|lambda| lambda.sqrt()).collect(),
        }
    }
}

/// A stochastic differential equation dx_k = a_k(x) dt + b_k(x) dβ_k (Itô), reflected at 0 and, where particles interact, at
/// collisions.
pub trait Sde: Table + Send + Sync {
    /// Rows m and columns n of the matrix whose spectrum the particles are; n and n where there is none.
    fn shape(&self) -> (usize, usize);

    /// Number n of particles.
    fn count(&self) -> usize {
        self.shape().1
    }

    /// What x is.
    fn coordinate(&self) -> Coordinate {
        Coordinate::Lambda
    }

    /// Whether the particles are one spectrum, kept in order; else they are independent copies.
    fn interacting(&self) -> bool {
        true
    }

    /// Writes a(x) to `drift` and b(x) to `diffusion`, all of length n; x ≥ 0, ascending where particles interact.
    fn coefficients(&self, x: &[f64], drift: &mut [f64], diffusion: &mut [f64]);

    /// Writes Milstein's ½ b_k ∂b_k/∂x_k to `out`; false where b_k depends on other particles, so that this is not all that a
    /// scheme of strong order 1 needs.
    fn milstein(&self, x: &[f64], out: &mut [f64]) -> bool;

    /// Whether the coefficients are finite at x.
    fn is_defined(&self, x: &[f64]) -> bool;

    /// Why particles collide, or reach 0, with probability one in finite time; `None` where they never do.
    fn collision_reason(&self) -> Option<&'static str>;

    /// Why a fixed step that is explicit in drift and noise shows tails or collisions that the process does not have; `None`
    /// where it does not.
    fn fixed_step_caveat(&self) -> Option<&'static str> {
        self.collision_reason()
    }

    /// What is doubtful about a run until time `end` whose smallest singular value starts at `smallest`, where that is known.
    fn caveats(&self, _smallest: Option<f64>, _end: f64) -> Vec<String> {
        Vec::new()
    }

    /// Whether the noise is infinite at a collision.
    fn is_noise_singular(&self) -> bool {
        false
    }

    /// The same process as noise and the gradient of a convex potential in σ, for the proximal step.
    ///
    /// # Errors
    /// Why there is no such potential.
    fn proximal(&self) -> Result<&dyn ConvexPotential, Unavailable> {
        Err(Unavailable::new("its drift is not the gradient of a convex barrier"))
    }

    /// The exact law of x(t + dt) given x(t).
    ///
    /// # Errors
    /// Why it is not known.
    fn transition(&self) -> Result<&dyn Transition, Unavailable> {
        Err(Unavailable::new("its transition law is not known"))
    }

    /// Moves from a state at which the coefficients are infinite to a draw of x(t + dt) from its exact law.
    ///
    /// # Errors
    /// Why no such law is known from this state.
    fn entrance_law(&self, _x: &mut [f64], _dt: f64, _rng: &mut Stream) -> Result<(), Unavailable> {
        Err(Unavailable::new("its short-time law is not known"))
    }

    /// The exact stationary law.
    ///
    /// # Errors
    /// The inequality that fails, or why there is no way to draw.
    fn stationary(&self) -> Result<&dyn StationaryLaw, Unavailable>;
}

/// A convex potential in σ: dσ_k = f_k dt + b_k dβ_k − (its gradient) dt.
pub trait ConvexPotential: Send + Sync {
    /// Writes the convex problem whose solution is σ(t + dt), given σ(t) and the increment ΔW.
    fn proximal_problem(&self, sigma: &[f64], dw: &[f64], dt: f64, problem: &mut ProximalProblem);

    /// Whether the proximal step is defined from coincident particles: its noise is finite there.
    fn starts_anywhere(&self) -> bool {
        false
    }
}

/// An exact transition: no error at any step.
pub trait Transition: Send + Sync {
    /// Replaces x(t) by a draw of x(t + dt).
    ///
    /// # Errors
    /// [`StepError`] when a decomposition fails or the state is not finite.
    fn draw(&self, x: &mut [f64], dt: f64, rng: &mut Stream) -> Result<(), StepError>;
}

/// An exact stationary law.
pub trait StationaryLaw: Send + Sync {
    /// An independent draw of λ, ascending.
    ///
    /// # Errors
    /// When rounding spoils the draw.
    fn draw_stationary(&self, rng: &mut Stream) -> Result<Vec<f64>, Unavailable>;
}

/// Rules on the fields that the models of an m × n matrix share: m ≥ n ≥ 1, η > 0, and fields that must be at least 0.
fn matrix_rules(rules: &mut Rules, (rows, cols): (usize, usize), learning_rate: f64, at_least_zero: &[(&str, f64)]) {
    rules.shape((rows, cols), true);
    rules.positive("learning_rate", learning_rate);
    for &(key, value) in at_least_zero {
        rules.at_least(key, value, 0.0);
    }
    rules.fits("rows", rows, rows as f64 * cols as f64);
}
