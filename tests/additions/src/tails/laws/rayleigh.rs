//! Rayleigh law.
//!
//! # Density
//! p(x) = 2λx e^{−λ(x² − x_min²)}, x ≥ x_min ≥ 0, λ > 0.
//!
//! # Maximum likelihood
//! 1/λ is the mean of x² − x_min², with information n/λ².

use super::{Distribution, FitError, Maximum, TailLaw, enough, out_of_range};
use crate::tails::Tail;
use ndarray::arr2;

/// p ∝ x e^{−λx²}.
pub static RAYLEIGH: TailLaw = TailLaw {
    name: "rayleigh",
    title: "Rayleigh law",
    formula: "x exp(-rate x^2)",
    parameters: &["rate"],
    fits_whole: true,
    contains: &[],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&RAYLEIGH, tail, 2)?;
    let n = tail.len() as f64;
    let mean = tail.values.iter().map(|x| (x * x - tail.x_min * tail.x_min) / n).sum::<f64>();
    Ok(Maximum { parameters: vec![1.0 / mean], information: Some(arr2(&[[n * mean * mean]])), boundary: None })
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&RAYLEIGH, parameters, |_, value| value > 0.0)?;
    Ok(Box::new(Cut { rate: parameters[0], x_min }))
}

/// P(X > x) = e^{−rate (x² − x_min²)}.
#[derive(Debug)]
struct Cut {
    rate: f64,
    x_min: f64,
}

impl Distribution for Cut {
    fn log_density(&self, x: f64) -> f64 {
        (2.0 * self.rate * x).ln() + self.log_survival(x)
    }

    fn log_survival(&self, x: f64) -> f64 {
        (-self.rate * (x * x - self.x_min * self.x_min)).min(0.0)
    }

    fn quantile(&self, log_survival: f64) -> f64 {
        (self.x_min * self.x_min - log_survival / self.rate).sqrt()
    }
}
