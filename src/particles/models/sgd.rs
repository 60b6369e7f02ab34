//! SGD: the Laguerre log-gas of the squared singular values.
//!
//! # Equation
//! dλ_k = [ c₁ηD + c₂ηD Σ_{j≠k} λ_k/(λ_k − λ_j) − 2ηκλ_k ] dt + 2√(2ηDλ_k) dβ_k (Itô), or −2η√λ_k in place of −2ηκλ_k for
//! [`Drift::Uniform`].
//!
//! | constants | c₁ | c₂ | Dyson index β = c₂/4 | degrees of freedom m′ |
//! |---|---|---|---|---|
//! | exact | 2(m − n + 1) | 4 | 1 | m |
//! | published | m − n + 3 | 2 | 1/2 | m + 2 |
//!
//! In σ the noise is constant: dσ_k = −∂_kV dt + √(2ηD) dβ_k with V = −ηD[ (c₁−2)/2 Σ log σ_k + (c₂/4) Σ_{i<j} log(σ_j² − σ_i²) ]
//! \+ ½ηκ Σσ_k², convex on 0 < σ_1 < … < σ_n.
//!
//! # Source
//! `exact`: Itô's formula for the singular values of dW = −ηκW dt + √(2ηD) dB (Bru 1989, Wishart processes). `published`: Olsen
//! et al., arXiv:2507.12709, whose Itô term ½·2ηD·Δσ_k lost a factor 2 and has (m − n + 1)/(2σ_k) in place of (m − n)/σ_k.
//!
//! # Parameters
//! m ≥ n ≥ 1; η > 0 (1/step); D ≥ 0 (W² per unit ηt); κ ≥ 0 (pure number).
//!
//! # Exact results
//! * Stationary: λκ/D is the β-Laguerre ensemble with m′ degrees of freedom; E Σλ = nβm′D/κ.
//! * From W = 0: the same law at every time, with (D/κ)(1 − e^{−2ηκt}) in place of D/κ.
//! * `exact`: the process is the spectrum of a matrix Ornstein–Uhlenbeck process, whose transitions are Gaussian.
//! * n = 1: a Cox–Ingersoll–Ross process, whose transitions are noncentral χ².
//!
//! # Validity
//! With β = 1 particles never meet; with β = 1/2 they collide almost surely, and what then happens is part of the model:
//! they are reflected (the multivalued equation of Cépa and Lépingle 1997).
//!
//! # Example
//! ```
//! use svsde::particles::models::{Sde, Sgd};
//! let sgd = Sgd { rows: 2, cols: 1, learning_rate: 1.0, diffusion: 0.5, curvature: 2.0, ..Sgd::default() };
//! let (mut drift, mut diffusion) = ([0.0], [0.0]);
//! sgd.coefficients(&[4.0], &mut drift, &mut diffusion);
//! // c₁ηD − 2ηκλ = 4·0.5 − 16, and 2√(2·0.5·4).
//! assert_eq!((drift, diffusion), ([-14.0], [4.0]));
//! ```

use super::{Constants, ConvexPotential, Sde, StationaryLaw, Transition, Unavailable, matrix_rules};
use crate::linalg;
use crate::matrix::ornstein_uhlenbeck::ornstein_uhlenbeck;
use crate::particles::order;
use crate::particles::pair_sums::inverse_gaps;
use crate::particles::proximal::ProximalProblem;
use crate::process::StepError;
use crate::random::Stream;
use crate::random_matrix::{laguerre, noncentral};
use crate::rules::{Rules, Table};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// Parameters of the model.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sgd {
    /// Number m of rows of the weight matrix.
    pub rows: usize,
    /// Number n ≤ m of its columns, that of the particles.
    pub cols: usize,
    /// Learning rate η.
    pub learning_rate: f64,
    /// Diffusion D of an entry of the weight matrix.
    pub diffusion: f64,
    /// Curvature κ of the quadratic loss; not used by [`Drift::Uniform`].
    #[serde(default)]
    pub curvature: f64,
    /// Constants c₁ and c₂.
    #[serde(default)]
    pub constants: Constants,
    /// The force that holds the particles together.
    #[serde(default)]
    pub drift: Drift,
}

/// The force that holds the particles of [`Sgd`] together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drift {
    /// −2ηκλ: the quadratic loss ½κ‖W‖²_F.
    #[default]
    Quadratic,
    /// −2η√λ: every singular value falls at rate η.
    Uniform,
}

impl Sgd {
    /// For `svsde list models`.
    pub const SUMMARY: &str = "squared singular values under SGD: Laguerre log-gas, exact or published constants";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        let (rows, cols, learning_rate, diffusion, curvature) = (6, 3, 0.7, 0.2, 0.3);
        let of = |constants, drift| Self { rows, cols, learning_rate, diffusion, curvature, constants, drift };
        let both = |constants| [Drift::Quadratic, Drift::Uniform].map(|drift| of(constants, drift));
        [Constants::Exact, Constants::Published].map(both).concat()
    }

    /// Strength ηD of the noise.
    fn strength(&self) -> f64 {
        self.learning_rate * self.diffusion
    }

    /// Dyson index β = c₂/4.
    fn beta(&self) -> f64 {
        self.constants.repulsion() / 4.0
    }

    /// Degrees of freedom m′.
    fn degrees(&self) -> f64 {
        match self.constants {
            Constants::Exact => self.rows as f64,
            Constants::Published => self.rows as f64 + 2.0,
        }
    }

    /// e^{−ηκt} and the variance that one entry of W gains in time t on the quadratic loss.
    fn relaxation(&self, t: f64) -> (f64, f64) {
        ornstein_uhlenbeck(self.learning_rate, self.diffusion, self.curvature, t)
    }

    /// A draw from the Laguerre ensemble in which one entry of W has this variance.
    fn laguerre(&self, variance: f64, rng: &mut Stream) -> Result<Vec<f64>, Unavailable> {
        let draw = laguerre::draw(self.beta(), self.degrees(), self.cols, rng);
        let draw = draw.map_err(|_| Unavailable::new("the draw from the Laguerre ensemble failed"))?;
        Ok(draw.into_iter().map(|x| variance * x).collect())
    }
}

impl Table for Sgd {
    fn rules(&self, rules: &mut Rules) {
        let at_least_zero = [("diffusion", self.diffusion), ("curvature", self.curvature)];
        matrix_rules(rules, self.shape(), self.learning_rate, &at_least_zero);
    }
}

impl Sde for Sgd {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], diffusion: &mut [f64]) {
        let strength = self.strength();
        let (c1, c2) = (self.constants.drift(self.shape()) * strength, self.constants.repulsion() * strength);
        if strength > 0.0 {
            inverse_gaps(x, drift);
        } else {
            drift.fill(0.0);
        }
        for ((drift, diffusion), &x) in drift.iter_mut().zip(diffusion).zip(x) {
            let pull = match self.drift {
                Drift::Quadratic => self.curvature * x,
                Drift::Uniform => x.sqrt(),
            };
            *drift = c1 + c2 * x * *drift - 2.0 * self.learning_rate * pull;
            *diffusion = 2.0 * (2.0 * strength * x).sqrt();
        }
    }

    fn milstein(&self, _: &[f64], out: &mut [f64]) -> bool {
        out.fill(2.0 * self.strength());
        true
    }

    fn is_defined(&self, x: &[f64]) -> bool {
        order::is_increasing(x) || self.diffusion == 0.0
    }

    fn collision_reason(&self) -> Option<&'static str> {
        let collides = self.constants == Constants::Published && self.cols > 1 && self.diffusion > 0.0;
        collides.then_some("the published constants have Dyson index 1/2 < 1: particles collide almost surely")
    }

    fn fixed_step_caveat(&self) -> Option<&'static str> {
        let repelled = self.cols > 1 && self.diffusion > 0.0;
        let near = "a step that ends near a collision is followed by one that throws the pair far apart";
        self.collision_reason().or(repelled.then_some(near))
    }

    fn caveats(&self, _: Option<f64>, _: f64) -> Vec<String> {
        let unused = self.drift == Drift::Uniform && self.curvature != 0.0;
        let text = || format!("curvature = {} is not used: drift = \"uniform\" takes its place", self.curvature);
        unused.then(text).into_iter().collect()
    }

    fn proximal(&self) -> Result<&dyn ConvexPotential, Unavailable> {
        Ok(self)
    }

    fn transition(&self) -> Result<&dyn Transition, Unavailable> {
        let reason = match (self.drift, self.constants) {
            (Drift::Uniform, _) => "the transition law is not known with drift = \"uniform\"",
            (_, Constants::Published) if self.cols > 1 => {
                "with constants = \"published\" the transition law is known for cols = 1 only"
            }
            _ => return Ok(self),
        };
        Err(Unavailable::new(reason).unless("exact constants or n = 1"))
    }

    /// From any state with the exact constants; from W = 0 with both.
    fn entrance_law(&self, x: &mut [f64], dt: f64, rng: &mut Stream) -> Result<(), Unavailable> {
        if self.drift == Drift::Uniform {
            return Err(Unavailable::new("the short-time law with drift = \"uniform\" is not known"));
        }
        if let Ok(transition) = self.transition() {
            return transition.draw(x, dt, rng).map_err(|_| Unavailable::new("its exact transition failed"));
        }
        if x.iter().any(|&x| x > 0.0) {
            return Err(Unavailable::new("the short-time law of the published constants is known from W = 0 only"));
        }
        x.copy_from_slice(&self.laguerre(self.relaxation(dt).1, rng)?);
        Ok(())
    }

    fn stationary(&self) -> Result<&dyn StationaryLaw, Unavailable> {
        if self.drift == Drift::Uniform {
            let reason = "the stationary law with drift = \"uniform\" cannot be drawn from exactly";
            return Err(Unavailable::new(reason));
        }
        if self.curvature > 0.0 {
            return Ok(self);
        }
        Err(Unavailable::new(format!("a stationary law needs curvature > 0, but it is {}", self.curvature)))
    }
}

impl StationaryLaw for Sgd {
    fn draw_stationary(&self, rng: &mut Stream) -> Result<Vec<f64>, Unavailable> {
        self.laguerre(self.diffusion / self.curvature, rng)
    }
}

impl ConvexPotential for Sgd {
    fn proximal_problem(&self, sigma: &[f64], dw: &[f64], dt: f64, problem: &mut ProximalProblem) {
        let strength = self.strength();
        let noise = (2.0 * strength).sqrt();
        let (curvature, slope) = match self.drift {
            Drift::Quadratic => (self.learning_rate * self.curvature, 0.0),
            Drift::Uniform => (0.0, self.learning_rate),
        };
        let weight = 1.0 + dt * curvature;
        problem.wall = 0.5 * dt * strength * (self.constants.drift(self.shape()) - 2.0);
        problem.repulsion = 0.25 * dt * strength * self.constants.repulsion();
        problem.weight.fill(weight);
        for ((target, sigma), dw) in problem.target.iter_mut().zip(sigma).zip(dw) {
            *target = (sigma + noise * dw - dt * slope) / weight;
        }
    }

    fn starts_anywhere(&self) -> bool {
        true
    }
}

impl Transition for Sgd {
    /// W(t + dt) from W = diag(σ), and its singular values; for n = 1 the noncentral χ² law.
    fn draw(&self, x: &mut [f64], dt: f64, rng: &mut Stream) -> Result<(), StepError> {
        let (factor, variance) = self.relaxation(dt);
        if let [x] = x {
            let degrees = 0.5 * self.constants.drift(self.shape());
            *x = noncentral::scaled(degrees, *x * factor * factor, variance, rng);
            return Ok(());
        }
        let deviation = variance.sqrt();
        let mut w = Array2::from_shape_simple_fn(self.shape(), || deviation * rng.gaussian());
        w.diag_mut().iter_mut().zip(&*x).for_each(|(w, x)| *w += factor * x.sqrt());
        let sigma = linalg::singular_values(w.view())?;
        x.iter_mut().zip(&sigma).for_each(|(x, sigma)| *x = sigma * sigma);
        Ok(())
    }
}
