//! How many values share the trace.

use super::Observable;

/// (Σλ)²/Σλ².
pub static PARTICIPATION_RATIO: Observable =
    Observable::new("participation_ratio", "(sum lambda)^2 / sum lambda^2; 0 for W = 0", participation_ratio);

fn participation_ratio(lambda: &[f64]) -> f64 {
    let largest = lambda.last().copied().unwrap_or(0.0);
    if largest == 0.0 {
        return 0.0;
    }
    let (sum, squares) = lambda.iter().map(|l| l / largest).fold((0.0, 0.0), |(s, q), l| (s + l, q + l * l));
    sum * sum / squares
}
