//! The tail of a stationary density at x → ∞, from the numerical density alone.
//!
//! With L = −log p, the local exponent d log L/d log x and the growth d log(dL/d log x)/d log x have one limit θ where either has:
//! a stretched exponential of shape θ, p ~ exp(−a x^θ). Where θ = 0 and dL/d log x itself has a limit k, p ~ x^{−k} is a power law. The density
//! is continued beyond its grid, in logarithms, as far as numbers go, and the limits are extrapolated from there.

use super::limit::{Limit, limit};
use super::panels::{GAUSS, integrate};
use super::{DensityError, Stationary};
use serde::{Deserialize, Serialize};

/// Kind of a tail. In results it is its name, or its code in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// Power law x^{−k}.
    PowerLaw = 1,
    /// Lighter than every power law, heavier than every stretched exponential, such as a lognormal density.
    BetweenPowerAndExponential,
    /// Stretched exponential exp(−a x^θ).
    StretchedExponential,
    /// Lighter than every stretched exponential.
    Faster,
    /// The domain has a finite upper end.
    Bounded,
}

impl Shape {
    const ALL: [Self; 5] =
        [Self::PowerLaw, Self::BetweenPowerAndExponential, Self::StretchedExponential, Self::Faster, Self::Bounded];

    /// Its code, from 1 to 5.
    pub fn code(self) -> f64 {
        f64::from(self as u8)
    }

    /// The shape of that code.
    pub fn of_code(code: f64) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.code() == code)
    }
}

/// The tail of a density.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Tail {
    /// Its kind.
    pub shape: Shape,
    /// θ in x; none for a bounded domain, the last local exponent for a tail that is lighter than every stretched exponential.
    pub exponent: Option<Limit>,
    /// k of x^{−k}, for a power law.
    pub index: Option<Limit>,
}

/// Coordinates between the places at which the continued density is kept.
const WIDTH: f64 = 0.05;
/// θ below this and below its error is 0.
const NOTHING: f64 = 1e-6;

/// log x and −log p, ascending.
type Series = Vec<(f64, f64)>;

impl Tail {
    /// Of the density `stationary`.
    ///
    /// # Errors
    /// When drift or diffusion are undefined at an ordinary place beyond the grid.
    pub fn new(stationary: &Stationary) -> Result<Self, DensityError> {
        if stationary.frame.equation.domain.upper().is_finite() {
            return Ok(Self { shape: Shape::Bounded, exponent: None, index: None });
        }
        let series = continued(stationary)?;
        let far = series.last().map_or(0.0, |place| place.0);
        let local = |t: f64| slopes(&series, t).map(|slopes| slopes.local);
        if let (Some(last), Some(before)) = (local(far), local(0.7 * far))
            && last > 1.1 * before
            && last > 2.0
        {
            let exponent = Limit { value: last, error: last - before };
            return Ok(Self { shape: Shape::Faster, exponent: Some(exponent), index: None });
        }
        let growth = |t: f64| slopes(&series, t).map(|slopes| slopes.growth);
        let candidates = [limit(far, local), limit(far, growth)];
        let sound = candidates.iter().filter(|limit| limit.value.is_finite());
        let Some(best) = sound.min_by(|a, b| a.error.total_cmp(&b.error)) else {
            return Ok(Self { shape: Shape::Faster, exponent: None, index: None });
        };
        // Both have the same limit; what they disagree on is not known.
        let apart = (candidates[0].value - candidates[1].value).abs();
        let exponent = Limit { value: best.value, error: best.error.max(if apart.is_finite() { apart } else { 0.0 }) };
        if exponent.value.abs() > NOTHING + 5.0 * exponent.error {
            return Ok(Self { shape: Shape::StretchedExponential, exponent: Some(exponent), index: None });
        }
        let steepness = |t: f64| slopes(&series, t).map(|slopes| slopes.steepness);
        let settles =
            steepness(far).zip(steepness(0.5 * far)).is_some_and(|(last, half)| (last - half).abs() < 0.1 * last);
        let index = settles.then(|| limit(far, steepness));
        let shape = if settles { Shape::PowerLaw } else { Shape::BetweenPowerAndExponential };
        Ok(Self { shape, exponent: Some(exponent), index })
    }
}

impl Stationary {
    /// d log(−log p)/d log x at the centres of the cells beyond the mode where p < 1; 0 elsewhere.
    pub fn local_tail_exponent(&self) -> Vec<f64> {
        let (x, log_p) = (&self.panels.x, &self.panels.log_density);
        let local = |k: usize| {
            let (low, high) = (k - 1, k + 1);
            let beyond = self.panels.coordinates[low] >= self.frame.extent.mode && x[low] > 0.0 && log_p[low] < 0.0;
            // Next to a finite end x can be the same on both sides, and log p be 0 on one.
            let exponent = (log_p[high] / log_p[low]).ln() / (x[high] / x[low]).ln();
            if beyond && exponent.is_finite() { exponent } else { 0.0 }
        };
        (1..self.panels.count()).step_by(2).map(local).collect()
    }
}

/// Derivatives at one place.
struct Slopes {
    /// d log L/d log x.
    local: f64,
    /// d log(dL/d log x)/d log x.
    growth: f64,
    /// dL/d log x.
    steepness: f64,
}

/// Differences over the places next to log x = `at`; none where L or its slope are not positive.
fn slopes(series: &Series, at: f64) -> Option<Slopes> {
    let middle = series.partition_point(|place| place.0 < at).clamp(1, series.len().checked_sub(2)?);
    let [low, here, high] = [series[middle - 1], series[middle], series[middle + 1]];
    let steepness = |a: (f64, f64), b: (f64, f64)| (b.1 - a.1) / (b.0 - a.0);
    let (before, after) = (steepness(low, here), steepness(here, high));
    let width = high.0 - low.0;
    let sound = low.1 > 0.0 && before > 0.0 && after > 0.0 && width > 0.0;
    sound.then(|| Slopes {
        local: (high.1 / low.1).ln() / width,
        growth: (after / before).ln() / (0.5 * width),
        steepness: steepness(low, high),
    })
}

/// log x and −log p from the mode to as far as numbers go.
fn continued(stationary: &Stationary) -> Result<Series, DensityError> {
    let equation = &stationary.frame.equation;
    let panels = &stationary.panels;
    let log_x = |y: f64| equation.domain.log_distance(y, true);
    let from = panels.coordinates.partition_point(|&y| y < stationary.frame.extent.mode);
    let inner = panels.coordinates[from..].iter().zip(&panels.log_density[from..]);
    let mut series: Series = inner.map(|(&y, &log_p)| (log_x(y), -log_p)).collect();
    let (_, end) = stationary.frame.window.ends();
    let mut y = *panels.coordinates.last().unwrap_or(&end);
    let mut here = equation.local(y)?;
    let mut loss = series.last().map_or(0.0, |place| place.1);
    while y + WIDTH < end {
        let next = equation.local(y + WIDTH)?;
        loss -= integrate(equation, &GAUSS, y, y + WIDTH)? - 2.0 * (next.log_diffusion - here.log_diffusion);
        (y, here) = (y + WIDTH, next);
        series.push((log_x(y), loss));
    }
    Ok(series)
}
