//! Squared singular values of a matrix of independent Gaussian entries.

use super::{ExactLaw, draws, parameters};

/// The law of WᵀW at any time of SGD from Gaussian entries.
pub static WISHART: ExactLaw = ExactLaw {
    name: "wishart",
    formula: "eigenvalues of W'W, entries of W independent N(0, variance): SGD at its last time",
    parameters: &["rows", "cols", "variance"],
    holds_at_any_time: true,
    of_gaussian: |rows, cols, variance| Some(parameters([("rows", rows), ("cols", cols?), ("variance", variance)])),
    source: draws,
};
