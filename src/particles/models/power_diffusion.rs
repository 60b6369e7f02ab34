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

use super::power_stationary;
use super::{Model, Singular, Transition};
use crate::process::StepError;
use crate::random::Stream;
use crate::random_matrix::noncentral;

/// The model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerDiffusion {
    /// α.
    pub alpha: f64,
    /// β.
    pub beta: f64,
    /// p.
    pub p: f64,
    /// q.
    pub q: f64,
    /// c.
    pub c: f64,
    /// Number of independent particles.
    pub count: usize,
}

impl Model for PowerDiffusion {
    fn count(&self) -> usize {
        self.count
    }

    fn interacting(&self) -> bool {
        false
    }

    fn coefficients(&self, x: &[f64], drift: &mut [f64], amplitude: &mut [f64]) {
        for ((drift, amplitude), &x) in drift.iter_mut().zip(amplitude).zip(x) {
            *drift = self.alpha - self.beta * power(x, self.p);
            *amplitude = self.c * power(x, 0.5 * self.q);
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

    fn collides(&self) -> Option<&'static str> {
        let reached = self.q < 1.0 || (self.q == 1.0 && 2.0 * self.alpha < self.c * self.c);
        reached.then_some("the process comes to 0, where it is reflected")
    }

    fn transition(&self) -> Option<&dyn Transition> {
        (self.p == 1.0 && self.q == 1.0).then_some(self)
    }

    fn stationary(&self, noise: &mut Stream) -> Result<Vec<f64>, Singular> {
        let law = power_stationary::Law::new(self)?;
        let mut draws = (0..self.count).map(|_| law.draw(noise)).collect::<Result<Vec<f64>, _>>()?;
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
    fn draw(&self, x: &mut [f64], dt: f64, noise: &mut Stream) -> Result<(), StepError> {
        let factor = (-self.beta * dt).exp();
        let quarter = 0.25 * self.c * self.c;
        let variance = match self.beta {
            0.0 => quarter * dt,
            beta => -quarter / beta * (-beta * dt).exp_m1(),
        };
        let degrees = self.alpha / quarter;
        x.iter_mut().for_each(|x| *x = noncentral::scaled(degrees, *x * factor, variance, noise));
        Ok(())
    }
}
