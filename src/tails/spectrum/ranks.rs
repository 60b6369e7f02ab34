//! How many values carry a spectrum.

use crate::observables::{ENTROPY_LAMBDA, KURTOSIS, STABLE_RANK};
use serde::Serialize;

/// Numbers of values that a spectrum seems to have.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Ranks {
    /// Σλ/λ_max.
    pub stable: f64,
    /// exp(−Σ p log p), p = λ/Σλ (Roy and Vetterli 2007 with λ for σ, for which see the observable `effective_rank`).
    pub effective: f64,
    /// Excess kurtosis of the values, 1/n in both moments; 0 where all are equal.
    pub kurtosis: f64,
}

impl Ranks {
    /// Of λ; `None` when it is empty or all 0.
    pub fn of(lambda: &[f64]) -> Option<Self> {
        lambda.iter().any(|&l| l > 0.0).then(|| Self {
            stable: (STABLE_RANK.eval)(lambda),
            effective: (ENTROPY_LAMBDA.eval)(lambda).exp(),
            kurtosis: if lambda.len() >= KURTOSIS.least { (KURTOSIS.eval)(lambda) } else { 0.0 },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// λ = 1, 1, 2, 4: p = 1/8, 1/8, 1/4, 1/2 of entropy 1.75 log 2; deviations −1, −1, 0, 2.
    #[test]
    fn known_values() {
        let ranks = Ranks::of(&[1.0, 1.0, 2.0, 4.0]).unwrap();
        assert!((ranks.stable - 2.0).abs() < 1e-14, "{ranks:?}");
        assert!((ranks.effective - 2.0_f64.powf(1.75)).abs() < 1e-13, "{ranks:?}");
        assert!((ranks.kurtosis - (18.0 / 4.0 / 2.25 - 3.0)).abs() < 1e-14, "{ranks:?}");
        assert_eq!((Ranks::of(&[]), Ranks::of(&[0.0; 3])), (None, None));
        let single = Ranks::of(&[0.0, 3.0]).unwrap();
        assert!((single.stable, single.effective) == (1.0, 1.0), "{single:?}");
        assert_eq!(Ranks::of(&[3.0]).map(|ranks| ranks.kurtosis), Some(0.0));
    }
}
