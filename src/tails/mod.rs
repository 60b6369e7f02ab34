//! Tails of measured spectra.

pub mod input;
