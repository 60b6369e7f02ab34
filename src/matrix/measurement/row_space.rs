//! The thin SVD of a dense 𝒜, from which the kernel projection and the pseudo-inverse follow.

use super::MeasurementOperator;
use crate::error::Error;
use crate::linalg::{self, Svd, entries_mut};
use ndarray::linalg::general_mat_vec_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayViewMut1};
use std::sync::OnceLock;

/// 𝒜 = U diag(s) Vᵀ over the numerical rank, computed when first asked for.
///
/// The flows need it only for what is recorded, so a run that records nothing never pays for it.
#[derive(Debug, Default)]
pub struct RowSpace(OnceLock<Result<Factors, Error>>);

#[derive(Debug)]
struct Factors {
    /// Every singular value.
    all: Array1<f64>,
    range: Svd,
}

impl RowSpace {
    fn factors(&self, operator: &dyn MeasurementOperator) -> Result<&Factors, Error> {
        let made = self.0.get_or_init(|| {
            let matrix = operator.to_dense();
            let (d, size) = matrix.dim();
            let svd = linalg::svd(matrix.view()).map_err(|error| match error {
                Error::Decomposition { .. } => Error::Decomposition { rows: d, cols: size, what: "measurement matrix" },
                error => error,
            })?;
            Ok(Factors { range: svd.numerical_range(), all: svd.sigma })
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// Singular values of 𝒜, ascending.
    pub fn singular_values(&self, operator: &dyn MeasurementOperator) -> Result<Array1<f64>, Error> {
        Ok(self.factors(operator)?.all.clone())
    }

    /// x ← x − V Vᵀ x, x in row-major order.
    pub fn project_kernel(&self, operator: &dyn MeasurementOperator, x: &mut Array2<f64>) -> Result<(), Error> {
        let v = &self.factors(operator)?.range.v;
        let mut x = ArrayViewMut1::from(entries_mut(x));
        let along = v.t().dot(&x);
        general_mat_vec_mul(-1.0, v, &along, 1.0, &mut x);
        Ok(())
    }

    /// V diag(1/s) Uᵀ v, reshaped to m × n.
    pub fn pseudo_inverse(&self, operator: &dyn MeasurementOperator, v: &[f64]) -> Result<Array2<f64>, Error> {
        let range = &self.factors(operator)?.range;
        let along = range.u.t().dot(&ArrayView1::from(v)) / &range.sigma;
        let (m, n) = operator.shape();
        let solution = range.v.dot(&along);
        Ok(Array2::from_shape_fn((m, n), |(i, j)| solution[i * n + j]))
    }
}
