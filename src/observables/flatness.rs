//! Flatness functionals F(σ) of a normalised spectrum, with their gradients: a view of the registry of observables.
//!
//! Each is invariant under σ → cσ, so that ∂F/∂σ is tangent to the sphere ‖σ‖ = const and the chain rule
//! dF/ds = Σ_i q_i dσ_i/ds, q_i = ∂F/∂σ_i, holds whatever happens to the norm.

use super::OBSERVABLES;

/// A scale-invariant function of singular values.
#[derive(Debug)]
pub struct Flatness {
    /// Name in result files.
    pub name: &'static str,
    /// The formula, for people.
    pub formula: &'static str,
    /// +1 when the flat spectrum is its maximum, −1 when its minimum.
    pub flat_sign: f64,
    /// F(σ), σ ≥ 0 in any order and not all zero.
    pub functional: fn(&[f64]) -> f64,
    /// q_i = ∂F/∂σ_i, one number per σ not all of which are zero; 0 where σ_i = 0 and F is not differentiable.
    pub slopes: fn(&[f64]) -> Vec<f64>,
}

impl Flatness {
    /// F(σ), 0 for the zero spectrum.
    pub fn value(&self, sigma: &[f64]) -> f64 {
        if sigma.iter().any(|&s| s > 0.0) { (self.functional)(sigma) } else { 0.0 }
    }

    /// F(√λ).
    pub fn of_lambda(&self, lambda: &[f64]) -> f64 {
        self.value(&lambda.iter().map(|l| l.sqrt()).collect::<Vec<_>>())
    }

    /// q(σ), 0 for the zero spectrum.
    pub fn gradient(&self, sigma: &[f64]) -> Vec<f64> {
        if sigma.iter().any(|&s| s > 0.0) { (self.slopes)(sigma) } else { vec![0.0; sigma.len()] }
    }
}

/// Every flatness functional.
pub fn all() -> impl Iterator<Item = &'static Flatness> {
    OBSERVABLES.iter().filter_map(|observable| observable.flatness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gradients_agree_with_central_differences_and_are_tangent() {
        let sigma = [0.3, 0.7, 1.1, 2.0];
        // Central differences at h = 1e-5 leave h²F'''/6 ~ 1e-9 and rounding ε/h ~ 1e-11.
        let h = 1e-5;
        for functional in all() {
            let q = functional.gradient(&sigma);
            for i in 0..4 {
                let shifted = |h: f64| {
                    let mut sigma = sigma;
                    sigma[i] += h;
                    functional.value(&sigma)
                };
                let difference = (shifted(h) - shifted(-h)) / (2.0 * h);
                assert!((q[i] - difference).abs() < 1e-7, "{} {i}: {} {difference}", functional.name, q[i]);
            }
            let radial: f64 = q.iter().zip(sigma).map(|(q, s)| q * s).sum();
            assert!(radial.abs() < 1e-13, "{}: {radial}", functional.name);
        }
    }

    #[test]
    fn the_flat_spectrum_is_the_extremum_that_each_claims() {
        for functional in all() {
            let (flat, uneven) = (functional.value(&[2.0; 5]), functional.value(&[1.0, 2.0, 2.0, 2.0, 3.0]));
            assert!(functional.flat_sign * (flat - uneven) > 0.0, "{}", functional.name);
        }
    }

    #[test]
    fn zeros_are_allowed() {
        for functional in all() {
            for sigma in [[0.0; 3], [0.0, 0.0, 1.0], [0.0, 1.0, 2.0]] {
                let q = functional.gradient(&sigma);
                assert!(functional.value(&sigma).is_finite() && q.iter().all(|q| q.is_finite()), "{}", functional.name);
            }
        }
    }

    #[test]
    fn known_values() {
        let values: Vec<f64> = all().map(|f| f.value(&[1.0, 3.0])).collect();
        let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
        let expected = [entropy(0.25), entropy(0.1), 10.0 / 9.0, -2.0 * (4.0 / 10.0_f64.sqrt()).ln(), 0.5];
        assert!(values.iter().zip(expected).all(|(v, e)| (v - e).abs() < 1e-15), "{values:?} {expected:?}");
    }
}
