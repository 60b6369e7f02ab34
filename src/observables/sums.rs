//! Sums over the spectrum.

use super::Observable;

/// T = Σ λ_k = ‖W‖²_F.
pub static TRACE: Observable = Observable {
    name: "trace",
    formula: "sum lambda",
    units: "W^2",
    least: 1,
    recorded: true,
    eval: |lambda| lambda.iter().sum(),
    flatness: None,
};

/// T/n.
pub static MEAN_LAMBDA: Observable = Observable {
    name: "mean_lambda",
    formula: "mean of lambda",
    units: "W^2",
    least: 1,
    recorded: true,
    eval: |lambda| lambda.iter().sum::<f64>() / lambda.len() as f64,
    flatness: None,
};
