//! Muon with gap-dependent noise, as published.
//!
//! # Equation
//! dλ_k = [ −2η√λ_k + c₁ηD_k + c₂ηD_k Σ_{j≠k} λ_k/(λ_k − λ_j) ] dt + 2ην√(λ_k S_k) dβ_k (Itô), S_k = Σ_{j≠k} 1/(λ_k − λ_j)², with a
//! constant D_k = D or the matched D_k = ην²S_k/2, for which 8ηD_kλ_k is the variance of the noise.
//!
//! # Source
//! *From Muon to Spectra* (following Olsen et al., arXiv:2507.12709). Constants c₁, c₂ as in [`super::Sgd`]: `published` there,
//! `exact` as the remedy. First-order perturbation of the polar factor has sums of singular values in the denominators, not
//! gaps (see [`super::MuonPolar`]); this model is what was printed.
//!
//! # Parameters
//! m ≥ n ≥ 1; η > 0; ν ≥ 0, standard deviation of one entry of the gradient noise; D ≥ 0 or matched.
//!
//! # Exact results
//! Near a collision the squared gap (λ_k − λ_j)² is a Bessel process, up to a change of time, of dimension 3/2 (constant D),
//! 7/4 (matched, published) or 2 (matched, exact); below 2 it comes to 0. The gap-dependent noise does not prevent collisions.
//!
//! # Validity
//! The noise is infinite at a collision. The process is defined by reflection: the order is restored after each step, and
//! collisions are counted. For n = 1 there is no gap and no noise.

use super::{Constants, LogGas, Model};
use crate::particles::integrators::Barrier;
use crate::particles::order;
use crate::particles::pair_sums::inverse_gaps_and_squares;

/// D_k.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Diffusion {
    /// The same for all.
    Constant(f64),
    /// ην²S_k/2.
    Matched,
}

/// The model.
#[derive(Debug, Clone)]
pub struct MuonGap {
    shape: (usize, usize),
    learning_rate: f64,
    gradient_noise: f64,
    diffusion: Diffusion,
    constants: Constants,
}

impl MuonGap {
    /// For an m × n matrix, m ≥ n ≥ 1, with η, ν, D_k and constants.
    pub fn new(
        shape: (usize, usize),
        learning_rate: f64,
        gradient_noise: f64,
        diffusion: Diffusion,
        constants: Constants,
    ) -> Self {
        Self { shape, learning_rate, gradient_noise, diffusion, constants }
    }

    /// ηD_k where Σ_{j≠k} 1/(λ_k − λ_j)² is S_k.
    fn strength(&self, s: f64) -> f64 {
        self.learning_rate
            * match self.diffusion {
                Diffusion::Constant(d) => d,
                Diffusion::Matched if self.gradient_noise == 0.0 => 0.0,
                Diffusion::Matched => 0.5 * self.learning_rate * self.gradient_noise * self.gradient_noise * s,
            }
    }
}

impl Model for MuonGap {
    fn count(&self) -> usize {
        self.shape.1
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], amplitude: &mut [f64]) {
        let (c1, c2) = (self.constants.drift(self.shape), self.constants.repulsion());
        inverse_gaps_and_squares(x, drift, amplitude);
        for ((drift, amplitude), &x) in drift.iter_mut().zip(amplitude).zip(x) {
            let strength = self.strength(*amplitude);
            let repulsion = if strength > 0.0 { c1 + c2 * x * *drift } else { 0.0 };
            *drift = strength * repulsion - 2.0 * self.learning_rate * x.sqrt();
            let noise = 2.0 * self.learning_rate * self.gradient_noise;
            *amplitude = if noise > 0.0 { noise * (x * *amplitude).sqrt() } else { 0.0 };
        }
    }

    fn milstein(&self, _: &[f64], _: &mut [f64]) -> bool {
        false
    }

    fn is_defined(&self, x: &[f64]) -> bool {
        let still =
            self.gradient_noise == 0.0 && matches!(self.diffusion, Diffusion::Matched | Diffusion::Constant(0.0));
        still || order::is_increasing(x)
    }

    fn collides(&self) -> Option<&'static str> {
        match (self.diffusion, self.constants) {
            _ if self.count() == 1 || self.gradient_noise == 0.0 => None,
            (Diffusion::Constant(_), _) => Some(
                "with a constant diffusion the squared gap is a Bessel process of dimension 3/2 < 2: particles collide",
            ),
            (Diffusion::Matched, Constants::Published) => Some(
                "with the published constants the squared gap is a Bessel process of dimension 7/4 < 2: particles collide",
            ),
            (Diffusion::Matched, Constants::Exact) => None,
        }
    }

    fn defies_fixed_steps(&self) -> Option<&'static str> {
        let critical = "the noise is infinite at a collision, so that a step near one throws the pair far apart";
        self.collides().or((self.count() > 1 && self.gradient_noise > 0.0).then_some(critical))
    }

    fn is_noise_singular(&self) -> bool {
        true
    }

    /// With a constant diffusion the repulsion of a close pair does not keep up with its noise, and a proximal step, which
    /// leaves reversed pairs next to each other, has no limit.
    fn barrier(&self) -> Option<&dyn LogGas> {
        (self.diffusion == Diffusion::Matched && self.count() > 1 && self.gradient_noise > 0.0).then_some(self)
    }
}

impl LogGas for MuonGap {
    /// Noise and ηD_k are taken at the start of the step, the repulsion at its end.
    ///
    /// In σ the drift is −η + ηD_k[ (c₁−2)/(2σ_k) + (c₂/4) Σ (1/(σ_k−σ_j) + 1/(σ_k+σ_j)) ]: Itô's formula takes ηD_k/σ_k away.
    fn proximal(&self, sigma: &[f64], dw: &[f64], dt: f64, problem: &mut Barrier) {
        let lambda: Vec<f64> = sigma.iter().map(|s| s * s).collect();
        let (mut first, mut second) = (vec![0.0; sigma.len()], vec![0.0; sigma.len()]);
        inverse_gaps_and_squares(&lambda, &mut first, &mut second);
        let noise = self.learning_rate * self.gradient_noise;
        problem.wall = 0.5 * dt * (self.constants.drift(self.shape) - 2.0);
        problem.repulsion = 0.25 * dt * self.constants.repulsion();
        for (k, s) in second.into_iter().enumerate() {
            problem.target[k] = sigma[k] + noise * s.sqrt() * dw[k] - dt * self.learning_rate;
            problem.weight[k] = self.strength(s).recip();
        }
    }
}
