//! Level 1, the matrix: W itself under a loss and an optimiser.
//!
//! * [`measurement`]: linear operators 𝒜 with their adjoint and kernel projection,
//! * [`loss`] and [`problem`]: what is minimised, the quadratic loss and linear regression,
//! * [`update_rules`]: steps from gradient descent to Muon, taken by [`optimizer::Optimizer`],
//! * [`polar`] and [`scale`]: polar factors U Vᵀ and the shape factors put on them,
//! * [`regression`]: flows of one problem, each a [`flow::Flow`], and what is [recorded](recording) along them,
//! * [`references`]: minimum-norm solutions of 𝒜 vec W = y, the nuclear one with a certificate,
//! * [`models`]: W under SGD and Muon on a quadratic loss, with which particle models are compared, and the polar factor of a
//!   noisy gradient.

pub mod flow;
pub mod loss;
pub mod measurement;
pub mod models;
pub mod optimizer;
pub mod ornstein_uhlenbeck;
pub mod polar;
pub mod problem;
pub mod recording;
pub mod references;
pub mod regression;
pub mod replicas;
pub mod scale;
pub mod start;
pub mod update_rules;
