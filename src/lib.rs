//! Spectral dynamics of weight matrices under SGD and Muon.
//!
//! A weight matrix W is described at three levels, each derived from the one above: the matrix, its squared singular
//! values as interacting particles, and the density of one of them.
//!
//! * [`matrix`]: linear regression under gradient flow, Muon and their controls when 𝒜(W) = y is underdetermined, and whether
//!   the flattening condition on 𝒜 foresees what happens; W under SGD and Muon on a quadratic loss;
//! * [`particles`]: the log-gas of SGD and the singular-value equations of Muon, published and right, with integrators that
//!   stay in order where particles meet;
//! * [`density`]: the Fokker–Planck equation of one particle: stationary density, tail, relaxation;
//! * [`random_matrix`]: the exact laws that the first two are held against.
//!
//! A [`process::Process`] is anything that evolves and has a spectrum; [`ensemble::run`] drives replicas of it and
//! [`observables`] are functions of its spectrum.
//!
//! ```
//! use ndarray::Array2;
//! use svsde::matrix::{measurement::Entries, problem::Problem, references::min_nuclear};
//! use svsde::random::Stream;
//!
//! // Two of the entries of a 2 × 2 matrix are seen, and both are 1.
//! let operator = Entries::random(2, (2, 2), &mut Stream::new(7, 0, "problem"));
//! let problem = Problem::new(Box::new(operator), vec![1.0, 1.0], 1.0);
//! let least = min_nuclear(&problem)?;
//! // On a diagonal they make the identity, of nuclear norm 2, else a row or column of ones, of norm √2.
//! assert!((least.nuclear_norm - 2.0).abs() < 1e-9 || (least.nuclear_norm - 2.0_f64.sqrt()).abs() < 1e-9);
//! assert!(least.duality_gap < 1e-9);
//! # Ok::<(), svsde::Error>(())
//! ```
//!
//! One replica of three particles under SGD, from W = 0 to t = 1 with a step of 0.1:
//!
//! ```
//! use std::sync::Arc;
//! use svsde::random::Brownian;
//! use svsde::random::Stream;
//! use svsde::particles::evolution::{Method, Particles};
//! use svsde::particles::integrators::ProximalEuler;
//! use svsde::particles::models::{Confinement, Constants, Sgd};
//! use svsde::process::Process;
//!
//! let sgd = Sgd::new((5, 3), 1.0, 0.1, Confinement::Quadratic(0.5), Constants::Exact);
//! let method = Method::Steps { integrator: Arc::new(ProximalEuler), dt: 0.1, refined: None };
//! let mut particles = Particles::new(Arc::new(sgd), method, &[0.0; 3], Brownian::new(7, 0, 3));
//! let mut noise = Stream::new(7, 0, "process");
//! for step in 0..10 {
//!     particles.advance(0.1 * f64::from(step), 0.1, &mut noise)?;
//! }
//! let (mut lambda, mut observables) = (Vec::new(), Vec::new());
//! particles.measure(&mut lambda, &mut observables)?;
//! assert!(0.0 < lambda[0] && lambda[0] < lambda[1] && lambda[1] < lambda[2]);
//! # Ok::<(), svsde::process::StepError>(())
//! ```
#![deny(missing_docs)]

mod kinds;

pub mod array;
pub mod compare;
pub mod density;
pub mod ensemble;
pub mod error;
pub mod linalg;
pub mod matrix;
pub mod observables;
pub mod particles;
pub mod process;
pub mod quadrature;
pub mod random;
pub mod random_matrix;
pub mod roots;
pub mod rules;
pub mod tails;
pub mod text;

pub use array::Array;
pub use error::{Error, Result};
