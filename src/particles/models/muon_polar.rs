//! Muon by the exact first-order response of the polar factor, for aligned singular frames.
//!
//! # Equation
//! Per optimiser step E dσ_k = −η(1 − A_k) + η²R_k, with the gradient's singular values s_k = κσ_k,
//! A_k = ν²[ Σ_{j≠k} 1/(s_j + s_k)² + (m − n)/(2s_k²) ] and
//! R_k = ν²[ Σ_{j≠k} 2/((s_j + s_k)²(σ_j + σ_k)) + (m − n)/(2s_k²σ_k) ].
//! The martingale part of dσ_k vanishes to first order in ν. Time counts steps; the state is σ, so that one Euler step with dt = 1
//! is one optimiser step.
//!
//! # Source
//! Second-order perturbation of the polar factor of G + ξ, G = U diag(s) Vᵀ, and of the singular values of W − η polar(G + ξ):
//! the response U[(ξ̃_jk − ξ̃_kj)/(s_j + s_k)]Vᵀ + (I − UUᵀ)ξVS⁻¹Vᵀ, ξ̃ = UᵀξV, has sums in its denominators and no diagonal. The
//! published noise has gaps there (see [`super::MuonGap`]).
//!
//! # Parameters
//! m ≥ n ≥ 1; η > 0; ν ≥ 0; κ > 0.
//!
//! # Exact results
//! E‖δpolar‖²_F = ν²[ 2 Σ_{i≠j} 1/(s_i + s_j)² + (m − n) Σ 1/s_i² ] to leading order.
//!
//! # Validity
//! ν ≪ s_min, and η ≪ σ_min for the second-order term in η.

use super::{Coordinate, Sde, StationaryLaw, Unavailable, matrix_rules};
use crate::matrix::polar::perturbation::attenuation_and_drift;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuonPolar {
    /// Number m of rows of the weight matrix.
    pub rows: usize,
    /// Number n ≤ m of its columns, that of the particles.
    pub cols: usize,
    /// Learning rate η.
    pub learning_rate: f64,
    /// Standard deviation ν of one entry of the gradient noise.
    pub gradient_noise: f64,
    /// Curvature κ > 0 of the quadratic loss.
    pub curvature: f64,
}

impl MuonPolar {
    /// For `svsde list models`.
    pub const SUMMARY: &str = "singular values under Muon by perturbation of the polar factor: sums, not gaps";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        let of = |rows| Self { rows, cols: 3, learning_rate: 0.1, gradient_noise: 0.2, curvature: 0.5 };
        [3, 6].map(of).to_vec()
    }
}

impl Table for MuonPolar {
    fn rules(&self, rules: &mut Rules) {
        matrix_rules(rules, self.shape(), self.learning_rate, &[("gradient_noise", self.gradient_noise)]);
        rules.positive("curvature", self.curvature);
    }
}

impl Sde for MuonPolar {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    fn coordinate(&self) -> Coordinate {
        Coordinate::Sigma
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], diffusion: &mut [f64]) {
        let s: Vec<f64> = x.iter().map(|sigma| self.curvature * sigma).collect();
        let (a, r) = attenuation_and_drift(self.shape(), x, &s, self.gradient_noise);
        let eta = self.learning_rate;
        for (drift, (a, r)) in drift.iter_mut().zip(a.into_iter().zip(r)) {
            *drift = -eta * (1.0 - a) + eta * eta * r;
        }
        diffusion.fill(0.0);
    }

    fn milstein(&self, _: &[f64], out: &mut [f64]) -> bool {
        out.fill(0.0);
        true
    }

    fn is_defined(&self, x: &[f64]) -> bool {
        let zeros = x.iter().filter(|&&x| x == 0.0).count();
        self.gradient_noise == 0.0 || zeros == 0 || (zeros == 1 && self.rows == self.cols)
    }

    fn collision_reason(&self) -> Option<&'static str> {
        None
    }

    fn caveats(&self, smallest: Option<f64>, end: f64) -> Vec<String> {
        let floor = 3.0 * self.gradient_noise / self.curvature;
        let falls_below = |start: f64| start - self.learning_rate * end < floor;
        if self.gradient_noise == 0.0 || !smallest.is_some_and(falls_below) {
            return Vec::new();
        }
        vec![format!(
            "the smallest singular value falls by learning_rate = {} a step and comes below 3 gradient_noise / curvature = {floor} \
             before time.end = {end}: perturbation theory does not hold there; compare with model.matrix-muon",
            self.learning_rate
        )]
    }

    fn stationary(&self) -> Result<&dyn StationaryLaw, Unavailable> {
        Err(Unavailable::new("no exact stationary law of model.muon-polar is known"))
    }
}
