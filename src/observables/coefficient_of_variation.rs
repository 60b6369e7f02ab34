//! Coefficient of variation of the singular values.

use super::{Flatness, Observable};

/// Standard deviation over mean of σ, with 1/r in the variance.
pub static COEFFICIENT_OF_VARIATION: Observable = Observable {
    recorded: false,
    flatness: Some(&FLATNESS),
    ..Observable::new("coefficient_of_variation", FLATNESS.formula, |lambda| FLATNESS.of_lambda(lambda))
};

static FLATNESS: Flatness = Flatness {
    name: "coefficient_of_variation",
    formula: "standard deviation of sigma / mean of sigma (1/r in the variance)",
    flat_sign: -1.0,
    functional: variation,
    slopes,
};

fn variation(sigma: &[f64]) -> f64 {
    let r = sigma.len() as f64;
    let mean = sigma.iter().sum::<f64>() / r;
    (sigma.iter().map(|s| (s / mean - 1.0).powi(2)).sum::<f64>() / r).sqrt()
}

/// With x = σ/mean and c the value: ∂c/∂σ_i = (x_i − 1 − c²)/(r c mean), 0 on the flat spectrum.
fn slopes(sigma: &[f64]) -> Vec<f64> {
    let r = sigma.len() as f64;
    let mean = sigma.iter().sum::<f64>() / r;
    let c = variation(sigma);
    if c == 0.0 {
        return vec![0.0; sigma.len()];
    }
    sigma.iter().map(|s| (s / mean - 1.0 - c * c) / (r * c * mean)).collect()
}
