//! Truncated power law.
//!
//! # Density
//! p(x) ∝ x^{−α} e^{−λx}, x ≥ x_min > 0, any real α, λ ≥ 0. At λ = 0 it is the power law; for α < 1 it is the Gamma law of shape 1 − α.
//!
//! # Maximum likelihood
//! Convex in (α, λ): Newton. λ = 0 is the maximum where the sample mean is at least that of the best power law (α > 2).

use super::cdf_table::CdfTable;
use super::exponential_family::Means;
use super::log_density::{LogDensity, SufficientStatistic};
use super::power_law;
use super::{Distribution, FitError, Maximum, Nesting, TailLaw, enough, mean, needs_x_min, out_of_range, unsettled};
use crate::tails::Tail;
use ndarray::arr2;

/// p ∝ x^{−α} e^{−λx}.
pub static TRUNCATED_POWER_LAW: TailLaw = TailLaw {
    name: "truncated_power_law",
    title: "truncated power law",
    formula: "x^-alpha exp(-rate x)",
    parameters: &["alpha", "rate"],
    fits_whole: false,
    contains: &[
        ("power_law", Nesting { degrees: 1, boundary: true }),
        ("exponential", Nesting { degrees: 1, boundary: false }),
        // With as many parameters, of which one is not below 0.
        ("gamma", Nesting { degrees: 1, boundary: true }),
    ],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&TRUNCATED_POWER_LAW, tail, 3)?;
    let n = tail.len() as f64;
    let (shift, scale) = (tail.x_min.ln(), tail.x_min);
    let means = Means {
        first: mean(tail.logs.iter().map(|log| log - shift)),
        second: mean(tail.values.iter().map(|x| x / scale)),
        statistic: SufficientStatistic::Power(1.0),
        begin: 0.0,
    };
    if let Some(decay) = means.power_law() {
        return Ok(Maximum { parameters: vec![1.0 + decay, 0.0], information: None, boundary: Some("power law") });
    }
    let best = means.best(None).ok_or_else(|| unsettled(&TRUNCATED_POWER_LAW))?;
    let [tt, ts, ss] = best.covariance.map(|value| n * value);
    Ok(Maximum {
        parameters: vec![1.0 - best.density.slope, best.density.size / scale],
        information: Some(arr2(&[[tt, scale * ts], [scale * ts, scale * scale * ss]])),
        boundary: None,
    })
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&TRUNCATED_POWER_LAW, parameters, |k, value| k == 0 || value >= 0.0)?;
    let (alpha, rate) = (parameters[0], parameters[1]);
    if rate == 0.0 {
        return power_law::at(&[alpha], x_min);
    }
    needs_x_min(&TRUNCATED_POWER_LAW, x_min)?;
    let density =
        LogDensity { slope: 1.0 - alpha, size: rate * x_min, statistic: SufficientStatistic::Power(1.0), begin: 0.0 };
    Ok(Box::new(CdfTable::new(density, x_min.ln())))
}
