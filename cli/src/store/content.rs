//! What a result holds, and where it comes from.

use crate::error::{Error, Result};
use serde::Serialize;
use svsde::ensemble::EnsembleResult;

/// The arrays of a result.
pub enum Content {
    /// Of replicas.
    Ensemble(EnsembleResult),
    /// A struct, by the names of its fields.
    Report(serde_json::Value),
}

impl Content {
    /// What `report` holds, by the names of its fields.
    ///
    /// # Errors
    /// [`Error::Study`] for what has no place in a file, such as a map whose keys are not texts.
    pub fn of(report: &impl Serialize) -> Result<Self> {
        serde_json::to_value(report).map(Self::Report).map_err(|_| Error::Study("a result that has no place in a file"))
    }
}

/// Where a result comes from.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The resolved scenario as TOML; empty where there is none.
    pub scenario: String,
    /// What it shows, in one line.
    pub title: String,
    /// Seed of the random streams.
    pub seed: u64,
}
