//! What is said of one operand.

use super::operand::Law;

/// Levels of the quantiles among [`NAMES`].
const LEVELS: [f64; 6] = [0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/// Share of the values in the tail of Hill's estimator.
const TAIL: f64 = 0.1;

/// Names of the statistics, in order.
pub const NAMES: [&str; 10] = [
    "mean",
    "variance",
    "kurtosis",
    "quantile_05",
    "quantile_25",
    "quantile_50",
    "quantile_75",
    "quantile_95",
    "quantile_99",
    "hill_alpha",
];

/// Replicas from which on the bootstrap tests them, five beyond a quantile: their bias, which it does not see, is small then. That of
/// kurtosis and of the 99 % quantile is not, even for 500 single values of a Gamma law.
pub(super) const FEWEST: [usize; 10] = [2, 100, usize::MAX, 100, 20, 10, 20, 100, usize::MAX, 100];

/// The statistics of values, `sorted` with the index of their replica; `weights` has the weight of one value of each replica, and
/// the weights of all values sum to 1. NaN where undefined.
///
/// Kurtosis is the excess μ₄/μ₂² − 3; a quantile the least value with at least its level below or at it; Hill's α is
/// 1 + W/Σ w log(x/u) over the values above the 90 % quantile u, W their weight: the exponent of a power-law density.
pub fn of_replicas(sorted: &[(f64, usize)], weights: &[f64]) -> [f64; 10] {
    let weight = |replica: usize| weights.get(replica).copied().unwrap_or(0.0);
    let moment =
        |centre: f64, power: i32| -> f64 { sorted.iter().map(|&(x, r)| weight(r) * (x - centre).powi(power)).sum() };
    let mean = moment(0.0, 1);
    let variance = moment(mean, 2);
    let kurtosis = moment(mean, 4) / (variance * variance) - 3.0;
    let mut levels = [0.05, 0.25, 0.5, 0.75, 1.0 - TAIL, 0.95, 0.99].into_iter().peekable();
    let (mut quantiles, mut below) = (Vec::with_capacity(7), 0.0);
    for &(x, replica) in sorted {
        below += weight(replica);
        while levels.next_if(|&level| below >= level - 1e-12).is_some() {
            quantiles.push(x);
        }
    }
    let &[q05, q25, q50, q75, threshold, q95, q99] = quantiles.as_slice() else { return [f64::NAN; 10] };
    let tail = sorted.get(sorted.partition_point(|entry| entry.0 <= threshold)..).unwrap_or_default();
    let (mass, logs) = tail.iter().fold((0.0, 0.0), |(mass, logs), &(x, replica)| {
        (mass + weight(replica), logs + weight(replica) * (x / threshold).ln())
    });
    let hill = if threshold > 0.0 && logs > 0.0 { 1.0 + mass / logs } else { f64::NAN };
    [mean, variance, kurtosis, q05, q25, q50, q75, q95, q99, hill]
}

/// The same of a law: moments in closed form, NaN where they are infinite.
pub fn of_law(law: &Law) -> [f64; 10] {
    let values: Vec<(f64, usize)> = law.values().into_iter().map(|x| (x, 0)).collect();
    let mut all = of_replicas(&values, &[1.0 / values.len() as f64]);
    for (place, known) in all.iter_mut().zip(law.moments()) {
        *place = known.unwrap_or(f64::NAN);
    }
    for (place, level) in all.iter_mut().skip(3).zip(LEVELS) {
        *place = law.quantile(level);
    }
    all
}
