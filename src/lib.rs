//! Spectral dynamics of weight matrices under SGD and Muon.
#![deny(missing_docs)]

pub mod cli;
pub mod ensemble;
pub mod error;
pub mod matrix;
pub mod noise;
pub mod observables;
pub mod process;
pub mod record;
pub mod registry;
pub mod scenario;
pub mod store;
pub mod summary;

pub use error::{Error, Result};
