//! Independent one-dimensional power diffusions: the mean fields of one particle.
//!
//! # Equation
//! dλ = (α − βλ^p) dt + c λ^{q/2} dB (Itô) on λ > 0, reflected at 0 where 0 is reached.
//!
//! # Source
//! The family that holds the mean fields of SGD (p = q = 1, Olsen et al., arXiv:2507.12709) and of Muon (p = 1/2 with q = 0 or 1).
//!
//! # Parameters
//! α ≥ 0, β ≥ 0, p ≥ 0, q ≥ 0, c > 0; n independent particles.
//!
//! # Exact results
//! * Stationary density p(λ) ∝ λ^{−q} exp{ (2/c²)[ αλ^{1−q}/(1−q) − βλ^{p−q+1}/(p−q+1) ] }, a vanishing exponent a logarithm; tail
//!   exponent p − q + 1.
//! * p = q = 1 (Cox, Ingersoll and Ross): λ(t + h) is (c²/4β)(1 − e^{−βh}) times a noncentral χ² with 4α/c² degrees of freedom.
//!
//! # Validity
//! 0 is reached for q < 1, and for q = 1 when 2α < c².

use super::{Sde, StationaryLaw, Transition, Unavailable, power_stationary};
use crate::process::StepError;
use crate::random::Stream;
use crate::random_matrix::noncentral;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PowerDiffusion {
    /// Constant drift α.
    pub alpha: f64,
    /// Strength β of the restoring drift.
    pub beta: f64,
    /// Exponent p of the restoring drift.
    pub p: f64,
    /// Exponent q of the squared noise.
    pub q: f64,
    /// Strength c of the noise.
    pub c: f64,
    /// Number of independent particles.
    #[serde(default = "one")]
    pub cols: usize,
}

fn one() -> usize {
    1
}

impl PowerDiffusion {
    /// For `svsde list models`.
    pub const SUMMARY: &str = "independent particles, d lambda = (alpha - beta lambda^p) dt + c lambda^(q/2) dB; with [stationary] their density";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        let exponents = [(1.0, 1.0), (0.5, 0.0), (0.5, 1.0), (1.0, 2.0), (2.0, 0.7)];
        exponents.map(|(p, q)| Self { alpha: 0.6, beta: 1.1, p, q, c: 0.8, cols: 3 }).to_vec()
    }
}

impl Table for PowerDiffusion {
    fn rules(&self, rules: &mut Rules) {
        for (key, value) in [("alpha", self.alpha), ("beta", self.beta), ("p", self.p), ("q", self.q)] {
            rules.at_least(key, value, 0.0);
        }
        rules.positive("c", self.c);
        rules.at_least("cols", self.cols as f64, 1.0);
        rules.fits("cols", self.cols, self.cols as f64);
    }
}

impl Sde for PowerDiffusion {
    fn shape(&self) -> (usize, usize) {
        (self.cols, self.cols)
    }

    fn interacting(&self) -> bool {
        false
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], diffusion: &mut [f64]) {
        for ((drift, diffusion), &x) in drift.iter_mut().zip(diffusion).zip(x) {
            *drift = self.alpha - self.beta * power(x, self.p);
            *diffusion = self.c * power(x, 0.5 * self.q);
        }
    }

    /// ¼c²qλ^{q−1}, taken as 0 where it is infinite.
    fn milstein(&self, x: &[f64], out: &mut [f64]) -> bool {
        for (out, &x) in out.iter_mut().zip(x) {
            let slope = 0.25 * self.c * self.c * self.q * power(x, self.q - 1.0);
            *out = if slope.is_finite() { slope } else { 0.0 };
        }
        true
    }

    fn is_defined(&self, _: &[f64]) -> bool {
        true
    }

    fn collision_reason(&self) -> Option<&'static str> {
        let reached = self.q < 1.0 || (self.q == 1.0 && 2.0 * self.alpha < self.c * self.c);
        reached.then_some("the process comes to 0, where it is reflected")
    }

    fn transition(&self) -> Result<&dyn Transition, Unavailable> {
        let Self { p, q, .. } = self;
        if (*p, *q) == (1.0, 1.0) {
            return Ok(self);
        }
        let reason = format!("the transition law is known for p = q = 1 only, not for p = {p}, q = {q}");
        Err(Unavailable::new(reason).unless("p = q = 1"))
    }

    /// A trial draw shows whether rounding leaves the law usable.
    fn stationary(&self) -> Result<&dyn StationaryLaw, Unavailable> {
        let Self { alpha, beta, p, q, .. } = self;
        let trial = power_stationary::Law::new(self).and_then(|law| law.draw(&mut Stream::new(0, 0, "problem")));
        let here = |why| Unavailable::new(format!("{why}; here alpha = {alpha}, beta = {beta}, p = {p}, q = {q}"));
        trial.map(|_| self as &dyn StationaryLaw).map_err(here)
    }
}

impl StationaryLaw for PowerDiffusion {
    fn draw_stationary(&self, rng: &mut Stream) -> Result<Vec<f64>, Unavailable> {
        let law = power_stationary::Law::new(self)?;
        let mut draws = (0..self.cols).map(|_| law.draw(rng)).collect::<Result<Vec<f64>, _>>()?;
        draws.sort_by(f64::total_cmp);
        Ok(draws)
    }
}

/// x^e, without the general power for the exponents of the mean fields.
pub(crate) fn power(x: f64, exponent: f64) -> f64 {
    match exponent {
        0.0 => 1.0,
        0.5 => x.sqrt(),
        1.0 => x,
        _ => x.powf(exponent),
    }
}

impl Transition for PowerDiffusion {
    fn draw(&self, x: &mut [f64], dt: f64, rng: &mut Stream) -> Result<(), StepError> {
        let factor = (-self.beta * dt).exp();
        let quarter = 0.25 * self.c * self.c;
        let variance = match self.beta {
            0.0 => quarter * dt,
            beta => -quarter / beta * (-beta * dt).exp_m1(),
        };
        let degrees = self.alpha / quarter;
        x.iter_mut().for_each(|x| *x = noncentral::scaled(degrees, *x * factor, variance, rng));
        Ok(())
    }
}
