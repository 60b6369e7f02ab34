//! `[measurement.*]`: which linear functionals of W are observed.
//!
//! Operators that are drawn are listed by [`RandomMeasurement`]. A new one that is read from files is a file here with an `impl` of
//! [`DataFiles`], and a line in [`FileMeasurement`].

use super::one_of::{self, OneOf};
use crate::error::Result;
use serde::de::VariantAccess;
use serde::{Deserialize, Deserializer, Serialize};
use std::path::PathBuf;
use svsde::kinds;
use svsde::matrix::measurement::{MeasurementOperator, RandomMeasurement};
use svsde::rules::{Rules, Table};

/// 𝒜 and y.
pub type Data = (Box<dyn MeasurementOperator>, Vec<f64>);

/// What is measured; exactly one `[measurement.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measurement {
    /// Read from files, the same for every replica.
    Files(FileMeasurement),
    /// Drawn for each replica.
    Random(RandomMeasurement),
}

kinds! {
    /// A measurement operator and targets from files.
    pub enum FileMeasurement: DataFiles {
        "file": matrix_file::MatrixFile,
        "samples": samples::SamplesFiles,
    }
}

/// Files that hold a measurement operator and targets.
pub trait DataFiles: Table {
    /// The files; relative paths start at the scenario's folder.
    fn paths(&mut self) -> Vec<&mut PathBuf>;
    /// d, the number of measurements.
    ///
    /// # Errors
    /// When a file cannot be read.
    fn count(&self) -> Result<usize>;
    /// Reads them for a W of this shape.
    ///
    /// # Errors
    /// [`crate::Error::Refused`] for a file that cannot be read or has another shape.
    fn read(&self, shape: (usize, usize)) -> Result<Data>;
}

impl Measurement {
    /// Name and summary of every kind.
    pub fn kinds() -> Vec<(&'static str, &'static str)> {
        FileMeasurement::KINDS.iter().chain(RandomMeasurement::KINDS).copied().collect()
    }

    /// Rules for measurements of a matrix of this shape.
    pub fn rules(&self, shape: (usize, usize), rules: &mut Rules) {
        match self {
            Self::Files(files) => rules.table(files.name(), |rules| files.rules(rules)),
            Self::Random(random) => rules.table(random.name(), |rules| random.rules(shape, rules)),
        }
    }

    /// Paths that start at the folder of the scenario.
    pub fn paths(&mut self) -> Vec<&mut PathBuf> {
        if let Self::Files(files) = self { files.paths() } else { Vec::new() }
    }

    /// d, the number of measurements of a matrix of this shape.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn count(&self, shape: (usize, usize)) -> Result<usize> {
        match self {
            Self::Files(files) => files.count(),
            Self::Random(random) => Ok(random.count(shape)),
        }
    }
}

impl OneOf for Measurement {
    fn read<'de, A: VariantAccess<'de>>(name: &str, table: A) -> std::result::Result<Self, A::Error> {
        match FileMeasurement::KINDS.iter().any(|kind| kind.0 == name) {
            true => FileMeasurement::deserialize_kind(name, table).map(Self::Files),
            false => RandomMeasurement::deserialize_kind(name, table).map(Self::Random),
        }
    }
}

impl<'de> Deserialize<'de> for Measurement {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        one_of::deserialize(from)
    }
}
