//! Laws to test, draws from them, and distances.

use svsde::random::Stream;
use svsde::tails::laws::{Distribution, TailLaw, named};
use svsde::tails::{Fit, Sample};

/// A member of a family.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub law: &'static TailLaw,
    pub parameters: &'static [f64],
    pub x_min: f64,
}

impl Case {
    pub fn new(law: &str, parameters: &'static [f64], x_min: f64) -> Self {
        let law = named(law).unwrap();
        Self { law, parameters, x_min }
    }

    pub fn distribution(&self) -> Box<dyn Distribution> {
        (self.law.at)(self.parameters, self.x_min).unwrap()
    }

    /// `n` independent draws.
    pub fn draws(&self, n: usize, seed: u64, replica: u64) -> Vec<f64> {
        let (law, mut rng) = (self.distribution(), Stream::new(seed, replica, "problem"));
        (0..n).map(|_| law.sample(&mut rng)).collect()
    }

    /// The fit of the family to `n` draws.
    pub fn refit(&self, n: usize, seed: u64, replica: u64) -> Option<Fit> {
        let (sample, _) = Sample::new(&self.draws(n, seed, replica)).unwrap();
        Fit::new(self.law, sample.above(self.x_min)).ok()
    }
}

/// Every law above x_min and, where that can be, whole.
pub fn families() -> [Case; 12] {
    [
        Case::new("power_law", &[2.5], 1.0),
        Case::new("truncated_power_law", &[1.5, 0.1], 1.0),
        Case::new("exponential", &[0.5], 1.0),
        Case::new("exponential", &[0.5], 0.0),
        Case::new("stretched_exponential", &[0.5, 1.0], 1.0),
        Case::new("stretched_exponential", &[1.5, 1.0], 0.0),
        Case::new("gamma", &[2.0, 1.0], 1.0),
        Case::new("gamma", &[0.5, 1.0], 0.0),
        Case::new("lognormal", &[0.0, 1.0], 1.0),
        Case::new("lognormal", &[0.0, 1.0], 0.0),
        Case::new("generalised_gamma", &[2.0, 1.0, 1.0], 1.0),
        Case::new("generalised_gamma", &[2.0, 1.5, 1.0], 0.0),
    ]
}

/// sup |F_n − F|, F from `cdf`.
pub fn distance(values: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let gaps = values.iter().enumerate().map(|(i, &x)| (cdf(x) - i as f64 / n).max((i + 1) as f64 / n - cdf(x)));
    gaps.fold(0.0, f64::max)
}

/// Simpson's rule with `steps` (even) steps.
pub fn simpson(low: f64, high: f64, steps: usize, f: impl Fn(f64) -> f64) -> f64 {
    let h = (high - low) / steps as f64;
    let weight = |k: usize| if k == 0 || k == steps { 1.0 } else { 2.0 + 2.0 * (k % 2) as f64 };
    (0..=steps).map(|k| weight(k) * f(low + k as f64 * h)).sum::<f64>() * h / 3.0
}

/// E f(x): with y = −log S exponential and v = log y, ∫ f(x(y)) e^{−y} y dv, where e^{−36} is neglected at both ends.
pub fn expectation(law: &dyn Distribution, f: impl Fn(f64) -> f64) -> f64 {
    simpson(-36.0, 36_f64.ln(), 4000, |v| {
        let y = v.exp();
        f(law.quantile(-y)) * (v - y).exp()
    })
}

/// Φ(z).
pub fn normal(z: f64) -> f64 {
    0.5 * statrs::function::erf::erfc(-z / std::f64::consts::SQRT_2)
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard error of the mean.
pub fn error_of_mean(values: &[f64]) -> f64 {
    let (n, mean) = (values.len() as f64, mean(values));
    (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0) / n).sqrt()
}
