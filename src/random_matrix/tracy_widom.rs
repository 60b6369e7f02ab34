//! The Tracy–Widom law of the largest eigenvalue, β = 1.
//!
//! With the integral operator A of kernel Ai(s + u + v) on u, v > 0, F(s) = det(1 − A) (Ferrari and Spohn 2005; Bornemann 2010, arXiv
//! 0904.1581).
//!
//! A is discretised by Gauss–Legendre quadrature with symmetric weights, so that the determinant is a product over its eigenvalues. With
//! E + 1 and −O the even and the odd part of ∏(1 − a_i), 1 − F = O − E, where O > 0 ≥ E: no difference is formed. The law is tabulated on
//! first use, in a tenth of a second.

use super::airy::airy;
use crate::linalg;
use crate::quadrature::gauss_legendre;
use ndarray::Array2;
use std::f64::consts::PI;
use std::sync::LazyLock;

/// Below this the law has a mass that rounds to 0 beside 1: F(−10) = 1e-22.
const LEAST: f64 = -10.0;
/// Below this F is tabulated, above it log(1 − F).
const MIDDLE: f64 = -2.0;
/// Where tables end: 1 − F(16) = 5e-21.
const LAST: f64 = 16.0;
/// From here on 1 − F underflows.
const FARTHEST: f64 = 110.0;
/// Nodes of a table, and of the quadrature.
const NODES: usize = 48;

/// Gauss–Legendre quadrature on (0, 1).
static RULE: LazyLock<[(f64, f64); NODES]> = LazyLock::new(gauss_legendre);
/// F from [`LEAST`] to [`MIDDLE`].
static BELOW: LazyLock<Series> = LazyLock::new(|| Series::of(LEAST, MIDDLE, |s| both(s).0));
/// log(1 − F) from [`MIDDLE`] to [`LAST`].
static ABOVE: LazyLock<Series> = LazyLock::new(|| Series::of(MIDDLE, LAST, |s| both(s).1.ln()));

/// 1 − F(s), to a relative 1e-11 until it underflows.
///
/// ```
/// use svsde::random_matrix::tracy_widom::survival;
///
/// // The 99 % point.
/// assert!((survival(2.023_447) - 0.01).abs() < 1e-6);
/// ```
pub fn survival(s: f64) -> f64 {
    match s {
        s if s < LEAST => 1.0,
        s if s < MIDDLE => 1.0 - BELOW.value(s).max(0.0),
        s if s < LAST => ABOVE.value(s).exp(),
        s if s < FARTHEST => both(s).1,
        s if s.is_nan() => s,
        _ => 0.0,
    }
}

/// F(s) and 1 − F(s), from the eigenvalues of A.
fn both(s: f64) -> (f64, f64) {
    // Ai there is e^{−38} of what it is at max(s, 0).
    let reach = (s.max(0.0).powf(1.5) + 57.0).powf(2.0 / 3.0) - s;
    let rule = RULE.map(|(x, weight)| (reach * x, reach * weight));
    let kernel = Array2::from_shape_fn((NODES, NODES), |(i, j)| {
        let ((u, a), (v, b)) = (rule[i], rule[j]);
        (a * b).sqrt() * airy(s + u + v)
    });
    // Divided by its size, so that the decomposition meets no numbers that underflow.
    let size = kernel.iter().fold(f64::MIN_POSITIVE, |size, x| x.abs().max(size));
    let Ok((values, _)) = linalg::eigh((kernel / size).view()) else { return (f64::NAN, f64::NAN) };
    let (mut product, mut even, mut odd) = (1.0, 0.0, 0.0);
    for a in values.iter().map(|value| size * value) {
        product *= 1.0 - a;
        (even, odd) = (even + a * odd, odd + a * (1.0 + even));
    }
    (product, odd - even)
}

/// A Chebyshev series on an interval.
struct Series {
    low: f64,
    high: f64,
    coefficients: Vec<f64>,
}

impl Series {
    /// The interpolant of `function` at Chebyshev points.
    fn of(low: f64, high: f64, function: impl Fn(f64) -> f64) -> Self {
        let count = NODES as f64;
        let point = |k: usize| 0.5 * (low + high) + 0.5 * (high - low) * (PI * (k as f64 + 0.5) / count).cos();
        let values: Vec<f64> = (0..NODES).map(|k| function(point(k))).collect();
        let coefficient = |n: usize| {
            let term = |(k, value): (usize, &f64)| value * (PI * n as f64 * (k as f64 + 0.5) / count).cos();
            let sum: f64 = values.iter().enumerate().map(term).sum();
            if n == 0 { sum / count } else { 2.0 * sum / count }
        };
        Self { low, high, coefficients: (0..NODES).map(coefficient).collect() }
    }

    /// The value at s, by Clenshaw's recurrence.
    fn value(&self, s: f64) -> f64 {
        let half = 0.5 * (self.high - self.low);
        let t = (s - self.low) / half - 1.0;
        let step = |(b, last): (f64, f64), c: &f64| (c + 2.0 * t * b - last, b);
        let (b, last) = self.coefficients.iter().rev().fold((0.0, 0.0), step);
        b - t * last
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three forms of the law meet without a step.
    #[test]
    fn the_pieces_fit() {
        for s in [MIDDLE, LAST] {
            // The law itself moves by 2e-13·d log(1 − F)/ds < 2e-12 from one to the other.
            assert!((survival(s - 1e-13) / survival(s + 1e-13) - 1.0).abs() < 1e-11, "{s}");
        }
        assert_eq!((survival(-50.0), survival(1e3)), (1.0, 0.0));
        assert!((20..110).all(|s| survival(f64::from(s)).is_finite()) && survival(f64::NAN).is_nan());
    }
}
