//! Models of a spectrum: matrices.

use super::regression::{svd, unit};
use serde::{Deserialize, Serialize};
use svsde::matrix::descent::Decay;
use svsde::matrix::{polar, scale};
use svsde::rules::{Rules, Table};

/// `[model.matrix-sgd]`: dW = −ηκW dt + √(2ηD) dB, exact at every step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixSgd {
    /// m.
    pub rows: usize,
    /// n.
    pub cols: usize,
    /// η.
    pub learning_rate: f64,
    /// D.
    pub diffusion: f64,
    /// κ.
    #[serde(default)]
    pub curvature: f64,
}

/// `[model.matrix-muon]`: W ← W − η polar(κW + ξ).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixMuon {
    /// m.
    pub rows: usize,
    /// n.
    pub cols: usize,
    /// η.
    pub learning_rate: f64,
    /// ν.
    pub gradient_noise: f64,
    /// κ.
    #[serde(default)]
    pub curvature: f64,
    /// ρ.
    #[serde(default)]
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM.
    #[serde(default)]
    pub nesterov: bool,
    /// w.
    #[serde(default)]
    pub weight_decay: f64,
    /// Where the decay enters.
    #[serde(default)]
    pub decay: Decay,
    /// How the polar factor is computed.
    #[serde(default = "svd")]
    pub polar: String,
    /// Iterations of a polynomial polar factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polar_iterations: Option<usize>,
    /// Factor on the step that depends on the shape of W.
    #[serde(default = "unit")]
    pub scale: String,
}

/// `[model.polar-noise]`: the polar factor of a fixed gradient under noise, against perturbation theory.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolarNoise {
    /// m.
    pub rows: usize,
    /// n ≤ m.
    pub cols: usize,
    /// η of the step whose effect on σ is measured.
    pub learning_rate: f64,
    /// ν₁, noise of one sample.
    pub gradient_noise: f64,
    /// B: the noise of a gradient is ν₁/√B.
    #[serde(default = "unit_number")]
    pub batch: f64,
    /// ρ.
    #[serde(default)]
    pub momentum: f64,
    /// κ: the gradient is κW.
    #[serde(default = "unit_number")]
    pub curvature: f64,
}

fn unit_number() -> f64 {
    1.0
}

/// Rules on the keys that most models share.
struct Common {
    shape: (usize, usize),
    /// Particles and frames need m ≥ n.
    tall: bool,
    learning_rate: f64,
    /// Keys that must be at least 0.
    at_least_zero: Vec<(&'static str, f64)>,
}

impl Common {
    fn check(&self, rules: &mut Rules) {
        let (rows, cols) = self.shape;
        rules.shape(self.shape, self.tall);
        rules.positive("learning_rate", self.learning_rate);
        for &(key, value) in &self.at_least_zero {
            rules.at_least(key, value, 0.0);
        }
        rules.fits("rows", rows, rows as f64 * cols as f64);
    }
}

impl Table for MatrixSgd {
    fn rules(&self, rules: &mut Rules) {
        let at_least_zero = vec![("diffusion", self.diffusion), ("curvature", self.curvature)];
        let (shape, learning_rate) = ((self.rows, self.cols), self.learning_rate);
        Common { shape, tall: false, learning_rate, at_least_zero }.check(rules);
    }
}

impl Table for MatrixMuon {
    fn rules(&self, rules: &mut Rules) {
        let keys = [
            ("gradient_noise", self.gradient_noise),
            ("curvature", self.curvature),
            ("weight_decay", self.weight_decay),
        ];
        let (shape, learning_rate) = ((self.rows, self.cols), self.learning_rate);
        Common { shape, tall: false, learning_rate, at_least_zero: keys.to_vec() }.check(rules);
        rules.within("momentum", self.momentum, 0.0, 1.0);
        rules.known("polar", "polar factor", &self.polar, polar::names());
        rules.known("scale", "scale rule", &self.scale, scale::names());
        super::validate::iterations(rules, self.polar_iterations);
    }
}

impl Table for PolarNoise {
    fn rules(&self, rules: &mut Rules) {
        let at_least_zero = vec![("gradient_noise", self.gradient_noise)];
        let (shape, learning_rate) = ((self.rows, self.cols), self.learning_rate);
        Common { shape, tall: true, learning_rate, at_least_zero }.check(rules);
        rules.positive("batch", self.batch);
        rules.positive("curvature", self.curvature);
        rules.within("momentum", self.momentum, 0.0, 1.0);
    }
}
