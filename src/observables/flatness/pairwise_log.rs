//! The pairwise logarithmic energy of the spectrum at unit Frobenius norm.

use super::Flatness;

/// R_pw = −Σ_{i≠j} log(σ_i + σ_j) at ‖σ‖ = 1; pairs of two zeros are left out.
pub struct PairwiseLog;

/// Ordered pairs (i, j), i ≠ j, with σ_i + σ_j > 0.
fn pairs(sigma: &[f64]) -> impl Iterator<Item = (usize, usize, f64)> {
    let n = sigma.len();
    (0..n)
        .flat_map(move |i| (0..n).filter(move |&j| j != i).map(move |j| (i, j)))
        .map(|(i, j)| (i, j, sigma[i] + sigma[j]))
        .filter(|&(_, _, sum)| sum > 0.0)
}

fn norm(sigma: &[f64]) -> f64 {
    sigma.iter().map(|s| s * s).sum::<f64>().sqrt()
}

impl Flatness for PairwiseLog {
    fn name(&self) -> &'static str {
        "pairwise_log"
    }

    fn formula(&self) -> &'static str {
        "-sum_{i != j} log(sigma_i + sigma_j) at unit Frobenius norm"
    }

    fn flat_sign(&self) -> f64 {
        -1.0
    }

    fn value(&self, sigma: &[f64]) -> f64 {
        let norm = norm(sigma);
        -pairs(sigma).map(|(_, _, sum)| (sum / norm).ln()).sum::<f64>()
    }

    /// ∂R/∂σ_i = −2Σ_{j≠i} 1/(σ_i + σ_j) + Nσ_i/‖σ‖², N the number of pairs.
    fn gradient(&self, sigma: &[f64]) -> Vec<f64> {
        let radial = pairs(sigma).count() as f64 / norm(sigma).powi(2);
        let mut q: Vec<f64> = sigma.iter().map(|s| radial * s).collect();
        pairs(sigma).for_each(|(i, _, sum)| q[i] -= 2.0 / sum);
        q
    }
}
