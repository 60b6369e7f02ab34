//! The TOML text of a scenario: sections, overrides, places of keys, and messages.
//!
//! [`Tables`] reads a text, puts in the `--set` overrides and knows where each key stands; the other types are sections that several
//! studies take. Which sections make a scenario is for the studies to say: [`crate::study::parse`].

mod ensemble;
mod explain;
mod expression;
mod files;
mod initial;
mod measurement;
mod one_of;
mod overrides;
mod place;
mod scan;
mod stationary;
mod tables;
#[cfg(test)]
mod tests;
mod time;

pub use crate::diagnostic::{Finding, ScenarioError};
pub use ensemble::{Ensemble, Output};
pub use expression::{ExpressionModel, Parameters, VARIABLE};
pub use files::{Files, Normalise, Quantity, Tails, name_of};
pub use initial::{Density, Initial, MatrixFile};
pub use measurement::{Data, MatrixFile as MeasurementFile, Measurement};
pub use overrides::{Override, OverrideError};
pub use scan::{Scan, complete as complete_scan, points as scan_points};
pub use stationary::StationarySettings;
pub use tables::{Checked, Section, Tables};
pub use time::Time;

use std::path::Path;
use svsde::rules::Rules;

/// `path` names something.
fn check_path(rules: &mut Rules, key: &str, path: &Path) {
    if path.as_os_str().is_empty() {
        rules.broken(key, "\"\"", "it must name a file");
    }
}
