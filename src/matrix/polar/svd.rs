//! The exact polar factor, from the SVD.

use super::PolarFactor;
use crate::error::Error;
use crate::linalg;
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

    fn factor(&self, g: &Array2<f64>, floor: f64, _: usize, out: &mut Array2<f64>) -> Result<(), Error> {
        linalg::polar(g.view(), floor, out.view_mut()).map(|_| ())
    }
}
