//! Draws from the transition law of the model, from record to record: no path, no step.
//!
//! # Order
//! No error at any step.
//!
//! # When to use
//! Wherever the model knows its transition law ([`Sde::transition`]).
//!
//! # Source
//! Bru, J. Multivariate Anal. 29 (1989) 127; Cox, Ingersoll and Ross, Econometrica 53 (1985) 385.

use super::{Method, Orders, Scheme, Steps};
use crate::particles::models::{Sde, Unavailable};
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// The method; it has no parameters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exact {}

impl Exact {
    /// For `svsde list integrators`.
    pub const SUMMARY: &str = "draws from the transition law, from record to record: sgd (exact constants, or n = 1), power-diffusion with p = q = 1";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self {}]
    }
}

impl Table for Exact {
    fn rules(&self, _: &mut Rules) {}
}

impl Method for Exact {
    fn scheme(&self) -> Scheme {
        Scheme {
            smooth: Orders::Exact,
            log_gas: Orders::Exact,
            evaluations: 4.0,
            source: "Bru 1989; Cox, Ingersoll and Ross 1985",
        }
    }

    fn fits(&self, model: &dyn Sde) -> Result<(), Unavailable> {
        model.transition().map(drop)
    }

    fn steps(&self) -> Option<Steps<'_>> {
        None
    }
}
