//! Spectral dynamics of weight matrices under SGD and Muon.
//!
//! A weight matrix W is described at three levels, each derived from the one above: the matrix, its squared singular
//! values as interacting particles, and the density of one of them. This version has the first level for linear
//! regression: how the singular values of W evolve under gradient flow, Muon and their controls when 𝒜(W) = y is
//! underdetermined, and whether the flattening condition on 𝒜 foresees it.
//!
//! ```
//! use ndarray::Array2;
//! use svsde::matrix::{measurement::Entries, problem::Problem, references::min_nuclear};
//! use svsde::noise::{Segment, Stream};
//!
//! // Two of the entries of a 2 × 2 matrix are seen, and both are 1.
//! let operator = Entries::random(2, (2, 2), &mut Stream::new(7, 0, Segment::Problem));
//! let problem = Problem::new(Box::new(operator), vec![1.0, 1.0], 1.0);
//! let least = min_nuclear(&problem)?;
//! // On a diagonal they make the identity, of nuclear norm 2, else a row or column of ones, of norm √2.
//! assert!((least.nuclear_norm - 2.0).abs() < 1e-9 || (least.nuclear_norm - 2.0_f64.sqrt()).abs() < 1e-9);
//! assert!(least.duality_gap < 1e-9);
//! # Ok::<(), svsde::error::ProblemError>(())
//! ```
#![deny(missing_docs)]

pub mod brownian;
pub mod cli;
pub mod ensemble;
pub mod error;
pub mod matrix;
pub mod moments;
pub mod noise;
pub mod observables;
pub mod particles;
pub mod process;
pub mod random_matrix;
pub mod record;
pub mod registry;
pub mod scenario;
pub mod spectral;
pub mod store;
pub mod summary;

pub use error::{Error, Result};
