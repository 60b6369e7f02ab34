//! `[measurement.*]`: which linear functionals of W are observed.

mod matrix_file;
mod samples;

pub use matrix_file::MatrixFile;
pub use samples::SamplesFiles;

use super::one_of::{self, OneOf};
use crate::error::Result;
use serde::de::VariantAccess;
use serde::{Deserialize, Deserializer, Serialize};
use std::path::PathBuf;
use svsde::matrix::measurement::{MeasurementOperator, RandomMeasurement};
use svsde::rules::Rules;

/// 𝒜 and y.
pub type Data = (Box<dyn MeasurementOperator>, Vec<f64>);

/// What is measured; exactly one `[measurement.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Measurement {
    /// A dense matrix and targets from files, the same for every replica.
    File(MatrixFile),
    /// Inputs and outputs from files, likewise.
    Samples(SamplesFiles),
    /// Drawn for each replica.
    #[serde(untagged)]
    Random(RandomMeasurement),
}

/// Kinds that are read from files.
const OF_FILES: [(&str, &str); 2] = [("file", MatrixFile::SUMMARY), ("samples", SamplesFiles::SUMMARY)];

impl Measurement {
    /// Name and summary of every kind.
    pub fn kinds() -> Vec<(&'static str, &'static str)> {
        OF_FILES.iter().chain(RandomMeasurement::KINDS).copied().collect()
    }

    /// Rules for measurements of a matrix of this shape.
    pub fn rules(&self, shape: (usize, usize), rules: &mut Rules) {
        match self {
            Self::File(file) => rules.table("file", |rules| file.rules(rules)),
            Self::Samples(samples) => rules.table("samples", |rules| samples.rules(rules)),
            Self::Random(random) => rules.table(random.name(), |rules| random.rules(shape, rules)),
        }
    }

    /// Paths that start at the folder of the scenario.
    pub fn paths(&mut self) -> Vec<&mut PathBuf> {
        match self {
            Self::File(file) => vec![&mut file.matrix, &mut file.targets],
            Self::Samples(samples) => vec![&mut samples.inputs, &mut samples.outputs],
            Self::Random(_) => Vec::new(),
        }
    }

    /// d, the number of measurements of a matrix of this shape.
    ///
    /// # Errors
    /// When a file cannot be read.
    pub fn count(&self, shape: (usize, usize)) -> Result<usize> {
        match self {
            Self::File(file) => file.count(),
            Self::Samples(samples) => samples.count(),
            Self::Random(random) => Ok(random.count(shape)),
        }
    }
}

impl OneOf for Measurement {
    fn read<'de, A: VariantAccess<'de>>(name: &str, table: A) -> std::result::Result<Self, A::Error> {
        match name {
            "file" => table.newtype_variant().map(Self::File),
            "samples" => table.newtype_variant().map(Self::Samples),
            name => RandomMeasurement::deserialize_kind(name, table).map(Self::Random),
        }
    }
}

impl<'de> Deserialize<'de> for Measurement {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        one_of::deserialize(from)
    }
}
