//! Integrators: methods that move the particles of an [`Sde`], most of them in steps along a given Brownian path.
//!
//! Steps are stateless and draw no random numbers: every stepper can be driven along the same path. A new integrator is a file
//! here and a line of [`Integrator`]; which models it takes, its cost and its orders follow from the file.

mod workspace;

pub use workspace::{StepCounts, Workspace};

use super::models::{ParticleModel, Sde, Unavailable};
use crate::kinds::kinds;
use crate::process::StepError;
use crate::random::Increment;
use crate::rules::Table;

kinds! {
    /// The parameters of an integrator: a table `[integrator.NAME]`.
    pub enum Integrator: Method with examples {
        "euler-maruyama": euler_maruyama::EulerMaruyama,
        "tamed-euler": tamed_euler::TamedEuler,
        "adaptive-euler": adaptive_euler::AdaptiveEuler,
        "proximal-euler": proximal_euler::ProximalEuler,
        "exact": exact::Exact,
    }
}

/// A way to move particles, with its parameters.
pub trait Method: Table + Send + Sync {
    /// What is known of it.
    fn scheme(&self) -> Scheme;

    /// Whether it can integrate `model` at all.
    ///
    /// # Errors
    /// Why not.
    fn fits(&self, _model: &dyn Sde) -> Result<(), Unavailable> {
        Ok(())
    }

    /// What is doubtful about integrating `model` with it: words that follow its name.
    fn caveat(&self, _model: &dyn Sde) -> Option<String> {
        None
    }

    /// How it steps along a Brownian path; `None` where it draws from the transition law, from record to record.
    fn steps(&self) -> Option<Steps<'_>>;
}

/// Steps along a Brownian path.
pub struct Steps<'a> {
    /// Length of a step, the longest one where steps are refined.
    pub dt: f64,
    /// Whether a run with half the step goes beside it, along the same path.
    pub refine: bool,
    /// A step.
    pub stepper: &'a dyn Stepper,
}

/// A one-step method along a Brownian path.
pub trait Stepper: Send + Sync {
    /// Moves x over the increment; the path of `work` halves it where the method refines.
    ///
    /// # Errors
    /// [`StepError`] when the state is no longer finite, or an implicit equation is not solved.
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError>;

    /// The step of the run with half of it, whose tolerances are finer where the method has any.
    ///
    /// # Errors
    /// As [`Stepper::step`].
    fn refined_step(&self, x: &mut [f64], half: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        self.step(x, half, work)
    }

    /// Whether it can start from x, where drift or noise may be infinite, as at a collision.
    fn starts_at(&self, model: &dyn Sde, x: &[f64]) -> bool {
        model.is_defined(x)
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
    /// Orders where coefficients are smooth.
    pub smooth: Orders,
    /// Orders on the Laguerre log-gas with β = 1, as measured for dt from 1/256 to 1/32 at rates of order 1; near-collisions
    /// lower them.
    pub log_gas: Orders,
    /// Time of a step in evaluations of drift and diffusion, within a factor of a few.
    pub evaluations: f64,
    /// Where it comes from.
    pub source: &'static str,
}

impl Integrator {
    /// The integrators that models of the kind `name` take, each with its condition where the parameters of the model decide.
    ///
    /// ```
    /// use svsde::particles::integrators::Integrator;
    /// let taken = Integrator::taken_by("power-diffusion");
    /// assert_eq!(taken, "euler-maruyama, tamed-euler, adaptive-euler, exact (p = q = 1)");
    /// ```
    pub fn taken_by(name: &str) -> String {
        let mut models = ParticleModel::examples();
        models.retain(|model| model.name() == name);
        let entry = |integrator: Self| {
            let refusals: Vec<Unavailable> =
                models.iter().filter_map(|model| integrator.fits(&**model).err()).collect();
            match refusals.iter().find_map(|refusal| refusal.condition) {
                Some(condition) => Some(format!("{} ({condition})", integrator.name())),
                None => refusals.is_empty().then(|| integrator.name().to_owned()),
            }
        };
        Self::examples().into_iter().filter_map(entry).collect::<Vec<_>>().join(", ")
    }
}

/// The caveat of explicit methods with a fixed step.
fn fixed_step_caveat(model: &dyn Sde) -> Option<String> {
    let reason = model.fixed_step_caveat()?;
    let instead = if model.proximal().is_ok() { "proximal-euler" } else { "adaptive-euler" };
    Some(format!(
        "with a fixed step: {reason}. The collisions it counts and the tails it shows depend on dt; use {instead}, or lower dt and \
         compare"
    ))
}
