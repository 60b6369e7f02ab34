//! The regression loss L(W) = ½c‖𝒜(W) − y‖², c = 1 or 1/d.

use super::loss::Loss;
use super::measurement::MeasurementOperator;
use crate::error::Error;
use crate::linalg::{self, norm};
use ndarray::Array2;

/// A measurement operator with targets.
pub struct Problem {
    operator: Box<dyn MeasurementOperator>,
    targets: Vec<f64>,
    /// c in L = ½c‖𝒜(W) − y‖².
    factor: f64,
    operator_norm: f64,
    target_norm: f64,
}

impl Problem {
    /// The problem of finding W with 𝒜(W) = y; `factor` is c. `targets` has length d.
    ///
    /// # Errors
    /// [`Error::Unfit`] when the number of targets is not d.
    pub fn new(operator: Box<dyn MeasurementOperator>, targets: Vec<f64>, factor: f64) -> Result<Self, Error> {
        let (found, needed) = (targets.len(), operator.count());
        if found != needed {
            return Err(Error::Unfit(format!(
                "the number of targets is {found}, but there are {needed} measurements: each must have one"
            )));
        }
        let (operator_norm, target_norm) = (operator.frobenius_norm(), norm(&targets));
        Ok(Self { operator, targets, factor, operator_norm, target_norm })
    }

    /// Measurement operator 𝒜.
    pub fn operator(&self) -> &dyn MeasurementOperator {
        self.operator.as_ref()
    }

    /// Targets y.
    pub fn targets(&self) -> &[f64] {
        &self.targets
    }

    /// L of a residual r.
    pub fn loss(&self, residual: &[f64]) -> f64 {
        0.5 * self.factor * residual.iter().map(|r| r * r).sum::<f64>()
    }

    /// ‖r‖/‖y‖ of a loss; ‖r‖ where y = 0.
    pub fn relative_residual(&self, loss: f64) -> f64 {
        let residual = (2.0 * loss / self.factor).sqrt();
        if self.target_norm > 0.0 { residual / self.target_norm } else { residual }
    }

    /// 1/(c‖𝒜‖₂²), half the largest step at which gradient descent is stable.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when 𝒜 could not be decomposed; likewise below.
    pub fn stable_rate(&self) -> Result<f64, Error> {
        let largest = self.operator.singular_values()?.last().copied().unwrap_or(0.0);
        Ok(1.0 / (self.factor * largest * largest))
    }

    /// ‖y − 𝒜𝒜⁺y‖/‖y‖, 0 where y = 0: how far the targets are from what any W can give.
    ///
    /// # Errors
    /// As [`Problem::stable_rate`].
    pub fn inconsistency(&self) -> Result<f64, Error> {
        if self.target_norm == 0.0 {
            return Ok(0.0);
        }
        let best = self.operator.pseudo_inverse(&self.targets)?;
        let mut reached = vec![0.0; self.targets.len()];
        self.operator.apply(&best, &mut reached);
        reached.iter_mut().zip(&self.targets).for_each(|(r, y)| *r -= y);
        Ok(norm(&reached) / self.target_norm)
    }
}

impl Loss for Problem {
    fn residuals(&self) -> usize {
        self.targets.len()
    }

    /// r = 𝒜(W) − y and ∇L = c𝒜*(r).
    fn gradient(&self, w: &Array2<f64>, residual: &mut [f64], gradient: &mut Array2<f64>) {
        self.operator.residual_and_gradient(w, &self.targets, residual, gradient);
        if self.factor != 1.0 {
            *gradient *= self.factor;
        }
    }

    /// τ = max(m, n)·ε·c‖𝒜‖_F(‖𝒜‖_F‖W‖_F + ‖y‖): the size of what rounding can put into ∇L. The residual is a
    /// difference of numbers of size ‖𝒜‖‖W‖ and ‖y‖, and the adjoint multiplies its rounding by ‖𝒜‖. A singular value
    /// of the gradient at or below τ is not distinguishable from zero.
    fn rounding(&self, w: &Array2<f64>) -> f64 {
        let (m, n) = w.dim();
        let residual = self.operator_norm * norm(w) + self.target_norm;
        linalg::rank_tolerance(m, n) * self.factor * self.operator_norm * residual
    }

    /// W + 𝒜⁺(y − 𝒜W), which solves 𝒜(W) = y in the least-squares sense where nothing solves it.
    fn nearest_minimum(&self, w: &Array2<f64>) -> Result<Array2<f64>, Error> {
        let mut missing = vec![0.0; self.targets.len()];
        self.operator.apply(w, &mut missing);
        missing.iter_mut().zip(&self.targets).for_each(|(r, y)| *r = y - *r);
        Ok(w + &self.operator.pseudo_inverse(&missing)?)
    }

    fn project_on_minima(&self, x: &mut Array2<f64>) -> Result<(), Error> {
        self.operator.project_kernel(x)
    }
}
