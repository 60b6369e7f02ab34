//! What is found of a pair of roads, and what follows.

use super::resample::Distances;
use crate::text::{digits, probability, short};

/// A difference is decided below this p-value.
pub(super) const LEVEL: f64 = 0.01;
/// Or above this many standard errors of one statistic.
const SIGMAS: f64 = 4.0;
/// Agreement is decided when two errors of the relative difference of the means are at most this, and the distance that chance gives in
/// one case of twenty too.
const RESOLUTION: f64 = 0.05;

/// How errors are found.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Resamples of the errors, and of the p-value.
    pub resamples: usize,
    /// Seed of resampling.
    pub seed: u64,
}

/// How the p-value of the distance is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Test {
    /// Labels of whole replicas exchanged; exact where the laws are equal and replicas have as many values.
    Permutation,
    /// Replicas drawn again, their distributions less what was observed: where one side has no replicas, or others in size.
    CentredBootstrap,
}

/// One statistic of both.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Row {
    /// Its name.
    pub name: &'static str,
    /// Of the first road.
    pub a: Option<f64>,
    /// Its standard error.
    pub a_error: Option<f64>,
    /// Of the second.
    pub b: Option<f64>,
    /// Its standard error.
    pub b_error: Option<f64>,
    /// Difference over its standard error.
    pub z: Option<f64>,
}

/// What one recorded time says.
#[derive(Debug, Clone, serde::Serialize)]
pub struct TimeRow {
    /// The time.
    pub time: f64,
    /// Mean of λ of the first road and of the second.
    pub means: [f64; 2],
    /// Distances of the pooled values.
    pub distances: Distances,
}

/// The outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// No difference, and a difference that matters would have been seen.
    Agree,
    /// A difference beyond chance.
    Differ,
    /// Neither.
    Inconclusive,
}

/// Two roads compared.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// Their names.
    pub names: [String; 2],
    /// Replicas of each, 0 for a law.
    pub replicas: [usize; 2],
    /// Which values were compared.
    pub basis: String,
    /// Statistics.
    pub rows: Vec<Row>,
    /// Distances observed.
    pub distances: Distances,
    /// Their standard errors, by resampling replicas.
    pub errors: Option<Distances>,
    /// p-value of the Kolmogorov–Smirnov distance, and how it was found.
    pub p: Option<(f64, Test)>,
    /// The distance that chance exceeds in one case of twenty.
    pub resolution: Option<f64>,
    /// The least distance that would have been seen in four cases of five.
    pub power: Option<f64>,
    /// Exponents of the densities' tails, where stationary studies found them.
    pub tail_exponents: [Option<f64>; 2],
    /// One row a common time.
    pub times: Vec<TimeRow>,
    /// The outcome.
    pub verdict: Verdict,
    /// In one line.
    pub sentence: String,
    /// What to know.
    pub notes: Vec<String>,
}

impl Comparison {
    /// The verdict with its sentence; `laws` where both are laws.
    pub(super) fn judge(&self, laws: bool) -> (Verdict, String) {
        let d = digits(self.distances.ks);
        if laws {
            // Both replaced by 4096 values: distances are good to 1/4096.
            let far = self.distances.ks > 1.0 / 2048.0;
            let text = if far { "differ by a distance" } else { "agree within a distance" };
            return (
                if far { Verdict::Differ } else { Verdict::Agree },
                format!("{text} D = {d}; both are laws without errors"),
            );
        }
        let (Some((p, _)), Some(errors), Some(resolution)) = (self.p, self.errors, self.resolution) else {
            let text =
                format!("inconclusive: one replica has no error bars (D = {d}); needs at least 2 replicas, better 32");
            return (Verdict::Inconclusive, text);
        };
        let said = format!("D = {d} ± {}, p = {}", short(errors.ks), probability(p));
        let worst =
            self.rows.iter().filter_map(|row| Some((row, row.z?))).max_by(|x, y| x.1.abs().total_cmp(&y.1.abs()));
        if let Some((row, z)) = worst.filter(|(_, z)| p < LEVEL || z.abs() > SIGMAS) {
            let by = digits(row.a.unwrap_or(0.0) - row.b.unwrap_or(0.0));
            return (Verdict::Differ, format!("differ by {by} in {} (z = {z:.1}), {said}", row.name));
        }
        if p < LEVEL {
            return (Verdict::Differ, format!("differ: {said}"));
        }
        let mean = self.rows.first().and_then(|row| {
            let spread = [row.a_error, row.b_error].iter().flatten().map(|e| e * e).sum::<f64>().sqrt();
            Some(2.0 * spread / row.b?.abs().max(row.a?.abs()))
        });
        let mean = mean.filter(|mean| mean.is_finite()).unwrap_or(0.0);
        let worst = mean.max(resolution);
        if worst <= RESOLUTION {
            return (Verdict::Agree, format!("agree within {:.1} % in the mean ({said})", 100.0 * mean));
        }
        let fewest = self.replicas.iter().copied().filter(|&count| count > 0).min().unwrap_or(1) as f64;
        let needed = (fewest * (worst / RESOLUTION).powi(2)).ceil();
        (Verdict::Inconclusive, format!("inconclusive: needs about {} replicas ({said})", digits(needed)))
    }
}
