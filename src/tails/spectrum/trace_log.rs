//! The trace-log condition: the edge above which the values have the product 1.

/// Where the product of the largest values, rescaled to mean 1, is still at least 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TraceLog {
    /// Smallest value of the set, in units of λ.
    pub edge: f64,
    /// Number of values from it on.
    pub count: usize,
}

impl TraceLog {
    /// The smallest λ_k with ∏_{i ≥ k} λ_i/λ̄ ≥ 1, λ̄ the mean of all values; `None` when there are none but zeros.
    ///
    /// The condition that Martin and Hinrichs (SETOL, 2025) take from an exact renormalisation group, `detX` of WeightWatcher 0.7.7. That one
    /// differs in two ways: it returns the first set whose product is *below* 1, one value more than here, and it stops before the least value,
    /// which belongs to the set only if all values are equal. The product is formed here as a sum of logarithms, which cannot overflow.
    pub fn of(lambda: &[f64]) -> Option<Self> {
        // By the largest value first, so that no sum overflows.
        let largest = lambda.last().copied().filter(|&largest| largest > 0.0)?;
        let mean = lambda.iter().map(|l| l / largest).sum::<f64>() / lambda.len() as f64;
        let sums = lambda.iter().rev().scan(0.0, |sum: &mut f64, l| {
            *sum += (l / largest / mean).ln();
            Some(*sum)
        });
        // A log-sum of n values that should be 0 is rounding of up to n ε.
        let count = sums.take_while(|&sum| sum >= -2.0 * f64::EPSILON * lambda.len() as f64).count();
        Some(Self { edge: *lambda.get(lambda.len() - count)?, count })
    }
}
