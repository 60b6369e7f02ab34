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
