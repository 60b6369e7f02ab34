//! Flows of W under the loss ½‖𝒜 vec W − y‖², all from one W₀.

use super::flow::Flow;
use super::measurement::MeasurementOperator;
use super::optimizer::{Decay, Schedule, Settings};
use super::problem::Problem;
use super::update_rules::{self, UpdateRule};
use super::{polar, scale};
use crate::error::Error;
use crate::process::Process;
use crate::rules::{Rules, Table};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Sizes of data whose squares and products are ordinary numbers.
const SAFE: std::ops::Range<f64> = 1e-70..1e70;

/// `[model.regression]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regression {
    /// Rows m of W.
    pub rows: usize,
    /// Columns n of W.
    pub cols: usize,
    /// Flows to run, all from the same W₀; default all of them.
    #[serde(default = "all_flows")]
    pub flows: Vec<String>,
    /// Learning rate η.
    pub learning_rate: f64,
    /// Learning rate of flows whose step is as long as the gradient: a number, or "stable" for 1/‖𝒜‖₂²; default η.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gradient_learning_rate: Option<GradientRate>,
    /// How η depends on the step.
    #[serde(default)]
    pub schedule: Schedule,
    /// Standard deviation ν of one entry of the noise added to the gradient.
    #[serde(default)]
    pub gradient_noise: f64,
    /// Normalisation of the loss.
    #[serde(default)]
    pub loss_scale: LossScale,
    /// Momentum ρ of the average M ← ρM + (1 − ρ)G.
    #[serde(default)]
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM instead of M.
    #[serde(default)]
    pub nesterov: bool,
    /// Weight decay w.
    #[serde(default)]
    pub weight_decay: f64,
    /// Whether the decay goes through the update map or past it.
    #[serde(default)]
    pub decay: Decay,
    /// How the polar factor is computed.
    #[serde(default = "polar::exact")]
    pub polar: String,
    /// Iterations of a polynomial polar factor; default its usual number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polar_iterations: Option<usize>,
    /// Factor on the polar step that depends on the shape of W.
    #[serde(default = "scale::unit")]
    pub scale: String,
    /// Relative residual ‖𝒜W − y‖/‖y‖ above which a flow is reported as not converged.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// Compute the minimum-nuclear-norm and minimum-Frobenius-norm solutions too.
    #[serde(default = "crate::rules::yes")]
    pub references: bool,
    /// Number K of diagonal blocks of W whose acquisition is recorded (0: none).
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

/// Learning rate of flows whose step is as long as the gradient.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", expecting = "a number or \"stable\"")]
pub enum GradientRate {
    /// 1/‖𝒜‖₂² (times d for the mean loss): half the largest stable step.
    Stable,
    /// A number.
    #[serde(untagged)]
    Value(f64),
}

impl Regression {
    /// Every flow on an m × n matrix with learning rate η, all other fields at their defaults.
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
            polar: polar::exact(),
            polar_iterations: None,
            scale: scale::unit(),
            tolerance: tolerance(),
            references: true,
            blocks: 0,
        }
    }

    /// Rows and columns of W.
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// The problem that the data pose.
    ///
    /// # Errors
    /// [`Error::ZeroOperator`] when nothing is measured, [`Error::Scale`] for data whose squares are not ordinary numbers, [`Error::Unfit`]
    /// when there is not one target for each measurement.
    pub fn problem(&self, operator: Box<dyn MeasurementOperator>, targets: Vec<f64>) -> Result<Problem, Error> {
        let norm = operator.frobenius_norm();
        if norm == 0.0 {
            return Err(Error::ZeroOperator);
        }
        let largest = targets.iter().fold(0.0_f64, |largest, y| largest.max(y.abs()));
        for (what, size) in [("measurement matrix", norm), ("targets", largest)] {
            if size != 0.0 && !SAFE.contains(&size) {
                return Err(Error::Scale { what, size });
            }
        }
        let factor = match self.loss_scale {
            LossScale::Sum => 1.0,
            LossScale::Mean => 1.0 / operator.count() as f64,
        };
        Problem::new(operator, targets, factor)
    }

    /// The flows of one replica from `w`; a linear schedule comes to 0 in `steps` steps.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a name that no registry knows, [`Error::Decomposition`] when a decomposition fails,
    /// [`Error::Unfit`] when `w` does not have the shape that is measured.
    pub fn start(&self, problem: &Arc<Problem>, w: &Array2<f64>, steps: f64) -> Result<Vec<Box<dyn Process>>, Error> {
        let settings = Settings {
            schedule: self.schedule,
            steps,
            gradient_noise: self.gradient_noise,
            momentum: self.momentum,
            nesterov: self.nesterov,
            weight_decay: self.weight_decay,
            decay: self.decay,
            polar: polar::method(&self.polar, self.polar_iterations)?,
            scale: scale::factor(&self.scale, self.shape())?,
            ..Settings::new(self.learning_rate)
        };
        let mut flows: Vec<Box<dyn Process>> = Vec::new();
        for name in &self.flows {
            let rule = update_rules::find(name).ok_or_else(|| Error::UnknownName(name.clone()))?;
            let settings = Settings { learning_rate: self.rate_of(rule, problem)?, ..settings };
            flows.push(Box::new(Flow::new(rule, problem.clone(), settings, self.blocks, w.clone())?));
        }
        Ok(flows)
    }

    fn rate_of(&self, rule: &UpdateRule, problem: &Problem) -> Result<f64, Error> {
        match self.gradient_learning_rate {
            Some(GradientRate::Value(rate)) if !rule.polar_norm => Ok(rate),
            Some(GradientRate::Stable) if !rule.polar_norm => problem.stable_rate(),
            _ => Ok(self.learning_rate),
        }
    }
}

impl Table for Regression {
    fn rules(&self, rules: &mut Rules) {
        rules.shape(self.shape(), false);
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
            rules.known(&format!("flows[{index}]"), "flow", flow, update_rules::names());
            if self.flows[..index].contains(flow) {
                rules.broken(&format!("flows[{index}]"), flow, "each flow may be named once");
            }
        }
        polar::rules(&self.polar, self.polar_iterations, rules);
        rules.known("scale", "scale rule", &self.scale, scale::names());
        if self.blocks > self.rows.min(self.cols) {
            rules.broken("blocks", self.blocks, "at most min(rows, cols) blocks fit on the diagonal");
        }
        rules.fits("rows", self.rows, self.rows as f64 * self.cols as f64);
    }
}

fn all_flows() -> Vec<String> {
    update_rules::names().map(str::to_owned).collect()
}

fn tolerance() -> f64 {
    1e-4
}
