//! Hill's estimator of the exponent of a power-law tail (Hill 1975).

use super::Observable;

/// α = 1 + k / Σ_{i ≤ k} log(λ_(i)/λ_(k+1)) over the k = ⌈n/10⌉ largest values λ_(1) ≥ … ≥ λ_(k).
pub static HILL_ALPHA: Observable = Observable {
    least: 2,
    ..Observable::new(
        "hill_alpha",
        "1 + k / sum log(lambda_i / lambda_(n-k)) over the k = ceil(n/10) largest: the exponent of the density; 0 where undefined",
        hill_alpha,
    )
};

fn hill_alpha(lambda: &[f64]) -> f64 {
    let k = lambda.len().div_ceil(10);
    let (body, tail) = lambda.split_at(lambda.len() - k);
    let threshold = body.last().copied().unwrap_or(0.0);
    let sum: f64 = tail.iter().map(|l| (l / threshold).ln()).sum();
    if threshold > 0.0 && sum > 8.0 * f64::EPSILON * k as f64 { 1.0 + k as f64 / sum } else { 0.0 }
}
