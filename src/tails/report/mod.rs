//! What is known of the tails of spectra, as a result has it: the serde form of these types is the layout of a result below `/tails`, in
//! which numbers that are undefined are absent.

mod law;
mod matrix;
mod sample;

pub use law::{LawReport, Pairs, WholeReport};
pub use matrix::{MatrixMetrics, MatrixReport};
pub use sample::{HillReport, Provenance, SampleReport, ScanReport, StretchReport};

use crate::array::groups;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The tails of several samples.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TailReport {
    /// Names of the samples, in the order of the inputs.
    pub samples: Vec<String>,
    /// Arrays that were not analysed, each with the reason.
    #[serde(default)]
    pub skipped: Vec<String>,
    /// Samples that could not be analysed, each with the reason.
    #[serde(default)]
    pub failed: Vec<String>,
    /// What was found of each sample, by its name.
    #[serde(flatten, deserialize_with = "groups")]
    pub reports: BTreeMap<String, SampleReport>,
}

/// Entries of a group of [`TailReport`] that are not samples, and so cannot be the name of one.
pub const RESERVED: [&str; 3] = ["samples", "skipped", "failed"];

impl TailReport {
    /// Name and report of every sample, in the order of the inputs.
    pub fn ordered(&self) -> impl Iterator<Item = (&str, &SampleReport)> {
        self.samples.iter().filter_map(|name| Some((name.as_str(), self.reports.get(name)?)))
    }
}
