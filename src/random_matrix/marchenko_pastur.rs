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

    /// y.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn laws() -> impl Iterator<Item = MarchenkoPastur> {
        [(1e-6, 1.0), (0.0099, 3.0), (0.0101, 3.0), (0.3, 0.5), (0.999, 1e-3), (1.0, 2.0)]
            .into_iter()
            .map(|(ratio, scale)| MarchenkoPastur::new(ratio, scale).unwrap())
    }

    /// ∫ h(x) p dx by the midpoint rule in θ.
    fn expectation(law: &MarchenkoPastur, h: impl Fn(f64) -> f64) -> f64 {
        let (a, b) = law.edges();
        let count = 20_000;
        let point = |k: i32| {
            let theta = PI * (f64::from(k) + 0.5) / f64::from(count);
            let x = a + (b - a) * (0.5 * theta).sin().powi(2);
            h(x) * law.density(x) * 0.5 * (b - a) * theta.sin() * PI / f64::from(count)
        };
        (0..count).map(point).sum()
    }

    /// The rule leaves r^20000 of a density with its nearest pole at log r, and a polynomial in cos θ for y = 1; the rest is
    /// rounding, of x by ε in a width 4√y.
    #[test]
    fn moments() {
        for law in laws().filter(|law| law.ratio() != 0.999) {
            let moment = |k: i32| expectation(&law, |x| (x - law.mean()).powi(k));
            let tolerance = 1e-11 + 10.0 * f64::EPSILON / law.root;
            assert!((moment(0) - 1.0).abs() < tolerance, "{law:?}: {}", moment(0));
            assert!(moment(1).abs() < tolerance * law.variance().sqrt(), "{law:?}: {}", moment(1));
            assert!((moment(2) / law.variance() - 1.0).abs() < tolerance, "{law:?}: {}", moment(2));
            let x = law.quantile(0.3);
            // The rule that ends at a jump of the integrand, of a density of θ below 1, errs by half a cell.
            let part = expectation(&law, |t| if t < x { t } else { 0.0 });
            assert!((part - law.mean_below(x)).abs() < x * PI / 20_000.0, "{law:?}: {part}");
            let kurtosis = moment(4) / law.variance().powi(2) - 3.0;
            assert!((kurtosis - law.kurtosis()).abs() < tolerance, "{law:?}: {kurtosis}");
        }
    }

    /// For y = 1 F = (θ + sin θ)/π; elsewhere integrals of the density. A value x is given to ε, which is ε/√y of the width.
    #[test]
    fn the_distribution_is_exact() {
        let law = MarchenkoPastur::new(1.0, 1.0).unwrap();
        for x in [0.0_f64, 1e-12, 0.3, 2.0, 3.999, 4.0] {
            let theta = 2.0 * (x / 4.0).sqrt().asin();
            assert!((law.cdf(x) - (theta + theta.sin()) / PI).abs() < 1e-15, "{x}");
        }
        for (ratio, x, exact) in CDF {
            let law = MarchenkoPastur::new(ratio, 1.0).unwrap();
            let tolerance = 1e-15 + 2.0 * f64::EPSILON / law.root;
            assert!((law.cdf(x) - exact).abs() < tolerance, "{ratio} {x}: {:e}", law.cdf(x) - exact);
        }
    }

    /// x is known to ε, which is ε/√y of the width; a p of 1e-15 is x up to (1e-15)^{2/3} = 1e-10 of the width from an edge, where
    /// only the way from p to x and back is exact.
    #[test]
    fn quantiles_round_trip() {
        for law in laws() {
            let (a, b) = law.edges();
            for p in [0.0, 1e-14, 1e-9, 0.01, 0.5, 0.9, 1.0 - 1e-9, 1.0] {
                let x = law.quantile(p);
                assert!((a..=b * (1.0 + 1e-15)).contains(&x), "{law:?} {p}: {x}");
                let error = (law.cdf(x) - p).abs();
                assert!(error < 1e-15 + 2.0 * f64::EPSILON / law.root, "{law:?} {p}: {error:e}");
            }
            for t in [0.01, 0.3, 0.7, 0.99] {
                let x = a + t * (b - a);
                assert!((law.quantile(law.cdf(x)) - x).abs() < 1e-13 * b, "{law:?} {x}");
            }
            assert_eq!((law.cdf(0.5 * a - 1e-300), law.cdf(2.0 * b), law.density(2.0 * b)), (0.0, 1.0, 0.0));
        }
    }

    #[test]
    fn parameters_out_of_range_are_refused() {
        let message = |ratio, scale| MarchenkoPastur::new(ratio, scale).unwrap_err().to_string();
        assert!(
            message(2.0, 1.0).contains("is 2, but it must be at most 1: take the reciprocal"),
            "{}",
            message(2.0, 1.0)
        );
        for (ratio, scale) in
            [(0.0, 1.0), (-1.0, 1.0), (f64::NAN, 1.0), (0.5, 0.0), (0.5, f64::INFINITY), (0.5, f64::NAN)]
        {
            assert!(message(ratio, scale).contains("must be"), "{ratio} {scale}");
        }
    }

    /// y, x and F(x) at s = 1, integrals of 30 digits (mpmath).
    const CDF: [(f64, f64, f64); 15] = [
        (1e-06, 0.998005, 5.377575336373225e-05),
        (1e-06, 0.999601, 0.37392936345451416),
        (1e-06, 1.001881, 0.991275390244014),
        (0.009, 0.8196428137091174, 6.548990133080365e-05),
        (0.009, 0.9710526680779794, 0.41236787991760004),
        (0.009, 1.1873524600334966, 0.9926660265952819),
        (0.0101, 0.809504482602427, 6.631099683687069e-05),
        (0.0101, 0.9699004975155164, 0.4147256298733368),
        (0.0101, 1.1990376616770728, 0.9927388587527372),
        (0.3, 0.20674577521968845, 0.00026069351008551565),
        (0.3, 1.0809109769979337, 0.6024739975859412),
        (0.3, 2.3297184081097124, 0.9962896359833489),
        (0.999, 0.003998249624828023, 0.03977882250003736),
        (0.999, 1.5992000500250156, 0.7476583282274146),
        (0.999, 3.878059764882426, 0.9977733978183941),
    ];
}
