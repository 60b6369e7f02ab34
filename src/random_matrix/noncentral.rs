//! The noncentral χ² law.

use crate::random::Stream;
use rand_distr::{ChiSquared, Distribution, Poisson};

/// A draw of s²·χ²_δ(r²/s²): the squared length of a Gaussian vector of δ entries of variance s² = `variance` around a point
/// at squared distance r² = `square` from 0, for every real δ ≥ 0.
///
/// χ²_{δ+2N} with N Poisson of mean r²/(2s²). NaN when an argument is negative or not finite.
pub fn scaled(degrees: f64, square: f64, variance: f64, rng: &mut Stream) -> f64 {
    if variance == 0.0 {
        return square;
    }
    let mean = 0.5 * square / variance;
    let extra = match mean {
        0.0 => 0.0,
        // The law is normal to a relative 1e-6 in its width, itself 1e-6 of the mean.
        large if large > 1e12 => (large + large.sqrt() * rng.gaussian()).round(),
        _ => Poisson::new(mean).map_or(f64::NAN, |law| law.sample(rng.rng())),
    };
    match degrees + 2.0 * extra {
        0.0 => 0.0,
        total => ChiSquared::new(total).map_or(f64::NAN, |law| variance * law.sample(rng.rng())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Mean δ + x and variance 2(δ + 2x) of χ²_δ(x), within four standard errors; the fourth central moment is
    /// 12(δ + 2x)² + 48(δ + 4x).
    #[test]
    fn mean_and_variance() {
        let mut rng = Stream::new(1, 0, "problem");
        let draws = 20_000;
        for (degrees, x) in [(3.0, 2.0), (0.5, 0.0), (0.0, 1.5), (24.0, 300.0)] {
            let values: Vec<f64> = (0..draws).map(|_| scaled(degrees, 0.25 * x, 0.25, &mut rng) / 0.25).collect();
            let mean = values.iter().sum::<f64>() / f64::from(draws);
            let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / f64::from(draws);
            let exact = 2.0 * (degrees + 2.0 * x);
            let fourth = 3.0 * exact * exact + 48.0 * (degrees + 4.0 * x);
            assert!((mean - degrees - x).abs() < 4.0 * (exact / f64::from(draws)).sqrt(), "{degrees} {x}: {mean}");
            let error = ((fourth - exact * exact) / f64::from(draws)).sqrt();
            assert!((variance - exact).abs() < 4.0 * error, "{degrees} {x}: {variance} {exact}");
        }
        assert_eq!(scaled(0.0, 0.0, 1.0, &mut rng), 0.0);
        assert_eq!(scaled(3.0, 2.0, 0.0, &mut rng), 2.0);
    }
}
