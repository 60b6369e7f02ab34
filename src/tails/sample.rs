//! What laws are fitted to.

/// Positive numbers, ascending, with their logarithms.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    values: Vec<f64>,
    logs: Vec<f64>,
}

/// Values that no tail has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dropped {
    /// How many were 0.
    pub zeros: usize,
    /// How many were below 0.
    pub negatives: usize,
}

/// Why numbers cannot be a sample.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum SampleError {
    /// NaN or infinity among the values.
    #[error(
        "{count} of {total} values are NaN or infinite, the first at place {first} (counted from 0); leave them out"
    )]
    NotFinite {
        /// How many.
        count: usize,
        /// Of how many.
        total: usize,
        /// Place of the first.
        first: usize,
    },
    /// Too few positive values.
    #[error(
        "{found} positive values ({zeros} zeros and {negatives} negatives were dropped), but a tail needs at least {needed}"
    )]
    TooFew {
        /// Positive values.
        found: usize,
        /// Fewest that make sense.
        needed: usize,
        /// Zeros dropped.
        zeros: usize,
        /// Negatives dropped.
        negatives: usize,
    },
    /// All values are the same.
    #[error("all {count} values are {value}: a constant has no tail")]
    Constant {
        /// How many.
        count: usize,
        /// The value.
        value: f64,
    },
}

/// Fewest values of a sample: two numbers are fitted to it, and compared.
const FEWEST: usize = 4;

impl Sample {
    /// Of the positive ones of `values`, in any order.
    ///
    /// # Errors
    /// [`SampleError`] when a value is NaN or infinite, fewer than four are positive or all of these are equal.
    pub fn new(values: &[f64]) -> Result<(Self, Dropped), SampleError> {
        let mut lost = values.iter().enumerate().filter(|(_, value)| !value.is_finite());
        if let Some((first, _)) = lost.next() {
            return Err(SampleError::NotFinite { count: 1 + lost.count(), total: values.len(), first });
        }
        let zeros = values.iter().filter(|&&value| value == 0.0).count();
        let positive: Vec<f64> = values.iter().copied().filter(|&value| value > 0.0).collect();
        let negatives = values.len() - zeros - positive.len();
        let found = positive.len();
        if found < FEWEST {
            return Err(SampleError::TooFew { found, needed: FEWEST, zeros, negatives });
        }
        let sample = Self::sorted(positive);
        if sample.values[0] == sample.values[found - 1] {
            return Err(SampleError::Constant { count: found, value: sample.values[0] });
        }
        Ok((sample, Dropped { zeros, negatives }))
    }

    /// Of positive finite values in any order.
    pub(super) fn sorted(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        let logs = values.iter().map(|value| value.ln()).collect();
        Self { values, logs }
    }

    /// The values, ascending.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Their logarithms.
    pub fn logs(&self) -> &[f64] {
        &self.logs
    }

    /// What is at or above `x_min`; 0 for everything.
    pub fn above(&self, x_min: f64) -> Tail<'_> {
        let first = self.values.partition_point(|&value| value < x_min);
        Tail { values: &self.values[first..], logs: &self.logs[first..], x_min }
    }
}

/// The part of a sample at or above x_min.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tail<'a> {
    /// Values, ascending.
    pub values: &'a [f64],
    /// Their logarithms.
    pub logs: &'a [f64],
    /// Where the laws begin; 0 for a whole sample.
    pub x_min: f64,
}

impl Tail<'_> {
    /// Number of values.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}
