//! SGD: the Laguerre log-gas of the squared singular values.
//!
//! # Equation
//! dλ_k = [ c₁ηD + c₂ηD Σ_{j≠k} λ_k/(λ_k − λ_j) − 2ηκλ_k ] dt + 2√(2ηDλ_k) dβ_k (Itô), or −2η√λ_k in place of −2ηκλ_k for
//! [`Confinement::Uniform`].
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
//! use svsde::particles::models::{Confinement, Constants, Model, Sgd};
//! let sgd = Sgd::new((2, 1), 1.0, 0.5, Confinement::Quadratic(2.0), Constants::Exact);
//! let (mut drift, mut amplitude) = ([0.0], [0.0]);
//! sgd.coefficients(&[4.0], &mut drift, &mut amplitude);
//! // c₁ηD − 2ηκλ = 4·0.5 − 16, and 2√(2·0.5·4).
//! assert_eq!((drift, amplitude), ([-14.0], [4.0]));
//! ```

use super::{LogGas, Model, Singular, Transition};
use crate::linalg;
use crate::matrix::ornstein_uhlenbeck::ornstein_uhlenbeck;
use crate::particles::integrators::Barrier;
use crate::particles::order;
use crate::particles::pair_sums::inverse_gaps;
use crate::process::StepError;
use crate::random::Stream;
use crate::random_matrix::{laguerre, noncentral};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// Constants of the log-gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Constants {
    /// From Itô's formula: c₁ = 2(m − n + 1), c₂ = 4.
    #[default]
    Exact,
    /// As printed: c₁ = m − n + 3, c₂ = 2.
    Published,
}

impl Constants {
    /// c₁ for an m × n matrix.
    pub fn drift(self, (m, n): (usize, usize)) -> f64 {
        match self {
            Self::Exact => 2.0 * (m as f64 - n as f64 + 1.0),
            Self::Published => m as f64 - n as f64 + 3.0,
        }
    }

    /// c₂.
    pub fn repulsion(self) -> f64 {
        match self {
            Self::Exact => 4.0,
            Self::Published => 2.0,
        }
    }
}

/// What holds the particles together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Confinement {
    /// −2ηκλ: the quadratic loss ½κ‖W‖²_F.
    Quadratic(f64),
    /// −2η√λ: every singular value falls at rate η.
    Uniform,
}

/// The model.
#[derive(Debug, Clone)]
pub struct Sgd {
    shape: (usize, usize),
    learning_rate: f64,
    diffusion: f64,
    confinement: Confinement,
    constants: Constants,
}

impl Sgd {
    /// For an m × n matrix, m ≥ n ≥ 1, with η, D, confinement and constants.
    pub fn new(
        shape: (usize, usize),
        learning_rate: f64,
        diffusion: f64,
        confinement: Confinement,
        constants: Constants,
    ) -> Self {
        Self { shape, learning_rate, diffusion, confinement, constants }
    }

    /// ηD.
    fn strength(&self) -> f64 {
        self.learning_rate * self.diffusion
    }

    /// β = c₂/4.
    fn beta(&self) -> f64 {
        self.constants.repulsion() / 4.0
    }

    /// m′.
    fn degrees(&self) -> f64 {
        match self.constants {
            Constants::Exact => self.shape.0 as f64,
            Constants::Published => self.shape.0 as f64 + 2.0,
        }
    }

    /// e^{−ηκt} and the variance that one entry of W gains in time t; `None` without a quadratic loss.
    fn relaxation(&self, t: f64) -> Option<(f64, f64)> {
        let Confinement::Quadratic(curvature) = self.confinement else { return None };
        Some(ornstein_uhlenbeck(self.learning_rate, self.diffusion, curvature, t))
    }
}

impl Model for Sgd {
    fn count(&self) -> usize {
        self.shape.1
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], amplitude: &mut [f64]) {
        let strength = self.strength();
        let (c1, c2) = (self.constants.drift(self.shape) * strength, self.constants.repulsion() * strength);
        if strength > 0.0 {
            inverse_gaps(x, drift);
        } else {
            drift.fill(0.0);
        }
        for ((drift, amplitude), &x) in drift.iter_mut().zip(amplitude).zip(x) {
            let pull = match self.confinement {
                Confinement::Quadratic(curvature) => curvature * x,
                Confinement::Uniform => x.sqrt(),
            };
            *drift = c1 + c2 * x * *drift - 2.0 * self.learning_rate * pull;
            *amplitude = 2.0 * (2.0 * strength * x).sqrt();
        }
    }

    fn milstein(&self, _: &[f64], out: &mut [f64]) -> bool {
        out.fill(2.0 * self.strength());
        true
    }

    fn is_defined(&self, x: &[f64]) -> bool {
        order::is_increasing(x) || self.diffusion == 0.0
    }

    fn collides(&self) -> Option<&'static str> {
        let collides = self.constants == Constants::Published && self.count() > 1 && self.diffusion > 0.0;
        collides.then_some("the published constants have Dyson index 1/2 < 1: particles collide almost surely")
    }

    fn defies_fixed_steps(&self) -> Option<&'static str> {
        let repelled = self.count() > 1 && self.diffusion > 0.0;
        let near = "a step that ends near a collision is followed by one that throws the pair far apart";
        self.collides().or(repelled.then_some(near))
    }

    fn barrier(&self) -> Option<&dyn LogGas> {
        Some(self)
    }

    fn barrier_starts_anywhere(&self) -> bool {
        true
    }

    fn transition(&self) -> Option<&dyn Transition> {
        let quadratic = matches!(self.confinement, Confinement::Quadratic(_));
        (quadratic && (self.constants == Constants::Exact || self.count() == 1)).then_some(self)
    }

    /// From any state with the exact constants; from W = 0 with both.
    fn leave(&self, x: &mut [f64], dt: f64, noise: &mut Stream) -> Result<(), Singular> {
        let Some((_, variance)) = self.relaxation(dt) else {
            return Err(Singular("the short-time law with drift = \"uniform\" is not known"));
        };
        if let Some(transition) = self.transition() {
            return transition.draw(x, dt, noise).map_err(|_| Singular("its exact transition failed"));
        }
        if x.iter().any(|&x| x > 0.0) {
            return Err(Singular("the short-time law of the published constants is known from W = 0 only"));
        }
        let draw = laguerre::draw(self.beta(), self.degrees(), self.count(), noise);
        let draw = draw.map_err(|_| Singular("the draw from the Laguerre ensemble failed"))?;
        x.iter_mut().zip(draw).for_each(|(x, draw)| *x = variance * draw);
        Ok(())
    }

    fn stationary(&self, noise: &mut Stream) -> Result<Vec<f64>, Singular> {
        let Confinement::Quadratic(curvature) = self.confinement else {
            return Err(Singular("the stationary law with drift = \"uniform\" cannot be drawn from exactly"));
        };
        if curvature <= 0.0 {
            return Err(Singular("a stationary law needs curvature > 0"));
        }
        let draw = laguerre::draw(self.beta(), self.degrees(), self.count(), noise);
        let draw = draw.map_err(|_| Singular("the draw from the Laguerre ensemble failed"))?;
        Ok(draw.into_iter().map(|x| self.diffusion / curvature * x).collect())
    }
}

impl LogGas for Sgd {
    fn proximal(&self, sigma: &[f64], dw: &[f64], dt: f64, problem: &mut Barrier) {
        let strength = self.strength();
        let noise = (2.0 * strength).sqrt();
        let (curvature, slope) = match self.confinement {
            Confinement::Quadratic(curvature) => (self.learning_rate * curvature, 0.0),
            Confinement::Uniform => (0.0, self.learning_rate),
        };
        let weight = 1.0 + dt * curvature;
        problem.wall = 0.5 * dt * strength * (self.constants.drift(self.shape) - 2.0);
        problem.repulsion = 0.25 * dt * strength * self.constants.repulsion();
        problem.weight.fill(weight);
        for ((target, sigma), dw) in problem.target.iter_mut().zip(sigma).zip(dw) {
            *target = (sigma + noise * dw - dt * slope) / weight;
        }
    }
}

impl Transition for Sgd {
    /// W(t + dt) from W = diag(σ), and its singular values; for n = 1 the noncentral χ² law.
    fn draw(&self, x: &mut [f64], dt: f64, noise: &mut Stream) -> Result<(), StepError> {
        let Some((factor, variance)) = self.relaxation(dt) else { return Err(StepError::NotFinite) };
        if let [x] = x {
            let degrees = 0.5 * self.constants.drift(self.shape);
            *x = noncentral::scaled(degrees, *x * factor * factor, variance, noise);
            return Ok(());
        }
        let deviation = variance.sqrt();
        let mut w = Array2::from_shape_simple_fn(self.shape, || deviation * noise.gaussian());
        w.diag_mut().iter_mut().zip(&*x).for_each(|(w, x)| *w += factor * x.sqrt());
        let sigma = linalg::singular_values(w.view())?;
        x.iter_mut().zip(&sigma).for_each(|(x, sigma)| *x = sigma * sigma);
        Ok(())
    }
}
