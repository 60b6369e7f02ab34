//! Shannon entropy of the normalised spectrum; its exponential is the effective rank (Roy and Vetterli 2007).

use super::Flatness;

/// H = −Σ p_i log p_i with p = σ^k / Σσ^k.
pub struct Entropy {
    name: &'static str,
    formula: &'static str,
    power: i32,
}

/// p = σ/Σσ.
pub static ENTROPY_SIGMA: Entropy =
    Entropy { name: "entropy_sigma", formula: "-sum p log p, p = sigma / sum sigma", power: 1 };

/// p = σ²/Σσ².
pub static ENTROPY_LAMBDA: Entropy =
    Entropy { name: "entropy_lambda", formula: "-sum p log p, p = sigma^2 / sum sigma^2", power: 2 };

impl Entropy {
    /// p_i, computed from σ/σ_max so that no power underflows to an empty sum.
    fn weights(&self, sigma: &[f64]) -> Vec<f64> {
        let largest = sigma.iter().fold(0.0_f64, |a, &b| a.max(b));
        let powers: Vec<f64> = sigma.iter().map(|s| (s / largest).powi(self.power)).collect();
        let total: f64 = powers.iter().sum();
        powers.into_iter().map(|x| x / total).collect()
    }
}

impl Flatness for Entropy {
    fn name(&self) -> &'static str {
        self.name
    }

    fn formula(&self) -> &'static str {
        self.formula
    }

    fn flat_sign(&self) -> f64 {
        1.0
    }

    fn value(&self, sigma: &[f64]) -> f64 {
        self.weights(sigma).into_iter().filter(|&p| p > 0.0).fold(0.0, |entropy, p| entropy - p * p.ln())
    }

    /// ∂H/∂σ_i = −(k p_i/σ_i)(log p_i + H).
    fn gradient(&self, sigma: &[f64]) -> Vec<f64> {
        let (weights, entropy) = (self.weights(sigma), self.value(sigma));
        let slope = |(&s, &p): (&f64, &f64)| {
            if p > 0.0 { -f64::from(self.power) * p / s * (p.ln() + entropy) } else { 0.0 }
        };
        sigma.iter().zip(&weights).map(slope).collect()
    }
}
