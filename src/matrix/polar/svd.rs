//! The exact polar factor, from the SVD.

use super::PolarFactor;
use crate::error::ProblemError;
use crate::matrix::linalg;
use ndarray::Array2;

/// U Vᵀ over the numerical range of G.
pub struct Exact;

impl PolarFactor for Exact {
    fn name(&self) -> &'static str {
        "svd"
    }

    fn summary(&self) -> &'static str {
        "exact, on the numerical range of G"
    }

    fn default_iterations(&self) -> Option<usize> {
        None
    }

    fn factor(&self, g: &Array2<f64>, floor: f64, _: usize, out: &mut Array2<f64>) -> Result<(), ProblemError> {
        let svd = linalg::svd(g.view())?;
        let rank = svd.rank_above(numerical_floor(&svd, floor));
        out.assign(&svd.polar(rank));
        Ok(())
    }
}

/// max(τ, max(m, n)·ε·σ_max): singular values at or below it are rounding.
pub fn numerical_floor(svd: &linalg::Svd, floor: f64) -> f64 {
    let largest = svd.sigma.last().copied().unwrap_or(0.0);
    floor.max(linalg::rank_tolerance(svd.u.nrows(), svd.v.nrows()) * largest)
}
