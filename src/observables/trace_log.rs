//! The logarithm of the volume.

use super::Observable;

/// Σ log λ_k, the logarithm of the squared volume det WᵀW.
pub static TRACE_LOG: Observable =
    Observable::new("trace_log", "sum log lambda; a zero counts as the smallest normal number, 2.2e-308", |lambda| {
        lambda.iter().map(|l| l.max(f64::MIN_POSITIVE).ln()).sum()
    });
