//! Level 3: the density of one particle.

mod approximations;
mod boundary;
mod distribution;
mod domain;
mod equation;
mod error;
pub mod expression;
mod extent;
mod generator;
mod grid;
mod limit;
mod modes;
mod panels;
mod power;
mod relaxation;
pub mod report;
pub mod scan;
mod stationary;
pub mod study;
mod tail;

pub use approximations::{Approximation, Family, Variable};
pub use boundary::{Boundary, Class};
pub use domain::Domain;
pub use equation::{FokkerPlanck, Function};
pub use error::DensityError;
pub use generator::Generator;
pub use limit::Limit;
pub use modes::{Mode, Spectrum};
pub use panels::{GAUSS, MIDPOINT, Rule};
pub use power::{Law, PowerDiffusion};
pub use relaxation::Relaxation;
pub use stationary::{FEWEST, Resolution, Stationary};
pub use tail::{Shape, Tail};
