//! Level 3: the density of one particle, dX = f(X) dt + g(X) dB.
//!
//! [`FokkerPlanck`] is drift, noise and domain; [`Stationary::solve`] gives its stationary density to the far tail or says why there is
//! none; [`Tail`], [`Stationary::spectrum`] and [`Relaxation`] say what its tail is and how fast it is reached. [`PowerDiffusion`] has closed
//! laws that test all of it.

mod approximations;
mod boundary;
mod distribution;
mod domain;
mod equation;
mod error;
mod extent;
mod generator;
mod grid;
mod limit;
mod mean_field;
mod modes;
mod panels;
mod power;
mod relaxation;
mod report;
mod scan;
mod stationary;
mod tail;

pub use approximations::ClosestLaw;
pub use boundary::{Boundary, Class};
pub use domain::Domain;
pub use equation::{FokkerPlanck, Function};
pub use error::DensityError;
pub use generator::Generator;
pub use limit::Limit;
pub use mean_field::{MeanField, MeanFieldKind, Undetermined};
pub use modes::{Mode, Spectrum};
pub use panels::{GAUSS, MIDPOINT, Rule, largest};
pub use power::{Law, PowerDiffusion};
pub use relaxation::Relaxation;
pub use report::{End, Ends, Facts, Modes, Quantiles, RelaxationSeries, Report, Solution};
pub use scan::{Scan, ScanPoint};
pub use stationary::{FEWEST, Resolution, Stationary};
pub use tail::{Shape, Tail};
