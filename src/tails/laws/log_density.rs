//! Integrals of e^{φ(t)} for concave φ.
//!
//! # Method
//! With t = log x the density of every law here but the closed ones is e^{φ(t)}, φ(t) = at − c s(t), s = e^{pt} or t², c > 0: concave. From its
//! mode, panels lead to both sides until φ is 45 lower, each with 16 Gauss–Legendre nodes, short enough for φ to change by at most 10: integrals
//! are good to about 1e-14, relative, however far the mass is from 0.

use crate::quadrature::gauss_legendre;
use std::sync::LazyLock;

/// Nodes of a panel.
const NODES: usize = 16;
/// What is neglected is e^{−45} of the mode.
const DEPTH: f64 = 45.0;
/// Largest change of φ in a panel.
const CHANGE: f64 = 10.0;

/// What is nothing beside 1.
const NEGLIGIBLE: f64 = 1e-17;
/// Most panels to one side of the mode: 45/CHANGE for each line, and a few hundred where φ bends.
const MAX_PANELS: usize = 2000;

/// Gauss–Legendre nodes and weights on [0, 1].
static RULE: LazyLock<[(f64, f64); NODES]> = LazyLock::new(gauss_legendre);

/// s(t) in φ(t) = at − c s(t).
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SufficientStatistic {
    /// s = e^{pt}, p > 0.
    Power(f64),
    /// s = t².
    Square,
}

impl SufficientStatistic {
    /// Value s(t).
    pub fn at(self, t: f64) -> f64 {
        match self {
            Self::Power(1.0) => t.exp(),
            Self::Power(p) => (p * t).exp(),
            Self::Square => t * t,
        }
    }
}

/// φ(t) = at − c s(t) on t ≥ `begin`, which is −∞ or finite.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LogDensity {
    /// Slope a; above 0 where s = e^{pt} begins at −∞.
    pub slope: f64,
    /// Factor c > 0 on s(t).
    pub size: f64,
    /// The function s(t).
    pub statistic: SufficientStatistic,
    /// Smallest t.
    pub begin: f64,
}

impl LogDensity {
    /// Log-density φ(t), not normalised.
    pub fn at(&self, t: f64) -> f64 {
        self.slope * t - self.size * self.statistic.at(t)
    }

    /// Derivative φ′(t).
    pub fn slope_at(&self, t: f64) -> f64 {
        let statistic = match self.statistic {
            SufficientStatistic::Power(p) => p * self.statistic.at(t),
            SufficientStatistic::Square => 2.0 * t,
        };
        self.slope - self.size * statistic
    }

    /// Where φ is largest.
    fn mode(&self) -> f64 {
        let free = match self.statistic {
            SufficientStatistic::Power(p) if self.slope > 0.0 => (self.slope / (self.size * p)).ln() / p,
            SufficientStatistic::Power(_) => f64::NEG_INFINITY,
            SufficientStatistic::Square => 0.5 * self.slope / self.size,
        };
        free.max(self.begin)
    }

    /// Longest panel from t: within it s(t) changes by a factor of about 4, or φ has not yet bent by more than 2. Where c s(t) is nothing beside 1
    /// φ is a line.
    fn longest(&self, t: f64, upwards: bool) -> f64 {
        let SufficientStatistic::Power(p) = self.statistic else { return 1.5 / self.size.sqrt() };
        let line = (CHANGE / self.slope).abs();
        // Until s(t) matters.
        let quiet = (NEGLIGIBLE / (self.size * self.statistic.at(t))).ln() / p;
        match (quiet > 0.0, upwards) {
            (true, true) => line.min(quiet).max(1.5 / p),
            (true, false) => line,
            _ => 1.5 / p,
        }
    }

    /// Edges of panels from `start` upwards (or downwards, to `begin` at the farthest) until φ is 45 lower; `start` comes first.
    fn march(&self, start: f64, upwards: bool) -> Vec<f64> {
        let top = self.at(start);
        let mut edges = vec![start];
        let (mut t, mut value) = (start, top);
        while top - value < DEPTH && edges.len() < MAX_PANELS {
            let mut length = self.longest(t, upwards);
            let next = loop {
                let next = if upwards { t + length } else { (t - length).max(self.begin) };
                let change = (self.at(next) - value).abs();
                if change <= CHANGE || change.is_nan() || next == t {
                    break next;
                }
                length *= 0.5;
            };
            if next == t {
                break;
            }
            (t, value) = (next, self.at(next));
            edges.push(t);
        }
        edges
    }

    /// Edges of all panels, ascending.
    pub fn edges(&self) -> Vec<f64> {
        let mode = self.mode();
        let mut edges = self.march(mode, false);
        edges.reverse();
        edges.pop();
        edges.extend(self.march(mode, true));
        edges
    }

    /// log ∫e^φ dt from `low` to `high`, which are at most a panel apart.
    pub fn log_panel(&self, low: f64, high: f64) -> f64 {
        let top = self.at(low).max(self.at(high));
        let sum: f64 = RULE.iter().map(|(x, w)| w * (self.at(low + (high - low) * x) - top).exp()).sum();
        top + ((high - low) * sum).ln()
    }

    /// log ∫e^φ dt from `t` on, beyond the mode.
    pub fn log_above(&self, t: f64) -> f64 {
        self.march(t, true).windows(2).map(|pair| self.log_panel(pair[0], pair[1])).fold(f64::NEG_INFINITY, log_add)
    }

    /// log ∫e^φ dt up to `t`, below the mode.
    pub fn log_below(&self, t: f64) -> f64 {
        self.march(t, false).windows(2).map(|pair| self.log_panel(pair[1], pair[0])).fold(f64::NEG_INFINITY, log_add)
    }

    /// log ∫e^φ dt (NaN where there would be too many panels), and means under e^φ of the functions `of`(t, s(t)).
    pub fn means<const K: usize>(&self, of: impl Fn(f64, f64) -> [f64; K]) -> (f64, [f64; K]) {
        let top = self.at(self.mode());
        let (mut total, mut sums) = (0.0, [0.0; K]);
        let edges = self.edges();
        if edges.len() >= MAX_PANELS {
            return (f64::NAN, sums);
        }
        for pair in edges.windows(2) {
            let length = pair[1] - pair[0];
            for (x, w) in RULE.iter() {
                let t = pair[0] + length * x;
                let s = self.statistic.at(t);
                let mass = length * w * (self.slope * t - self.size * s - top).exp();
                total += mass;
                for (sum, value) in sums.iter_mut().zip(of(t, s)) {
                    *sum += mass * value;
                }
            }
        }
        (top + total.ln(), sums.map(|sum| sum / total))
    }
}

/// log(e^a + e^b).
pub fn log_add(a: f64, b: f64) -> f64 {
    let (low, high) = if a < b { (a, b) } else { (b, a) };
    if high == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::function::gamma::{digamma, ln_gamma};

    /// Γ(a)/p·c^{−a/p} for whole laws, means ψ and a/(cp); the integral of a normal law.
    #[test]
    fn known_integrals() {
        for a in [1e-3, 0.1, 1.0, 7.5, 3e4] {
            for (p, c) in [(1.0, 1.0), (0.3, 20.0), (4.0, 1e-30), (0.02, 1e3)] {
                let density = LogDensity {
                    slope: a,
                    size: c,
                    statistic: SufficientStatistic::Power(p),
                    begin: f64::NEG_INFINITY,
                };
                let (log_total, [t, s]) = density.means(|t, s| [t, s]);
                let exact = ln_gamma(a / p) - (a / p) * f64::ln(c) - f64::ln(p);
                assert!((log_total - exact).abs() < 1e-12 * (1.0 + exact.abs()), "{a} {p} {c}: {log_total} {exact}");
                let mean = (digamma(a / p) - f64::ln(c)) / p;
                assert!((t - mean).abs() < 1e-11 * (1.0 + mean.abs()), "{a} {p} {c}: {t} {mean}");
                assert!((s / (a / (c * p)) - 1.0).abs() < 1e-11, "{a} {p} {c}: {s}");
            }
        }
        let normal =
            LogDensity { slope: 3.0, size: 0.5, statistic: SufficientStatistic::Square, begin: f64::NEG_INFINITY };
        let (log_total, [t, s]) = normal.means(|t, s| [t, s]);
        assert!((log_total - 4.5 - 0.5 * (2.0 * std::f64::consts::PI).ln()).abs() < 1e-13);
        assert!((t - 3.0).abs() < 1e-13 && (s - 10.0).abs() < 1e-12);
    }

    /// ∫₁^∞ t^{a−1}e^{−ct} dt = E_{1−a}(c); values of scipy.special.expn and, for a = ½, of √(π/c) erfc √c by scipy.
    #[test]
    fn cut_integrals() {
        let cut =
            |slope: f64, size: f64| LogDensity { slope, size, statistic: SufficientStatistic::Power(1.0), begin: 0.0 };
        let log_total = |density: LogDensity| density.means(|_, _| []).0;
        assert!((log_total(cut(0.0, 1.0)) - 0.219_383_934_395_520_28_f64.ln()).abs() < 1e-13);
        assert!((log_total(cut(-2.0, 0.5)) - 0.221_604_364_275_178_46_f64.ln()).abs() < 1e-12);
        assert!((log_total(cut(0.5, 2.3)) + 3.286_985_748_409_95).abs() < 1e-13);
        // Far into the tail e^{−c}(1/c)(1 − (1 − a)/c + …): here a = 1, where it is exact.
        assert!((log_total(cut(1.0, 1e6)) + 1e6 + 1e6_f64.ln()).abs() < 1e-9);
    }
}
