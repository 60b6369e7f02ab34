//! Gamma law.
//!
//! # Density
//! p(x) ∝ x^{k−1} e^{−x/s}, x ≥ x_min ≥ 0, shape k > 0, scale s > 0: the stationary law of a squared singular value under SGD in mean field.
//!
//! # Maximum likelihood
//! Convex in (k, 1/s): Newton. Above x_min > 0 the likelihood can still grow as k falls to 0; the fit is then at the boundary k = 0.

use super::cdf_table::CdfTable;
use super::exponential_family::Means;
use super::log_density::{LogDensity, SufficientStatistic};
use super::{Distribution, FitError, Maximum, Nesting, TailLaw, enough, mean, out_of_range, unsettled};
use crate::tails::Tail;
use ndarray::arr2;

/// p ∝ x^{k−1} e^{−x/s}.
pub static GAMMA: TailLaw = TailLaw {
    name: "gamma",
    title: "Gamma",
    formula: "x^(shape - 1) exp(-x/scale)",
    parameters: &["shape", "scale"],
    fits_whole: true,
    contains: &[("exponential", Nesting { degrees: 1, boundary: false })],
    fit,
    at,
};

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&GAMMA, tail, 3)?;
    let n = tail.len() as f64;
    let shift = tail.logs[tail.len() - 1];
    let means = Means {
        first: mean(tail.logs.iter().map(|log| log - shift)),
        second: mean(tail.logs.iter().map(|log| (log - shift).exp())),
        statistic: SufficientStatistic::Power(1.0),
        begin: tail.x_min.ln() - shift,
    };
    // Where a power law is best, k is below 0.
    let best = if means.power_law().is_some() { None } else { means.best(None) };
    let Some(best) = best.filter(|best| best.density.slope > 0.0) else {
        let edge = means.best(Some(0.0)).filter(|_| tail.x_min > 0.0).ok_or_else(|| unsettled(&GAMMA))?;
        let parameters = vec![0.0, (shift - edge.density.size.ln()).exp()];
        return Ok(Maximum { parameters, information: None, boundary: Some("x^-1 exp(-x/scale)") });
    };
    let scale = (shift - best.density.size.ln()).exp();
    let [tt, ts, ss] = best.covariance.map(|value| n * value);
    // ∂φ/∂s = c s(t)/scale.
    let slope = best.density.size / scale;
    Ok(Maximum {
        parameters: vec![best.density.slope, scale],
        information: Some(arr2(&[[tt, slope * ts], [slope * ts, slope * slope * ss]])),
        boundary: None,
    })
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&GAMMA, parameters, |k, value| value > 0.0 || (k == 0 && value == 0.0 && x_min > 0.0))?;
    let shift = parameters[1].ln();
    let begin = x_min.ln() - shift;
    let density = LogDensity { slope: parameters[0], size: 1.0, statistic: SufficientStatistic::Power(1.0), begin };
    Ok(Box::new(CdfTable::new(density, shift)))
}
