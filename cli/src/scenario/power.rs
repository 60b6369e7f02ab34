//! `[model.power-diffusion]`, and the equation that it shares with the mean fields.

use super::one;
use serde::{Deserialize, Serialize};
use svsde::density;
use svsde::rules::{Rules, Table};

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
    pub(super) fn check_density(&self, rules: &mut Rules) {
        self.coefficients().rules(rules);
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
