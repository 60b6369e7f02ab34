//! Flatness functionals F(σ) of a normalised spectrum, with their gradients.
//!
//! Each is invariant under σ → cσ, so that ∂F/∂σ is tangent to the sphere ‖σ‖ = const and the chain rule
//! dF/ds = Σ_i q_i dσ_i/ds, q_i = ∂F/∂σ_i, holds whatever happens to the norm. The zero spectrum has F = 0 and q = 0 by
//! convention. A new functional is a file here and a line in [`FUNCTIONALS`].

mod coefficient_of_variation;
mod entropy;
mod pairwise_log;
mod stable_rank;

/// A scale-invariant function of singular values.
pub trait Flatness: Sync {
    /// Name in result files.
    fn name(&self) -> &'static str;
    /// The formula, for people.
    fn formula(&self) -> &'static str;
    /// +1 when the flat spectrum is its maximum, −1 when its minimum.
    fn flat_sign(&self) -> f64;
    /// F(σ), σ ≥ 0 in any order and not all zero.
    fn value(&self, sigma: &[f64]) -> f64;
    /// q_i = ∂F/∂σ_i, one number per σ; 0 where σ_i = 0 and F is not differentiable.
    fn gradient(&self, sigma: &[f64]) -> Vec<f64>;
}

/// Every functional.
pub static FUNCTIONALS: [&dyn Flatness; 5] = [
    &entropy::ENTROPY_SIGMA,
    &entropy::ENTROPY_LAMBDA,
    &pairwise_log::PairwiseLog,
    &stable_rank::StableRank,
    &coefficient_of_variation::CoefficientOfVariation,
];

/// F(σ), 0 for the zero spectrum.
pub fn value(functional: &dyn Flatness, sigma: &[f64]) -> f64 {
    if sigma.iter().any(|&s| s > 0.0) { functional.value(sigma) } else { 0.0 }
}

/// q(σ), 0 for the zero spectrum.
pub fn gradient(functional: &dyn Flatness, sigma: &[f64]) -> Vec<f64> {
    if sigma.iter().any(|&s| s > 0.0) { functional.gradient(sigma) } else { vec![0.0; sigma.len()] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_agree_with_central_differences_and_are_tangent() {
        let sigma = [0.3, 0.7, 1.1, 2.0];
        // Central differences at h = 1e-5 leave h²F'''/6 ~ 1e-9 and rounding ε/h ~ 1e-11.
        let h = 1e-5;
        for functional in FUNCTIONALS {
            let q = gradient(functional, &sigma);
            for i in 0..4 {
                let shifted = |h: f64| {
                    let mut sigma = sigma;
                    sigma[i] += h;
                    functional.value(&sigma)
                };
                let difference = (shifted(h) - shifted(-h)) / (2.0 * h);
                assert!((q[i] - difference).abs() < 1e-7, "{} {i}: {} {difference}", functional.name(), q[i]);
            }
            let radial: f64 = q.iter().zip(sigma).map(|(q, s)| q * s).sum();
            assert!(radial.abs() < 1e-13, "{}: {radial}", functional.name());
        }
    }

    #[test]
    fn the_flat_spectrum_is_the_extremum_that_each_claims() {
        for functional in FUNCTIONALS {
            let (flat, uneven) = (functional.value(&[2.0; 5]), functional.value(&[1.0, 2.0, 2.0, 2.0, 3.0]));
            assert!(functional.flat_sign() * (flat - uneven) > 0.0, "{}", functional.name());
        }
    }

    #[test]
    fn zeros_are_allowed() {
        for functional in FUNCTIONALS {
            for sigma in [[0.0; 3], [0.0, 0.0, 1.0], [0.0, 1.0, 2.0]] {
                let q = gradient(functional, &sigma);
                assert!(
                    value(functional, &sigma).is_finite() && q.iter().all(|q| q.is_finite()),
                    "{}",
                    functional.name()
                );
            }
        }
    }

    #[test]
    fn known_values() {
        let values: Vec<f64> = FUNCTIONALS.iter().map(|f| f.value(&[1.0, 3.0])).collect();
        let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
        let expected = [entropy(0.25), entropy(0.1), -2.0 * (4.0 / 10.0_f64.sqrt()).ln(), 10.0 / 9.0, 0.5];
        assert!(values.iter().zip(expected).all(|(v, e)| (v - e).abs() < 1e-15), "{values:?} {expected:?}");
    }
}
