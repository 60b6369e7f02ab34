//! The upper edge of the spectrum and its smallest gap.

use super::Observable;

/// Largest value λ_n.
pub static MAX_LAMBDA: Observable = Observable {
    units: "W^2",
    ..Observable::new("max_lambda", "largest lambda", |lambda| lambda.last().copied().unwrap_or(0.0))
};

/// min_k (λ_{k+1} − λ_k).
pub static MIN_GAP: Observable = Observable {
    units: "W^2",
    least: 2,
    ..Observable::new("min_gap", "smallest lambda_{k+1} - lambda_k", |lambda| {
        lambda.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min)
    })
};
