//! The Tracy–Widom laws of the largest eigenvalue, β = 1, 2 and 4.
//!
//! With the integral operator A of kernel Ai(s + u + v) on u, v > 0 and F± = det(1 ∓ A),
//!
//! F₁(s) = F₊, F₂(s) = F₊F₋, F₄(s/√2) = (F₊ + F₋)/2
//!
//! (Ferrari and Spohn 2005; Bornemann 2010, arXiv 0904.1581). Scale of β = 4: F₄ here is that of Tracy and Widom (1996), of Prähofer's and
//! Bornemann's tables, with mean −2.3069 and variance 0.5177. Where (F₊ + F₋)/2 itself is called F₄ the variable is √2 times this one,
//! with mean −3.2624. In the scale of the stochastic Airy operator (Ramírez, Rider and Virág 2011), in which every β > 0 has the same
//! centre and scale, it is 2^{−1/6} times this one, with mean −2.0552. For β = 1 and 2 all agree.
//!
//! A is discretised by Gauss–Legendre quadrature with symmetric weights, so that determinants are products over its eigenvalues. With
//! E + 1 and −O the even and the odd part of ∏(1 − a_i), 1 − F₁ = O − E, 1 − F₂ = O² − E(2 + E) and 1 − F₄ = −E, where O > 0 ≥ E: no
//! difference is formed. Laws are tabulated on first use, in a tenth of a second.

use super::airy::airy;
use crate::linalg;
use crate::quadrature::gauss_legendre;
use crate::roots;
use ndarray::Array2;
use std::f64::consts::{PI, SQRT_2};
use std::sync::LazyLock;

/// A Tracy–Widom law.
///
/// ```
/// use svsde::random_matrix::tracy_widom::TracyWidom;
///
/// // The 99 % point of β = 1, and back.
/// let s = TracyWidom::Real.quantile(0.99);
/// assert!((s - 2.023_447).abs() < 1e-5);
/// assert!((TracyWidom::Real.survival(s) - 0.01).abs() < 1e-13);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TracyWidom {
    /// β = 1.
    Real,
    /// β = 2.
    Complex,
    /// β = 4, in the scale of Tracy and Widom: mean −2.3069.
    Quaternion,
}

/// Below this a law has no mass that numbers can tell from 0: F₁(−10) = 1e-22.
const LEAST: f64 = -10.0;
/// Below this F is tabulated, above it log(1 − F).
const MIDDLE: f64 = -2.0;
/// Where tables end: 1 − F₁(16) = 5e-21.
const LAST: f64 = 16.0;
/// From here on 1 − F underflows.
const FARTHEST: f64 = 110.0;
/// Nodes of a table, and of the quadrature.
const NODES: usize = 48;

impl TracyWidom {
    /// F(s), to 1e-12.
    pub fn cdf(&self, s: f64) -> f64 {
        match self.unit() * s {
            t if t < LEAST => 0.0,
            t if t < MIDDLE => self.table().below.value(t).0.max(0.0),
            _ => 1.0 - self.survival(s),
        }
    }

    /// 1 − F(s), to a relative 1e-11 until it underflows.
    pub fn survival(&self, s: f64) -> f64 {
        match self.unit() * s {
            t if t < MIDDLE => 1.0 - self.cdf(s),
            t if t < LAST => self.table().above.value(t).0.exp(),
            t if t < FARTHEST => Parts::at(t).survival(*self),
            t if t.is_nan() => t,
            _ => 0.0,
        }
    }

    /// dF/ds, to 1e-11; above the mean also to a relative 1e-8.
    pub fn density(&self, s: f64) -> f64 {
        let slope = match self.unit() * s {
            t if t < LEAST => 0.0,
            t if t < MIDDLE => self.table().below.value(t).1.max(0.0),
            t if t < LAST => -self.table().above.value(t).1 * self.survival(s),
            // So slowly does the logarithm bend there that a central difference leaves 1e-9.
            t => {
                let (h, survival) = (1e-3, Parts::at(t).survival(*self));
                let log = |t: f64| Parts::at(t).survival(*self).ln();
                if t < FARTHEST && survival > 1e-290 { survival * (log(t - h) - log(t + h)) / (2.0 * h) } else { 0.0 }
            }
        };
        self.unit() * slope
    }

    /// The s with F(s) = `p`, to 1e-11 for p from 1e-9 on; ∓∞ for p ≤ 0 and p ≥ 1.
    pub fn quantile(&self, p: f64) -> f64 {
        match p {
            p if p <= 0.0 => f64::NEG_INFINITY,
            p if p >= 1.0 => f64::INFINITY,
            p => {
                let above = |s: f64| if p < 0.5 { self.cdf(s) > p } else { self.survival(s) < 1.0 - p };
                roots::bisect((LEAST, LAST), 0.0, |s| !above(s)).0
            }
        }
    }

    /// Of the variable of F± in that of the law.
    fn unit(&self) -> f64 {
        if *self == Self::Quaternion { SQRT_2 } else { 1.0 }
    }

    fn table(&self) -> &'static Table {
        static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| {
            let sample = |low, high| chebyshev(low, high).map(Parts::at).collect::<Vec<_>>();
            let (below, above) = (sample(LEAST, MIDDLE), sample(MIDDLE, LAST));
            [TracyWidom::Real, TracyWidom::Complex, TracyWidom::Quaternion].map(|law| Table {
                below: Series::through(LEAST, MIDDLE, below.iter().map(|parts| parts.cdf(law))),
                above: Series::through(MIDDLE, LAST, above.iter().map(|parts| parts.survival(law).ln())),
            })
        });
        let [real, complex, quaternion] = &*TABLES;
        match self {
            Self::Real => real,
            Self::Complex => complex,
            Self::Quaternion => quaternion,
        }
    }
}

/// Gauss–Legendre quadrature on (0, 1).
static RULE: LazyLock<[(f64, f64); NODES]> = LazyLock::new(gauss_legendre);

/// What the eigenvalues of A at one s make.
struct Parts {
    /// F₊ and F₋.
    plus: f64,
    minus: f64,
    /// E and O.
    even: f64,
    odd: f64,
}

impl Parts {
    fn at(s: f64) -> Self {
        // Ai there is e^{−38} of what it is at max(s, 0).
        let reach = (s.max(0.0).powf(1.5) + 57.0).powf(2.0 / 3.0) - s;
        let rule = RULE.map(|(x, weight)| (reach * x, reach * weight));
        let kernel = Array2::from_shape_fn((NODES, NODES), |(i, j)| {
            let ((u, a), (v, b)) = (rule[i], rule[j]);
            (a * b).sqrt() * airy(s + u + v)
        });
        // Divided by its size, lest the decomposition meets numbers that underflow.
        let size = kernel.iter().fold(f64::MIN_POSITIVE, |size, x| x.abs().max(size));
        let (values, _) = linalg::eigh((kernel / size).view()).expect("a finite symmetric matrix of moderate size");
        let start = Self { plus: 1.0, minus: 1.0, even: 0.0, odd: 0.0 };
        values.iter().map(|value| size * value).fold(start, |Self { plus, minus, even, odd }, a| Self {
            plus: plus * (1.0 - a),
            minus: minus * (1.0 + a),
            even: even + a * odd,
            odd: odd + a * (1.0 + even),
        })
    }

    fn cdf(&self, law: TracyWidom) -> f64 {
        match law {
            TracyWidom::Real => self.plus,
            TracyWidom::Complex => self.plus * self.minus,
            TracyWidom::Quaternion => 0.5 * (self.plus + self.minus),
        }
    }

    fn survival(&self, law: TracyWidom) -> f64 {
        let Self { even, odd, .. } = *self;
        match law {
            TracyWidom::Real => odd - even,
            TracyWidom::Complex => odd * odd - even * (2.0 + even),
            TracyWidom::Quaternion => -even,
        }
    }
}

struct Table {
    /// F.
    below: Series,
    /// log(1 − F).
    above: Series,
}

/// A Chebyshev series on an interval.
struct Series {
    low: f64,
    high: f64,
    coefficients: Vec<f64>,
}

/// Chebyshev points of an interval.
fn chebyshev(low: f64, high: f64) -> impl Iterator<Item = f64> {
    (0..NODES).map(move |k| 0.5 * (low + high) + 0.5 * (high - low) * (PI * (k as f64 + 0.5) / NODES as f64).cos())
}

impl Series {
    /// The interpolant of values at [`chebyshev`] points.
    fn through(low: f64, high: f64, values: impl Iterator<Item = f64>) -> Self {
        let (values, count) = (values.collect::<Vec<_>>(), NODES as f64);
        let coefficient = |n: usize| {
            let term = |(k, value): (usize, &f64)| value * (PI * n as f64 * (k as f64 + 0.5) / count).cos();
            let sum: f64 = values.iter().enumerate().map(term).sum();
            if n == 0 { sum / count } else { 2.0 * sum / count }
        };
        Self { low, high, coefficients: (0..NODES).map(coefficient).collect() }
    }

    /// Value and slope at s, by Clenshaw's recurrence and its derivative.
    fn value(&self, s: f64) -> (f64, f64) {
        let half = 0.5 * (self.high - self.low);
        let t = (s - self.low) / half - 1.0;
        let start = ((0.0, 0.0), (0.0, 0.0));
        let step = |((b, d), (last, rise)): ((f64, f64), (f64, f64)), c: &f64| {
            ((c + 2.0 * t * b - last, 2.0 * (b + t * d) - rise), (b, d))
        };
        let ((b, d), (last, rise)) = self.coefficients.iter().rev().fold(start, step);
        (b - t * last, (d - last - t * rise) / half)
    }
}

#[cfg(test)]
mod tests;
