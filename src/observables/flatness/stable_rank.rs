//! Stable rank ‖W‖²_F/‖W‖²₂.

use super::Flatness;

/// Σσ²/σ_max², between 1 and the rank.
pub struct StableRank;

impl Flatness for StableRank {
    fn name(&self) -> &'static str {
        "stable_rank"
    }

    fn formula(&self) -> &'static str {
        "sum sigma^2 / max sigma^2"
    }

    fn flat_sign(&self) -> f64 {
        1.0
    }

    fn value(&self, sigma: &[f64]) -> f64 {
        let (_, largest) = largest(sigma);
        sigma.iter().map(|s| (s / largest).powi(2)).sum()
    }

    /// 2σ_i/σ_max², less 2F/σ_max at the largest.
    fn gradient(&self, sigma: &[f64]) -> Vec<f64> {
        let (at, largest) = largest(sigma);
        let mut q: Vec<f64> = sigma.iter().map(|s| 2.0 * s / (largest * largest)).collect();
        q[at] -= 2.0 * self.value(sigma) / largest;
        q
    }
}

fn largest(sigma: &[f64]) -> (usize, f64) {
    sigma.iter().copied().enumerate().fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
}
