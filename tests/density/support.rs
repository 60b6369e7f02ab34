//! Shared by the tests of the density level.

use statrs::function::gamma::ln_gamma;
use svsde::density::{Domain, FokkerPlanck, PowerDiffusion, Resolution, Stationary};

/// The stationary density at default resolution.
pub fn solved(equation: &FokkerPlanck) -> Stationary {
    Stationary::solve(equation, &Resolution::default()).unwrap_or_else(|error| panic!("{error}"))
}

/// The whole line.
pub fn line() -> Domain {
    Domain::new(f64::NEG_INFINITY, f64::INFINITY).unwrap_or_else(|| panic!("-inf < inf"))
}

/// α, β, p, q, c.
pub fn power([alpha, beta, p, q, c]: [f64; 5]) -> PowerDiffusion {
    PowerDiffusion { alpha, beta, p, q, c }
}

/// Rows of the table of mean fields: SGD published and calibrated (η = 0.1, D = 0.05, κ = 0.2, 48 × 16), Muon additive, Muon multiplicative,
/// multiplicative with a power law.
pub fn rows() -> [(&'static str, PowerDiffusion); 5] {
    [
        ("sgd", power([0.1 * 0.05 * 35.0, 0.04, 1.0, 1.0, (8.0_f64 * 0.1 * 0.05).sqrt()])),
        ("sgd-calibrated", power([2.0 * 0.1 * 0.05 * 48.0, 0.04, 1.0, 1.0, (8.0_f64 * 0.1 * 0.05).sqrt()])),
        ("muon-additive", power([0.175, 0.2, 0.5, 0.0, 0.3])),
        ("muon-multiplicative", power([0.175, 0.2, 0.5, 1.0, 0.3])),
        ("multiplicative", power([1.0, 0.5, 1.0, 2.0, 0.8])),
    ]
}

/// The density of s·χ²_δ(r²/s) at x: a Poisson mixture of central χ² densities, summed over 12 standard deviations and 40 terms more.
pub fn noncentral(x: f64, degrees: f64, square: f64, scale: f64) -> f64 {
    let (mean, z) = (0.5 * square / scale, x / scale);
    let width = 12.0 * mean.sqrt() + 40.0;
    let term = |j: f64| {
        let shape = 0.5 * degrees + j;
        let poisson = if j > 0.0 { j * mean.ln() } else { 0.0 } - mean - ln_gamma(j + 1.0);
        0.5 / scale * (poisson + (shape - 1.0) * (0.5 * z).ln() - 0.5 * z - ln_gamma(shape)).exp()
    };
    let first = (mean - width).max(0.0) as u64;
    (first..=(mean + width) as u64).map(|j| term(j as f64)).sum()
}

/// The larger of two errors; NaN is the largest.
pub fn worse(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b { a } else { b }
}
