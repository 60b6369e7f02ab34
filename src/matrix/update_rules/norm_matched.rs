//! Gradient flow at the Frobenius norm of the polar step: the control for the size of Muon's step.

use super::{Step, UpdateRule};
use crate::error::Error;
use crate::linalg;
use ndarray::Array2;

/// W ← W − η√r_G G/‖G‖_F, r_G the numerical rank of G.
pub static NORM_MATCHED_GRADIENT: UpdateRule = UpdateRule::new(
    "norm-matched-gradient",
    "W <- W - eta sqrt(rank G) G/|G|_F: the direction of the gradient, the norm of the polar step",
    direction,
);

fn direction(step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error> {
    let sigma = linalg::singular_values(step.gradient.view())?;
    let largest = sigma.last().copied().unwrap_or(0.0);
    let (m, n) = step.gradient.dim();
    let floor = step.rounding.max(linalg::rank_tolerance(m, n) * largest);
    let rank = sigma.iter().filter(|&&s| s > floor).count();
    let factor = if rank > 0 { (rank as f64).sqrt() / linalg::norm(&sigma) } else { 0.0 };
    out.assign(step.gradient);
    *out *= factor;
    Ok(())
}
