//! The projected self-polar flow on the solution set, for which dσ_i/ds = α_i exactly.

use super::{Step, UpdateRule};
use crate::error::Error;
use crate::matrix::loss::Loss;
use ndarray::Array2;

/// W ← W + ηP polar(W), P the projection on ker 𝒜, from W₀ projected on the solution set.
///
/// It has no limit: ‖W‖_* grows at the rate Σα_i = ‖P polar(W)‖²_F ≥ 0, so its normalised spectrum is what to read.
/// The rounding that a step leaves outside the kernel is projected away by the next one only for the step itself;
/// it grows like ε√t and is reported as the residual.
pub struct SelfPolar;

impl UpdateRule for SelfPolar {
    fn name(&self) -> &'static str {
        "self-polar"
    }

    fn summary(&self) -> &'static str {
        "W <- W + eta P polar(W) on the solution set, P the projection on ker A"
    }

    fn follows_gradient(&self) -> bool {
        false
    }

    fn start(&self, w: Array2<f64>, loss: &dyn Loss) -> Result<Array2<f64>, Error> {
        loss.nearest_minimum(&w)
    }

    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error> {
        step.polar.0.factor(step.w, 0.0, step.polar.1, out)?;
        step.loss.project_on_minima(out)?;
        out.mapv_inplace(|x| -x);
        Ok(())
    }
}
