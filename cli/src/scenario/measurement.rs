//! `[measurement.*]`: which linear functionals of W are observed.

use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::rules::{Rules, Table, number};

/// What is measured; exactly one `[measurement.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measurement {
    /// A matrix and targets from files.
    File(FileMeasurement),
    /// Independent Gaussian A_i.
    Gaussian(Gaussian),
    /// 𝒜(W) = WX with data X.
    Samples(Samples),
    /// Some entries of W.
    Entries(Completion),
    /// A_i = a_i b_iᵀ with Gaussian a_i, b_i.
    RankOne(RankOne),
}

/// `[measurement.file]`: 𝒜 and y from files (`.npy`, `.csv`, `.h5`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileMeasurement {
    /// 𝒜: shape d × mn (row i is vec A_i, row-major) or d × m × n; relative paths start at the scenario's folder.
    pub matrix: PathBuf,
    /// Dataset of 𝒜, for `.h5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix_dataset: Option<String>,
    /// y: d numbers.
    pub targets: PathBuf,
    /// Dataset of y, for `.h5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets_dataset: Option<String>,
    /// Use the first `count` measurements only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<usize>,
    /// Subtract the mean of the targets in use from them.
    #[serde(default)]
    pub centre_targets: bool,
    /// Multiply 𝒜 by this number.
    #[serde(default = "unity")]
    pub matrix_scale: f64,
}

/// `[measurement.gaussian]`: entries of A_i independent N(0, 1), or N(0, 1/d) when normalised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaussian {
    /// d, number of measurements.
    pub count: usize,
    /// Divide the measurements by √d.
    #[serde(default = "yes")]
    pub normalised: bool,
    /// Rank of the planted W*; default: W* has independent N(0, 1) entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rank: Option<usize>,
    /// Singular values of W* go linearly from this number to 1.
    #[serde(default = "unity")]
    pub target_condition: f64,
    /// K: W* is block diagonal with K Gaussian blocks of unit Frobenius norm (excludes `target_rank`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_blocks: Option<usize>,
}

/// `[measurement.rank-one]`: A_i = a_i b_iᵀ, entries of a_i, b_i independent N(0, 1) (A_i divided by √d when normalised).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankOne {
    /// d, number of measurements.
    pub count: usize,
    /// Divide the measurements by √d.
    #[serde(default = "yes")]
    pub normalised: bool,
    /// Rank of the planted W*; default: W* has independent N(0, 1) entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rank: Option<usize>,
    /// Singular values of W* go linearly from this number to 1.
    #[serde(default = "unity")]
    pub target_condition: f64,
}

/// `[measurement.samples]`: 𝒜(W) = WX and targets Y, from files.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Samples {
    /// X: n × d inputs, one column a sample.
    pub inputs: PathBuf,
    /// Dataset of X, for `.h5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inputs_dataset: Option<String>,
    /// Y: m × d outputs.
    pub outputs: PathBuf,
    /// Dataset of Y, for `.h5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outputs_dataset: Option<String>,
}

/// `[measurement.entries]`: a uniformly random fraction of the entries of a planted W* (matrix completion).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    /// Share of the mn entries that is observed, in (0, 1].
    pub fraction: f64,
    /// Rank of the planted W*; default: W* has independent N(0, 1) entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rank: Option<usize>,
    /// Singular values of W* go linearly from this number to 1.
    #[serde(default = "unity")]
    pub target_condition: f64,
}

impl Measurement {
    /// Rules for measurements of a matrix of this shape.
    pub(super) fn check(&self, shape: (usize, usize), rules: &mut Rules) {
        match self {
            Self::File(file) => rules.table("file", |rules| file.rules(rules)),
            Self::Gaussian(gaussian) => rules.table("gaussian", |rules| gaussian.check(shape, rules)),
            Self::Samples(samples) => rules.table("samples", |rules| samples.rules(rules)),
            Self::Entries(entries) => rules.table("entries", |rules| entries.check(shape, rules)),
            Self::RankOne(rank_one) => rules.table("rank-one", |rules| rank_one.check(shape, rules)),
        }
    }
}

impl Table for FileMeasurement {
    fn rules(&self, rules: &mut Rules) {
        super::validate::file(rules, "matrix", &self.matrix);
        super::validate::file(rules, "targets", &self.targets);
        if let Some(count) = self.count {
            rules.at_least("count", count as f64, 1.0);
        }
        if rules.finite("matrix_scale", self.matrix_scale) && self.matrix_scale == 0.0 {
            rules.broken("matrix_scale", 0, "it must not be 0");
        }
    }
}

impl Gaussian {
    fn check(&self, shape: (usize, usize), rules: &mut Rules) {
        let (rows, cols) = shape;
        rules.at_least("count", self.count as f64, 1.0);
        rules.fits("count", self.count, self.count as f64 * rows as f64 * cols as f64);
        planted(shape, rules, self.target_rank, self.target_condition);
        if let Some(blocks) = self.target_blocks {
            if blocks == 0 || rows % blocks != 0 || cols % blocks != 0 {
                let text = format!("it must divide both rows = {rows} and cols = {cols}");
                rules.broken("target_blocks", blocks, text);
            }
            if self.target_rank.is_some() {
                rules.broken("target_blocks", blocks, "target_rank is given too; W* has one or the other");
            }
        }
    }
}

impl RankOne {
    fn check(&self, shape: (usize, usize), rules: &mut Rules) {
        rules.at_least("count", self.count as f64, 1.0);
        rules.fits("count", self.count, self.count as f64 * shape.0 as f64 * shape.1 as f64);
        planted(shape, rules, self.target_rank, self.target_condition);
    }
}

impl Table for Samples {
    fn rules(&self, rules: &mut Rules) {
        super::validate::file(rules, "inputs", &self.inputs);
        super::validate::file(rules, "outputs", &self.outputs);
    }
}

impl Completion {
    fn check(&self, shape: (usize, usize), rules: &mut Rules) {
        let fraction = self.fraction;
        let entries = shape.0 as f64 * shape.1 as f64;
        if !(fraction > 0.0 && fraction <= 1.0) {
            rules.broken("fraction", number(fraction), "it must be > 0 and at most 1");
        } else if entries > 0.0 && (fraction * entries).round() < 1.0 {
            let text = format!("of {} entries this observes none", number(entries));
            rules.broken("fraction", number(fraction), text);
        }
        planted(shape, rules, self.target_rank, self.target_condition);
    }
}

fn unity() -> f64 {
    1.0
}

fn yes() -> bool {
    true
}

/// The planted W* has 1 ≤ r ≤ min(m, n) and a condition number that means something.
fn planted((rows, cols): (usize, usize), rules: &mut Rules, rank: Option<usize>, condition: f64) {
    let most = rows.min(cols);
    if let Some(rank) = rank
        && !(1..=most).contains(&rank)
    {
        rules.broken("target_rank", rank, format!("it must be from 1 to min(rows, cols) = {most}"));
    }
    rules.at_least("target_condition", condition, 1.0);
    if condition > 1.0 && rank.is_none() {
        rules.broken("target_condition", number(condition), "it needs target_rank, which is not given");
    }
}
