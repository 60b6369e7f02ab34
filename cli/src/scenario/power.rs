//! `[model.power-diffusion]`, and the equation that it shares with the mean fields.

use super::one;
use super::validate::{Check, Rule};
use serde::{Deserialize, Serialize};
use svsde::density;

/// `[model.power-diffusion]`: [`svsde::particles::models::PowerDiffusion`], or with `[stationary]` its density.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
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
    /// Independent particles per replica; a density has no number of particles.
    #[serde(default = "one")]
    pub cols: usize,
}

impl PowerDiffusion {
    /// The equation of one particle.
    pub fn coefficients(&self) -> density::PowerDiffusion {
        density::PowerDiffusion { alpha: self.alpha, beta: self.beta, p: self.p, q: self.q, c: self.c }
    }

    /// Rules where the density is asked for: whether there is one is for the solver to say.
    pub(super) fn check_density(&self, at: &str, rule: &mut Rule) {
        for (key, value) in [("alpha", self.alpha), ("beta", self.beta), ("p", self.p), ("q", self.q)] {
            rule.finite(at, key, value);
        }
        rule.diffuses(at, self.c);
    }
}

impl Check for PowerDiffusion {
    fn check(&self, at: &str, rule: &mut Rule) {
        for (key, value) in [("alpha", self.alpha), ("beta", self.beta), ("p", self.p), ("q", self.q)] {
            rule.at_least(at, key, value, 0.0);
        }
        rule.positive(at, "c", self.c);
        rule.at_least(at, "cols", self.cols as f64, 1.0);
        rule.fits(at, "cols", self.cols, self.cols as f64);
    }
}
