//! Independent squared Bessel processes.
//!
//! # Equation
//! dλ = δ dt + 2√λ dB (Itô), reflected at 0: the squared length of a Brownian motion in δ dimensions.
//!
//! # Source
//! Revuz and Yor, Continuous Martingales and Brownian Motion, chapter XI.
//!
//! # Exact results
//! The mean of λ(t) is λ(0) + δt.

use super::{Sde, StationaryLaw, Unavailable};
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SquaredBessel {
    /// Dimension δ.
    pub dimension: f64,
    /// Number of independent particles.
    pub cols: usize,
}

impl SquaredBessel {
    /// For `svsde list models`.
    pub const SUMMARY: &str = "independent particles, d lambda = dimension dt + 2 sqrt(lambda) dB";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self { dimension: 3.0, cols: 2 }]
    }
}

impl Table for SquaredBessel {
    fn rules(&self, rules: &mut Rules) {
        rules.at_least("dimension", self.dimension, 0.0);
        rules.at_least("cols", self.cols as f64, 1.0);
    }
}

impl Sde for SquaredBessel {
    fn shape(&self) -> (usize, usize) {
        (self.cols, self.cols)
    }

    fn interacting(&self) -> bool {
        false
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], diffusion: &mut [f64]) {
        drift.fill(self.dimension);
        diffusion.iter_mut().zip(x).for_each(|(b, x)| *b = 2.0 * x.sqrt());
    }

    fn milstein(&self, _: &[f64], out: &mut [f64]) -> bool {
        out.fill(1.0);
        true
    }

    fn is_defined(&self, _: &[f64]) -> bool {
        true
    }

    fn collision_reason(&self) -> Option<&'static str> {
        (self.dimension < 2.0).then_some("below two dimensions the process comes to 0")
    }

    fn stationary(&self) -> Result<&dyn StationaryLaw, Unavailable> {
        Err(Unavailable::new("the process grows without bound"))
    }
}
