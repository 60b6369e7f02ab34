//! What is found of a pair of operands, and what follows.

use super::columns::{As, StatisticColumns, TimeColumns};
use super::resample::Distances;
use super::two_sample::{LEVEL, NullMethod, TwoSampleTest, student};
use crate::text::{digits, probability, short};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Agreement is decided when the relative difference of the means is at most this with its error, and the distance, and the distance that
/// chance gives in one case of twenty too.
const RESOLUTION: f64 = 0.05;

/// How errors are found.
#[derive(Debug, Clone, Copy)]
pub struct ResamplingSettings {
    /// Resamples of the errors, and of the p-value.
    pub resamples: usize,
    /// Seed of resampling.
    pub seed: u64,
}

/// One statistic of both.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StatisticRow {
    /// Its name.
    pub name: String,
    /// Of the first operand.
    pub a: Option<f64>,
    /// Its standard error.
    pub a_error: Option<f64>,
    /// Of the second operand.
    pub b: Option<f64>,
    /// Its standard error.
    pub b_error: Option<f64>,
    /// Difference over its standard error.
    pub z: Option<f64>,
}

/// What one recorded time says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeRow {
    /// The time.
    pub time: f64,
    /// Mean of λ of the first operand and of the second.
    pub means: [f64; 2],
    /// Their standard errors over replicas.
    pub errors: [Option<f64>; 2],
    /// Distances of the pooled values.
    pub distances: Distances,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No difference, and a difference that matters would have been seen.
    Agree,
    /// A difference beyond chance.
    Differ,
    /// No difference, but one that matters might not have been seen.
    Inconclusive,
}

/// Two operands compared. Its serde form is the layout that a result has of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// Name of the first operand.
    pub a: String,
    /// Name of the second operand.
    pub b: String,
    /// Replicas of each, 0 for a law.
    pub replicas: [usize; 2],
    /// Which values were compared.
    pub basis: String,
    /// Statistics of both.
    #[serde(rename = "statistics", with = "As::<StatisticColumns>")]
    pub rows: Vec<StatisticRow>,
    /// Kolmogorov–Smirnov distance.
    pub ks_distance: f64,
    /// Wasserstein-1 distance.
    pub wasserstein_distance: f64,
    /// Standard error of the Kolmogorov–Smirnov distance, by resampling replicas.
    pub ks_distance_std_error: Option<f64>,
    /// Standard error of the Wasserstein-1 distance, by resampling replicas.
    pub wasserstein_distance_std_error: Option<f64>,
    /// How the p-values were found.
    pub test: NullMethod,
    /// What equal laws give, where there are replicas.
    #[serde(flatten)]
    pub chance: Option<TwoSampleTest>,
    /// The least distance that would have been seen in four cases of five.
    #[serde(rename = "power_80")]
    pub power: Option<f64>,
    /// Exponent of the tail of the first density, where a stationary study found it.
    pub tail_exponent_a: Option<f64>,
    /// Exponent of the tail of the second density.
    pub tail_exponent_b: Option<f64>,
    /// One row a common time.
    #[serde(default, with = "As::<TimeColumns>", skip_serializing_if = "Vec::is_empty")]
    pub times: Vec<TimeRow>,
    /// The outcome.
    pub verdict: Verdict,
    /// The outcome in one line.
    pub sentence: String,
    /// What limits the comparison.
    pub notes: Vec<String>,
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl Comparison {
    /// The verdict with its sentence; `laws` where both are laws.
    pub(super) fn judge(&self, laws: bool) -> (Verdict, String) {
        let d = digits(self.ks_distance);
        if laws {
            // Both replaced by 4096 values: distances are good to 1/4096.
            let far = self.ks_distance > 1.0 / 2048.0;
            let text = if far { "differ by a distance" } else { "agree within a distance" };
            return (
                if far { Verdict::Differ } else { Verdict::Agree },
                format!("{text} D = {d}; both are laws without errors"),
            );
        }
        let (Some(chance), Some(error)) = (&self.chance, self.ks_distance_std_error) else {
            let text =
                format!("inconclusive: one replica has no error bars (D = {d}); needs at least 2 replicas, better 32");
            return (Verdict::Inconclusive, text);
        };
        let said = format!("D = {d} ± {}, p = {}", short(error), probability(chance.p));
        if chance.p < LEVEL {
            let worst = self.rows.iter().filter_map(|row| Some((row, row.z?, row.a? - row.b?)));
            let worst = worst.max_by(|x, y| x.1.abs().total_cmp(&y.1.abs()));
            let by = worst.map(|(row, z, by)| format!(" by {} in {} (z = {z:.1}),", digits(by), row.name));
            return (Verdict::Differ, format!("differ{} {said}", by.unwrap_or(":".to_owned())));
        }
        // The mean, or the median of a law that has none.
        let scaled = |row: &StatisticRow| {
            let (a, b) = (row.a?, row.b?);
            let spread = [row.a_error, row.b_error].iter().flatten().map(|e| e * e).sum::<f64>().sqrt();
            let [off, spread] = [a - b, spread].map(|x| x.abs() / a.abs().max(b.abs()).max(f64::MIN_POSITIVE));
            Some((row.name.clone(), off, spread)).filter(|_| (off + spread).is_finite())
        };
        let centre =
            self.rows.iter().filter(|row| ["mean", "quantile_50"].contains(&row.name.as_str())).find_map(scaled);
        let Some((name, off, spread)) = centre else {
            return (Verdict::Inconclusive, format!("inconclusive: neither mean nor median is finite ({said})"));
        };
        let within = off + student(self.replicas, 0.975) * spread;
        let distance = self.ks_distance.max(chance.resolution);
        if within.max(distance) <= RESOLUTION {
            let name = name.replace("quantile_50", "median");
            return (Verdict::Agree, format!("agree within {:.1} % in the {name} ({said})", 100.0 * within));
        }
        // With room for a difference of one standard error, and for a distance of chance a tenth above.
        let room = (3.0 * spread).max(1.1 * distance / chance.widened);
        let needed = self.effective() * (room / RESOLUTION).powi(2);
        let each = if self.replicas.contains(&0) { "" } else { " of each" };
        (Verdict::Inconclusive, format!("inconclusive: needs about {} replicas{each} ({said})", digits(needed.ceil())))
    }

    /// Replicas of each of two equal operands with the same error, or of the one beside a law.
    fn effective(&self) -> f64 {
        let counts = self.replicas.iter().filter(|&&count| count > 0);
        counts.clone().count() as f64 / counts.map(|&count| 1.0 / count as f64).sum::<f64>()
    }
}
