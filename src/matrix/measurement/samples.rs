//! Linear read-outs: 𝒜(W) = WX for data X.

use super::MeasurementOperator;
use crate::error::Error;
use crate::linalg::{self, Svd, gemm};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2};

/// 𝒜(W) = WX, X of shape n × s (a column a sample); the m·s measurements are WX in row-major order.
///
/// Measurement (i, k) is ⟨e_i x_kᵀ, W⟩. 𝒜*(R) = RXᵀ, P W = W(1 − XX⁺), 𝒜⁺(Y) = YX⁺: all of them through X alone.
#[derive(Debug)]
pub struct Samples {
    inputs: Array2<f64>,
    outputs: usize,
    /// X = U diag(s) Vᵀ over its numerical rank.
    range: Svd,
}

/// What [`MeasurementOperator`] asks of its callers.
const LENGTH: &str = "a vector of measurements has length d";

impl Samples {
    /// Inputs X, n × s, seen by a W of `outputs` = m rows.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when X is not finite, [`Error::Unfit`] when X or W has no entries.
    pub fn new(inputs: Array2<f64>, outputs: usize) -> Result<Self, Error> {
        super::has_entries((outputs, inputs.nrows()))?;
        let range = linalg::svd(inputs.view())?.numerical_range();
        Ok(Self { inputs, outputs, range })
    }

    fn as_matrix<'a>(&self, v: &'a [f64]) -> ArrayView2<'a, f64> {
        ArrayView2::from_shape((self.outputs, self.inputs.ncols()), v).expect(LENGTH)
    }
}

impl MeasurementOperator for Samples {
    fn shape(&self) -> (usize, usize) {
        (self.outputs, self.inputs.nrows())
    }

    fn count(&self) -> usize {
        self.outputs * self.inputs.ncols()
    }

    fn apply(&self, w: &Array2<f64>, out: &mut [f64]) {
        let shape = (self.outputs, self.inputs.ncols());
        let out = ArrayViewMut2::from_shape(shape, out).expect(LENGTH);
        gemm(1.0, w.view(), self.inputs.view(), 0.0, out);
    }

    fn adjoint(&self, r: &[f64], out: &mut Array2<f64>) {
        gemm(1.0, self.as_matrix(r), self.inputs.t(), 0.0, out.view_mut());
    }

    fn project_kernel(&self, x: &mut Array2<f64>) -> Result<(), Error> {
        let along = x.dot(&self.range.u);
        gemm(-1.0, along.view(), self.range.u.t(), 1.0, x.view_mut());
        Ok(())
    }

    fn pseudo_inverse(&self, v: &[f64]) -> Result<Array2<f64>, Error> {
        let along = self.as_matrix(v).dot(&self.range.v) / &self.range.sigma;
        Ok(linalg::row_major(along.dot(&self.range.u.t())))
    }

    /// Each singular value of X, m times, and zeros for the rest.
    fn singular_values(&self) -> Result<Array1<f64>, Error> {
        let length = self.count().min(self.outputs * self.inputs.nrows());
        let repeated = self.range.sigma.iter().flat_map(|&s| std::iter::repeat_n(s, self.outputs));
        let zeros = length - self.range.sigma.len() * self.outputs;
        Ok(std::iter::repeat_n(0.0, zeros).chain(repeated).collect())
    }

    fn frobenius_norm(&self) -> f64 {
        (self.outputs as f64 * self.inputs.iter().map(|x| x * x).sum::<f64>()).sqrt()
    }

    fn to_dense(&self) -> Array2<f64> {
        let (n, samples) = self.inputs.dim();
        Array2::from_shape_fn((self.count(), self.outputs * n), |(row, col)| {
            if row / samples == col / n { self.inputs[(col % n, row % samples)] } else { 0.0 }
        })
    }
}
