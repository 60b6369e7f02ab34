//! Lognormal law.
//!
//! # Density
//! p(x) ∝ x^{−1} e^{−(log x − μ)²/2σ²}, x ≥ x_min ≥ 0, any real μ, σ > 0.
//!
//! # Maximum likelihood
//! Convex in (μ/σ², 1/2σ²): Newton; mean and deviation of log x for a whole sample. Above x_min the limit σ → ∞, μ → −∞ is the power law; it is the
//! supremum where the mean square of log(x/x_min) is at least twice the square of its mean.

use super::cdf_table::CdfTable;
use super::exponential_family::Means;
use super::log_density::{LogDensity, SufficientStatistic};
use super::{Distribution, FitError, Maximum, TailLaw, enough, mean, out_of_range, unsettled};
use crate::tails::Tail;
use ndarray::arr2;

/// log x is normal.
pub static LOGNORMAL: TailLaw = TailLaw {
    name: "lognormal",
    title: "lognormal",
    formula: "exp(-(log x - mu)^2/(2 sigma^2))/x",
    parameters: &["mu", "sigma"],
    fits_whole: true,
    contains: &[],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&LOGNORMAL, tail, 3)?;
    let n = tail.len() as f64;
    let shift = mean(tail.logs.iter().copied());
    let square = mean(tail.logs.iter().map(|log| (log - shift).powi(2)));
    let means =
        Means { first: 0.0, second: square, statistic: SufficientStatistic::Square, begin: tail.x_min.ln() - shift };
    if tail.x_min <= 0.0 {
        let information = arr2(&[[n / square, 0.0], [0.0, 2.0 * n / square]]);
        return Ok(Maximum { parameters: vec![shift, square.sqrt()], information: Some(information), boundary: None });
    }
    if means.power_law().is_some() {
        return Err(FitError::Limit { law: LOGNORMAL.title, limit: "power_law" });
    }
    let best = means.best(None).ok_or_else(|| unsettled(&LOGNORMAL))?;
    let [tt, ts, ss] = best.covariance.map(|value| n * value);
    let sigma = (0.5 / best.density.size).sqrt();
    let centre = best.density.slope * sigma * sigma;
    // ∂φ/∂μ = t/σ², ∂φ/∂σ = (t² − 2μt)/σ³.
    let (mu, of_t) = (sigma.powi(-2), -2.0 * centre * sigma.powi(-3));
    let of_s = sigma.powi(-3);
    let mixed = mu * (of_t * tt + of_s * ts);
    let second = of_t * of_t * tt + 2.0 * of_t * of_s * ts + of_s * of_s * ss;
    Ok(Maximum {
        parameters: vec![shift + centre, sigma],
        information: Some(arr2(&[[mu * mu * tt, mixed], [mixed, second]])),
        boundary: None,
    })
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&LOGNORMAL, parameters, |k, value| k == 0 || value > 0.0)?;
    let (mu, sigma) = (parameters[0], parameters[1]);
    // From x_min where there is one: far above the centre the law is there.
    let shift = if x_min > 0.0 { x_min.ln() } else { mu };
    let size = 0.5 / (sigma * sigma);
    let density = LogDensity {
        slope: 2.0 * size * (mu - shift),
        size,
        statistic: SufficientStatistic::Square,
        begin: x_min.ln() - shift,
    };
    Ok(Box::new(CdfTable::new(density, shift)))
}
