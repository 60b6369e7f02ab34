//! Randomness: streams of random numbers, and Brownian paths that can be halved.

mod brownian;
mod stream;

pub use brownian::{Brownian, Increment};
pub use stream::Stream;
