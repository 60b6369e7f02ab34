//! What a result holds that has no replicas: arrays and facts by path.

use super::attributes::{dataset, number, numbers, text, texts};
use hdf5::{File, Location};
use ndarray::{ArrayViewD, IxDyn};
use svsde::process::Value;

/// A fact about a group or a dataset.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// A number.
    Number(f64),
    /// A list of numbers.
    Numbers(Vec<f64>),
    /// A text.
    Text(String),
    /// A list of texts.
    Texts(Vec<String>),
}

/// Arrays, and attributes of them and of the groups that they are in.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    /// The arrays.
    pub values: Vec<Value>,
    /// Path, name, fact.
    pub facts: Vec<(String, &'static str, Fact)>,
}

impl Document {
    /// Adds a number that is known and finite.
    pub fn number(&mut self, at: &str, name: &'static str, value: impl Into<Option<f64>>) {
        if let Some(value) = value.into().filter(|value| value.is_finite()) {
            self.facts.push((at.to_owned(), name, Fact::Number(value)));
        }
    }

    /// Adds a list of numbers, all of them finite.
    pub fn numbers(&mut self, at: &str, name: &'static str, values: Vec<f64>) {
        if values.iter().all(|value| value.is_finite()) {
            self.facts.push((at.to_owned(), name, Fact::Numbers(values)));
        }
    }

    /// Adds a list of texts.
    pub fn texts(&mut self, at: &str, name: &'static str, values: Vec<String>) {
        self.facts.push((at.to_owned(), name, Fact::Texts(values)));
    }

    /// Adds a text.
    pub fn text(&mut self, at: &str, name: &'static str, value: impl Into<String>) {
        self.facts.push((at.to_owned(), name, Fact::Text(value.into())));
    }

    /// Writes everything into `file`.
    pub(super) fn write(&self, file: &File) -> hdf5::Result<()> {
        for value in &self.values {
            let view = ArrayViewD::from_shape(IxDyn(&value.shape), &value.data)
                .map_err(|error| hdf5::Error::from(error.to_string()))?;
            dataset(file, &value.path, view, &value.dims, value.units, &value.description)?;
        }
        for (path, name, fact) in &self.facts {
            match (file.dataset(path), file.group(path)) {
                (Ok(dataset), _) => fact.write(&dataset, name)?,
                (_, Ok(group)) => fact.write(&group, name)?,
                _ => {
                    let group = file.create_group(path)?;
                    fact.write(&group, name)?;
                }
            }
        }
        Ok(())
    }
}

impl Fact {
    fn write(&self, at: &Location, name: &str) -> hdf5::Result<()> {
        match self {
            Self::Number(value) => number(at, name, *value),
            Self::Numbers(values) => numbers(at, name, values),
            Self::Text(value) => text(at, name, value),
            Self::Texts(values) => texts(at, name, values),
        }
    }
}
