//! Level 1, the matrix: W itself under a regression loss and its optimisers.
//!
//! * [`measurement`]: linear operators 𝒜 with their adjoint and kernel projection,
//! * [`flows`]: update rules from gradient descent to Muon, driven by [`descent::Descent`],
//! * [`polar`] and [`scale`]: polar factors U Vᵀ and the shape factors put on them,
//! * [`references`]: minimum-norm solutions of 𝒜 vec W = y, the nuclear one with a certificate,
//! * [`ornstein_uhlenbeck`] and [`muon`]: W under a quadratic loss, the truth that particle models are held against,
//! * [`polar_noise`]: what noise in the gradient does to a polar factor.

pub mod acquisition;
pub mod descent;
pub mod flows;
pub mod measurement;
pub mod momentum;
pub mod muon;
pub mod ornstein_uhlenbeck;
pub mod polar;
pub mod polar_noise;
pub mod problem;
pub mod recording;
pub mod references;
pub mod scale;
