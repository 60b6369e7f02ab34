//! A scenario: the TOML file that fully specifies a run.
//!
//! [`load`] reads it, applies `--set` overrides, rejects unknown, missing and out-of-range keys with the
//! place in the file, and gives a [`Scenario`] in which every default is filled in; [`Scenario::to_toml`]
//! prints that resolved form, which is stored in each result and is itself a scenario.

mod diagnostic;
mod dynamics;
mod expression;
mod files;
mod initial;
mod integrator;
mod load;
mod mean_field;
mod measurement;
mod one_of;
mod overrides;
mod place;
mod power;
mod scan;
mod spectral;
mod stationary;
#[cfg(test)]
mod tests;
mod time;
mod validate;

pub use diagnostic::{Finding, ScenarioError};
pub use expression::{ExpressionModel, Parameters, VARIABLE};
pub use files::{Files, Normalise, Quantity, Tails};
pub use initial::{INITIAL, Initial};
pub use integrator::{Adaptive, Exact, Fixed, Integrator};
pub use load::{load, parse};
pub use mean_field::{MeanField, MeanFieldKind, Undetermined};
pub use measurement::{Data, DataFiles, FileMeasurement, MatrixFile, Measurement, SamplesFiles};
pub use overrides::{Override, OverrideError};
pub use power::PowerDiffusion;
pub use scan::Scan;
pub use spectral::{Drift, GapDiffusion, GapRule, MuonGap, MuonPolar, Sgd};
pub use stationary::Stationary;
pub use svsde::matrix::models::{MatrixMuon, MatrixSgd, PolarNoise};
pub use svsde::matrix::regression::{GradientRate, GradientRule, LossScale, Regression};
pub use time::Time;

use serde::{Deserialize, Serialize};

/// A fully specified run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// One line: what this run shows.
    #[serde(default)]
    pub title: String,
    /// Seed of the random streams.
    #[serde(default)]
    pub seed: u64,
    /// What evolves.
    pub model: Model,
    /// What is measured of W; required by `regression`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Measurement>,
    /// The state at time 0; a stationary study can do without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial: Option<Initial>,
    /// How particles step; required by particle models.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integrator: Option<Integrator>,
    /// How the density of one particle is solved for, in place of a simulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stationary: Option<Stationary>,
    /// Values of the model's keys, for a stationary study of every combination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<Scan>,
    /// How the tails of spectra in files are studied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tails: Option<Tails>,
    /// How long, and when to record; a stationary study can do without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// How many independent replicas.
    #[serde(default)]
    pub ensemble: Ensemble,
    /// What is kept.
    #[serde(default)]
    pub output: Output,
}

/// What evolves; exactly one `[model.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// Flows of W under a linear regression loss.
    Regression(Regression),
    /// Laguerre log-gas of SGD.
    Sgd(Sgd),
    /// Muon with gap-dependent noise.
    MuonGap(MuonGap),
    /// Muon by perturbation of the polar factor.
    MuonPolar(MuonPolar),
    /// Independent one-dimensional power diffusions.
    PowerDiffusion(PowerDiffusion),
    /// W under SGD.
    MatrixSgd(MatrixSgd),
    /// W under Muon.
    MatrixMuon(MatrixMuon),
    /// The polar factor of a fixed gradient under noise.
    PolarNoise(PolarNoise),
    /// The density of one singular value, the others averaged out.
    MeanField(MeanField),
    /// The density of an equation given as formulas.
    Expression(ExpressionModel),
    /// Spectra read from files.
    Files(Files),
}

impl Model {
    /// Name in scenarios.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Regression(_) => "regression",
            Self::Sgd(_) => "sgd",
            Self::MuonGap(_) => "muon-gap",
            Self::MuonPolar(_) => "muon-polar",
            Self::PowerDiffusion(_) => "power-diffusion",
            Self::MatrixSgd(_) => "matrix-sgd",
            Self::MatrixMuon(_) => "matrix-muon",
            Self::PolarNoise(_) => "polar-noise",
            Self::MeanField(_) => "mean-field",
            Self::Expression(_) => "expression",
            Self::Files(_) => "files",
        }
    }

    /// Rows and columns of W; n and n for n independent particles, 1 and 1 for the density of one.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::Regression(model) => (model.rows, model.cols),
            Self::Sgd(model) => (model.rows, model.cols),
            Self::MuonGap(model) => (model.rows, model.cols),
            Self::MuonPolar(model) => (model.rows, model.cols),
            Self::PowerDiffusion(model) => (model.cols, model.cols),
            Self::MatrixSgd(model) => (model.rows, model.cols),
            Self::MatrixMuon(model) => (model.rows, model.cols),
            Self::PolarNoise(model) => (model.rows, model.cols),
            Self::MeanField(_) | Self::Expression(_) | Self::Files(_) => (1, 1),
        }
    }

    /// Number of singular values.
    pub fn rank(&self) -> usize {
        let (rows, cols) = self.shape();
        rows.min(cols)
    }

    /// What a user calls the number of singular values.
    fn rank_name(&self) -> &'static str {
        if let Self::PowerDiffusion(_) = self { "cols" } else { "min(rows, cols)" }
    }

    /// Whether time is counted in whole optimiser steps.
    pub fn is_discrete(&self) -> bool {
        matches!(self, Self::Regression(_) | Self::MatrixMuon(_) | Self::PolarNoise(_))
    }

    /// Processes per replica, each with a spectrum.
    fn processes(&self) -> usize {
        if let Self::Regression(model) = self { model.flows.len() } else { 1 }
    }
}

/// How many independent copies are run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ensemble {
    /// Number of replicas; replica r draws from random stream r.
    #[serde(default = "one")]
    pub replicas: usize,
}

impl Default for Ensemble {
    fn default() -> Self {
        Self { replicas: 1 }
    }
}

fn one() -> usize {
    1
}

/// What a result keeps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Keep every recorded spectrum; default true where all of them take less than 1 GiB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spectra: Option<bool>,
}

impl Scenario {
    /// How long, and when to record; a single moment for a stationary study without relaxation.
    pub fn course(&self) -> &Time {
        self.time.as_ref().unwrap_or(&time::MOMENT)
    }

    /// Whether recorded spectra are kept.
    pub fn keeps_spectra(&self) -> bool {
        let records = self.course().records().len() as f64;
        let spectra = self.ensemble.replicas as f64 * self.model.processes() as f64 * records;
        let numbers = spectra * self.model.rank() as f64;
        self.output.spectra.unwrap_or(8.0 * numbers < f64::from(1 << 30))
    }

    /// The resolved scenario, every default filled in, as TOML.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).unwrap_or_else(|error| format!("# this scenario cannot be printed: {error}\n"))
    }
}

/// Kinds of `[model.*]`, what evolves in each, and the integrators that each can take.
pub static MODELS: [(&str, &str, &str); 11] = [
    ("regression", "W under flows of the loss |A(W) - y|^2 / 2", "-"),
    ("matrix-sgd", "W under SGD: dW = -eta kappa W dt + sqrt(2 eta D) dB, no step error", "exact, by itself"),
    ("matrix-muon", "W under Muon: W <- W - eta polar(kappa W + noise)", "-"),
    ("polar-noise", "polar factor of a fixed gradient under noise, against perturbation theory", "-"),
    (
        "sgd",
        "squared singular values under SGD: Laguerre log-gas, exact or published constants",
        "euler-maruyama, tamed-euler, adaptive-euler, proximal-euler, exact (exact constants or n = 1)",
    ),
    (
        "muon-gap",
        "squared singular values under Muon as published: noise from gaps",
        "euler-maruyama, tamed-euler, adaptive-euler, proximal-euler (diffusion = \"matched\", noise, n > 1)",
    ),
    (
        "muon-polar",
        "singular values under Muon by perturbation of the polar factor: sums, not gaps",
        "euler-maruyama, tamed-euler, adaptive-euler",
    ),
    (
        "power-diffusion",
        "independent particles, d lambda = (alpha - beta lambda^p) dt + c lambda^(q/2) dB; with [stationary] their density",
        "euler-maruyama, tamed-euler, adaptive-euler, exact (p = q = 1)",
    ),
    ("mean-field", "density of one squared singular value under SGD or Muon, the others averaged out", "-"),
    ("expression", "density of dx = drift dt + diffusion dB for two formulas in x", "-"),
    ("files", "nothing: tails of spectra in files, [tails]", "-"),
];
