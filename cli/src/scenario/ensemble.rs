//! `[ensemble]` and `[output]`: how often a simulation is repeated, and what is kept of it.

use serde::{Deserialize, Serialize};

/// How many independent copies are run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ensemble {
    /// Number of replicas; replica r draws from random stream r.
    pub replicas: usize,
}

impl Default for Ensemble {
    fn default() -> Self {
        Self { replicas: 1 }
    }
}

/// What a result keeps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Output {
    /// Whether every recorded spectrum is kept; by default where all of them take less than 1 GiB.
    pub spectra: Option<bool>,
}
