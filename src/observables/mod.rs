//! Numbers that a spectrum has, in one registry.
//!
//! A new observable is a constant in a file here and a line in [`OBSERVABLES`].

pub mod flatness;

pub use entropy::{EFFECTIVE_RANK, ENTROPY, ENTROPY_LAMBDA};
pub use flatness::Flatness;
pub use kurtosis::KURTOSIS;
pub use stable_rank::STABLE_RANK;

use crate::kinds::registry;

/// A number that a spectrum has.
#[derive(Debug)]
pub struct Observable {
    /// Name below `/observables` of a result.
    pub name: &'static str,
    /// The formula, for people.
    pub formula: &'static str,
    /// Units.
    pub units: &'static str,
    /// Least number of values for which it means something; it is not recorded of fewer.
    pub least: usize,
    /// Whether it is recorded along every run; what is not is recorded along flows only, as a flatness functional.
    pub recorded: bool,
    /// Its value for λ ≥ 0, ascending; finite wherever the values are finite and not too large to be squared.
    pub eval: fn(&[f64]) -> f64,
    /// The same as a scale-invariant function of σ with its gradient, where it is one.
    pub flatness: Option<&'static Flatness>,
}

impl Observable {
    /// One without units that is recorded along every run, of one value or more.
    const fn new(name: &'static str, formula: &'static str, eval: fn(&[f64]) -> f64) -> Self {
        Self { name, formula, units: "1", least: 1, recorded: true, eval, flatness: None }
    }
}

registry! {
    /// Every observable.
    pub static OBSERVABLES: [Observable] = [
        sums::{TRACE, MEAN_LAMBDA},
        edges::{MAX_LAMBDA, MIN_GAP},
        entropy::{ENTROPY, ENTROPY_LAMBDA, EFFECTIVE_RANK},
        stable_rank::{STABLE_RANK},
        kurtosis::{KURTOSIS},
        trace_log::{TRACE_LOG},
        pairwise_log::{PAIRWISE_LOG},
        coefficient_of_variation::{COEFFICIENT_OF_VARIATION},
        hill::{HILL_ALPHA},
    ];
}

/// The observables that are recorded along every run.
pub fn recorded() -> impl Iterator<Item = &'static Observable> {
    OBSERVABLES.iter().copied().filter(|observable| observable.recorded)
}
