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

    /// Value F(√λ).
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
