//! The proximal (semi-implicit) Euler–Maruyama method for log-gases.
//!
//! # Scheme
//! σ⁺ = argmin over 0 < σ_1 < … < σ_n of ½‖σ − (σ_t + √(2ηD) ΔW)‖² + dt·V(σ), V the convex potential of the model: the noise of the
//! step, then the repulsion at its end. Unique, ordered and positive for every dt > 0 and every β > 0.
//!
//! # Order
//! Strong and weak 1 where particles stay apart. The step is low in Σσ² by dt²‖∇V‖² on average, and E‖∇V‖² contains the mean of
//! 1/gap², which is infinite for β ≤ 1: the weak order is (1 + β)/2 for β < 1, 3/4 for the published constants, and 1 up to a
//! logarithm for β = 1.
//!
//! # When to use
//! Log-gases, always. For β < 1 its limit is the reflected process (the multivalued equation).
//!
//! # Source
//! Ngo and Taguchi, Ann. Appl. Probab. 30 (2020) 673; Cépa and Lépingle, Probab. Theory Relat. Fields 107 (1997) 429.

use super::{Method, Orders, Scheme, Stepper, Steps, Workspace};
use crate::particles::models::{Sde, Unavailable};
use crate::process::StepError;
use crate::random::Increment;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProximalEuler {
    /// Length of a step.
    pub dt: f64,
    /// Whether to run half the step too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

impl ProximalEuler {
    /// For `svsde list integrators`.
    pub const SUMMARY: &str =
        "semi-implicit in sigma: ordered and positive for every dt and every beta > 0; sgd and muon-gap";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self { dt: 0.02, refine: true }]
    }
}

impl Table for ProximalEuler {
    fn rules(&self, rules: &mut Rules) {
        rules.positive("dt", self.dt);
    }
}

impl Method for ProximalEuler {
    fn scheme(&self) -> Scheme {
        Scheme {
            smooth: Orders::Of(1.0, 1.0),
            log_gas: Orders::Of(0.85, 0.85),
            evaluations: 12.0,
            source: "Ngo and Taguchi 2020",
        }
    }

    fn fits(&self, model: &dyn Sde) -> Result<(), Unavailable> {
        model.proximal().map(drop)
    }

    fn steps(&self) -> Option<Steps<'_>> {
        Some(Steps { dt: self.dt, refine: self.refine, stepper: self })
    }
}

impl Stepper for ProximalEuler {
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        proximal_step(x, increment, work)
    }

    fn starts_at(&self, model: &dyn Sde, x: &[f64]) -> bool {
        model.is_defined(x) || model.proximal().is_ok_and(|potential| potential.starts_anywhere())
    }
}

/// One proximal step of a model that has a potential.
pub(super) fn proximal_step(x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
    let potential = work.model.proximal().map_err(|_| StepError::NotSolved { iterations: 0 })?;
    let problem = &mut work.problem;
    problem.prepare(x.len());
    let mut sigma: Vec<f64> = x.iter().map(|x| x.sqrt()).collect();
    potential.proximal_problem(&sigma, &increment.dw, increment.dt, problem);
    work.counts.newton_iterations += problem.minimise(&mut sigma)?;
    work.counts.steps += 1;
    // Only where nothing keeps σ_1 from 0 is there anything to reflect, and only without repulsion anything to sort.
    work.reflect(&mut sigma)?;
    x.iter_mut().zip(&sigma).for_each(|(x, sigma)| *x = sigma * sigma);
    Ok(())
}
