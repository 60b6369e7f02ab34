//! What a whole spectrum says about its matrix: bulk and spikes, tail exponents, phases, and laws it is held against.
//!
//! Functions of the squared singular values λ of an m × n matrix with m ≥ n, finite, ≥ 0 and ascending. Where a spectrum does not define
//! an answer there is none: [`None`].

pub mod bulk;
pub mod hill;
pub mod null;
pub mod phase;
pub mod stretch;
pub mod trace_log;
