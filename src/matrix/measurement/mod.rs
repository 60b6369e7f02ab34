//! Measurement operators 𝒜: R^{m×n} → R^d, W ↦ (⟨A_1, W⟩, …, ⟨A_d, W⟩), and the planted targets that go with them.
//!
//! A new operator is a file here with an `impl` of [`MeasurementOperator`] and a line in [`KINDS`].

mod dense;
mod entries;
pub mod planted;
mod rank_one;
mod row_space;
mod samples;

pub use dense::Dense;
pub use entries::Entries;
pub use planted::Planted;
pub use rank_one::RankOne;
pub use samples::Samples;

use crate::error::Error;
use ndarray::{Array1, Array2};

/// A linear operator 𝒜 on m × n matrices.
///
/// Matrices may be in any memory layout; vectors of measurements have length d.
pub trait MeasurementOperator: Send + Sync {
    /// (m, n), the shape of W.
    fn shape(&self) -> (usize, usize);
    /// d, the number of measurements.
    fn count(&self) -> usize;
    /// out ← 𝒜(W), length d.
    fn apply(&self, w: &Array2<f64>, out: &mut [f64]);
    /// out ← 𝒜*(r) = Σ_i r_i A_i, m × n.
    fn adjoint(&self, r: &[f64], out: &mut Array2<f64>);
    /// r ← 𝒜(W) − y and gradient ← 𝒜*(r) together; an operator overrides it where one pass can serve both.
    fn residual_and_gradient(&self, w: &Array2<f64>, y: &[f64], r: &mut [f64], gradient: &mut Array2<f64>) {
        self.apply(w, r);
        r.iter_mut().zip(y).for_each(|(r, y)| *r -= y);
        self.adjoint(r, gradient);
    }
    /// x ← P x, the orthogonal projection on the kernel of 𝒜.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when 𝒜 could not be decomposed; likewise below.
    fn project_kernel(&self, x: &mut Array2<f64>) -> Result<(), Error>;
    /// 𝒜⁺v, the matrix of least Frobenius norm among those whose measurements come closest to `v`.
    ///
    /// # Errors
    /// As [`MeasurementOperator::project_kernel`].
    fn pseudo_inverse(&self, v: &[f64]) -> Result<Array2<f64>, Error>;
    /// Singular values of 𝒜 as a d × mn matrix, ascending, min(d, mn) of them.
    ///
    /// # Errors
    /// As [`MeasurementOperator::project_kernel`].
    fn singular_values(&self) -> Result<Array1<f64>, Error>;
    /// ‖𝒜‖_F = (Σ_i ‖A_i‖²_F)^{1/2}.
    fn frobenius_norm(&self) -> f64;
    /// 𝒜 as a d × mn matrix whose row i is vec A_i, row-major.
    fn to_dense(&self) -> Array2<f64>;
}

/// Kinds of `[measurement.*]`: name, the operator and what it is for.
pub static KINDS: [(&str, &str); 5] = [
    ("file", "dense matrix d x mn (or d x m x n) and targets from .npy, .csv or .h5"),
    ("gaussian", "A_i with independent Gaussian entries, planted targets"),
    ("samples", "A(W) = W X for inputs X and outputs Y, without forming the dense matrix"),
    ("entries", "a random fraction of the entries of W (matrix completion), planted targets"),
    ("rank-one", "A_i = a_i b_i^T with Gaussian vectors, planted targets"),
];

/// max(d, mn)·ε: singular values of 𝒜 below this times the largest count as zero.
pub fn rank_tolerance(operator: &dyn MeasurementOperator) -> f64 {
    let (m, n) = operator.shape();
    crate::linalg::rank_tolerance(operator.count(), m * n)
}

#[cfg(test)]
mod tests;
