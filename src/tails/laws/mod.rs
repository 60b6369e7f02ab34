//! Laws on x ≥ x_min: a file and a line of [`LAWS`] each.

mod cdf_table;
mod exponential_family;
mod log_density;

use super::Tail;
use crate::kinds::registry;
use crate::random::Stream;
use ndarray::Array2;
use rand::RngExt;
use std::fmt::Debug;

registry! {
    /// Every law, power law first.
    pub static LAWS: [TailLaw] = [
        power_law::POWER_LAW,
        truncated_power_law::TRUNCATED_POWER_LAW,
        exponential::EXPONENTIAL,
        stretched_exponential::STRETCHED_EXPONENTIAL,
        gamma::GAMMA,
        lognormal::LOGNORMAL,
        generalised_gamma::GENERALISED_GAMMA,
    ];
}

/// The law called `name`.
pub fn named(name: &str) -> Option<&'static TailLaw> {
    LAWS.iter().copied().find(|law| law.name == name)
}

/// A family of laws on [x_min, ∞), normalised there.
#[derive(Debug)]
pub struct TailLaw {
    /// Name in results.
    pub name: &'static str,
    /// Name in sentences.
    pub title: &'static str,
    /// Density, up to its normalisation.
    pub formula: &'static str,
    /// Names of the parameters, in their order.
    pub parameters: &'static [&'static str],
    /// Whether it can be fitted to a whole sample, x_min = 0.
    pub fits_whole: bool,
    /// Names of the laws that it contains, and how.
    pub contains: &'static [(&'static str, Nesting)],
    /// Maximum likelihood, or why there is none.
    pub fit: fn(Tail) -> Result<Maximum, FitError>,
    /// The law with these parameters above x_min, or which of them is out of range.
    pub at: At,
}

type At = fn(&[f64], f64) -> Result<Box<dyn Distribution>, FitError>;

impl TailLaw {
    /// How the law called `other` is contained in this one, if it is.
    pub fn nesting(&self, other: &str) -> Option<Nesting> {
        self.contains.iter().find(|(name, _)| *name == other).map(|(_, nesting)| *nesting)
    }
}

/// How a smaller family lies in a larger one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nesting {
    /// Parameters that the larger family has more.
    pub degrees: u32,
    /// The smaller family is on the boundary of the larger one: twice the log-likelihood ratio is then 0 half of the time.
    pub boundary: bool,
}

/// A law on x ≥ x_min.
pub trait Distribution: Debug + Send + Sync {
    /// log p(x), for x ≥ x_min.
    fn log_density(&self, x: f64) -> f64;

    /// log P(X > x), with absolute accuracy far below the smallest number; 0 at and below x_min.
    fn log_survival(&self, x: f64) -> f64;

    /// P(X ≤ x).
    fn cdf(&self, x: f64) -> f64 {
        -self.log_survival(x).exp_m1()
    }

    /// log P(X ≤ x).
    fn log_cdf(&self, x: f64) -> f64 {
        log_one_minus_exp(self.log_survival(x))
    }

    /// The x with log P(X > x) = `log_survival` ≤ 0.
    fn quantile(&self, log_survival: f64) -> f64;

    /// An independent draw.
    fn sample(&self, rng: &mut Stream) -> f64 {
        // 1 − u is in (0, 1].
        let u: f64 = rng.rng().random();
        self.quantile((-u).ln_1p())
    }
}

/// The most likely member of a family.
#[derive(Debug, Clone, PartialEq)]
pub struct Maximum {
    /// Parameters, in the order of [`TailLaw::parameters`].
    pub parameters: Vec<f64>,
    /// Observed information, −∂²ℓ/∂θ²; none at a boundary, where it says nothing of errors.
    pub information: Option<Array2<f64>>,
    /// The law that the likelihood leads to where it has no maximum inside the family, such as "power law".
    pub boundary: Option<&'static str>,
}

/// Why a law has no fit.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum FitError {
    /// Too few values.
    #[error("{found} values, but a {law} needs at least {needed}")]
    TooFew {
        /// Title of the law.
        law: &'static str,
        /// Values in the tail.
        found: usize,
        /// Fewest that make sense.
        needed: usize,
    },
    /// All values are equal.
    #[error("all {count} values of the tail are equal")]
    Constant {
        /// How many values.
        count: usize,
    },
    /// The likelihood has no maximum that numbers can hold.
    #[error("no maximum of the likelihood of a {law}: {reason}")]
    NoMaximum {
        /// Title of the law.
        law: &'static str,
        /// Why there is no maximum.
        reason: String,
    },
    /// The likelihood grows towards a limit of the family, which is another family, at least until the parameters are too small for numbers.
    #[error("the likelihood of a {law} grows towards its limit, the {}, to where numbers do not hold the parameters", limit.replace('_', " "))]
    Limit {
        /// Title of the law.
        law: &'static str,
        /// Name of the other law.
        limit: &'static str,
    },
    /// A parameter is out of range.
    #[error("{name} = {value} of a {law} is out of range")]
    Parameters {
        /// Title of the law.
        law: &'static str,
        /// Name of the parameter.
        name: &'static str,
        /// Its value.
        value: f64,
    },
    /// The law needs a lower end.
    #[error("a {law} has no normalisation above 0; give x_min")]
    Whole {
        /// Title of the law.
        law: &'static str,
    },
}

/// Checks that a tail has `needed` values, not all equal, and an x_min if the law needs one.
fn enough(law: &TailLaw, tail: Tail, needed: usize) -> Result<(), FitError> {
    match (tail.values.first(), tail.values.last()) {
        (Some(low), Some(high)) if tail.len() >= needed && low == high => Err(FitError::Constant { count: tail.len() }),
        (Some(_), Some(_)) if tail.len() >= needed => needs_x_min(law, tail.x_min),
        _ => Err(FitError::TooFew { law: law.title, found: tail.len(), needed }),
    }
}

fn needs_x_min(law: &TailLaw, x_min: f64) -> Result<(), FitError> {
    if x_min <= 0.0 && !law.fits_whole { Err(FitError::Whole { law: law.title }) } else { Ok(()) }
}

/// The first of `parameters` that is not as it should be.
fn out_of_range(law: &TailLaw, parameters: &[f64], sound: impl Fn(usize, f64) -> bool) -> Result<(), FitError> {
    let names = law.parameters.iter().copied().enumerate();
    let mut values = names.map(|(k, name)| (k, name, parameters.get(k).copied().unwrap_or(f64::NAN)));
    match values.find(|&(k, _, value)| !(value.is_finite() && sound(k, value))) {
        Some((_, name, value)) => Err(FitError::Parameters { law: law.title, name, value }),
        None => Ok(()),
    }
}

/// Newton's steps did not settle.
fn unsettled(law: &TailLaw) -> FitError {
    FitError::NoMaximum { law: law.title, reason: "it is too flat, or too far out, to be found".to_owned() }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}

/// log(1 − e^x), x ≤ 0.
fn log_one_minus_exp(x: f64) -> f64 {
    if x > -std::f64::consts::LN_2 { (-x.exp_m1()).ln() } else { (-x.exp()).ln_1p() }
}
