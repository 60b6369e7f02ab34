//! Generalised Gamma law (Stacy 1962).
//!
//! # Density
//! p(x) ∝ x^{d−1} e^{−(x/s)^p}, x ≥ x_min ≥ 0, p > 0, s > 0; d > 0 for a whole sample, any real d above x_min. Weibull is d = p, Gamma p = 1, truncated
//! power law p = 1 above x_min; p → 0 is the lognormal law.
//!
//! # Maximum likelihood
//! For given p convex in d and s^{−p}: Newton; p by the root of the profile's derivative next to the best of eleven values from 1/32 to 32. As p → ∞
//! the law ends at s, and s at the largest value can be more likely than this maximum, as it is for every family with a free end; the maximum
//! inside the family is the estimate whose errors shrink with n.

use super::cdf_table::CdfTable;
use super::exponential_family::{Best, Means};
use super::log_density::{LogDensity, SufficientStatistic};
use super::{Distribution, FitError, Maximum, Nesting, TailLaw, enough, mean, out_of_range, unsettled};
use crate::roots::false_position;
use crate::tails::Tail;
use ndarray::{Array2, arr2};

/// p ∝ x^{d−1} e^{−(x/s)^p}.
pub static GENERALISED_GAMMA: TailLaw = TailLaw {
    name: "generalised_gamma",
    title: "generalised Gamma",
    formula: "x^(d - 1) exp(-(x/scale)^p)",
    parameters: &["d", "p", "scale"],
    fits_whole: true,
    contains: &[
        ("gamma", Nesting { degrees: 1, boundary: false }),
        ("stretched_exponential", Nesting { degrees: 1, boundary: false }),
        ("truncated_power_law", Nesting { degrees: 1, boundary: false }),
        ("exponential", Nesting { degrees: 2, boundary: false }),
        ("lognormal", Nesting { degrees: 1, boundary: true }),
    ],
    fit,
    at,
};

/// Values of p that are tried for a beginning: powers of two from 1/32 to this.
const LARGEST: f64 = 32.0;

fn bounded() -> FitError {
    let reason = "it grows with p, towards laws that end at the largest value".to_owned();
    FitError::NoMaximum { law: GENERALISED_GAMMA.title, reason }
}

fn fit(tail: Tail) -> Result<Maximum, FitError> {
    enough(&GENERALISED_GAMMA, tail, 4)?;
    let profile = Profile { tail, shift: tail.logs[tail.len() - 1] };
    let tried: Vec<(f64, Best)> =
        (-5..=5).map(|k| f64::from(k).exp2()).filter_map(|p| Some((p, profile.best(p)?))).collect();
    let better = |a: &&(f64, Best), b: &&(f64, Best)| a.1.log_likelihood.total_cmp(&b.1.log_likelihood);
    let Some(&(start, _)) = tried.iter().max_by(better) else {
        let limit = FitError::Limit { law: GENERALISED_GAMMA.title, limit: "power_law" };
        return Err(if tail.x_min > 0.0 { limit } else { unsettled(&GENERALISED_GAMMA) });
    };
    let slope = |p: f64| profile.best(p).map_or(0.0, |best| profile.slope(p, &best));
    let (low, high) = if slope(start) > 0.0 { (start, 2.0 * start) } else { (0.5 * start, start) };
    let (at_low, at_high) = (slope(low), slope(high));
    if !(at_low > 0.0 && at_high < 0.0) {
        return Err(match (at_low > 0.0, tail.x_min > 0.0) {
            (false, _) if low < 1.0 / LARGEST => FitError::Limit { law: GENERALISED_GAMMA.title, limit: "lognormal" },
            (_, true) if at_low == 0.0 => FitError::Limit { law: GENERALISED_GAMMA.title, limit: "power_law" },
            (true, _) if high > LARGEST => bounded(),
            _ => unsettled(&GENERALISED_GAMMA),
        });
    }
    let p = false_position(low, high, slope);
    let best = profile.best(p).ok_or_else(|| unsettled(&GENERALISED_GAMMA))?;
    let scale = (profile.shift - best.density.size.ln() / p).exp();
    // Next to the limit p → 0 the scale is below the smallest number.
    if scale == 0.0 {
        return Err(FitError::Limit { law: GENERALISED_GAMMA.title, limit: "lognormal" });
    }
    if !scale.is_finite() {
        return Err(unsettled(&GENERALISED_GAMMA));
    }
    Ok(Maximum {
        parameters: vec![best.density.slope, p, scale],
        information: Some(profile.information(p, &best, scale)),
        boundary: None,
    })
}

fn at(parameters: &[f64], x_min: f64) -> Result<Box<dyn Distribution>, FitError> {
    out_of_range(&GENERALISED_GAMMA, parameters, |k, value| value > 0.0 || (k == 0 && x_min > 0.0))?;
    let (shift, p) = (parameters[2].ln(), parameters[1]);
    let density = LogDensity {
        slope: parameters[0],
        size: 1.0,
        statistic: SufficientStatistic::Power(p),
        begin: x_min.ln() - shift,
    };
    Ok(Box::new(CdfTable::new(density, shift)))
}

/// The likelihood with the best d and s for each p, in t = log x less that of the largest.
struct Profile<'a> {
    tail: Tail<'a>,
    shift: f64,
}

impl Profile<'_> {
    fn mean(&self, of: impl Fn(f64) -> f64) -> f64 {
        mean(self.tail.logs.iter().map(|log| of(log - self.shift)))
    }

    /// None where the best is a power law, or cannot be found.
    fn best(&self, p: f64) -> Option<Best> {
        let means = Means {
            first: self.mean(|t| t),
            second: self.mean(|t| (p * t).exp()),
            statistic: SufficientStatistic::Power(p),
            begin: self.tail.x_min.ln() - self.shift,
        };
        if means.power_law().is_some() { None } else { means.best(None) }
    }

    /// ∂/∂p of the log-likelihood per value: −c(mean of te^{pt} − its expectation).
    fn slope(&self, p: f64, best: &Best) -> f64 {
        let (_, [expected]) = best.density.means(|t, s| [t * s]);
        best.density.size * (expected - self.mean(|t| t * (p * t).exp()))
    }

    /// With u = dt − E, E = e^{pτ}, τ = t + κ, κ = shift − log s: −mean ∂²u + E ∂²u + Cov ∂u, κ then exchanged for s.
    fn information(&self, p: f64, best: &Best, scale: f64) -> Array2<f64> {
        let kappa = best.density.size.ln() / p;
        // ∂²u/∂p², ∂²u/∂p∂κ, ∂²u/∂κ².
        let second = |t: f64, e: f64| {
            let tau = t + kappa;
            [-tau * tau * e, -e - p * tau * e, -p * p * e]
        };
        let gradient = |t: f64, e: f64| [t, -(t + kappa) * e, -p * e];
        let size = best.density.size;
        let power = |t: f64| (p * (t + kappa)).exp();
        let data: [f64; 3] = std::array::from_fn(|k| self.mean(|t| second(t, power(t))[k]));
        let centre: [f64; 3] = std::array::from_fn(|k| self.mean(|t| gradient(t, power(t))[k]));
        let (_, model) = best.density.means(|t, s| {
            let (e, mut all) = (size * s, [0.0; 12]);
            let deviation: [f64; 3] = std::array::from_fn(|k| gradient(t, e)[k] - centre[k]);
            all[..3].copy_from_slice(&second(t, e));
            all[3..6].copy_from_slice(&deviation);
            for (k, (i, j)) in PAIRS.into_iter().enumerate() {
                all[6 + k] = deviation[i] * deviation[j];
            }
            all
        });
        let n = self.tail.len() as f64;
        let mut matrix = [[0.0; 3]; 3];
        for (k, (i, j)) in PAIRS.into_iter().enumerate() {
            // The first row of ∂²u, that of d, is 0.
            let curvature = if i == 0 { 0.0 } else { model[i + j - 2] - data[i + j - 2] };
            let value = n * (curvature + model[6 + k] - model[3 + i] * model[3 + j]);
            let unit = |index: usize| if index == 2 { -1.0 / scale } else { 1.0 };
            matrix[i][j] = value * unit(i) * unit(j);
            matrix[j][i] = matrix[i][j];
        }
        arr2(&matrix)
    }
}

/// Entries of the information, by row and column.
const PAIRS: [(usize, usize); 6] = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];
