//! The Euler–Maruyama method with a fixed step.
//!
//! # Scheme
//! x⁺ = x + a(x) dt + b(x) ΔW, then absolute values, then ascending order.
//!
//! # Order
//! Strong 1/2, weak 1 for smooth coefficients. On a log-gas the drift is not bounded: a step that nearly closes a gap is
//! followed by one that throws the pair apart, and the error falls slowly.
//!
//! # When to use
//! Smooth coefficients, or to see what a published simulation did. Where particles collide (β < 1), the collisions counted grow
//! without bound as dt → 0 and the spectrum has heavy tails that the process does not have.
//!
//! # Source
//! Maruyama 1955; Kloeden and Platen 1992, section 10.2.

use super::{Method, Orders, Scheme, Stepper, Steps, Workspace, fixed_step_caveat};
use crate::particles::models::Sde;
use crate::process::StepError;
use crate::random::Increment;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EulerMaruyama {
    /// Length of a step.
    pub dt: f64,
    /// Whether to run half the step too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

impl EulerMaruyama {
    /// For `svsde list integrators`.
    pub const SUMMARY: &str = "x + a dt + b dW, then reflection by absolute value and sorting";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self { dt: 0.02, refine: true }]
    }
}

impl Table for EulerMaruyama {
    fn rules(&self, rules: &mut Rules) {
        rules.positive("dt", self.dt);
    }
}

impl Method for EulerMaruyama {
    fn scheme(&self) -> Scheme {
        Scheme { smooth: Orders::Of(0.5, 1.0), log_gas: Orders::Unbounded, evaluations: 1.0, source: "Maruyama 1955" }
    }

    fn caveat(&self, model: &dyn Sde) -> Option<String> {
        fixed_step_caveat(model)
    }

    fn steps(&self) -> Option<Steps<'_>> {
        Some(Steps { dt: self.dt, refine: self.refine, stepper: self })
    }
}

impl Stepper for EulerMaruyama {
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        let from = x.to_vec();
        work.euler(&from, increment, x);
        work.reflect(x)
    }
}
