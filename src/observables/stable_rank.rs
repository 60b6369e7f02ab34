//! Stable rank ‖W‖²_F/‖W‖²₂.

use super::{Flatness, Observable};

/// Σλ/λ_max, between 1 and the rank.
pub static STABLE_RANK: Observable = Observable {
    flatness: Some(&FLATNESS),
    ..Observable::new("stable_rank", "sum lambda / max lambda; 0 for W = 0", |lambda| FLATNESS.of_lambda(lambda))
};

static FLATNESS: Flatness = Flatness {
    name: "stable_rank",
    formula: "sum sigma^2 / max sigma^2",
    flat_sign: 1.0,
    functional: stable_rank,
    slopes,
};

fn stable_rank(sigma: &[f64]) -> f64 {
    let (_, largest) = largest(sigma);
    sigma.iter().map(|s| (s / largest).powi(2)).sum()
}

/// 2σ_i/σ_max², less 2F/σ_max at the largest.
fn slopes(sigma: &[f64]) -> Vec<f64> {
    let (at, largest) = largest(sigma);
    let mut q: Vec<f64> = sigma.iter().map(|s| 2.0 * s / (largest * largest)).collect();
    q[at] -= 2.0 * stable_rank(sigma) / largest;
    q
}

fn largest(sigma: &[f64]) -> (usize, f64) {
    sigma.iter().copied().enumerate().fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best })
}
