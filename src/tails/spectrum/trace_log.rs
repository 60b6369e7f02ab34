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

#[cfg(test)]
mod tests {
    use super::*;

    /// 1/4, 1/4, 1/2, 1, 3 has mean 1: products 3, 3, 3/2, 3/8.
    #[test]
    fn known_values() {
        let lambda = [0.25, 0.25, 0.5, 1.0, 3.0];
        assert_eq!(TraceLog::of(&lambda), Some(TraceLog { edge: 0.5, count: 3 }));
        let scaled = lambda.map(|l| 7e300 * l);
        assert_eq!(TraceLog::of(&scaled).map(|found| found.count), Some(3));
        assert_eq!(TraceLog::of(&[0.3; 7]), Some(TraceLog { edge: 0.3, count: 7 }));
        assert_eq!(TraceLog::of(&[0.0, 2.0]), Some(TraceLog { edge: 2.0, count: 1 }));
        assert_eq!((TraceLog::of(&[]), TraceLog::of(&[0.0, 0.0])), (None, None));
    }
}
