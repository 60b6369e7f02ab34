//! Models of a spectrum: particles, and the matrices that they stand for.

use serde::{Deserialize, Serialize};
use svsde::particles::models::Constants;
use svsde::rules::{Rules, Table};

/// `[model.sgd]`: the Laguerre log-gas of [`svsde::particles::models::Sgd`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sgd {
    /// m.
    pub rows: usize,
    /// n ≤ m.
    pub cols: usize,
    /// η.
    pub learning_rate: f64,
    /// D.
    pub diffusion: f64,
    /// κ.
    #[serde(default)]
    pub curvature: f64,
    /// Constants of the log-gas.
    #[serde(default)]
    pub constants: Constants,
    /// What holds the particles together.
    #[serde(default)]
    pub drift: Drift,
}

/// What holds the particles of `sgd` together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drift {
    /// −2ηκλ.
    #[default]
    Quadratic,
    /// −2η√λ.
    Uniform,
}

/// `[model.muon-gap]`: [`svsde::particles::models::MuonGap`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuonGap {
    /// m.
    pub rows: usize,
    /// n ≤ m.
    pub cols: usize,
    /// η.
    pub learning_rate: f64,
    /// ν.
    pub gradient_noise: f64,
    /// D, or matched.
    pub diffusion: GapDiffusion,
    /// Constants of the log-gas.
    #[serde(default = "published")]
    pub constants: Constants,
}

fn published() -> Constants {
    Constants::Published
}

/// Effective diffusion of `muon-gap`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a number or \"matched\"")]
pub enum GapDiffusion {
    /// D.
    Value(f64),
    /// A named rule.
    Rule(GapRule),
}

/// Named rules for the diffusion of `muon-gap`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapRule {
    /// D_k = ην²S_k/2.
    Matched,
}

/// `[model.muon-polar]`: [`svsde::particles::models::MuonPolar`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MuonPolar {
    /// m.
    pub rows: usize,
    /// n ≤ m.
    pub cols: usize,
    /// η.
    pub learning_rate: f64,
    /// ν.
    pub gradient_noise: f64,
    /// κ > 0.
    pub curvature: f64,
}

/// Rules on the keys that most models share.
struct Common {
    shape: (usize, usize),
    learning_rate: f64,
    /// Keys that must be at least 0.
    at_least_zero: Vec<(&'static str, f64)>,
}

impl Common {
    fn check(&self, rules: &mut Rules) {
        let (rows, cols) = self.shape;
        rules.shape(self.shape, true);
        rules.positive("learning_rate", self.learning_rate);
        for &(key, value) in &self.at_least_zero {
            rules.at_least(key, value, 0.0);
        }
        rules.fits("rows", rows, rows as f64 * cols as f64);
    }
}

impl Table for Sgd {
    fn rules(&self, rules: &mut Rules) {
        let at_least_zero = vec![("diffusion", self.diffusion), ("curvature", self.curvature)];
        let (shape, learning_rate) = ((self.rows, self.cols), self.learning_rate);
        Common { shape, learning_rate, at_least_zero }.check(rules);
    }
}

impl Table for MuonGap {
    fn rules(&self, rules: &mut Rules) {
        let mut at_least_zero = vec![("gradient_noise", self.gradient_noise)];
        if let GapDiffusion::Value(diffusion) = self.diffusion {
            at_least_zero.push(("diffusion", diffusion));
        }
        let (shape, learning_rate) = ((self.rows, self.cols), self.learning_rate);
        Common { shape, learning_rate, at_least_zero }.check(rules);
    }
}

impl Table for MuonPolar {
    fn rules(&self, rules: &mut Rules) {
        let at_least_zero = vec![("gradient_noise", self.gradient_noise)];
        let (shape, learning_rate) = ((self.rows, self.cols), self.learning_rate);
        Common { shape, learning_rate, at_least_zero }.check(rules);
        rules.positive("curvature", self.curvature);
    }
}
