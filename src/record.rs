//! What a run leaves: named arrays with units, one of each per replica, stacked over replicas, and means over replicas.

use crate::moments::Average;

/// What becomes of a quantity once a replica has run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// An array per replica.
    Each,
    /// Mean and standard error over replicas.
    Mean,
    /// As [`Keep::Mean`]; the numbers with half the step along the same noise follow, and the mean difference is the
    /// step bias.
    MeanAndBias,
}

/// Description of one quantity recorded along time.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Name below the process's group, such as `flatness/entropy_sigma/value`.
    pub name: String,
    /// Axis of a vector quantity and its length; a scalar has none.
    pub axis: Option<(&'static str, usize)>,
    /// Units, "1" for a pure number.
    pub units: &'static str,
    /// One sentence: formula and conventions.
    pub description: String,
    /// What becomes of it.
    pub keep: Keep,
}

impl Field {
    /// A number per record.
    pub fn scalar(name: impl Into<String>, units: &'static str, description: impl Into<String>) -> Self {
        Self { name: name.into(), axis: None, units, description: description.into(), keep: Keep::Each }
    }

    /// `length` numbers per record along `axis`.
    pub fn vector(
        name: impl Into<String>,
        axis: (&'static str, usize),
        units: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self { name: name.into(), axis: Some(axis), units, description: description.into(), keep: Keep::Each }
    }

    /// The same, kept as a mean over replicas, with the step bias where there is a run with half the step.
    #[must_use]
    pub fn averaged(self, refined: bool) -> Self {
        Self { keep: if refined { Keep::MeanAndBias } else { Keep::Mean }, ..self }
    }

    /// Length of the quantity.
    pub fn length(&self) -> usize {
        self.axis.map_or(1, |(_, length)| length)
    }

    /// Numbers per record.
    pub fn width(&self) -> usize {
        if self.keep == Keep::MeanAndBias { 2 * self.length() } else { self.length() }
    }

    /// The array of this quantity over `times` records, below `group`.
    pub fn series(&self, group: &str, times: usize, data: Vec<f64>) -> Value {
        let axes: Vec<_> = [("time", times)].into_iter().chain(self.axis).collect();
        Value::array(join(group, &self.name), &axes, data, self.units, &self.description)
    }
}

/// The path of `name` in `group`.
pub fn join(group: &str, name: &str) -> String {
    if group.is_empty() { name.to_owned() } else { format!("{group}/{name}") }
}

/// An array of one replica.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// Path in the result file.
    pub path: String,
    /// Names of the axes, as many as `shape` is long.
    pub dims: Vec<&'static str>,
    /// Lengths of the axes.
    pub shape: Vec<usize>,
    /// Units, "1" for a pure number.
    pub units: &'static str,
    /// One sentence: formula and conventions.
    pub description: String,
    /// Entries in row-major order.
    pub data: Vec<f64>,
}

impl Value {
    /// A single number.
    pub fn scalar(path: impl Into<String>, value: f64, units: &'static str, description: impl Into<String>) -> Self {
        Self::array(path, &[], vec![value], units, description)
    }

    /// An array with named axes.
    pub fn array(
        path: impl Into<String>,
        axes: &[(&'static str, usize)],
        data: Vec<f64>,
        units: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            dims: axes.iter().map(|axis| axis.0).collect(),
            shape: axes.iter().map(|axis| axis.1).collect(),
            units,
            description: description.into(),
            data,
        }
    }

    /// Whether this is the quantity `name` of whatever group.
    pub fn is(&self, name: &str) -> bool {
        self.path.strip_suffix(name).is_some_and(|group| group.ends_with('/'))
    }

    /// Cuts the first axis to `length`.
    fn truncate(&mut self, length: usize) {
        if let Some(first) = self.shape.first_mut() {
            let row = self.data.len() / (*first).max(1);
            *first = length.min(*first);
            self.data.truncate(*first * row);
        }
    }
}

/// A quantity of one replica that is only kept as a mean over replicas.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The quantity along time.
    pub series: Value,
    /// The same with half the step along the same noise.
    pub refined: Option<Vec<f64>>,
}

/// The arrays of one replica, and how it went.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
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
pub struct Record {
    /// Recorded times.
    pub times: Vec<f64>,
    /// Every replica reached the end.
    pub finished: bool,
    /// In the order of the replicas; what is only kept as a mean has left them.
    pub outcomes: Vec<Outcome>,
    /// Means over the replicas that did not fail; whole once [`Record::close`] was called.
    pub averages: Vec<Average>,
    /// Number and means of the block of replicas that is being added.
    open: (u64, Vec<Average>),
}

/// Replicas per block of the means.
const BLOCK: u64 = 64;

impl Record {
    /// Empty.
    pub fn new(times: Vec<f64>) -> Self {
        Self { times, finished: true, outcomes: Vec::new(), averages: Vec::new(), open: (0, Vec::new()) }
    }

    /// Takes over the next replicas, in their order.
    ///
    /// `stopped` says that some of them were cut short. Of such a run the complete replicas are kept; where there are
    /// none, what all that began have recorded.
    pub fn add(&mut self, mut outcomes: Vec<Outcome>, stopped: bool) {
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

    /// Number of replicas in which some process failed.
    pub fn failures(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.status != 0).count()
    }
}

impl Outcome {
    /// Cuts every series to its first `records` records.
    fn truncate(&mut self, records: usize) {
        let series = self.observed.iter_mut().map(|observed| &mut observed.series);
        for value in self.values.iter_mut().chain(series) {
            if value.dims.first() == Some(&"time") {
                value.truncate(records);
            }
        }
        for observed in &mut self.observed {
            let length = observed.series.data.len();
            observed.refined.iter_mut().for_each(|refined| refined.truncate(length));
        }
    }
}
