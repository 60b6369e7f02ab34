//! The Marchenko–Pastur law.
//!
//! In the angle θ, x = s(1 + y − 2r cos θ) with r = √y, the density of θ is (2/π) sin²θ/(1 + y − 2r cos θ), so that
//!
//! F = (θ + ψ − (ψ − r sin θ)/y)/π, ψ = arg(1 − r e^{−iθ}).

use super::ParameterError;
use crate::roots;
use std::f64::consts::PI;

/// The limit law of an eigenvalue of (s/m)·GᵀG for an m × n matrix G of independent entries of mean 0 and variance 1, when both sides
/// grow at the ratio y = n/m (Marchenko and Pastur 1967).
///
/// p(x) = √((b − x)(x − a))/(2πysx) between the edges a, b = s(1 ∓ √y)². The squared singular values of a matrix with entries of
/// variance v follow it with s = mv.
///
/// ```
/// use svsde::random_matrix::marchenko_pastur::MarchenkoPastur;
///
/// let law = MarchenkoPastur::new(0.25, 1.0)?;
/// assert_eq!(law.edges(), (0.25, 2.25));
/// assert!((law.cdf(law.quantile(0.1)) - 0.1).abs() < 1e-14);
/// # Ok::<(), svsde::random_matrix::ParameterError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MarchenkoPastur {
    ratio: f64,
    scale: f64,
    root: f64,
}

impl MarchenkoPastur {
    /// With y = `ratio` in (0, 1] and s = `scale` > 0.
    ///
    /// # Errors
    /// When one of them is out of range.
    pub fn new(ratio: f64, scale: f64) -> Result<Self, ParameterError> {
        let rule = if ratio > 1.0 {
            "it must be at most 1: take the reciprocal, and only the values that are not 0"
        } else {
            "it must be above 0 and at most 1: columns per row of a matrix with at least as many rows"
        };
        if !(ratio > 0.0 && ratio <= 1.0) {
            return Err(ParameterError { what: "ratio of the Marchenko-Pastur law", value: ratio, rule });
        }
        if !(scale > 0.0 && scale.is_finite()) {
            let rule = "it must be positive and finite: the mean of the values";
            return Err(ParameterError { what: "scale of the Marchenko-Pastur law", value: scale, rule });
        }
        Ok(Self { ratio, scale, root: ratio.sqrt() })
    }

    /// Ratio y of columns to rows.
    pub fn ratio(&self) -> f64 {
        self.ratio
    }

    /// Ends a and b of the support.
    pub fn edges(&self) -> (f64, f64) {
        (self.scale * (1.0 - self.root).powi(2), self.scale * (1.0 + self.root).powi(2))
    }

    /// p(x), 0 outside of the edges; infinite at 0 for y = 1.
    pub fn density(&self, x: f64) -> f64 {
        let (a, b) = self.edges();
        match x {
            x if x < a || x > b => 0.0,
            0.0 => f64::INFINITY,
            x => ((b - x) * (x - a)).sqrt() / (2.0 * PI * self.ratio * self.scale * x),
        }
    }

    /// F(x), to 1e-14.
    pub fn cdf(&self, x: f64) -> f64 {
        mass(self.root, self.angle(x))
    }

    /// ∫_a^x t p(t) dt = s(θ − sin θ cos θ)/π, what values up to x add to the mean.
    pub fn mean_below(&self, x: f64) -> f64 {
        let theta = self.angle(x);
        self.scale * (theta - theta.sin() * theta.cos()) / PI
    }

    /// The x with F(x) = p to 1e-14, p between 0 and 1.
    pub fn quantile(&self, p: f64) -> f64 {
        let (theta, _) = roots::bisect((0.0, PI), 0.0, |theta| mass(self.root, theta) < p);
        // a + 4rs sin²(θ/2), without the difference 1 + y − 2r cos θ.
        self.edges().0 + 4.0 * self.root * self.scale * (0.5 * theta).sin().powi(2)
    }

    /// θ, to ε at the edges too.
    fn angle(&self, x: f64) -> f64 {
        let (a, b) = self.edges();
        2.0 * (x - a).max(0.0).sqrt().atan2((b - x).max(0.0).sqrt())
    }

    /// The mean s.
    pub fn mean(&self) -> f64 {
        self.scale
    }

    /// The variance ys².
    pub fn variance(&self) -> f64 {
        self.ratio * self.scale * self.scale
    }

    /// Excess kurtosis y − 1, from the central moments ys², y²s³ and (2y² + y³)s⁴.
    pub fn kurtosis(&self) -> f64 {
        self.ratio - 1.0
    }
}

/// (2/π)∫₀^θ sin²t/(1 + r² − 2r cos t) dt for 0 ≤ r ≤ 1.
fn mass(r: f64, theta: f64) -> f64 {
    let (sin, cos) = theta.sin_cos();
    let psi = (r * sin).atan2(1.0 - r * cos);
    // (ψ − r sin θ)/r² loses digits for small r, where ψ = Σ r^k sin(kθ)/k.
    let rest = match r {
        small if small < 0.01 => (2..10).map(|k| r.powi(k - 2) * (f64::from(k) * theta).sin() / f64::from(k)).sum(),
        _ => (psi - r * sin) / (r * r),
    };
    ((theta + psi - rest) / PI).clamp(0.0, 1.0)
}
