//! Distances of a sample from a law.

use super::Tail;
use super::laws::Distribution;

/// Kolmogorov–Smirnov: the largest |F_n − F|, on both sides of every step.
pub fn kolmogorov_smirnov(tail: Tail, law: &dyn Distribution) -> f64 {
    let n = tail.len() as f64;
    let gaps = tail.values.iter().enumerate().map(|(i, &x)| {
        let cdf = law.cdf(x);
        (cdf - i as f64 / n).max((i + 1) as f64 / n - cdf)
    });
    gaps.fold(0.0, f64::max)
}

/// Anderson–Darling: A² = −n − Σ (2i − 1)(log F(x_i) + log S(x_{n+1−i}))/n, i from 1, over the values beyond x_min: one at x_min is the cut itself.
pub fn anderson_darling(tail: Tail, law: &dyn Distribution) -> f64 {
    let beyond = &tail.values[tail.values.partition_point(|&x| x <= tail.x_min)..];
    let n = beyond.len() as f64;
    let pairs = beyond.iter().zip(beyond.iter().rev()).enumerate();
    let sum: f64 =
        pairs.map(|(i, (&low, &high))| (2 * i + 1) as f64 * (law.log_cdf(low) + law.log_survival(high))).sum();
    -n - sum / n
}
