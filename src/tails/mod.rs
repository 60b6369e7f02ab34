//! Which law the tail of a spectrum follows.
//!
//! A [`Sample`] is cut at x_min, by hand or where a power law fits best ([`threshold`]); every law of [`laws::LAWS`] is fitted
//! above it and, where that makes sense, to the whole sample ([`Fit`]), tested ([`bootstrap`]) and compared ([`likelihood_ratio`]).
//! [`analysis::analyse`] does all of it.

pub mod analysis;
pub mod bootstrap;
mod fit;
pub mod laws;
pub mod likelihood_ratio;
pub mod report;
mod sample;
pub mod spectrum;
pub mod threshold;
pub mod weightwatcher;

pub use fit::Fit;
pub use sample::{Dropped, Sample, SampleError, Tail};
