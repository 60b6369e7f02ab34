//! Hill's estimator of a tail exponent, for every number of tail values (Hill 1975).

/// The estimate from the k largest values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hill {
    /// Number k of largest values.
    pub count: usize,
    /// Exponent α of the density λ^{−α}.
    pub alpha: f64,
    /// Standard error (α − 1)/√k as k → ∞ for independent values.
    pub error: f64,
}

/// α = 1 + k/Σ_{i ≤ k} log(λ_(n+1−i)/λ_(n−k)) for every k from 1 to n − 1 where it is defined.
///
/// That is where the threshold is positive and a value lies above it by more than rounding, as for the observable `hill_alpha`, of
/// which k = ⌈n/10⌉ is the value.
pub fn plot(lambda: &[f64]) -> Vec<Hill> {
    // Σ_{i ≤ k} log(λ_(n+1−i)/λ_(n−k)) = Σ_{j ≤ k} j log(λ_(n+1−j)/λ_(n−j)), of which no term is negative.
    let pairs = lambda.iter().rev().zip(lambda.iter().rev().skip(1)).take_while(|(_, below)| **below > 0.0);
    let sums = pairs.scan((0, 0.0), |(k, sum), (above, below)| {
        *k += 1;
        *sum += *k as f64 * (above / below).ln();
        Some((*k, *sum))
    });
    let point = |(count, sum): (usize, f64)| {
        let k = count as f64;
        (sum > 8.0 * f64::EPSILON * k).then(|| Hill { count, alpha: 1.0 + k / sum, error: k.sqrt() / sum })
    };
    sums.filter_map(point).collect()
}
