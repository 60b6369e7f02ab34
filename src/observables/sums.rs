//! Sums over the spectrum.

use super::Observable;

/// T = Σ λ_k = ‖W‖²_F.
pub static TRACE: Observable =
    Observable { units: "W^2", ..Observable::new("trace", "sum lambda", |lambda| lambda.iter().sum()) };

/// Mean T/n of the values.
pub static MEAN_LAMBDA: Observable = Observable {
    units: "W^2",
    ..Observable::new("mean_lambda", "mean of lambda", |lambda| lambda.iter().sum::<f64>() / lambda.len() as f64)
};
