//! The pairwise logarithmic energy of the spectrum at unit Frobenius norm.

use super::{Flatness, Observable};
use crate::linalg::norm;

/// −Σ_{i≠j} log(σ_i + σ_j) at ‖σ‖ = 1; pairs of two zeros are left out.
pub static PAIRWISE_LOG: Observable = Observable {
    least: 2,
    flatness: Some(&FLATNESS),
    ..Observable::new(
        "pairwise_log",
        "-sum_{i != j} log(sigma_i + sigma_j) at unit Frobenius norm; 0 for W = 0",
        |lambda| FLATNESS.of_lambda(lambda),
    )
};

static FLATNESS: Flatness = Flatness {
    name: "pairwise_log",
    formula: "-sum_{i != j} log(sigma_i + sigma_j) at unit Frobenius norm",
    flat_sign: -1.0,
    functional: |sigma| {
        let norm = norm(sigma);
        -pairs(sigma).map(|(_, _, sum)| (sum / norm).ln()).sum::<f64>()
    },
    slopes,
};

/// Ordered pairs (i, j), i ≠ j, with σ_i + σ_j > 0.
fn pairs(sigma: &[f64]) -> impl Iterator<Item = (usize, usize, f64)> {
    let n = sigma.len();
    (0..n)
        .flat_map(move |i| (0..n).filter(move |&j| j != i).map(move |j| (i, j)))
        .map(|(i, j)| (i, j, sigma[i] + sigma[j]))
        .filter(|&(_, _, sum)| sum > 0.0)
}

/// ∂R/∂σ_i = −2Σ_{j≠i} 1/(σ_i + σ_j) + Nσ_i/‖σ‖², N the number of pairs.
fn slopes(sigma: &[f64]) -> Vec<f64> {
    let radial = pairs(sigma).count() as f64 / norm(sigma).powi(2);
    let mut q: Vec<f64> = sigma.iter().map(|s| radial * s).collect();
    pairs(sigma).for_each(|(i, _, sum)| q[i] -= 2.0 / sum);
    q
}
