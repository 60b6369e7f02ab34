//! From a scenario to the arrays of a result: one folder a study.

pub mod comparison;
pub mod flows;
pub mod spectra;
pub mod stationary;
pub mod tails;
