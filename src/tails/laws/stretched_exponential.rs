//! Stretched exponential: the Weibull law.
//!
//! # Density
//! p(x) ∝ x^{θ−1} e^{−(x/s)^θ}, x ≥ x_min ≥ 0, θ > 0, s > 0. The published mean field of Muon ends in such a tail, with θ = 3/2 in λ.
//!
//! # Maximum likelihood
//! s^θ is the mean of x^θ − x_min^θ; θ is the root of the profile's derivative, decreasing for a whole sample. Above x_min the limit θ → 0 is the
//! power law.

use super::{Distribution, FitError, Maximum, Nesting, TailLaw, enough, mean, out_of_range, unsettled};
use crate::roots::false_position;
use crate::tails::Tail;
use ndarray::arr2;

/// θ is looked for between this and its inverse.
const LEAST: f64 = 1.0 / 1024.0;

/// p ∝ x^{θ−1} e^{−(x/s)^θ}.
pub static STRETCHED_EXPONENTIAL: TailLaw = TailLaw {
    name: "stretched_exponential",
    title: "stretched exponential",
    formula: "x^(theta - 1) exp(-(x/scale)^theta)",
    parameters: &["theta", "scale"],
    fits_whole: true,
    contains: &[("exponential", Nesting { degrees: 1, boundary: false })],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&STRETCHED_EXPONENTIAL, tail, 3)?;
    let profile = Profile::new(tail);
    let falling = |theta: f64| profile.slope(theta) < 0.0;
    let (mut low, mut high) = (1.0, 1.0);
    while !falling(high) {
        (low, high) = (high, 2.0 * high);
        if high > 1.0 / LEAST {
            return Err(unsettled(&STRETCHED_EXPONENTIAL));
        }
    }
    while low == high || falling(low) {
        (low, high) = (0.5 * low, low);
        if low < LEAST {
            return match tail.x_min > 0.0 {
                true => Err(FitError::Limit { law: STRETCHED_EXPONENTIAL.title, limit: "power_law" }),
                false => Err(unsettled(&STRETCHED_EXPONENTIAL)),
            };
        }
    }
    let maximum = profile.maximum(false_position(low, high, |theta| profile.slope(theta)));
    // Next to the limit the scale is below the smallest number.
    let scale = maximum.parameters[1];
    if scale > 0.0 && scale.is_finite() {
        Ok(maximum)
    } else {
        Err(FitError::Limit { law: STRETCHED_EXPONENTIAL.title, limit: "power_law" })
    }
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&STRETCHED_EXPONENTIAL, parameters, |_, value| value > 0.0)?;
    Ok(Box::new(Weibull { theta: parameters[0], shift: parameters[1].ln(), begin: x_min.ln() }))
}

/// The likelihood with the best s for each θ, in t = log x less that of the largest.
struct Profile<'a> {
    tail: Tail<'a>,
    shift: f64,
    begin: f64,
    first: f64,
}

impl<'a> Profile<'a> {
    fn new(tail: Tail<'a>) -> Self {
        let shift = tail.logs[tail.len() - 1];
        let first = mean(tail.logs.iter().map(|log| log - shift));
        Self { tail, shift, begin: tail.x_min.ln() - shift, first }
    }

    /// e^{θt}t^k at the beginning; 0 for a whole sample.
    fn edge(&self, theta: f64, power: i32) -> f64 {
        if self.begin == f64::NEG_INFINITY { 0.0 } else { (theta * self.begin).exp() * self.begin.powi(power) }
    }

    /// Means of e^{θt} and te^{θt}, less their values at the beginning.
    fn means(&self, theta: f64) -> (f64, f64) {
        let (mut sum, mut with_t) = (0.0, 0.0);
        for log in self.tail.logs {
            let t = log - self.shift;
            let power = (theta * t).exp();
            sum += power;
            with_t += t * power;
        }
        let n = self.tail.len() as f64;
        (sum / n - self.edge(theta, 0), with_t / n - self.edge(theta, 1))
    }

    /// ∂/∂θ of the log-likelihood per value.
    fn slope(&self, theta: f64) -> f64 {
        let (power, with_t) = self.means(theta);
        1.0 / theta + self.first - with_t / power
    }

    /// With u = log θ + θτ − e^{θτ} + e^{θτ₀}, τ = t + κ, κ = shift − log s: observed information −∂²u, κ then exchanged for s.
    fn maximum(&self, theta: f64) -> Maximum {
        let kappa = -self.means(theta).0.ln() / theta;
        let scale = (self.shift - kappa).exp();
        let (n, origin) = (self.tail.len() as f64, self.begin + kappa);
        let at_edge = if self.begin == f64::NEG_INFINITY { [0.0; 3] } else { powers(theta, origin) };
        let mut sums = at_edge.map(|value| -n * value);
        for log in self.tail.logs {
            for (sum, value) in sums.iter_mut().zip(powers(theta, log - self.shift + kappa)) {
                *sum += value;
            }
        }
        let [power, with_t, with_square] = sums;
        let mixed = (power + theta * with_t - n) / -scale;
        let information =
            arr2(&[[n / (theta * theta) + with_square, mixed], [mixed, theta * theta * power / (scale * scale)]]);
        Maximum { parameters: vec![theta, scale], information: Some(information), boundary: None }
    }
}

/// e^{θτ}, τe^{θτ}, τ²e^{θτ}.
fn powers(theta: f64, tau: f64) -> [f64; 3] {
    let power = (theta * tau).exp();
    [power, tau * power, tau * tau * power]
}

/// log P(X > x) = −(x/s)^θ + (x_min/s)^θ.
#[derive(Debug)]
struct Weibull {
    theta: f64,
    /// Logarithm of the scale s.
    shift: f64,
    /// Logarithm of x_min.
    begin: f64,
}

impl Weibull {
    /// Exponent (x_min/s)^θ where the law begins.
    fn edge(&self) -> f64 {
        (self.theta * (self.begin - self.shift)).exp()
    }
}

impl Distribution for Weibull {
    fn log_density(&self, x: f64) -> f64 {
        let log = x.ln();
        self.theta.ln() + self.theta * (log - self.shift) + self.log_survival(x) - log
    }

    fn log_survival(&self, x: f64) -> f64 {
        let log = x.ln();
        if self.begin == f64::NEG_INFINITY {
            return -(self.theta * (log - self.shift)).exp();
        }
        (-self.edge() * (self.theta * (log - self.begin)).exp_m1()).min(0.0)
    }

    fn quantile(&self, log_survival: f64) -> f64 {
        if self.begin == f64::NEG_INFINITY {
            return (self.shift + (-log_survival).ln() / self.theta).exp();
        }
        (self.begin + (-log_survival / self.edge()).ln_1p() / self.theta).exp()
    }
}
