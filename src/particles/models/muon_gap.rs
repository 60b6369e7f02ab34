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

use super::{Constants, ConvexPotential, Sde, StationaryLaw, Unavailable, matrix_rules};
use crate::particles::order;
use crate::particles::pair_sums::inverse_gaps_and_squares;
use crate::particles::proximal::ProximalProblem;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuonGap {
    /// Number m of rows of the weight matrix.
    pub rows: usize,
    /// Number n ≤ m of its columns, that of the particles.
    pub cols: usize,
    /// Learning rate η.
    pub learning_rate: f64,
    /// Standard deviation ν of one entry of the gradient noise.
    pub gradient_noise: f64,
    /// Effective diffusion D_k.
    pub diffusion: GapDiffusion,
    /// Constants c₁ and c₂.
    #[serde(default = "published")]
    pub constants: Constants,
}

fn published() -> Constants {
    Constants::Published
}

/// Effective diffusion D_k of [`MuonGap`]: a number, or `"matched"`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "a number or \"matched\"")]
pub enum GapDiffusion {
    /// Effective diffusion ην²S_k/2.
    Matched,
    /// The same for all.
    #[serde(untagged)]
    Constant(f64),
}

impl MuonGap {
    /// For `svsde list models`.
    pub const SUMMARY: &str = "squared singular values under Muon as published: noise from gaps";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        let (rows, cols, learning_rate, gradient_noise) = (6, 3, 0.7, 0.2);
        let of = |constants, diffusion| Self { rows, cols, learning_rate, gradient_noise, diffusion, constants };
        let both = |constants| [GapDiffusion::Constant(0.1), GapDiffusion::Matched].map(|d| of(constants, d));
        [Constants::Exact, Constants::Published].map(both).concat()
    }

    /// ηD_k where Σ_{j≠k} 1/(λ_k − λ_j)² is S_k.
    fn strength(&self, s: f64) -> f64 {
        self.learning_rate
            * match self.diffusion {
                GapDiffusion::Constant(d) => d,
                GapDiffusion::Matched if self.gradient_noise == 0.0 => 0.0,
                GapDiffusion::Matched => 0.5 * self.learning_rate * self.gradient_noise * self.gradient_noise * s,
            }
    }

    /// Whether there are gaps and noise from them.
    fn is_noisy(&self) -> bool {
        self.cols > 1 && self.gradient_noise > 0.0
    }
}

impl Table for MuonGap {
    fn rules(&self, rules: &mut Rules) {
        matrix_rules(rules, self.shape(), self.learning_rate, &[("gradient_noise", self.gradient_noise)]);
        if let GapDiffusion::Constant(diffusion) = self.diffusion {
            rules.at_least("diffusion", diffusion, 0.0);
        }
    }
}

impl Sde for MuonGap {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], diffusion: &mut [f64]) {
        let (c1, c2) = (self.constants.drift(self.shape()), self.constants.repulsion());
        inverse_gaps_and_squares(x, drift, diffusion);
        for ((drift, diffusion), &x) in drift.iter_mut().zip(diffusion).zip(x) {
            let strength = self.strength(*diffusion);
            let repulsion = if strength > 0.0 { c1 + c2 * x * *drift } else { 0.0 };
            *drift = strength * repulsion - 2.0 * self.learning_rate * x.sqrt();
            let noise = 2.0 * self.learning_rate * self.gradient_noise;
            *diffusion = if noise > 0.0 { noise * (x * *diffusion).sqrt() } else { 0.0 };
        }
    }

    fn milstein(&self, _: &[f64], _: &mut [f64]) -> bool {
        false
    }

    fn is_defined(&self, x: &[f64]) -> bool {
        let still =
            self.gradient_noise == 0.0 && matches!(self.diffusion, GapDiffusion::Matched | GapDiffusion::Constant(0.0));
        still || order::is_increasing(x)
    }

    fn collision_reason(&self) -> Option<&'static str> {
        match (self.diffusion, self.constants) {
            _ if !self.is_noisy() => None,
            (GapDiffusion::Constant(_), _) => Some(
                "with a constant diffusion the squared gap is a Bessel process of dimension 3/2 < 2: particles collide",
            ),
            (GapDiffusion::Matched, Constants::Published) => Some(
                "with the published constants the squared gap is a Bessel process of dimension 7/4 < 2: particles collide",
            ),
            (GapDiffusion::Matched, Constants::Exact) => None,
        }
    }

    fn fixed_step_caveat(&self) -> Option<&'static str> {
        let critical = "the noise is infinite at a collision, so that a step near one throws the pair far apart";
        self.collision_reason().or(self.is_noisy().then_some(critical))
    }

    fn is_noise_singular(&self) -> bool {
        true
    }

    fn proximal(&self) -> Result<&dyn ConvexPotential, Unavailable> {
        let reason = match self.diffusion {
            GapDiffusion::Constant(diffusion) => format!(
                "with diffusion = {diffusion} the repulsion of a close pair does not keep up with its noise, and a proximal step has \
                 no limit; use diffusion = \"matched\", or adaptive-euler"
            ),
            GapDiffusion::Matched if self.is_noisy() => return Ok(self),
            GapDiffusion::Matched if self.cols == 1 => "with cols = 1 there is no repulsion".to_owned(),
            GapDiffusion::Matched => {
                format!("with gradient_noise = {} there is no repulsion", self.gradient_noise)
            }
        };
        Err(Unavailable::new(reason).unless("diffusion = \"matched\", noise, n > 1"))
    }

    fn stationary(&self) -> Result<&dyn StationaryLaw, Unavailable> {
        Err(Unavailable::new("no exact stationary law of model.muon-gap is known"))
    }
}

impl ConvexPotential for MuonGap {
    /// Noise and ηD_k are taken at the start of the step, the repulsion at its end.
    ///
    /// In σ the drift is −η + ηD_k[ (c₁−2)/(2σ_k) + (c₂/4) Σ (1/(σ_k−σ_j) + 1/(σ_k+σ_j)) ]: Itô's formula takes ηD_k/σ_k away.
    fn proximal_problem(&self, sigma: &[f64], dw: &[f64], dt: f64, problem: &mut ProximalProblem) {
        let lambda: Vec<f64> = sigma.iter().map(|s| s * s).collect();
        let (mut first, mut second) = (vec![0.0; sigma.len()], vec![0.0; sigma.len()]);
        inverse_gaps_and_squares(&lambda, &mut first, &mut second);
        let noise = self.learning_rate * self.gradient_noise;
        problem.wall = 0.5 * dt * (self.constants.drift(self.shape()) - 2.0);
        problem.repulsion = 0.25 * dt * self.constants.repulsion();
        for (k, s) in second.into_iter().enumerate() {
            problem.target[k] = sigma[k] + noise * s.sqrt() * dw[k] - dt * self.learning_rate;
            problem.weight[k] = self.strength(s).recip();
        }
    }
}
