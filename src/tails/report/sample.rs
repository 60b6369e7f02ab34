//! One sample, as a result has it.

use super::{LawReport, MatrixMetrics, MatrixReport, Pairs, WholeReport};
use crate::array::{Array, groups};
use crate::observables::KURTOSIS;
use crate::tails::analysis::Analysis;
use crate::tails::spectrum::{hill, stretch};
use crate::tails::threshold::{Candidate, Scan};
use crate::tails::weightwatcher::Estimate;
use crate::tails::{Dropped, Sample};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the values of a sample come from.
#[derive(Debug, Clone, PartialEq)]
pub struct Provenance {
    /// The file.
    pub file: String,
    /// `lambda`, `sigma` or `samples`.
    pub quantity: String,
    /// Rows and columns of a matrix, the longer side first; else the number of values.
    pub shape: Vec<usize>,
    /// How `divided_by` was chosen.
    pub normalisation: String,
    /// What the values were divided by.
    pub divided_by: f64,
    /// Values that no tail has.
    pub dropped: Dropped,
    /// What should be known of the values.
    pub notes: Vec<String>,
}

/// What is known of one sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SampleReport {
    /// The file.
    pub file: String,
    /// `lambda`, `sigma` or `samples`.
    pub quantity: String,
    /// Rows and columns of a matrix, the longer side first; else the number of values.
    pub shape: Vec<usize>,
    /// How `divided_by` was chosen.
    pub normalisation: String,
    /// What the values were divided by.
    pub divided_by: f64,
    /// Number of values analysed.
    pub n: usize,
    /// Zeros left out.
    pub zeros_dropped: usize,
    /// Negative values left out.
    pub negatives_dropped: usize,
    /// Where the tail begins.
    pub x_min: f64,
    /// `searched` or `given`.
    pub x_min_is: String,
    /// Standard deviation of x_min over samples drawn with replacement.
    pub x_min_std_error: Option<f64>,
    /// 2.5 % quantile of x_min over these.
    pub x_min_low: Option<f64>,
    /// 97.5 % quantile of x_min over these.
    pub x_min_high: Option<f64>,
    /// Number of these.
    pub x_min_replicates: Option<usize>,
    /// Values in the tail.
    pub n_tail: usize,
    /// Standard deviation of that number over samples drawn with replacement.
    pub n_tail_std_error: Option<f64>,
    /// Share of the values in the tail.
    pub tail_fraction: f64,
    /// Exponent of the power law above x_min.
    pub alpha: Option<f64>,
    /// Its standard error for a fixed x_min.
    pub alpha_std_error: Option<f64>,
    /// Its standard error with that of x_min.
    pub alpha_std_error_with_x_min: Option<f64>,
    /// Hill's estimate from the largest tenth.
    pub hill_alpha: Option<f64>,
    /// Its standard error.
    pub hill_alpha_std_error: Option<f64>,
    /// Excess kurtosis.
    pub kurtosis: Option<f64>,
    /// Name of the law of the smallest AIC above x_min; empty where none could be fitted.
    pub best_law: String,
    /// What follows, in one line.
    pub verdict: String,
    /// What should be known of the values.
    pub notes: Vec<String>,
    /// The values, ascending.
    pub values: Array,
    /// Candidates for x_min, where it was searched.
    pub x_min_scan: Option<ScanReport>,
    /// Hill's plot.
    pub hill: HillReport,
    /// Local stretch exponents.
    pub stretch: StretchReport,
    /// What only a matrix has.
    pub metrics: Option<MatrixReport>,
    /// WeightWatcher's fits, by the name of what is done about single large values.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub weightwatcher: BTreeMap<String, Estimate>,
    /// Every pair of laws fitted above x_min.
    pub vuong: Pairs,
    /// Laws on the whole sample.
    pub whole: WholeReport,
    /// Laws above x_min, by name.
    #[serde(flatten, deserialize_with = "groups")]
    pub laws: BTreeMap<String, LawReport>,
}

/// A power law above every candidate for x_min.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScanReport {
    /// The candidates, ascending.
    pub x_min: Array,
    /// Distance from the power law.
    pub ks_distance: Array,
    /// Its exponent.
    pub alpha: Array,
    /// Values at or above.
    pub n_tail: Array,
}

/// Hill's estimates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HillReport {
    /// Number k of largest values.
    pub count: Array,
    /// The exponent.
    pub alpha: Array,
    /// Its standard error.
    pub std_error: Array,
}

/// Local stretch exponents with their bands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StretchReport {
    /// Geometric mean of each window.
    pub x: Array,
    /// The exponent.
    pub theta: Array,
    /// Lower end of its 95 % band.
    pub low: Array,
    /// Upper end of the band.
    pub high: Array,
}

impl SampleReport {
    /// Of what was found of `sample`; its local stretch exponents are taken in windows of a tenth of the values, ten at least.
    pub fn new(from: Provenance, sample: &Sample, analysis: &Analysis, matrix: Option<MatrixMetrics>) -> Self {
        let (values, tail, spread) = (sample.values(), &analysis.tail, analysis.spread.as_ref());
        let units = if from.divided_by == 1.0 { "as given" } else { "divided" };
        let power_law = tail.fit("power_law");
        let hill = hill::plot(values);
        let tenth = hill.iter().find(|hill| hill.count == analysis.n.div_ceil(10));
        let (metrics, laguerre, weightwatcher) = match matrix {
            Some(matrix) => (Some(matrix.report), matrix.laguerre, matrix.weightwatcher),
            None => (None, None, BTreeMap::new()),
        };
        let phase = metrics.as_ref().and_then(|metrics| metrics.phase.as_ref());
        Self {
            file: from.file,
            quantity: from.quantity,
            shape: from.shape,
            normalisation: from.normalisation,
            divided_by: from.divided_by,
            n: analysis.n,
            zeros_dropped: from.dropped.zeros,
            negatives_dropped: from.dropped.negatives,
            x_min: tail.x_min,
            x_min_is: if analysis.scan.is_some() { "searched" } else { "given" }.to_owned(),
            x_min_std_error: spread.map(|spread| spread.x_min_std_error),
            x_min_low: spread.map(|spread| spread.x_min_interval.0),
            x_min_high: spread.map(|spread| spread.x_min_interval.1),
            x_min_replicates: spread.map(|spread| spread.replicates),
            n_tail: tail.n,
            n_tail_std_error: spread.map(|spread| spread.n_tail_std_error),
            tail_fraction: tail.n as f64 / analysis.n as f64,
            alpha: power_law.and_then(|fit| fit.parameters.first().copied()),
            alpha_std_error: power_law.and_then(|fit| fit.std_errors()?.first().copied()),
            alpha_std_error_with_x_min: spread.map(|spread| spread.alpha_std_error),
            hill_alpha: tenth.map(|hill| hill.alpha),
            hill_alpha_std_error: tenth.map(|hill| hill.error),
            kurtosis: Some((KURTOSIS.eval)(values)),
            best_law: tail.best().map_or("", |outcome| outcome.law.name).to_owned(),
            verdict: analysis.verdict.clone() + &phase.map_or(String::new(), |phase| format!("; {phase}")),
            notes: from.notes,
            values: Array::column("value", values, |&value| value, units, "what was analysed, ascending"),
            x_min_scan: analysis.scan.as_ref().map(|scan| ScanReport::new(scan, units)),
            hill: HillReport::new(&hill),
            stretch: StretchReport::new(&stretch::local(values, (values.len() / 10).max(10)), units),
            metrics,
            weightwatcher,
            vuong: Pairs(tail.comparisons.clone()),
            whole: WholeReport {
                vuong: Pairs(analysis.whole.comparisons.clone()),
                laguerre,
                laws: LawReport::all(&analysis.whole),
            },
            laws: LawReport::all(tail),
        }
    }
}

impl ScanReport {
    fn new(scan: &Scan, units: &str) -> Self {
        let all = |of: fn(&Candidate) -> f64, units: &str, description: &str| {
            Array::column("candidate", &scan.candidates, of, units, description)
        };
        Self {
            x_min: all(|c| c.x_min, units, "candidates for x_min"),
            ks_distance: all(|c| c.ks_distance, "1", "distance of the values at or above from a power law"),
            alpha: all(|c| c.alpha, "1", "exponent of that power law"),
            n_tail: all(|c| c.n_tail as f64, "1", "values at or above"),
        }
    }
}

impl HillReport {
    fn new(points: &[hill::Hill]) -> Self {
        let all = |of: fn(&hill::Hill) -> f64, text: &str| Array::column("hill", points, of, "1", text);
        Self {
            count: all(|hill| hill.count as f64, "number k of largest values"),
            alpha: all(|hill| hill.alpha, "1 + k / sum log(x_i / x_(n-k))"),
            std_error: all(|hill| hill.error, "(alpha - 1)/sqrt(k)"),
        }
    }
}

impl StretchReport {
    fn new(windows: &[stretch::Stretch], units: &str) -> Self {
        let all = |of: fn(&stretch::Stretch) -> f64, units: &str, description: &str| {
            Array::column("window", windows, of, units, description)
        };
        Self {
            x: all(|window| window.lambda, units, "geometric mean of a window of values above the median"),
            theta: all(|window| window.theta, "1", "d log(-log S)/d log x there"),
            low: all(|window| window.band.0, "1", "lower end of the 95 % band, for independent values"),
            high: all(|window| window.band.1, "1", "its upper end"),
        }
    }
}
