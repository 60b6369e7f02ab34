//! Update rules W ← W − ηD, all started from the same W₀ on the same data.
//!
//! A flow says how the direction D follows from the (noisy, averaged) gradient, or from W itself. What is common to all
//! (gradient, noise, momentum, decay, step size) is done by [`crate::matrix::descent::Descent`]. A new flow is a file
//! here and a line in [`FLOWS`].

mod gradient;
mod muon;
mod norm_matched;
mod self_polar;
mod signed_random;

use super::polar::PolarFactor;
use super::problem::Problem;
use crate::error::Error;
use crate::random::Stream;
use ndarray::Array2;

/// What a flow sees of the present state.
pub struct Step<'a> {
    /// W, m × n.
    pub w: &'a Array2<f64>,
    /// The gradient after noise, coupled decay and momentum, m × n; zero for a flow that does not follow it.
    pub gradient: &'a Array2<f64>,
    /// Size of what rounding can have put into the gradient.
    pub rounding: f64,
    /// Loss and measurement operator.
    pub problem: &'a Problem,
    /// How polar factors are computed, and with how many iterations.
    pub polar: (&'a dyn PolarFactor, usize),
    /// The flow's own noise.
    pub noise: &'a mut Stream,
}

/// An update rule.
pub trait Flow: Send + Sync {
    /// Name in scenarios and result files.
    fn name(&self) -> &'static str;
    /// The rule, for people.
    fn summary(&self) -> &'static str;
    /// Whether it follows the gradient, and so takes momentum and weight decay.
    fn follows_gradient(&self) -> bool {
        true
    }
    /// Whether its step has the norm of a polar factor, on which the scale rule acts.
    fn polar_norm(&self) -> bool {
        true
    }
    /// Where it starts, given the common W₀.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when a decomposition fails; likewise below.
    fn start(&self, w: Array2<f64>, _problem: &Problem) -> Result<Array2<f64>, Error> {
        Ok(w)
    }
    /// Writes the direction D of W ← W − ηD.
    ///
    /// # Errors
    /// As [`Flow::start`].
    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error>;
}

/// Every flow.
pub static FLOWS: [&dyn Flow; 5] = [
    &gradient::Gradient,
    &norm_matched::NormMatchedGradient,
    &muon::Muon,
    &self_polar::SelfPolar,
    &signed_random::SignedRandom,
];

/// The flow of that name.
pub fn find(name: &str) -> Option<&'static dyn Flow> {
    FLOWS.into_iter().find(|flow| flow.name() == name)
}

/// Names of all flows.
pub fn names() -> impl Iterator<Item = &'static str> {
    FLOWS.iter().map(|flow| flow.name())
}
