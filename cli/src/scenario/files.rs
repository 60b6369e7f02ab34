//! `[model.files]` and `[tails]`: spectra read from files, and how their tails are studied.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::rules::{Rules, Table, number};
use svsde::tails::laws::LAWS;

/// Most synthetic samples of a p-value.
const MOST_REPLICATES: usize = 1_000_000;

/// `[model.files]`: spectra of matrices, checkpoints and results, or samples; arguments of `svsde tails`, too.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, clap::Args)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// `.npy`, `.npz`, `.csv`, `.safetensors`, `.h5`, results of svsde; relative paths start at the scenario's folder.
    #[arg(value_name = "INPUT", required = true, help = "Files")]
    pub inputs: Vec<PathBuf>,
    /// The only array wanted of a file that has names.
    #[arg(long, value_name = "PATH")]
    pub dataset: Option<String>,
    /// Only arrays whose name this regular expression matches somewhere.
    #[arg(long, value_name = "REGEX")]
    pub layer: Option<String>,
    /// Each recorded time of a result by itself, in place of all times pooled.
    #[arg(long)]
    #[serde(default)]
    pub per_time: bool,
}

/// `[tails]`: which laws are fitted where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Tails {
    /// Squared singular values or singular values; vectors of samples are taken as they are.
    pub quantity: Quantity,
    /// What they are divided by.
    pub normalise: Normalise,
    /// Laws that are fitted.
    pub laws: Vec<String>,
    /// Where the tail begins; default: where a power law fits best.
    pub x_min: Option<f64>,
    /// Fewest values of a tail in the search for x_min.
    pub least_tail: usize,
    /// Most candidates for x_min.
    pub candidates: usize,
    /// Synthetic samples of the power law's p-value and of the errors of x_min; 0 for none of these.
    pub bootstrap: usize,
    /// Synthetic samples of the p-value of each other law; 0 for none of these.
    pub bootstrap_laws: usize,
}

impl Default for Tails {
    fn default() -> Self {
        Self {
            quantity: Quantity::default(),
            normalise: Normalise::default(),
            laws: LAWS.iter().map(|law| law.name.to_owned()).collect(),
            x_min: None,
            least_tail: 10,
            candidates: 100_000,
            bootstrap: 1000,
            bootstrap_laws: 100,
        }
    }
}

/// What of a matrix is studied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// Squared singular values.
    #[default]
    Lambda,
    /// Singular values.
    Sigma,
}

/// What values are divided by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub enum Normalise {
    /// Nothing.
    #[default]
    None,
    /// λ by the longer side of the matrix, σ by its root.
    Rows,
    /// Their mean.
    Mean,
}

/// The name of a choice, as scenarios and results say it.
pub fn name_of(choice: impl ValueEnum) -> String {
    choice.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

impl Table for Files {
    fn rules(&self, rules: &mut Rules) {
        if self.inputs.is_empty() {
            rules.broken("inputs", "[]", "it must name at least one file");
        }
        for (k, path) in self.inputs.iter().enumerate() {
            super::check_path(rules, &format!("inputs[{k}]"), path);
        }
    }
}

impl Table for Tails {
    fn rules(&self, rules: &mut Rules) {
        if self.laws.is_empty() {
            rules.broken("laws", "[]", "it must name at least one law; svsde list tails prints them");
        }
        for (k, law) in self.laws.iter().enumerate() {
            rules.known(&format!("laws[{k}]"), "law", law, LAWS.iter().map(|law| law.name));
        }
        if let Some(k) = (1..self.laws.len()).find(|&k| self.laws[..k].contains(&self.laws[k])) {
            rules.broken(&format!("laws[{k}]"), &self.laws[k], "it is named before");
        }
        if let Some(x_min) = self.x_min {
            rules.positive("x_min", x_min);
        }
        rules.at_least("least_tail", self.least_tail as f64, 2.0);
        rules.at_least("candidates", self.candidates as f64, 1.0);
        for (key, replicates) in [("bootstrap", self.bootstrap), ("bootstrap_laws", self.bootstrap_laws)] {
            if replicates > MOST_REPLICATES {
                rules.broken(key, replicates, format!("it must be at most {}", number(MOST_REPLICATES as f64)));
            }
        }
    }
}
