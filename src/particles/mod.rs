//! Level 2, the particles: the squared singular values λ_1 < … < λ_n as diffusions, without the matrix.
//!
//! * [`models`]: drift and noise of each model, and what is exactly known of it,
//! * [`integrators`]: steps along a Brownian path,
//! * [`Particles`]: a model under an integrator as a [`crate::process::Process`], with half the step beside it where asked,
//! * [`proximal`]: the convex problem of an implicit step,
//! * [`pair_sums`]: the O(n²) loops.

mod evolution;
pub mod integrators;
pub mod models;
mod order;
pub mod pair_sums;
pub mod proximal;
pub mod replicas;

pub use evolution::Particles;
