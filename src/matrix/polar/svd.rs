//! The exact polar factor, from the SVD.

use super::PolarFactor;
use crate::linalg;

/// U Vᵀ over the numerical range of G.
pub static EXACT: PolarFactor = PolarFactor {
    name: "svd",
    summary: "exact, on the numerical range of G",
    iterations: None,
    factor: |g, floor, _, out| linalg::polar(g.view(), floor, out.view_mut()),
};
