//! Polar factors: U Vᵀ of the thin SVD G = U S Vᵀ, exactly or by odd polynomials.
//!
//! # Numerical range
//! A direction in which G is zero has no polar factor, but rounding leaves a singular value of order ε there, and
//! U Vᵀ would step along it at full speed. Each singular value at or below a floor therefore stays zero.
//! [`PolarFactor`] takes the absolute size τ of what rounding can have put into G (see
//! [`crate::matrix::loss::Loss::rounding`]) and keeps σ_i only where σ_i > max(τ, max(m, n)·ε·σ_max). The polynomials know
//! no such cut: they map 0 to 0, and multiply a rounding of relative size δ by at most the product of their leading
//! coefficients, 1.5³⁰ = 2·10⁵ for the cubic and 1.9²⁰ = 3·10⁵ for the quintic at their usual numbers of iterations. Many
//! more iterations, or a gradient hardly above τ, let null directions in: use `svd` where that matters.

pub mod perturbation;

use crate::error::Error;
use crate::kinds::registry;
use crate::rules::Rules;
use ndarray::Array2;

/// More iterations let rounding grow into a step along null directions.
const MAX_ITERATIONS: usize = 100;

registry! {
    /// Every polar factor.
    pub static POLARS: [PolarFactor] = [
        svd::{EXACT},
        polynomial::{CUBIC, QUINTIC, JORDAN, POLAR_EXPRESS},
    ];
}

type Factor = fn(&Array2<f64>, f64, usize, &mut Array2<f64>) -> Result<(), Error>;

/// A way to compute the polar factor.
pub struct PolarFactor {
    /// Name in scenarios.
    pub name: &'static str,
    /// What it does, in a line.
    pub summary: &'static str,
    /// Iterations when the scenario names no number; `None` where it does not iterate.
    pub iterations: Option<usize>,
    /// Writes the polar factor of G, the first argument, to the last one, both m × n; between them stand the size τ ≥ 0 of rounding
    /// in G and the number of iterations. An error when G is not finite.
    pub factor: Factor,
}

/// The method of that name.
pub fn find(name: &str) -> Option<&'static PolarFactor> {
    POLARS.iter().copied().find(|polar| polar.name == name)
}

/// Names of all methods.
pub fn names() -> impl Iterator<Item = &'static str> {
    POLARS.iter().map(|polar| polar.name)
}

/// The name of the exact method.
pub(super) fn exact() -> String {
    "svd".to_owned()
}

/// The method `name` with its number of iterations, by default the usual one.
///
/// # Errors
/// [`Error::UnknownName`].
pub fn method(name: &str, iterations: Option<usize>) -> Result<(&'static PolarFactor, usize), Error> {
    let polar = find(name).ok_or_else(|| Error::UnknownName(name.to_owned()))?;
    Ok((polar, iterations.or(polar.iterations).unwrap_or(0)))
}

/// The rules on the fields `polar` and `polar_iterations`.
pub(super) fn rules(name: &str, iterations: Option<usize>, rules: &mut Rules) {
    rules.known("polar", "polar factor", name, names());
    let Some(iterations) = iterations else { return };
    rules.at_least("polar_iterations", iterations as f64, 1.0);
    if iterations > MAX_ITERATIONS {
        rules.broken("polar_iterations", iterations, format!("it must be at most {MAX_ITERATIONS}"));
    }
}
