//! Shannon entropy of the normalised spectrum; its exponential is the effective rank (Roy and Vetterli 2007).

use super::{Flatness, Observable};

/// H = −Σ p_i log p_i, p = σ/Σσ.
pub static ENTROPY: Observable = Observable {
    flatness: Some(&SIGMA),
    ..Observable::new("entropy", "-sum p log p, p = sigma / sum sigma; 0 for W = 0", |lambda| SIGMA.of_lambda(lambda))
};

/// H of p = λ/Σλ.
pub static ENTROPY_LAMBDA: Observable = Observable {
    recorded: false,
    flatness: Some(&LAMBDA),
    ..Observable::new("entropy_lambda", LAMBDA.formula, |lambda| LAMBDA.of_lambda(lambda))
};

/// exp of [`ENTROPY`].
pub static EFFECTIVE_RANK: Observable =
    Observable::new("effective_rank", "exp(entropy)", |lambda| SIGMA.of_lambda(lambda).exp());

static SIGMA: Flatness = Flatness {
    name: "entropy_sigma",
    formula: "-sum p log p, p = sigma / sum sigma",
    flat_sign: 1.0,
    functional: |sigma| entropy(sigma, 1),
    slopes: |sigma| slopes(sigma, 1),
};

static LAMBDA: Flatness = Flatness {
    name: "entropy_lambda",
    formula: "-sum p log p, p = sigma^2 / sum sigma^2",
    flat_sign: 1.0,
    functional: |sigma| entropy(sigma, 2),
    slopes: |sigma| slopes(sigma, 2),
};

/// p_i = σ_i^k/Σσ^k, computed from σ/σ_max so that no power underflows to an empty sum.
fn weights(sigma: &[f64], power: i32) -> Vec<f64> {
    let largest = sigma.iter().fold(0.0_f64, |a, &b| a.max(b));
    let powers: Vec<f64> = sigma.iter().map(|s| (s / largest).powi(power)).collect();
    let total: f64 = powers.iter().sum();
    powers.into_iter().map(|x| x / total).collect()
}

fn entropy(sigma: &[f64], power: i32) -> f64 {
    weights(sigma, power).into_iter().filter(|&p| p > 0.0).fold(0.0, |entropy, p| entropy - p * p.ln())
}

/// ∂H/∂σ_i = −(k p_i/σ_i)(log p_i + H).
fn slopes(sigma: &[f64], power: i32) -> Vec<f64> {
    let (weights, entropy) = (weights(sigma, power), entropy(sigma, power));
    let slope = |(&s, &p): (&f64, &f64)| if p > 0.0 { -f64::from(power) * p / s * (p.ln() + entropy) } else { 0.0 };
    sigma.iter().zip(&weights).map(slope).collect()
}
