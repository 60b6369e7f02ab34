//! What an optimiser minimises.

use crate::error::Error;
use ndarray::Array2;

/// A differentiable loss L(W) whose minima are an affine set of matrices.
pub trait Loss: Send + Sync {
    /// Numbers that [`Loss::gradient`] needs as a workspace: d residuals for a regression.
    fn residuals(&self) -> usize;
    /// Writes ∇L(W), m × n; `residual` has length [`Loss::residuals`].
    fn gradient(&self, w: &Array2<f64>, residual: &mut [f64], gradient: &mut Array2<f64>);
    /// τ ≥ 0, the size of what rounding can put into ∇L(W) beyond the rounding of its entries.
    fn rounding(&self, w: &Array2<f64>) -> f64;
    /// The minimum nearest to W in Frobenius norm.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when a decomposition fails; likewise below.
    fn nearest_minimum(&self, w: &Array2<f64>) -> Result<Array2<f64>, Error>;
    /// x ← P x, the orthogonal projection on the directions in which a minimum stays one.
    ///
    /// # Errors
    /// As [`Loss::nearest_minimum`].
    fn project_on_minima(&self, x: &mut Array2<f64>) -> Result<(), Error>;
}

/// ½κ‖W‖²_F: the regression loss whose measurement operator is the identity, with targets 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quadratic {
    /// Curvature κ ≥ 0.
    pub curvature: f64,
}

impl Loss for Quadratic {
    fn residuals(&self) -> usize {
        0
    }

    fn gradient(&self, w: &Array2<f64>, _: &mut [f64], gradient: &mut Array2<f64>) {
        gradient.zip_mut_with(w, |g, &w| *g = self.curvature * w);
    }

    fn rounding(&self, _: &Array2<f64>) -> f64 {
        0.0
    }

    fn nearest_minimum(&self, w: &Array2<f64>) -> Result<Array2<f64>, Error> {
        Ok(if self.curvature > 0.0 { Array2::zeros(w.dim()) } else { w.clone() })
    }

    fn project_on_minima(&self, x: &mut Array2<f64>) -> Result<(), Error> {
        if self.curvature > 0.0 {
            x.fill(0.0);
        }
        Ok(())
    }
}
