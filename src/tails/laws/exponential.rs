//! Exponential law.
//!
//! # Density
//! p(x) = λ e^{−λ(x − x_min)}, x ≥ x_min ≥ 0, λ > 0: the Gamma law of shape 1 and the Weibull law of shape 1, cut at x_min.
//!
//! # Maximum likelihood
//! 1/λ is the mean of x − x_min, with information n/λ².

use super::{Distribution, FitError, Maximum, TailLaw, enough, out_of_range};
use crate::tails::Tail;
use ndarray::arr2;

/// p ∝ e^{−λx}.
pub static EXPONENTIAL: TailLaw = TailLaw {
    name: "exponential",
    title: "exponential",
    formula: "exp(-rate x)",
    parameters: &["rate"],
    fits_whole: true,
    contains: &[],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&EXPONENTIAL, tail, 2)?;
    let n = tail.len() as f64;
    let mean = tail.values.iter().map(|x| (x - tail.x_min) / n).sum::<f64>();
    Ok(Maximum { parameters: vec![1.0 / mean], information: Some(arr2(&[[n * mean * mean]])), boundary: None })
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&EXPONENTIAL, parameters, |_, value| value > 0.0)?;
    Ok(Box::new(Shifted { rate: parameters[0], x_min }))
}

/// P(X > x) = e^{−rate (x − x_min)}.
#[derive(Debug)]
struct Shifted {
    rate: f64,
    x_min: f64,
}

impl Distribution for Shifted {
    fn log_density(&self, x: f64) -> f64 {
        self.rate.ln() - self.rate * (x - self.x_min)
    }

    fn log_survival(&self, x: f64) -> f64 {
        (-self.rate * (x - self.x_min)).min(0.0)
    }

    fn quantile(&self, log_survival: f64) -> f64 {
        self.x_min - log_survival / self.rate
    }
}
