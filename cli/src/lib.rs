//! The command line of svsde: scenarios in, results, figures and reports out.

#![deny(missing_docs)]

pub mod commands;
pub mod diagnostic;
pub mod error;
pub mod figures;
pub mod formula;
pub mod plot;
pub mod registry;
pub mod report;
pub mod scenario;
pub mod store;
pub mod study;
pub mod summary;
pub mod text;

pub use error::{Error, Result};
