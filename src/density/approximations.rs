//! The Gamma and Weibull laws that come closest to a stationary density.
//!
//! Closest in the Kullback–Leibler divergence ∫p log(p/q) dx from the density p: what a maximum-likelihood fit of q to infinitely many samples
//! finds. For the tail both laws are conditioned on x above a threshold, as p is. In σ = √x the density is 2σp(σ²). A Weibull law of
//! shape k in x is one of shape 2k in σ; a Gamma law is not.

use super::Stationary;
use crate::roots;
use serde::Serialize;
use statrs::function::gamma::{digamma, gamma_ur, ln_gamma};

/// Laws that are fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// x^{k−1} e^{−x/s}.
    Gamma,
    /// x^{k−1} e^{−(x/s)^k}.
    Weibull,
}

/// The variable that follows the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Variable {
    /// x.
    Lambda,
    /// √x.
    Sigma,
}

/// A law close to the density.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Approximation {
    /// Which law.
    pub family: Family,
    /// Of which variable.
    pub variable: Variable,
    /// The law is conditioned on values of x above this; 0 for the whole density.
    pub threshold: f64,
    /// Shape k.
    pub shape: f64,
    /// Scale s, in units of the variable.
    pub scale: f64,
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
    /// The closest Gamma and Weibull laws in x and in √x, of the whole density and of the upper hundredth of it.
    ///
    /// Empty unless the domain is x > 0 and the mean is finite. Shapes are sought between 0.01 and 1e5; a law that would lie beyond is left out.
    pub fn approximations(&self) -> Vec<Approximation> {
        let domain = self.frame.equation.domain;
        if domain.lower() != 0.0 || domain.upper().is_finite() || !self.has_moment(1.0) {
            return Vec::new();
        }
        let tail = self.above.partition_point(|&above| above > 0.01).min(self.panels.count() - 1);
        let mut found = Vec::new();
        for (variable, power) in [(Variable::Lambda, 1.0), (Variable::Sigma, 0.5)] {
            for from in [0, tail] {
                let part = self.part(from, power);
                let threshold = if from == 0 { 0.0 } else { self.panels.x[from] };
                for family in [Family::Gamma, Family::Weibull] {
                    let (shape, scale, log_likelihood) = part.closest(family);
                    let divergence = (part.negentropy - log_likelihood).max(0.0);
                    if shape < 1.01 * SHAPES.0 || shape > 0.99 * SHAPES.1 {
                        continue;
                    }
                    found.push(Approximation { family, variable, threshold, shape, scale, divergence });
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

    /// Shape, scale and mean log-likelihood of the closest law.
    fn closest(&self, family: Family) -> (f64, f64, f64) {
        match (family, self.least > 0.0) {
            (Family::Gamma, false) => self.gamma(),
            (Family::Gamma, true) => self.gamma_tail(),
            (Family::Weibull, _) => self.weibull(),
        }
    }

    /// ln k − ψ(k) = ln⟨x⟩ − ⟨ln x⟩.
    fn gamma(&self) -> (f64, f64, f64) {
        let mean = self.moment(1.0);
        let gap = mean.ln() - self.log_mean;
        let (log_shape, _) = roots::bisect((-30.0, 30.0), 0.0, |z| z - digamma(z.exp()) > gap);
        let (shape, scale) = (log_shape.exp(), mean / log_shape.exp());
        (shape, scale, (shape - 1.0) * self.log_mean - shape - shape * scale.ln() - ln_gamma(shape))
    }

    /// Above x₀ the scale obeys s^k = ⟨x^k⟩ − x₀^k for every k, which leaves one parameter.
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

impl Approximation {
    /// Its group below `approximations`, such as `gamma_lambda` or `weibull_sigma_tail`.
    pub fn name(&self) -> String {
        let family = if self.family == Family::Gamma { "gamma" } else { "weibull" };
        let variable = if self.variable == Variable::Lambda { "lambda" } else { "sigma" };
        format!("{family}_{variable}{}", if self.threshold > 0.0 { "_tail" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::density::{PowerDiffusion, Resolution};

    fn of(alpha: f64, beta: f64, p: f64, q: f64, c: f64) -> Vec<Approximation> {
        let equation = PowerDiffusion { alpha, beta, p, q, c }.equation();
        let solved = Stationary::solve(&equation, &Resolution::default());
        solved.unwrap_or_else(|error| panic!("{error}")).approximations()
    }

    /// CIR is Gamma in x, and the Muon mean field that keeps √λ is Gamma in σ: divergence 0 there, and positive where the law is another one.
    /// A maximum found to 1e-9 in the logarithms leaves 1e-17 of divergence; the quadrature 1e-10.
    #[test]
    fn exact_laws_are_found() {
        let find = |all: &[Approximation], family, variable, tail: bool| {
            let wanted =
                |a: &&Approximation| a.family == family && a.variable == variable && (a.threshold > 0.0) == tail;
            all.iter().find(wanted).copied().unwrap_or_else(|| panic!("{all:?}"))
        };
        // Shape 2α/c² = 3, scale c²/2β = 1/4.
        let cir = of(3.0, 4.0, 1.0, 1.0, 2.0_f64.sqrt());
        for tail in [false, true] {
            let gamma = find(&cir, Family::Gamma, Variable::Lambda, tail);
            assert!(gamma.divergence < 1e-9, "{gamma:?}");
            assert!((gamma.shape - 3.0).abs() < 1e-3 && (gamma.scale - 0.25).abs() < 1e-3, "{gamma:?}");
            assert!(find(&cir, Family::Gamma, Variable::Sigma, tail).divergence > 1e-6);
            let weibull = [Variable::Lambda, Variable::Sigma].map(|v| find(&cir, Family::Weibull, v, tail));
            // The place of a maximum is known to the root of the rounding of its height, 1e-6 or so.
            assert!((weibull[1].shape - 2.0 * weibull[0].shape).abs() < 1e-4, "{weibull:?}");
            assert!((weibull[1].divergence - weibull[0].divergence).abs() < 1e-9, "{weibull:?}");
        }
        // σ is Gamma(4α/c², c²/4β).
        let muon = of(1.0, 2.0, 0.5, 1.0, 1.0);
        let gamma = find(&muon, Family::Gamma, Variable::Sigma, false);
        assert!(
            gamma.divergence < 1e-9 && (gamma.shape - 4.0).abs() < 1e-4 && (gamma.scale - 0.125).abs() < 1e-5,
            "{gamma:?}"
        );
        // x^{−q} exp(−a x^{1−q}), from α = 0 and p = 0, is Weibull of shape 1 − q.
        let weibull = find(&of(0.0, 1.0, 0.0, 0.5, 1.0), Family::Weibull, Variable::Lambda, false);
        assert!(weibull.divergence < 1e-9 && (weibull.shape - 0.5).abs() < 1e-4, "{weibull:?}");
    }

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
