//! The Gamma law.

use super::{ExactLaw, Parameters, need, parameters};
use crate::compare::{Law, Source};
use statrs::distribution::Gamma;

/// One particle of stationary SGD, its repulsion averaged.
pub static GAMMA: ExactLaw = ExactLaw {
    name: "gamma",
    formula: "x^(shape - 1) exp(-x/scale): one particle of SGD, repulsion averaged (m/2, 2D/kappa)",
    parameters: &["shape", "scale"],
    holds_at_any_time: false,
    of_gaussian: |rows, _, variance| Some(parameters([("shape", 0.5 * rows), ("scale", 2.0 * variance)])),
    source,
};

fn source(given: &Parameters, _: usize, _: u64) -> Result<Source, String> {
    let (shape, scale) = (need(given, "shape")?, need(given, "scale")?);
    // Beyond, quantiles under- or overflow, or are not found.
    if !(1e-2..=1e6).contains(&shape) || !(1e-50..=1e50).contains(&scale) {
        return Err(format!(
            "shape = {shape:e}, scale = {scale:e}, but shape must lie between 0.01 and 1e6, and scale between 1e-50 and 1e50"
        ));
    }
    let law = Gamma::new(shape, 1.0 / scale).map_err(|error| error.to_string())?;
    Ok(Source::Law(Law::Gamma(law)))
}
