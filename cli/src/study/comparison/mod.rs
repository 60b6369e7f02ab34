//! The same quantity along several roads: what is read from files, and what is written of a comparison.

mod exact;
mod inputs;

pub use inputs::roads;

use crate::error::Error;

/// The error of an input that cannot be compared.
fn refused(what: &str, rule: impl Into<String>) -> Error {
    Error::Compare { what: what.to_owned(), rule: rule.into() }
}
