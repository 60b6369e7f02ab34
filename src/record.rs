//! What a run leaves: named arrays with units, one of each per replica, stacked over replicas.

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
}

impl Field {
    /// A number per record.
    pub fn scalar(name: impl Into<String>, units: &'static str, description: impl Into<String>) -> Self {
        Self { name: name.into(), axis: None, units, description: description.into() }
    }

    /// `length` numbers per record along `axis`.
    pub fn vector(
        name: impl Into<String>,
        axis: (&'static str, usize),
        units: &'static str,
        description: impl Into<String>,
    ) -> Self {
        Self { name: name.into(), axis: Some(axis), units, description: description.into() }
    }

    /// Numbers per record.
    pub fn width(&self) -> usize {
        self.axis.map_or(1, |(_, length)| length)
    }
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
}

/// The arrays of all replicas.
#[derive(Debug, Clone)]
pub struct Record {
    /// Recorded times.
    pub times: Vec<f64>,
    /// Every replica reached the end.
    pub finished: bool,
    /// The replicas kept, by number.
    pub outcomes: Vec<Outcome>,
}

impl Record {
    /// Joins the outcomes of a run. When it was interrupted, complete replicas are kept; when there are none, all
    /// that were started, cut to the times that each of them has reached.
    pub fn new(mut times: Vec<f64>, mut outcomes: Vec<Outcome>, finished: bool) -> Self {
        if !finished {
            if outcomes.iter().any(|outcome| outcome.complete) {
                outcomes.retain(|outcome| outcome.complete);
            } else {
                let reached = outcomes.iter().map(|outcome| outcome.records).filter(|&r| r > 0).min().unwrap_or(0);
                outcomes.retain(|outcome| outcome.records > 0);
                for value in outcomes.iter_mut().flat_map(|outcome| &mut outcome.values) {
                    if value.dims.first() == Some(&"time") {
                        value.truncate(reached);
                    }
                }
                times.truncate(reached);
            }
        }
        Self { times, finished, outcomes }
    }

    /// Number of replicas in which some process failed.
    pub fn failures(&self) -> usize {
        self.outcomes.iter().filter(|outcome| outcome.status != 0).count()
    }
}
