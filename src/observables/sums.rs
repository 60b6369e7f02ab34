//! Sums over the spectrum.

use super::Observable;

/// T = Σ λ_k = ‖W‖²_F.
pub static TRACE: Observable =
    Observable { name: "trace", formula: "sum lambda", units: "W^2", least: 1, eval: |lambda| lambda.iter().sum() };

/// T/n.
pub static MEAN_LAMBDA: Observable = Observable {
    name: "mean_lambda",
    formula: "mean of lambda",
    units: "W^2",
    least: 1,
    eval: |lambda| lambda.iter().sum::<f64>() / lambda.len() as f64,
};

/// Σ log λ_k, the logarithm of the squared volume det WᵀW.
pub static TRACE_LOG: Observable = Observable {
    name: "trace_log",
    formula: "sum log lambda; a zero counts as the smallest normal number, 2.2e-308",
    units: "1",
    least: 1,
    eval: |lambda| lambda.iter().map(|l| l.max(f64::MIN_POSITIVE).ln()).sum(),
};
