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

use super::{Coordinate, Model};
use crate::matrix::polar::perturbation::attenuation_and_drift;

/// The model.
#[derive(Debug, Clone)]
pub struct MuonPolar {
    shape: (usize, usize),
    learning_rate: f64,
    gradient_noise: f64,
    curvature: f64,
}

impl MuonPolar {
    /// For an m × n matrix, m ≥ n ≥ 1, with η, ν and κ.
    pub fn new(shape: (usize, usize), learning_rate: f64, gradient_noise: f64, curvature: f64) -> Self {
        Self { shape, learning_rate, gradient_noise, curvature }
    }
}

impl Model for MuonPolar {
    fn count(&self) -> usize {
        self.shape.1
    }

    fn coordinate(&self) -> Coordinate {
        Coordinate::Sigma
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], amplitude: &mut [f64]) {
        let s: Vec<f64> = x.iter().map(|sigma| self.curvature * sigma).collect();
        let (a, r) = attenuation_and_drift(self.shape, x, &s, self.gradient_noise);
        let eta = self.learning_rate;
        for (drift, (a, r)) in drift.iter_mut().zip(a.into_iter().zip(r)) {
            *drift = -eta * (1.0 - a) + eta * eta * r;
        }
        amplitude.fill(0.0);
    }

    fn milstein(&self, _: &[f64], out: &mut [f64]) -> bool {
        out.fill(0.0);
        true
    }

    fn is_defined(&self, x: &[f64]) -> bool {
        let zeros = x.iter().filter(|&&x| x == 0.0).count();
        self.gradient_noise == 0.0 || zeros == 0 || (zeros == 1 && self.shape.0 == self.shape.1)
    }

    fn collides(&self) -> Option<&'static str> {
        None
    }
}
