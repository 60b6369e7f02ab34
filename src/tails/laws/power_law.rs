//! Power law.
//!
//! # Density
//! p(x) = (α − 1) x_min^{α−1} x^{−α}, x ≥ x_min > 0, α > 1.
//!
//! # Maximum likelihood
//! α = 1 + n/Σ log(x_i/x_min), with information n/(α − 1)² (Clauset, Shalizi and Newman 2009, equations 3.1 and 3.2).

use super::{Distribution, FitError, Maximum, TailLaw, enough, needs_x_min, out_of_range};
use crate::tails::Tail;
use ndarray::arr2;

/// p ∝ x^{−α}.
pub static POWER_LAW: TailLaw = TailLaw {
    name: "power_law",
    title: "power law",
    formula: "x^-alpha",
    parameters: &["alpha"],
    fits_whole: false,
    contains: &[],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&POWER_LAW, tail, 2)?;
    let n = tail.len() as f64;
    let begin = tail.x_min.ln();
    let decay = n / tail.logs.iter().map(|log| log - begin).sum::<f64>();
    Ok(Maximum { parameters: vec![1.0 + decay], information: Some(arr2(&[[n / (decay * decay)]])), boundary: None })
}

pub(super) fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&POWER_LAW, parameters, |_, value| value > 1.0)?;
    needs_x_min(&POWER_LAW, x_min)?;
    Ok(Box::new(Pareto { decay: parameters[0] - 1.0, begin: x_min.ln() }))
}

/// P(X > x) = (x/x_min)^{−decay}.
#[derive(Debug)]
struct Pareto {
    decay: f64,
    /// Logarithm of x_min.
    begin: f64,
}

impl Distribution for Pareto {
    fn log_density(&self, x: f64) -> f64 {
        self.decay.ln() - self.decay * (x.ln() - self.begin) - x.ln()
    }

    fn log_survival(&self, x: f64) -> f64 {
        (-self.decay * (x.ln() - self.begin)).min(0.0)
    }

    fn quantile(&self, log_survival: f64) -> f64 {
        (self.begin - log_survival / self.decay).exp()
    }
}
