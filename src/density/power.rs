//! Power diffusions and their closed stationary law, against which the solver is tested and which it does not use.
//!
//! Equation and stationary density are those of [`models::PowerDiffusion`].
//!
//! # Exact results
//! * Tail exponent θ = lim d log(−log p)/d log λ = p − q + 1 for β, p > 0 and p − q + 1 > 0; a power law (θ = 0) of index q + 2β/c² for
//!   p − q + 1 = 0, and of index q > 1 for p − q + 1 < 0, where the drift fades beside the noise.
//! * The normalisation is ∫λp d log λ by the trapezoidal rule.

use super::{Domain, FokkerPlanck};
use crate::particles::models::{self, power};
use crate::roots;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Coefficients of a power diffusion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PowerDiffusion {
    /// Constant drift α.
    pub alpha: f64,
    /// Restoring drift β.
    pub beta: f64,
    /// Power p of the restoring drift.
    pub p: f64,
    /// Power q of the squared noise.
    pub q: f64,
    /// Size c > 0 of the noise.
    pub c: f64,
}

impl From<&models::PowerDiffusion> for PowerDiffusion {
    /// The equation of one of the independent particles.
    fn from(model: &models::PowerDiffusion) -> Self {
        let &models::PowerDiffusion { alpha, beta, p, q, c, .. } = model;
        Self { alpha, beta, p, q, c }
    }
}

impl PowerDiffusion {
    /// Drift and diffusion.
    pub fn equation(&self) -> FokkerPlanck {
        let Self { alpha, beta, p, q, c } = *self;
        let domain = Domain::default();
        FokkerPlanck::new(move |x| alpha - beta * power(x, p), move |x| c * power(x, 0.5 * q), domain)
    }

    /// θ ≥ 0 of a density that can be normalised at ∞; `None` where none can.
    pub fn tail_exponent(&self) -> Option<f64> {
        match self.leading() {
            (exponent, fall) if exponent > 0.0 => (fall > 0.0).then_some(exponent),
            (_, _) => self.tail_index().map(|_| 0.0),
        }
    }

    /// Index k > 1 of the power law λ^{−k}, where the tail is one.
    pub fn tail_index(&self) -> Option<f64> {
        let index = match self.leading() {
            (0.0, fall) => self.q + self.strength() * fall,
            (exponent, _) if exponent < 0.0 => self.q,
            _ => return None,
        };
        (index > 1.0).then_some(index)
    }

    /// Exponent and coefficient of the term of −log p that is largest at ∞, among −αλ^{1−q} and βλ^{p−q+1}.
    fn leading(&self) -> (f64, f64) {
        let (constant, restoring) = ((1.0 - self.q, -self.alpha), (self.theta(), self.beta));
        match (self.alpha, self.beta) {
            (_, 0.0) => constant,
            (0.0, _) => restoring,
            _ if self.p == 0.0 => (restoring.0, constant.1 + restoring.1),
            _ if self.p > 0.0 => restoring,
            _ => constant,
        }
    }

    /// Whether the stationary density is known to be normalisable, for p > 0 from its exponents at 0 and at infinity.
    pub fn is_normalisable(&self) -> bool {
        let Self { alpha, beta, p, q, .. } = *self;
        let far = match self.theta() {
            theta if theta > 0.0 => beta > 0.0,
            0.0 => q + beta * self.strength() > 1.0,
            _ => q > 1.0,
        };
        p > 0.0 && (alpha > 0.0 || q < 1.0) && far
    }

    /// The stationary law.
    ///
    /// It exists when its density can be normalised, which is not checked here.
    pub fn law(&self) -> Law {
        let strength = self.strength();
        // d log(λp)/d log λ decreases through 0 at the mode of λp.
        let slope = |z: f64| {
            let drift = self.alpha * ((1.0 - self.q) * z).exp() - self.beta * (self.theta() * z).exp();
            strength * drift + 1.0 - self.q
        };
        let (low, _) = roots::bisect((-690.0, 690.0), 0.0, |z| slope(z) > 0.0);
        let mut law = Law {
            log_mode: low,
            rise: strength * self.alpha * ((1.0 - self.q) * low).exp(),
            fall: strength * self.beta * (self.theta() * low).exp(),
            exponents: [1.0 - self.q, self.theta()],
            log_normalisation: 0.0,
        };
        law.log_normalisation = law.trapezoidal();
        law
    }

    fn theta(&self) -> f64 {
        self.p - self.q + 1.0
    }

    /// Factor 2/c² of the exponent.
    fn strength(&self) -> f64 {
        2.0 / (self.c * self.c)
    }
}

impl Table for PowerDiffusion {
    /// Whether there is a stationary density is for the solver to say.
    fn rules(&self, rules: &mut Rules) {
        for (key, value) in [("alpha", self.alpha), ("beta", self.beta), ("p", self.p), ("q", self.q)] {
            rules.finite(key, value);
        }
        diffuses(rules, self.c);
    }
}

/// `c` makes something diffuse.
pub(super) fn diffuses(rules: &mut Rules, c: f64) {
    if c == 0.0 {
        rules.broken("c", 0, "nothing diffuses then, so there is no stationary density; it must be > 0");
    } else {
        rules.positive("c", c);
    }
}

/// The stationary law of a power diffusion.
///
/// Everything is relative to the mode of λp, so that large terms of opposite sign are small where they cancel.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Law {
    log_mode: f64,
    /// (2/c²) α λ^{1−q} at the mode.
    rise: f64,
    /// (2/c²) β λ^{p−q+1} at the mode.
    fall: f64,
    /// 1 − q and p − q + 1.
    exponents: [f64; 2],
    log_normalisation: f64,
}

impl Law {
    /// log p(λ).
    pub fn log_density(&self, lambda: f64) -> f64 {
        let log_lambda = lambda.ln();
        self.height(log_lambda - self.log_mode) - log_lambda - self.log_normalisation
    }

    /// log(λp) at λ = e^z times the mode, less that at the mode.
    fn height(&self, z: f64) -> f64 {
        let integral = |e: f64| if e == 0.0 { z } else { (e * z).exp_m1() / e };
        let [low, high] = self.exponents;
        self.rise * integral(low) - self.fall * integral(high) + low * z
    }

    /// log ∫ e^{height} dz by equal steps, a sixteenth of the distance at which the integrand has fallen by √e: it is analytic and decays on
    /// both sides, so that the trapezoidal rule converges exponentially.
    fn trapezoidal(&self) -> f64 {
        let mut width = 1e-12;
        while self.height(width) > -0.5 && self.height(-width) > -0.5 {
            width *= 1.1;
        }
        let h = width / 16.0;
        let side = |h: f64| {
            let terms = (1..10_000_000).map(|k| self.height(f64::from(k) * h));
            terms.take_while(|&term| term > -50.0).map(f64::exp).sum::<f64>()
        };
        (h * (1.0 + side(h) + side(-h))).ln()
    }
}
