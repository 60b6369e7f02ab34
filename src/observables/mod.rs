//! Pure functions of a spectrum.
//!
//! A new observable is a constant in a file here and a line in [`OBSERVABLES`].

mod edges;
pub mod flatness;
mod hill;
mod kurtosis;
mod shape;
mod sums;

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
    /// Its value for λ ≥ 0, ascending; finite wherever the values are finite and not too large to be squared.
    pub eval: fn(&[f64]) -> f64,
}

/// Every observable.
pub static OBSERVABLES: [&Observable; 11] = [
    &sums::TRACE,
    &sums::MEAN_LAMBDA,
    &edges::MAX_LAMBDA,
    &edges::MIN_GAP,
    &shape::ENTROPY,
    &shape::EFFECTIVE_RANK,
    &shape::STABLE_RANK,
    &kurtosis::KURTOSIS,
    &sums::TRACE_LOG,
    &shape::PAIRWISE_LOG,
    &hill::HILL_ALPHA,
];

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
        for (observable, expected) in OBSERVABLES.iter().zip(expected) {
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
