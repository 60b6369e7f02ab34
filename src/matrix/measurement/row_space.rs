//! The thin SVD of a dense 𝒜, from which the kernel projection and the pseudo-inverse follow.

use crate::error::ProblemError;
use crate::matrix::linalg::{self, Svd, gemm};
use ndarray::{Array1, Array2, ArrayView1, s};
use std::sync::OnceLock;

/// 𝒜 = U diag(s) Vᵀ over the numerical rank, computed when first asked for.
///
/// The flows need it only for what is recorded, so a run that records nothing never pays for it.
#[derive(Debug, Default)]
pub struct RowSpace(OnceLock<Result<Factors, ProblemError>>);

#[derive(Debug)]
struct Factors {
    all: Array1<f64>,
    /// d × rank.
    u: Array2<f64>,
    /// rank.
    sigma: Array1<f64>,
    /// mn × rank.
    v: Array2<f64>,
}

impl RowSpace {
    fn factors(&self, matrix: impl FnOnce() -> Array2<f64>) -> Result<&Factors, ProblemError> {
        let made = self.0.get_or_init(|| {
            let matrix = matrix();
            let (d, size) = matrix.dim();
            let Svd { u, sigma, v } = linalg::svd(matrix.view()).map_err(|_| ProblemError::Decomposition {
                rows: d,
                cols: size,
                what: "measurement matrix",
            })?;
            let floor = linalg::rank_tolerance(d, size) * sigma.last().copied().unwrap_or(0.0);
            let first = sigma.iter().take_while(|&&s| s <= floor).count();
            Ok(Factors {
                u: u.slice(s![.., first..]).to_owned(),
                v: v.slice(s![.., first..]).to_owned(),
                sigma: sigma.slice(s![first..]).to_owned(),
                all: sigma,
            })
        });
        made.as_ref().map_err(Clone::clone)
    }

    /// Singular values of 𝒜, ascending.
    pub fn singular_values(&self, matrix: impl FnOnce() -> Array2<f64>) -> Result<Array1<f64>, ProblemError> {
        Ok(self.factors(matrix)?.all.clone())
    }

    /// x ← x − V Vᵀ x.
    pub fn project_kernel(
        &self,
        matrix: impl FnOnce() -> Array2<f64>,
        x: &mut Array2<f64>,
    ) -> Result<(), ProblemError> {
        let factors = self.factors(matrix)?;
        let size = x.len();
        let mut x = x.view_mut().into_shape_with_order((size, 1)).map_err(|_| layout(size))?;
        let mut along = Array2::zeros((factors.sigma.len(), 1));
        gemm(1.0, factors.v.t(), x.view(), 0.0, along.view_mut());
        gemm(-1.0, factors.v.view(), along.view(), 1.0, x.view_mut());
        Ok(())
    }

    /// V diag(1/s) Uᵀ v, reshaped to m × n.
    pub fn pseudo_inverse(
        &self,
        matrix: impl FnOnce() -> Array2<f64>,
        v: &[f64],
        shape: (usize, usize),
    ) -> Result<Array2<f64>, ProblemError> {
        let factors = self.factors(matrix)?;
        let along = factors.u.t().dot(&ArrayView1::from(v)) / &factors.sigma;
        factors.v.dot(&along).into_shape_with_order(shape).map_err(|_| layout(shape.0 * shape.1))
    }
}

fn layout(size: usize) -> ProblemError {
    ProblemError::Decomposition { rows: size, cols: 1, what: "vector in a layout other than row-major" }
}
