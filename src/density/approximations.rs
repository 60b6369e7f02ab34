//! The Gamma and Weibull laws that come closest to a stationary density.
//!
//! Closest in the Kullback–Leibler divergence ∫p log(p/q) dx from the density p: what a maximum-likelihood fit of q to infinitely many samples
//! finds. For the tail both laws are conditioned on x above a threshold, as p is. In σ = √x the density is 2σp(σ²). A Weibull law of
//! shape k in x is one of shape 2k in σ; a Gamma law is not.

use super::Stationary;
use crate::roots;
use serde::{Deserialize, Serialize};
use statrs::function::gamma::{digamma, gamma_ur, ln_gamma};
use std::collections::BTreeMap;

/// A law close to the density.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ClosestLaw {
    /// Shape k.
    pub shape: f64,
    /// Scale s, in units of the variable.
    pub scale: f64,
    /// The law is conditioned on values of x above this; 0 for the whole density.
    pub threshold: f64,
    /// Kullback–Leibler divergence from the density, in nats.
    pub divergence: f64,
}

/// A part of the density: places in the variable, and their probabilities, which sum to 1.
struct Part {
    points: Vec<(f64, f64)>,
    /// Smallest value of the variable.
    least: f64,
    /// ∫p log p over the variable.
    negentropy: f64,
    log_mean: f64,
}

impl Stationary {
    /// The closest Gamma laws, x^{k−1} e^{−x/s}, and Weibull laws, x^{k−1} e^{−(x/s)^k}, in x and in √x, of the whole density and of the
    /// upper hundredth of it, under names such as `gamma_lambda` and `weibull_sigma_tail`.
    ///
    /// Empty unless the domain is x > 0 and the mean is finite. Shapes are sought between 0.01 and 1e5; a law that would lie beyond is left out.
    pub fn closest_laws(&self) -> BTreeMap<String, ClosestLaw> {
        let domain = self.frame.equation.domain;
        let mut found = BTreeMap::new();
        if domain.lower() != 0.0 || domain.upper().is_finite() || !self.has_moment(1.0) {
            return found;
        }
        let tail = self.above.partition_point(|&above| above > 0.01).min(self.panels.count() - 1);
        for (variable, power) in [("lambda", 1.0), ("sigma", 0.5)] {
            for from in [0, tail] {
                let part = self.part(from, power);
                let (threshold, suffix) = if from == 0 { (0.0, "") } else { (self.panels.x[from], "_tail") };
                for (family, (shape, scale, log_likelihood)) in [("gamma", part.gamma()), ("weibull", part.weibull())] {
                    let divergence = (part.negentropy - log_likelihood).max(0.0);
                    if shape < 1.01 * SHAPES.0 || shape > 0.99 * SHAPES.1 {
                        continue;
                    }
                    let law = ClosestLaw { shape, scale, threshold, divergence };
                    found.insert(format!("{family}_{variable}{suffix}"), law);
                }
            }
        }
        found
    }

    /// The density above the end `from` of a panel, in the variable x^`power`.
    fn part(&self, from: usize, power: f64) -> Part {
        let panels = &self.panels;
        let points = &panels.points[from * panels.stages..];
        let total: f64 = points.iter().map(|point| point.log_mass.exp()).sum();
        let share = |log_mass: f64| log_mass.exp() / total;
        let sum = |f: &dyn Fn(f64, f64) -> f64| -> f64 {
            points.iter().map(|p| share(p.log_mass) * f(p.x, 0.5 * (p.log_mass - p.log_scale))).sum()
        };
        // log_mass − log_scale = 2 log u − 2 log g, u = g²p.
        let log_density =
            |x: f64, half: f64| half - self.frame.equation.diffusion(x).ln() - power.ln() + (1.0 - power) * x.ln();
        Part {
            negentropy: sum(&log_density) - total.ln(),
            log_mean: power * sum(&|x, _| x.ln()),
            least: if from == 0 { 0.0 } else { panels.x[from].powf(power) },
            points: points.iter().map(|p| (p.x.powf(power), share(p.log_mass))).filter(|p| p.1 > 0.0).collect(),
        }
    }
}

impl Part {
    fn moment(&self, k: f64) -> f64 {
        self.points.iter().map(|(x, share)| share * x.powf(k)).sum()
    }

    /// Shape, scale and mean log-likelihood of the closest Gamma law: ln k − ψ(k) = ln⟨x⟩ − ⟨ln x⟩ without a threshold.
    fn gamma(&self) -> (f64, f64, f64) {
        if self.least > 0.0 {
            return self.gamma_tail();
        }
        let mean = self.moment(1.0);
        let gap = mean.ln() - self.log_mean;
        let (log_shape, _) = roots::bisect((-30.0, 30.0), 0.0, |z| z - digamma(z.exp()) > gap);
        let (shape, scale) = (log_shape.exp(), mean / log_shape.exp());
        (shape, scale, (shape - 1.0) * self.log_mean - shape - shape * scale.ln() - ln_gamma(shape))
    }

    /// The same of the closest Weibull law. Above x₀ the scale obeys s^k = ⟨x^k⟩ − x₀^k for every k, which leaves one parameter.
    fn weibull(&self) -> (f64, f64, f64) {
        let power = |k: f64| self.moment(k) - self.least.powf(k);
        let likelihood = |log_k: f64| log_k + (log_k.exp() - 1.0) * self.log_mean - power(log_k.exp()).ln() - 1.0;
        let log_shape = maximum(SHAPES.0.ln(), SHAPES.1.ln(), likelihood);
        let shape = log_shape.exp();
        (shape, power(shape).powf(1.0 / shape), likelihood(log_shape))
    }

    fn gamma_tail(&self) -> (f64, f64, f64) {
        let mean = self.moment(1.0);
        let likelihood = |shape: f64, log_scale: f64| {
            let scale = log_scale.exp();
            let norm = shape * log_scale + ln_upper_gamma(shape, self.least / scale);
            (shape - 1.0) * self.log_mean - mean / scale - norm
        };
        // The scale is at most of the size of the mean, and not much below the mean excess.
        let (low, high) = (((mean - self.least) / 100.0).ln(), mean.ln() + 3.0);
        let scale = |shape: f64| maximum(low, high, |z| likelihood(shape, z));
        let log_shape = maximum(SHAPES.0.ln(), SHAPES.1.ln(), |z| likelihood(z.exp(), scale(z.exp())));
        let shape = log_shape.exp();
        (shape, scale(shape).exp(), likelihood(shape, scale(shape)))
    }
}

/// Where shapes are sought.
const SHAPES: (f64, f64) = (0.01, 1e5);

/// ln Γ(a, x), the upper incomplete Γ function.
fn ln_upper_gamma(a: f64, x: f64) -> f64 {
    if x < a + 30.0 {
        return gamma_ur(a, x).ln() + ln_gamma(a);
    }
    // Continued fraction (Abramowitz and Stegun 6.5.31), from its thirtieth term: for x > a + 30 to rounding.
    let fraction = (1..=30).rev().fold(0.0, |rest, n| {
        let n = f64::from(n);
        n * (n - a) / (x + 2.0 * n + 1.0 - a - rest)
    });
    a * x.ln() - x - (x + 1.0 - a - fraction).ln()
}

/// The maximum of a unimodal `f`, by golden sections.
fn maximum(mut low: f64, mut high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let golden = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (high - golden * (high - low), low + golden * (high - low));
    let (mut at_a, mut at_b) = (f(a), f(b));
    while high - low > 1e-9 {
        if at_a > at_b {
            (high, b, at_b) = (b, a, at_a);
            a = high - golden * (high - low);
            at_a = f(a);
        } else {
            (low, a, at_a) = (a, b, at_b);
            b = low + golden * (high - low);
            at_b = f(b);
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Γ(1, x) = e^{−x}, and both branches agree where they meet.
    #[test]
    fn upper_gamma() {
        for x in [0.1, 5.0, 40.0, 2000.0] {
            assert!((ln_upper_gamma(1.0, x) + x).abs() < 1e-10 * (1.0 + x), "{x}");
        }
        for a in [0.05, 2.5, 50.0] {
            let (below, above) = (ln_upper_gamma(a, a + 30.0 - 1e-9), ln_upper_gamma(a, a + 30.0 + 1e-9));
            assert!((below - above).abs() < 1e-7, "{a}: {below} {above}");
        }
    }
}
