//! Excess kurtosis of one spectrum.

use super::Observable;

/// n Σ(λ − λ̄)⁴ / (Σ(λ − λ̄)²)² − 3.
pub static KURTOSIS: Observable = Observable {
    least: 2,
    ..Observable::new(
        "kurtosis",
        "excess kurtosis of the n values lambda of one spectrum (1/n in both moments); 0 where all are equal but for rounding",
        kurtosis,
    )
};

fn kurtosis(lambda: &[f64]) -> f64 {
    let n = lambda.len() as f64;
    let mean = lambda.iter().sum::<f64>() / n;
    let widest = lambda.iter().fold(0.0_f64, |widest, l| widest.max((l - mean).abs()));
    let central = |power: i32| lambda.iter().map(|l| ((l - mean) / widest).powi(power)).sum::<f64>() / n;
    if widest > 8.0 * f64::EPSILON * mean { central(4) / central(2).powi(2) - 3.0 } else { 0.0 }
}
