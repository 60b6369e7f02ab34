//! What a run leaves: the arrays of each replica, and means over replicas.

use super::Average;
use crate::process::{Observed, Value};
use ndarray::{Array3, ArrayD};

/// The arrays of one replica, and how it went.
#[derive(Debug, Clone, Default)]
pub struct ReplicaResult {
    /// Number of the replica, which is also that of its random stream.
    pub replica: u64,
    /// 0: ok; else the code of the [`crate::process::StepError`] that came first.
    pub status: u8,
    /// Time of the step that failed; −1 where none did.
    pub failed_at: f64,
    /// Every recorded time was reached, or the replica failed.
    pub complete: bool,
    /// Number of record times reached.
    pub records: usize,
    /// Its arrays, in an order that is the same for all replicas.
    pub values: Vec<Value>,
    /// Its quantities of which the mean over replicas is kept, likewise.
    pub observed: Vec<Observed>,
}

/// The arrays of all replicas, and the means over them.
#[derive(Debug, Clone)]
pub struct EnsembleResult {
    /// Recorded times.
    pub times: Vec<f64>,
    /// Every replica reached the end.
    pub finished: bool,
    /// In the order of the replicas; what is only kept as a mean has left them.
    pub outcomes: Vec<ReplicaResult>,
    /// Means over the replicas that did not fail; whole once [`EnsembleResult::close`] was called.
    pub averages: Vec<Average>,
    /// Number and means of the block of replicas that is being added.
    open: (u64, Vec<Average>),
}

/// Replicas per block of the means.
const BLOCK: u64 = 64;

impl EnsembleResult {
    /// Empty.
    pub fn new(times: Vec<f64>) -> Self {
        Self { times, finished: true, outcomes: Vec::new(), averages: Vec::new(), open: (0, Vec::new()) }
    }

    /// Takes over the next replicas, in their order.
    ///
    /// `stopped` says that some of them were cut short. Of such a run the complete replicas are kept; where there are
    /// none, what all that began have recorded.
    pub fn add(&mut self, mut outcomes: Vec<ReplicaResult>, stopped: bool) {
        if stopped {
            self.finished = false;
            let reached = outcomes.iter().map(|outcome| outcome.records).filter(|&r| r > 0).min().unwrap_or(0);
            if !self.outcomes.is_empty() || outcomes.iter().any(|outcome| outcome.complete) {
                outcomes.retain(|outcome| outcome.complete);
            } else {
                outcomes.retain(|outcome| outcome.records > 0);
                outcomes.iter_mut().for_each(|outcome| outcome.truncate(reached));
                self.times.truncate(reached);
            }
        }
        for outcome in &mut outcomes {
            let observed = std::mem::take(&mut outcome.observed);
            if outcome.replica / BLOCK != self.open.0 {
                self.close();
                self.open.0 = outcome.replica / BLOCK;
            }
            if outcome.status == 0 {
                if self.open.1.is_empty() {
                    self.open.1 = observed.iter().map(Average::of).collect();
                }
                self.open.1.iter_mut().zip(&observed).for_each(|(average, observed)| average.push(observed));
            }
        }
        self.outcomes.append(&mut outcomes);
    }

    /// Merges the block that is being added into the means: the same bits however the replicas were handed over.
    pub fn close(&mut self) {
        let block = std::mem::take(&mut self.open.1);
        if self.averages.is_empty() {
            self.averages = block;
        } else {
            self.averages.iter_mut().zip(&block).for_each(|(all, block)| all.merge(block));
        }
    }

    /// What the replicas recorded at `path`, such as `flows/muon/sigma`, stacked along a first axis.
    pub fn stacked(&self, path: &str) -> Option<ArrayD<f64>> {
        let find = |outcome: &ReplicaResult| outcome.values.iter().position(|value| value.path == path);
        let place = find(self.outcomes.first()?)?;
        let values: Vec<&Value> = self.outcomes.iter().filter_map(|outcome| outcome.values.get(place)).collect();
        let shape: Vec<usize> = [values.len()].iter().chain(&values.first()?.array.shape).copied().collect();
        let data = values.iter().flat_map(|value| value.array.data.iter().copied()).collect();
        ArrayD::from_shape_vec(shape, data).ok()
    }

    /// Squared singular values, ascending: replicas × recorded times × values; `None` where they were not kept.
    pub fn spectra(&self) -> Option<Array3<f64>> {
        self.stacked("spectra/lambda")?.into_dimensionality().ok()
    }

    /// Recorded time, mean over replicas and its standard error (NaN of one replica) of an observable that is a number.
    pub fn mean(&self, observable: &str) -> Vec<(f64, f64, f64)> {
        let path = format!("observables/{observable}");
        let is_wanted = |quantity: &Value| quantity.path == path && quantity.array.shape.len() == 1;
        let Some(average) = self.averages.iter().find(|average| is_wanted(&average.quantity)) else {
            return Vec::new();
        };
        let means = average.along.mean();
        let errors = average.along.std_error().unwrap_or_else(|| vec![f64::NAN; means.len()]);
        self.times.iter().zip(means).zip(errors).map(|((time, mean), error)| (*time, *mean, error)).collect()
    }

    /// Number of replicas in which some process failed.
    pub fn failures(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.status != 0).count()
    }
}

impl ReplicaResult {
    /// Cuts every series to its first `records` records.
    fn truncate(&mut self, records: usize) {
        let series = self.observed.iter_mut().map(|observed| &mut observed.series);
        for value in self.values.iter_mut().chain(series) {
            if value.array.dims.first().is_some_and(|axis| axis == "time") {
                value.truncate(records);
            }
        }
        for observed in &mut self.observed {
            let length = observed.series.array.data.len();
            observed.refined.iter_mut().for_each(|refined| refined.truncate(length));
        }
    }
}
