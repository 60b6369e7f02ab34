//! Polar factors: U Vᵀ of the thin SVD G = U S Vᵀ, exactly or by odd polynomials.
//!
//! # Numerical range
//! A direction in which G is zero has no polar factor, but rounding leaves a singular value of order ε there, and
//! U Vᵀ would step along it at full speed. Each singular value at or below a floor therefore stays zero.
//! [`PolarFactor::factor`] takes the absolute size τ of what rounding can have put into G (see
//! [`crate::matrix::problem::Problem::rounding`]) and keeps σ_i only where σ_i > max(τ, max(m, n)·ε·σ_max). The polynomials know
//! no such cut: they map 0 to 0, and multiply a rounding of relative size δ by at most the product of their leading
//! coefficients, 1.5³⁰ = 2·10⁵ for the cubic and 1.9²⁰ = 3·10⁵ for the quintic at their usual numbers of iterations. Many
//! more iterations, or a gradient hardly above τ, let null directions in: use `svd` where that matters.

pub mod perturbation;
mod polynomial;
mod svd;

use crate::error::Error;
use ndarray::Array2;

/// A way to compute the polar factor.
pub trait PolarFactor: Send + Sync {
    /// Name in scenarios.
    fn name(&self) -> &'static str;
    /// What it does, in a line.
    fn summary(&self) -> &'static str;
    /// Iterations when the scenario names no number; `None` where it does not iterate.
    fn default_iterations(&self) -> Option<usize>;
    /// Writes the polar factor of `g` to `out`, both m × n; `floor` is the size τ ≥ 0 of rounding in `g`.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when `g` is not finite.
    fn factor(&self, g: &Array2<f64>, floor: f64, iterations: usize, out: &mut Array2<f64>) -> Result<(), Error>;
}

/// Every polar factor.
pub static POLARS: [&dyn PolarFactor; 5] =
    [&svd::Exact, &polynomial::CUBIC, &polynomial::QUINTIC, &polynomial::JORDAN, &polynomial::POLAR_EXPRESS];

/// The method of that name.
pub fn find(name: &str) -> Option<&'static dyn PolarFactor> {
    POLARS.iter().copied().find(|polar| polar.name() == name)
}

/// Names of all methods.
pub fn names() -> impl Iterator<Item = &'static str> {
    POLARS.iter().map(|polar| polar.name())
}
