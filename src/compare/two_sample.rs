//! How often chance alone is as far as two operands are.

use super::statistics::FEWEST;
use serde::{Deserialize, Serialize};
use statrs::distribution::{ContinuousCDF, Normal, StudentsT};
use statrs::function::factorial::binomial;
use std::fmt;

/// A difference is decided below this p-value.
pub(super) const LEVEL: f64 = 0.01;

/// How the p-values are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NullMethod {
    /// There are no replicas to find them by.
    #[serde(rename = "none")]
    None,
    /// Labels of whole replicas exchanged; exact where the laws are equal and replicas have as many values.
    #[serde(rename = "permutation of replicas")]
    Permutation,
    /// Replicas drawn again, less what was observed, and wider by what Student's t exceeds a normal variable by: where one side has no
    /// replicas, or others in size.
    #[serde(rename = "centred bootstrap of replicas")]
    CentredBootstrap,
}

/// What the distances and statistics of equal laws would be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TwoSampleTest {
    /// Twice the smaller of the two that follow, at most 1.
    #[serde(rename = "p_value")]
    pub p: f64,
    /// p-value of the Kolmogorov–Smirnov distance.
    pub p_distance: f64,
    /// p-value of the largest difference of a statistic, each over its root mean square where the laws are equal.
    pub p_statistics: f64,
    /// The distance that equal laws exceed in one case of twenty.
    pub resolution: f64,
    /// The distance above which p < 0.01; `None` where replicas are too few for such a p.
    #[serde(rename = "distance_of_p_01")]
    pub threshold: Option<f64>,
    /// What the distances of the null were widened by; 1 in files that do not have it.
    #[serde(default = "crate::rules::one", rename = "null_widened_by")]
    pub widened: f64,
}

impl fmt::Display for NullMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl TwoSampleTest {
    /// Of the observed distance and differences of statistics, and of `nulls` of them; `None` without nulls.
    pub(super) fn new(
        (ks, differences): (f64, [f64; 10]),
        nulls: &[(f64, [f64; 10])],
        test: NullMethod,
        replicas: [usize; 2],
    ) -> Option<Self> {
        let widened = match test {
            NullMethod::None | NullMethod::Permutation => 1.0,
            NullMethod::CentredBootstrap => {
                student(replicas, 1.0 - LEVEL / 4.0) / Normal::standard().inverse_cdf(1.0 - LEVEL / 4.0)
            }
        };
        let mut distances: Vec<f64> = nulls.iter().map(|null| widened * null.0).collect();
        distances.sort_unstable_by(f64::total_cmp);
        let level = |p: f64| distances.get((distances.len() as f64 * p) as usize).copied();
        let tested = |k: usize| test == NullMethod::Permutation || fewest(replicas) >= FEWEST[k];
        // The observed one among them, as a permutation test must.
        let scales: [f64; 10] = std::array::from_fn(|k| {
            let all = nulls.iter().map(|null| null.1[k]).chain([differences[k]]);
            (all.filter(|x| x.is_finite() && tested(k)).map(|x| x * x).sum::<f64>() / (1.0 + nulls.len() as f64)).sqrt()
        });
        let largest = |differences: &[f64; 10]| {
            let each = differences.iter().zip(&scales).map(|(x, scale)| (x / scale).abs());
            each.filter(|x| x.is_finite()).fold(0.0, f64::max)
        };
        // A permutation that gives the observed one up to rounding is as far.
        let share = |observed: f64, nulls: &mut dyn Iterator<Item = f64>| {
            let beyond = nulls.filter(|null| *null >= observed * (1.0 - 1e-9)).count();
            (1.0 + beyond as f64) / (1.0 + distances.len() as f64)
        };
        let p_distance = share(ks, &mut distances.iter().copied());
        let p_statistics = share(largest(&differences), &mut nulls.iter().map(|null| widened * largest(&null.1)));
        let p = (2.0 * p_distance.min(p_statistics)).min(1.0);
        // The least p of a permutation test is that of the labels as they are, and of all of them exchanged.
        let arrangements = binomial((replicas[0] + replicas[1]) as u64, replicas[0] as u64);
        let decides = test == NullMethod::CentredBootstrap || 4.0 / arrangements < LEVEL;
        let threshold = level(1.0 - LEVEL / 2.0).filter(|threshold| decides && *threshold < 1.0);
        let resolution = level(0.95)?;
        Some(Self { p, p_distance, p_statistics, resolution, threshold, widened })
    }
}

/// Student's t at a level, of as many degrees of freedom as the operand with the fewest replicas has, in standard errors of the bootstrap,
/// which are √(1 − 1/R) too small.
pub(super) fn student(replicas: [usize; 2], level: f64) -> f64 {
    let count = fewest(replicas) as f64;
    let law = StudentsT::new(0.0, 1.0, count - 1.0);
    law.map_or(f64::INFINITY, |law| law.inverse_cdf(level) * (count / (count - 1.0)).sqrt())
}

/// Replicas of the operand that has the fewest; a law has none to count.
fn fewest(replicas: [usize; 2]) -> usize {
    replicas.into_iter().filter(|&count| count > 0).min().unwrap_or(1)
}
