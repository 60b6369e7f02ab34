//! The β-Laguerre ensemble.

use super::{ExactLaw, draws, parameters};

/// The stationary law of SGD: scale D/κ, β = 1 and m degrees of freedom.
pub static LAGUERRE: ExactLaw = ExactLaw {
    name: "laguerre",
    formula: "scale x, x of the beta-Laguerre ensemble: stationary SGD (scale D/kappa, beta 1, degrees m)",
    parameters: &["rows", "cols", "scale", "beta", "degrees"],
    holds_at_any_time: false,
    of_gaussian: |rows, cols, variance| Some(parameters([("rows", rows), ("cols", cols?), ("scale", variance)])),
    source: draws,
};
