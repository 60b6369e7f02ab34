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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        // λ = 1, 1, 4, 16: σ = 1, 1, 2, 4, p = 1/8, 1/8, 1/4, 1/2; mean 5.5, central moments 150.25/4·… by hand.
        let lambda = [1.0, 1.0, 4.0, 16.0];
        let ln2 = std::f64::consts::LN_2;
        let deviations = [-4.5_f64, -4.5, -1.5, 10.5];
        let central = |power: i32| deviations.iter().map(|d| d.powi(power)).sum::<f64>() / 4.0;
        let sums = [2.0_f64, 3.0, 5.0, 3.0, 5.0, 6.0];
        let pairwise = -2.0 * sums.iter().map(|s| (s / 22.0_f64.sqrt()).ln()).sum::<f64>();
        let expected = [
            22.0,
            5.5,
            16.0,
            0.0,
            1.75 * ln2,
            (1.75 * ln2).exp(),
            22.0 / 16.0,
            central(4) / central(2).powi(2) - 3.0,
            6.0 * ln2,
            pairwise,
            1.0 + 1.0 / (2.0 * ln2),
        ];
        for (observable, expected) in recorded().zip(expected) {
            let value = (observable.eval)(&lambda);
            assert!((value - expected).abs() < 1e-13 * expected.abs().max(1.0), "{}: {value}", observable.name);
        }
    }

    #[test]
    fn degenerate_spectra_have_finite_values() {
        for lambda in [
            &[0.0; 5][..],
            &[2.0; 5],
            &[0.0],
            &[3.0],
            &[0.0, 0.0, 1.0],
            &[0.0, 1e-320],
            &[1e-300, 1e70],
            &[1e-100, 3e-100],
        ] {
            for observable in OBSERVABLES.iter().filter(|o| o.least <= lambda.len()) {
                let value = (observable.eval)(lambda);
                assert!(value.is_finite(), "{} of {lambda:?}: {value}", observable.name);
            }
        }
    }
}
