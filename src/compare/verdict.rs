//! What is found of a pair of roads, and what follows.

use super::chance::{Chance, LEVEL, student};
use super::resample::Distances;
use crate::text::{digits, probability, short};

/// Agreement is decided when the relative difference of the means is at most this with its error, and the distance, and the distance that
/// chance gives in one case of twenty too.
const RESOLUTION: f64 = 0.05;

/// How errors are found.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Resamples of the errors, and of the p-value.
    pub resamples: usize,
    /// Seed of resampling.
    pub seed: u64,
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
    /// Their standard errors over replicas.
    pub errors: [Option<f64>; 2],
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
    /// What chance does, where there are replicas.
    pub chance: Option<Chance>,
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
        let (Some(chance), Some(errors)) = (&self.chance, self.errors) else {
            let text =
                format!("inconclusive: one replica has no error bars (D = {d}); needs at least 2 replicas, better 32");
            return (Verdict::Inconclusive, text);
        };
        let said = format!("D = {d} ± {}, p = {}", short(errors.ks), probability(chance.p));
        if chance.p < LEVEL {
            let worst = self.rows.iter().filter_map(|row| Some((row, row.z?, row.a? - row.b?)));
            let worst = worst.max_by(|x, y| x.1.abs().total_cmp(&y.1.abs()));
            let by = worst.map(|(row, z, by)| format!(" by {} in {} (z = {z:.1}),", digits(by), row.name));
            return (Verdict::Differ, format!("differ{} {said}", by.unwrap_or(":".to_owned())));
        }
        // The mean, or the median of a law that has none.
        let scaled = |row: &Row| {
            let (a, b) = (row.a?, row.b?);
            let spread = [row.a_error, row.b_error].iter().flatten().map(|e| e * e).sum::<f64>().sqrt();
            let [off, spread] = [a - b, spread].map(|x| x.abs() / a.abs().max(b.abs()).max(f64::MIN_POSITIVE));
            Some((row.name, off, spread)).filter(|_| (off + spread).is_finite())
        };
        let centre = self.rows.iter().filter(|row| ["mean", "quantile_50"].contains(&row.name)).find_map(scaled);
        let Some((name, off, spread)) = centre else {
            return (Verdict::Inconclusive, format!("inconclusive: neither mean nor median is finite ({said})"));
        };
        let within = off + student(self.replicas, 0.975) * spread;
        let distance = self.distances.ks.max(chance.resolution);
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

    /// Replicas of each of two equal roads with the same error, or of the one beside a law.
    fn effective(&self) -> f64 {
        let counts = self.replicas.iter().filter(|&&count| count > 0);
        counts.clone().count() as f64 / counts.map(|&count| 1.0 / count as f64).sum::<f64>()
    }
}
