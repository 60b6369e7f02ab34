//! Solves a stationary study, whichever command built it.

use super::Exit;
use super::execute::{self, Options};
use crate::scenario::Scenario;
use std::path::Path;

/// Solves `scenario` into `path` and prints what was found.
pub fn execute(scenario: &Scenario, path: &Path, options: &Options, _json: bool) -> Exit {
    execute::execute(scenario, path, options)
}
