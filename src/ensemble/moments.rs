//! Running means and variances over replicas (Welford 1962; merged as by Chan, Golub and LeVeque 1983).

use crate::array::Array;
use crate::process::{Observed, Value, column_means};

/// Count, mean and sum of squared deviations of many numbers side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Moments {
    count: f64,
    mean: Vec<f64>,
    squares: Vec<f64>,
}

impl Moments {
    /// Of nothing yet, `width` numbers wide.
    pub fn new(width: usize) -> Self {
        Self { count: 0.0, mean: vec![0.0; width], squares: vec![0.0; width] }
    }

    /// Takes one more row of numbers.
    pub fn push(&mut self, row: impl IntoIterator<Item = f64>) {
        self.count += 1.0;
        for ((mean, squares), x) in self.mean.iter_mut().zip(&mut self.squares).zip(row) {
            let before = x - *mean;
            *mean += before / self.count;
            *squares += before * (x - *mean);
        }
    }

    /// Takes everything that `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        if other.count == 0.0 {
            return;
        }
        let count = self.count + other.count;
        for (k, (mean, squares)) in self.mean.iter_mut().zip(&mut self.squares).enumerate() {
            let difference = other.mean[k] - *mean;
            *squares += other.squares[k] + difference * difference * self.count * other.count / count;
            *mean += difference * other.count / count;
        }
        self.count = count;
    }

    /// Means.
    pub fn mean(&self) -> &[f64] {
        &self.mean
    }

    /// Standard errors of the means; `None` for fewer than two rows.
    pub fn std_error(&self) -> Option<Vec<f64>> {
        let variance = |squares: &f64| squares / (self.count - 1.0) / self.count;
        (self.count > 1.0).then(|| self.squares.iter().map(|squares| variance(squares).sqrt()).collect())
    }
}

/// Mean of one quantity over replicas: at each recorded time, and of its average over the recorded times.
#[derive(Debug, Clone)]
pub struct Average {
    /// The quantity, without numbers: path, axes, units and description of the series of one replica.
    pub quantity: Value,
    /// At each time.
    pub along: Moments,
    /// Of the average over the recorded times.
    pub overall: Moments,
    /// Of the difference to the same with half the step: at each time, and of the average over the recorded times.
    pub bias: Option<(Moments, Moments)>,
}

impl Average {
    /// Of nothing yet, for series like that of `observed`.
    pub fn of(observed: &Observed) -> Self {
        let Value { path, array: series } = &observed.series;
        let length = series.data.len();
        let width = length / series.shape.first().copied().unwrap_or(1).max(1);
        Self {
            quantity: Value { path: path.clone(), array: Array { data: Vec::new(), ..series.clone() } },
            along: Moments::new(length),
            overall: Moments::new(width),
            bias: observed.refined.as_ref().map(|_| (Moments::new(length), Moments::new(width))),
        }
    }

    /// Takes one more replica.
    pub fn push(&mut self, observed: &Observed) {
        let data = &observed.series.array.data;
        let width = self.overall.mean.len();
        self.along.push(data.iter().copied());
        self.overall.push(column_means(data, width));
        if let (Some((along, overall)), Some(refined)) = (&mut self.bias, &observed.refined) {
            let difference: Vec<f64> = data.iter().zip(refined).map(|(coarse, fine)| coarse - fine).collect();
            overall.push(column_means(&difference, width));
            along.push(difference);
        }
    }

    /// Takes everything that `other` has seen.
    pub fn merge(&mut self, other: &Self) {
        self.along.merge(&other.along);
        self.overall.merge(&other.overall);
        if let (Some((along, overall)), Some((other_along, other_overall))) = (&mut self.bias, &other.bias) {
            along.merge(other_along);
            overall.merge(other_overall);
        }
    }
}
