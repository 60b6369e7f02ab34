//! Spectral dynamics of weight matrices under SGD and Muon.
//!
//! A weight matrix W is described at three levels, each derived from the one above: the matrix, its squared singular
//! values as interacting particles, and the density of one of them. One question can be put to all three, and the answers
//! compared.
//!
//! | level | room | holds |
//! |---|---|---|
//! | 1 | [`matrix`] | losses and measurement operators, update rules from gradient descent to Muon, polar factors, minimum-norm references; W under SGD and Muon on a quadratic loss |
//! | 2 | [`particles`] | the log-gas of SGD and the singular-value equations of Muon, published and corrected; integrators that keep particles in order |
//! | 3 | [`density`] | the Fokker–Planck equation of one particle: stationary density, tail, relaxation |
//!
//! Beside them stand [`ensemble`], which runs replicas of the first two in parallel, [`observables`] of a spectrum, [`tails`], which
//! says which law the tail of a spectrum follows, [`compare`], which tests whether two results agree, and [`random_matrix`], the exact
//! laws that all of it is tested with.
//!
//! # Replicas of a particle model
//!
//! ```
//! use svsde::ensemble::{Control, Plan, run};
//! use svsde::{ParticleReplicas, ParticleStart, ProximalEuler, Sgd};
//!
//! let gas = Sgd { rows: 5, cols: 3, learning_rate: 1.0, diffusion: 0.1, curvature: 0.5, ..Sgd::default() };
//! let integrator = ProximalEuler { dt: 0.1, refine: false };
//! let source = ParticleReplicas::new(gas, integrator, ParticleStart::Stationary)?;
//! let plan = Plan { seed: 7, replicas: 20, times: vec![0.0, 1.0], spectra: true };
//! let result = run(&source, &plan, &Control::default())?;
//! assert_eq!(result.spectra().map(|lambda| lambda.dim()), Some((20, 2, 3)));
//! // The mean of the trace is nmD/κ = 3.
//! let (_, trace, error) = result.mean("trace")[0];
//! assert!((trace - 3.0).abs() < 4.0 * error);
//! # Ok::<(), svsde::Error>(())
//! ```
//!
//! # Two solutions of an underdetermined regression
//!
//! ```
//! use ndarray::array;
//! use svsde::{Dense, Problem, min_frobenius, min_nuclear};
//!
//! // W₁₁ = 1 and W₁₂ + W₂₁ = 2: the all-ones matrix has the least nuclear norm, 2.
//! let operator = Dense::new(array![[1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 1.0, 0.0]], (2, 2))?;
//! let problem = Problem::new(Box::new(operator), vec![1.0, 2.0], 1.0)?;
//! let nuclear = min_nuclear(&problem)?;
//! assert!((nuclear.nuclear_norm - 2.0).abs() < 1e-6 && nuclear.duality_gap < 1e-6);
//! let frobenius = min_frobenius(&problem)?;
//! assert!((frobenius[[1, 1]]).abs() < 1e-12);
//! # Ok::<(), svsde::Error>(())
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
pub use density::{Domain, FokkerPlanck, MeanField, Relaxation, Resolution, Stationary, Tail};
pub use ensemble::{Control, EnsembleResult, Plan};
pub use error::{Error, Result};
pub use matrix::measurement::{Dense, MeasurementOperator};
pub use matrix::models::{MatrixModel, MatrixMuon, MatrixSgd, PolarNoise};
pub use matrix::problem::Problem;
pub use matrix::references::{min_frobenius, min_nuclear};
pub use matrix::regression::Regression;
pub use matrix::replicas::{MatrixReplicas, MatrixStart};
pub use matrix::start::Start;
pub use observables::OBSERVABLES;
pub use particles::integrators::{AdaptiveEuler, EulerMaruyama, Exact, Integrator, ProximalEuler, TamedEuler};
pub use particles::models::{Constants, Drift, MuonGap, MuonPolar, ParticleModel, PowerDiffusion, Sgd};
pub use particles::replicas::{ParticleReplicas, ParticleStart};
pub use random::Stream;
pub use tails::Sample;
