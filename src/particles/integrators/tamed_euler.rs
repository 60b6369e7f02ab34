//! The tamed Euler method: the drift of one step is bounded by 1.
//!
//! # Scheme
//! x⁺ = x + a(x) dt / (1 + dt‖a(x)‖) + b(x) ΔW, then absolute values, then ascending order.
//!
//! # Order
//! Strong 1/2, weak 1 for coefficients that are smooth, the drift growing at most polynomially.
//!
//! # When to use
//! Drifts that grow fast far out, where plain Euler explodes. It bounds the throw apart of a pair that nearly met, but does
//! not keep the order either.
//!
//! # Source
//! Hutzenthaler, Jentzen and Kloeden, Ann. Appl. Probab. 22 (2012) 1611.

use super::{Method, Orders, Scheme, Stepper, Steps, Workspace, fixed_step_caveat};
use crate::particles::models::Sde;
use crate::process::StepError;
use crate::random::Increment;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TamedEuler {
    /// Length of a step.
    pub dt: f64,
    /// Whether to run half the step too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

impl TamedEuler {
    /// For `svsde list integrators`.
    pub const SUMMARY: &str = "x + a dt / (1 + dt |a|) + b dW, then reflection by absolute value and sorting";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self { dt: 0.02, refine: true }]
    }
}

impl Table for TamedEuler {
    fn rules(&self, rules: &mut Rules) {
        rules.positive("dt", self.dt);
    }
}

impl Method for TamedEuler {
    fn scheme(&self) -> Scheme {
        Scheme {
            smooth: Orders::Of(0.5, 1.0),
            log_gas: Orders::Of(0.45, 0.8),
            evaluations: 1.0,
            source: "Hutzenthaler, Jentzen and Kloeden 2012",
        }
    }

    fn caveat(&self, model: &dyn Sde) -> Option<String> {
        fixed_step_caveat(model)
    }

    fn steps(&self) -> Option<Steps<'_>> {
        Some(Steps { dt: self.dt, refine: self.refine, stepper: self })
    }
}

impl Stepper for TamedEuler {
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        let from = x.to_vec();
        let tame = |drift: &[f64], dt: f64| 1.0 / (1.0 + dt * drift.iter().map(|a| a * a).sum::<f64>().sqrt());
        work.damped_euler(&from, increment, tame, x);
        work.reflect(x)
    }
}
