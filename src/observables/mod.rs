//! Pure functions of a spectrum.

pub mod flatness;
