//! Tails of spectra.

pub mod spectrum;
