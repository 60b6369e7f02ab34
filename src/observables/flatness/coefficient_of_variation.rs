//! Coefficient of variation of the singular values.

use super::Flatness;

/// Standard deviation over mean, with 1/r in the variance.
pub struct CoefficientOfVariation;

impl Flatness for CoefficientOfVariation {
    fn name(&self) -> &'static str {
        "coefficient_of_variation"
    }

    fn formula(&self) -> &'static str {
        "standard deviation of sigma / mean of sigma (1/r in the variance)"
    }

    fn flat_sign(&self) -> f64 {
        -1.0
    }

    fn value(&self, sigma: &[f64]) -> f64 {
        let r = sigma.len() as f64;
        let mean = sigma.iter().sum::<f64>() / r;
        (sigma.iter().map(|s| (s / mean - 1.0).powi(2)).sum::<f64>() / r).sqrt()
    }

    /// With x = σ/mean and c the value: ∂c/∂σ_i = (x_i − 1 − c²)/(r c mean), 0 on the flat spectrum.
    fn gradient(&self, sigma: &[f64]) -> Vec<f64> {
        let r = sigma.len() as f64;
        let mean = sigma.iter().sum::<f64>() / r;
        let c = self.value(sigma);
        if c == 0.0 {
            return vec![0.0; sigma.len()];
        }
        sigma.iter().map(|s| (s / mean - 1.0 - c * c) / (r * c * mean)).collect()
    }
}
