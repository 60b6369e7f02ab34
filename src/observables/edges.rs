//! The upper edge of the spectrum and its smallest gap.

use super::Observable;

/// λ_n.
pub static MAX_LAMBDA: Observable = Observable {
    name: "max_lambda",
    formula: "largest lambda",
    units: "W^2",
    least: 1,
    recorded: true,
    eval: |lambda| lambda.last().copied().unwrap_or(0.0),
    flatness: None,
};

/// min_k (λ_{k+1} − λ_k).
pub static MIN_GAP: Observable = Observable {
    name: "min_gap",
    formula: "smallest lambda_{k+1} - lambda_k",
    units: "W^2",
    least: 2,
    recorded: true,
    eval: |lambda| lambda.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min),
    flatness: None,
};
