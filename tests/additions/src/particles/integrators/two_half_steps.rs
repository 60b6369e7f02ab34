//! Two Euler–Maruyama steps of half the length.
//!
//! # Scheme
//! x⁺ = x + a(x) dt + b(x) ΔW over either half of the Brownian path, then absolute values, then ascending order.
//!
//! # Order
//! That of Euler–Maruyama.

use super::{Method, Orders, Scheme, Stepper, Steps, Workspace, fixed_step_caveat};
use crate::particles::models::Sde;
use crate::process::StepError;
use crate::random::Increment;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TwoHalfSteps {
    /// Length of a step.
    pub dt: f64,
    /// Whether to run half the step too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

impl TwoHalfSteps {
    /// For `svsde list integrators`.
    pub const SUMMARY: &str = "two steps of euler-maruyama of half the length";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self { dt: 0.02, refine: true }]
    }
}

impl Table for TwoHalfSteps {
    fn rules(&self, rules: &mut Rules) {
        rules.positive("dt", self.dt);
    }
}

impl Method for TwoHalfSteps {
    fn scheme(&self) -> Scheme {
        Scheme { smooth: Orders::Of(0.5, 1.0), log_gas: Orders::Unbounded, evaluations: 2.0, source: "Maruyama 1955" }
    }

    fn caveat(&self, model: &dyn Sde) -> Option<String> {
        fixed_step_caveat(model)
    }

    fn steps(&self) -> Option<Steps<'_>> {
        Some(Steps { dt: self.dt, refine: self.refine, stepper: self })
    }
}

impl Stepper for TwoHalfSteps {
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        for half in work.path.halves(increment) {
            let from = x.to_vec();
            work.euler(&from, &half, x);
            work.reflect(x)?;
        }
        Ok(())
    }
}
