//! `[model.regression]`: flows of W under L(W) = ½‖𝒜 vec W − y‖².

use serde::{Deserialize, Serialize};
use svsde::matrix::descent::{Decay, Schedule};
use svsde::matrix::{flows, polar, scale};
use svsde::rules::{Rules, Table};

/// Keys of `[model.regression]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regression {
    /// m, rows of W.
    pub rows: usize,
    /// n, columns of W.
    pub cols: usize,
    /// Flows to run, all from the same W₀; default all of them.
    #[serde(default = "all_flows")]
    pub flows: Vec<String>,
    /// η, step size.
    pub learning_rate: f64,
    /// Step size of the `gradient` flow: a number, or "stable" for 1/‖𝒜‖₂²; default η.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gradient_learning_rate: Option<GradientRate>,
    /// How η depends on the step.
    #[serde(default)]
    pub schedule: Schedule,
    /// ν, standard deviation of one entry of the noise added to the gradient.
    #[serde(default)]
    pub gradient_noise: f64,
    /// Normalisation of the loss.
    #[serde(default)]
    pub loss_scale: LossScale,
    /// ρ of the momentum average M ← ρM + (1 − ρ)G.
    #[serde(default)]
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM instead of M.
    #[serde(default)]
    pub nesterov: bool,
    /// w, weight decay.
    #[serde(default)]
    pub weight_decay: f64,
    /// Whether the decay goes through the update map or past it.
    #[serde(default)]
    pub decay: Decay,
    /// How the polar factor is computed.
    #[serde(default = "svd")]
    pub polar: String,
    /// Iterations of a polynomial polar factor; default its usual number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polar_iterations: Option<usize>,
    /// Factor on the polar step that depends on the shape of W.
    #[serde(default = "unit")]
    pub scale: String,
    /// Relative residual ‖𝒜W − y‖/‖y‖ above which a flow is reported as not converged.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// Compute the minimum-nuclear-norm and minimum-Frobenius-norm solutions too.
    #[serde(default = "yes")]
    pub references: bool,
    /// K: record the acquisition of K diagonal blocks of W (0: do not).
    #[serde(default)]
    pub blocks: usize,
}

/// Normalisation of the loss.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LossScale {
    /// L = ½‖𝒜W − y‖².
    #[default]
    Sum,
    /// L = ‖𝒜W − y‖²/(2d).
    Mean,
}

/// Step size of the plain gradient flow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(untagged, expecting = "a number or \"stable\"")]
pub enum GradientRate {
    /// A number.
    Value(f64),
    /// A named rule.
    Rule(GradientRule),
}

/// Named rules for the step size of the plain gradient flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GradientRule {
    /// 1/‖𝒜‖₂² (times d for the mean loss): half the largest stable step.
    Stable,
}

impl Regression {
    /// Every flow on an m × n matrix with step size η, all other keys at their defaults.
    pub fn new((rows, cols): (usize, usize), learning_rate: f64) -> Self {
        Self {
            rows,
            cols,
            flows: all_flows(),
            learning_rate,
            gradient_learning_rate: None,
            schedule: Schedule::default(),
            gradient_noise: 0.0,
            loss_scale: LossScale::default(),
            momentum: 0.0,
            nesterov: false,
            weight_decay: 0.0,
            decay: Decay::default(),
            polar: svd(),
            polar_iterations: None,
            scale: unit(),
            tolerance: tolerance(),
            references: yes(),
            blocks: 0,
        }
    }
}

impl Table for Regression {
    fn rules(&self, rules: &mut Rules) {
        rules.at_least("rows", self.rows as f64, 1.0);
        rules.at_least("cols", self.cols as f64, 1.0);
        rules.positive("learning_rate", self.learning_rate);
        if let Some(GradientRate::Value(rate)) = self.gradient_learning_rate {
            rules.positive("gradient_learning_rate", rate);
        }
        rules.at_least("gradient_noise", self.gradient_noise, 0.0);
        rules.within("momentum", self.momentum, 0.0, 1.0);
        rules.at_least("weight_decay", self.weight_decay, 0.0);
        rules.positive("tolerance", self.tolerance);
        if self.flows.is_empty() {
            rules.broken("flows", "[]", "at least one flow is needed");
        }
        for (index, flow) in self.flows.iter().enumerate() {
            rules.known(&format!("flows[{index}]"), "flow", flow, flows::names());
            if self.flows[..index].contains(flow) {
                rules.broken(&format!("flows[{index}]"), flow, "each flow may be named once");
            }
        }
        rules.known("polar", "polar factor", &self.polar, polar::names());
        rules.known("scale", "scale rule", &self.scale, scale::names());
        super::validate::iterations(rules, self.polar_iterations);
        if self.blocks > self.rows.min(self.cols) {
            rules.broken("blocks", self.blocks, "at most min(rows, cols) blocks fit on the diagonal");
        }
    }
}

fn all_flows() -> Vec<String> {
    flows::names().map(str::to_owned).collect()
}

pub(super) fn svd() -> String {
    "svd".to_owned()
}

pub(super) fn unit() -> String {
    "unit".to_owned()
}

fn tolerance() -> f64 {
    1e-4
}

fn yes() -> bool {
    true
}
