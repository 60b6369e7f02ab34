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

/// A_k and R_k for an m × n matrix with singular values `sigma`, gradient singular values `s` (both positive) and noise ν.
///
/// ```
/// use svsde::particles::models::attenuation_and_drift;
/// // 2 × 2, s = σ = (1, 3), ν = 1: A = 1/16 for both, R = 2/(16·4).
/// let (a, r) = attenuation_and_drift((2, 2), &[1.0, 3.0], &[1.0, 3.0], 1.0);
/// assert_eq!((a, r), (vec![0.0625; 2], vec![0.03125; 2]));
/// ```
pub fn attenuation_and_drift(shape: (usize, usize), sigma: &[f64], s: &[f64], noise: f64) -> (Vec<f64>, Vec<f64>) {
    if noise == 0.0 {
        return (vec![0.0; s.len()], vec![0.0; s.len()]);
    }
    let (variance, excess) = (noise * noise, 0.5 * (shape.0 - shape.1) as f64);
    let at = |k: usize| {
        let wall = if excess > 0.0 { excess / (s[k] * s[k]) } else { 0.0 };
        let (mut a, mut r) = (wall, if excess > 0.0 { wall / sigma[k] } else { 0.0 });
        for j in (0..s.len()).filter(|&j| j != k) {
            let term = (s[j] + s[k]).powi(-2);
            a += term;
            r += 2.0 * term / (sigma[j] + sigma[k]);
        }
        (variance * a, variance * r)
    };
    (0..s.len()).map(at).unzip()
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
