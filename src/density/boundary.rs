//! Feller's classification of the ends of a domain, decided numerically.
//!
//! With the scale density s = exp(−∫2f/g²) and the speed density m = 2/(g²s), towards an end e:
//!
//! | end | ∫s | ∫m | further |
//! | --- | --- | --- | --- |
//! | regular | finite | finite | |
//! | exit | finite | infinite | ∫ S dm finite, S the scale left to e |
//! | entrance | infinite | finite | ∫ M ds finite, M the speed left to e |
//! | natural | | | in all other cases |
//!
//! (Karlin and Taylor, *A Second Course in Stochastic Processes*, 1981, section 15.6.) A stationary density exists iff ∫m is finite at both
//! ends, a regular end reflecting. In the coordinate y each integrand is e^{∫r dy} with a rate r, and its integral converges or
//! diverges as the limit of r says, where that is 0 as the limit of y·r says. Limits are extrapolated from a few places.

use super::limit::{Limit, limit};
use super::{DensityError, FokkerPlanck};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Class of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Reached, and left again; reflecting here.
    Regular,
    /// Reached, and never left.
    Exit,
    /// Not reached, but a process can start there.
    Entrance,
    /// Not reached, and no process can start there.
    Natural,
}

impl Class {
    /// What it means.
    pub fn meaning(&self) -> &'static str {
        match self {
            Self::Regular => "reached, reflecting",
            Self::Exit => "reached and never left",
            Self::Entrance => "not reached, but a process can start there",
            Self::Natural => "not reached",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// An end of the domain.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Boundary {
    /// Where it is.
    pub at: f64,
    /// Its class.
    pub class: Class,
    /// Whether ∫m converges there.
    pub integrable: bool,
    /// Limit of d log m/d log d, d the distance from the end (|x| for an infinite one): the density goes as d to this power.
    pub exponent: Limit,
}

/// Rates in y, towards the end.
struct Rates {
    /// Rate of s dx/dy.
    scale: f64,
    /// Rate of m dx/dy.
    speed: f64,
    /// Logarithm of s m (dx/dy)² = 2 (dx/dy)²/g².
    log_product: f64,
    /// Rate d log d/dt of the distance d from the end.
    distance: f64,
}

impl Boundary {
    /// Of the end on the side of `upper`; `farthest` is the coordinate up to which drift and diffusion can be evaluated.
    ///
    /// # Errors
    /// When drift or diffusion are not defined on the way.
    pub fn classify(equation: &FokkerPlanck, upper: bool, farthest: f64) -> Result<Self, DensityError> {
        let domain = equation.domain;
        let end = if upper { domain.upper() } else { domain.lower() };
        // A finite end at which drift and diffusion are ordinary is regular, with a finite density.
        let (drift, diffusion) = (equation.drift(end), equation.diffusion(end));
        if end.is_finite() && drift.is_finite() && diffusion > 0.0 && diffusion.is_finite() {
            return Ok(Self {
                at: end,
                class: Class::Regular,
                integrable: true,
                exponent: Limit { value: 0.0, error: 0.0 },
            });
        }
        let side = if upper { 1.0 } else { -1.0 };
        let reach = farthest.abs() / 1.001;
        let at = |t: f64| rates(equation, side, t);
        at(reach)?;
        let scale = converges(reach, |t| Some(at(t).ok()?.scale));
        let speed = converges(reach, |t| Some(at(t).ok()?.speed));
        // ∫_t^∞ e^{∫r} ≈ e^{∫r}/|r|, so that the integrand of the double integral is s m (dx/dy)²/|r|.
        let double = |rate: fn(&Rates) -> f64| {
            let height = |r: Rates| r.log_product - rate(&r).abs().max(f64::MIN_POSITIVE).ln();
            converges(reach, |t| Some((height(at(1.001 * t).ok()?) - height(at(0.999 * t).ok()?)) / (0.002 * t)))
        };
        let class = match (scale, speed) {
            (true, true) => Class::Regular,
            (true, false) if double(|r| r.scale) => Class::Exit,
            (false, true) if double(|r| r.speed) => Class::Entrance,
            _ => Class::Natural,
        };
        let exponent = limit(reach, |t| at(t).ok().map(|r| r.speed / r.distance - 1.0));
        // A rate from where numbers end is not believed against the power that the density follows.
        let mass = if end.is_finite() { exponent.value + 1.0 } else { -1.0 - exponent.value };
        let integrable = speed && mass > -1e-3 - exponent.error;
        Ok(Self { at: end, class, integrable, exponent })
    }
}

/// Relative step of the differences in [`rates`].
const STEP: f64 = 1e-4;

fn rates(equation: &FokkerPlanck, side: f64, t: f64) -> Result<Rates, DensityError> {
    let (y, h) = (side * t, STEP * t.min(1.0));
    let (here, low, high) = (equation.local(y)?, equation.local(y - h)?, equation.local(y + h)?);
    let domain = equation.domain;
    let slope = |high: f64, low: f64| (high - low) / (2.0 * h);
    let jacobian = slope(high.log_jacobian, low.log_jacobian);
    let diffusion = slope(high.log_diffusion, low.log_diffusion);
    let upper = side > 0.0;
    Ok(Rates {
        scale: side * (jacobian - here.force),
        speed: side * (jacobian + here.force - 2.0 * diffusion),
        log_product: 2.0 * (here.log_jacobian - here.log_diffusion),
        distance: side * slope(domain.log_distance(y + h, upper), domain.log_distance(y - h, upper)),
    })
}

/// Whether ∫ e^{∫r dt} dt converges at infinity, for the rate r(t) known up to `far`.
fn converges(far: f64, rate: impl Fn(f64) -> Option<f64>) -> bool {
    let last = rate(far).unwrap_or(f64::NAN);
    let found = limit(far, &rate);
    // A limit of another sign than the farthest rate is not believed.
    let value = if found.value * last < 0.0 && found.value.abs() > 3.0 * found.error { last } else { found.value };
    // Differences of step 1e-4 leave rounding of 1e-16·690/1e-4 beside the error of the limit.
    match value {
        r if r < -3.0 * found.error - 1e-8 => true,
        r if r > 3.0 * found.error + 1e-8 => false,
        _ if far * last < -10.0 => true,
        _ => {
            let power = limit(far, |t| Some(t * rate(t)?));
            power.value < -1.0 - 1e-3 - power.error
        }
    }
}
