//! What a process leaves along a run: named arrays with units.

use crate::array::Array;

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
    /// The array itself.
    pub array: Array,
}

impl Value {
    /// A single number.
    pub fn scalar(path: impl Into<String>, value: f64, units: &str, description: impl AsRef<str>) -> Self {
        Self::array(path, &[], vec![value], units, description)
    }

    /// An array with named axes.
    pub fn array(
        path: impl Into<String>,
        axes: &[(&str, usize)],
        data: Vec<f64>,
        units: &str,
        description: impl AsRef<str>,
    ) -> Self {
        Self { path: path.into(), array: Array::new(axes, data, units, description.as_ref()) }
    }

    /// Whether this is the quantity `name` of whatever group.
    pub fn is(&self, name: &str) -> bool {
        self.path.strip_suffix(name).is_some_and(|group| group.ends_with('/'))
    }

    /// Cuts the first axis to `length`.
    pub(crate) fn truncate(&mut self, length: usize) {
        let Array { shape, data, .. } = &mut self.array;
        if let Some(first) = shape.first_mut() {
            let row = data.len() / (*first).max(1);
            *first = length.min(*first);
            data.truncate(*first * row);
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

/// Means of the columns of `rows`, each `width` long.
pub(crate) fn column_means(rows: &[f64], width: usize) -> Vec<f64> {
    let count = (rows.len() / width.max(1)).max(1) as f64;
    (0..width).map(|column| rows.iter().skip(column).step_by(width).sum::<f64>() / count).collect()
}
