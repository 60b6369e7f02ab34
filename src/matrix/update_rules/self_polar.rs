//! The projected self-polar flow on the solution set, for which dσ_i/ds = α_i exactly.

use super::UpdateRule;

/// W ← W + ηP polar(W), P the projection on ker 𝒜, from W₀ projected on the solution set.
///
/// It has no limit: ‖W‖_* grows at the rate Σα_i = ‖P polar(W)‖²_F ≥ 0, so its normalised spectrum is what to read.
/// The rounding that a step leaves outside the kernel is projected away by the next one only for the step itself;
/// it grows like ε√t and is reported as the residual.
pub static SELF_POLAR: UpdateRule = UpdateRule {
    follows_gradient: false,
    start: |w, loss| loss.nearest_minimum(&w),
    ..UpdateRule::new(
        "self-polar",
        "W <- W + eta P polar(W) on the solution set, P the projection on ker A",
        |step, out| {
            let (polar, iterations) = step.polar;
            (polar.factor)(step.w, 0.0, iterations, out)?;
            step.loss.project_on_minima(out)?;
            out.mapv_inplace(|x| -x);
            Ok(())
        },
    )
};
