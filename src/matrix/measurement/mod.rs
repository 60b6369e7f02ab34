//! Measurement operators 𝒜: R^{m×n} → R^d, W ↦ (⟨A_1, W⟩, …, ⟨A_d, W⟩), and the planted targets that go with them.
//!
//! A new random operator is a file here with an `impl` of [`MeasurementOperator`] and of [`Ensemble`], and a line in
//! [`RandomMeasurement`].

pub mod planted;
mod row_space;
mod samples;

pub use dense::Dense;
pub use entries::Entries;
pub use planted::Planted;
pub use rank_one::RankOne;
pub use samples::Samples;

use crate::error::Error;
use crate::kinds::kinds;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::{Array1, Array2};

kinds! {
    /// A measurement operator that is drawn for each replica, with the targets of a planted solution.
    pub enum RandomMeasurement: Ensemble {
        "gaussian": dense::Gaussian,
        "entries": entries::RandomEntries,
        "rank-one": rank_one::GaussianRankOne,
    }
}

/// How a measurement operator is drawn.
pub trait Ensemble {
    /// Reports every rule that is broken for a W of this shape.
    fn rules(&self, shape: (usize, usize), rules: &mut Rules);
    /// d, the number of measurements.
    fn count(&self, shape: (usize, usize)) -> usize;
    /// Draws the operator.
    ///
    /// # Errors
    /// [`Error::Unfit`] for parameters that break a rule.
    fn operator(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Box<dyn MeasurementOperator>, Error>;
    /// How the planted solution is drawn, whose measurements are the targets.
    fn planted(&self) -> Planted;
}

impl RandomMeasurement {
    /// Draws operator and planted solution, in this order, and returns the operator and the measurements of the solution.
    ///
    /// # Errors
    /// [`Error::Unfit`] for parameters that break a rule, [`Error::Decomposition`] in exact arithmetic never.
    pub fn draw(
        &self,
        shape: (usize, usize),
        rng: &mut Stream,
    ) -> Result<(Box<dyn MeasurementOperator>, Vec<f64>), Error> {
        let operator = self.operator(shape, rng)?;
        let solution = self.planted().draw(shape, rng)?;
        let mut targets = vec![0.0; operator.count()];
        operator.apply(&solution, &mut targets);
        Ok((operator, targets))
    }
}

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

/// Refuses to measure a W without entries.
fn has_entries((m, n): (usize, usize)) -> Result<(), Error> {
    if m * n == 0 {
        return Err(Error::Unfit(format!("W is {m} x {n}: it must have at least one row and one column")));
    }
    Ok(())
}

/// max(d, mn)·ε: singular values of 𝒜 below this times the largest count as zero.
pub fn rank_tolerance(operator: &dyn MeasurementOperator) -> f64 {
    let (m, n) = operator.shape();
    crate::linalg::rank_tolerance(operator.count(), m * n)
}
