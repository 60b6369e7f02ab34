//! Update rules W ← W − ηD, all started from the same W₀ on the same data.
//!
//! A rule says how the direction D follows from the (noisy, averaged) gradient, or from W itself. What is common to all
//! (gradient, noise, momentum, decay, step size) is done by [`crate::matrix::optimizer::Optimizer`]. A new rule is a file here and
//! a line in [`UPDATE_RULES`]; scenarios and results call it a flow.

use super::loss::Loss;
use super::polar::PolarFactor;
use crate::error::Error;
use crate::kinds::registry;
use crate::random::Stream;
use ndarray::Array2;

registry! {
    /// Every update rule.
    pub static UPDATE_RULES: [dyn UpdateRule] = [
        gradient::Gradient,
        norm_matched::NormMatchedGradient,
        muon::Muon,
        self_polar::SelfPolar,
        signed_random::SignedRandom,
    ];
}

pub use muon::Muon;

/// What an update rule sees of the present state.
pub struct Step<'a> {
    /// W, m × n.
    pub w: &'a Array2<f64>,
    /// The gradient after noise, coupled decay and momentum, m × n; zero for a rule that does not follow it.
    pub gradient: &'a Array2<f64>,
    /// Size of what rounding can have put into the gradient.
    pub rounding: f64,
    /// What is minimised.
    pub loss: &'a dyn Loss,
    /// How polar factors are computed, and with how many iterations.
    pub polar: (&'a dyn PolarFactor, usize),
    /// Random numbers of the rule itself.
    pub rng: &'a mut Stream,
}

/// An update rule.
pub trait UpdateRule: Send + Sync {
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
    fn start(&self, w: Array2<f64>, _loss: &dyn Loss) -> Result<Array2<f64>, Error> {
        Ok(w)
    }
    /// Writes the direction D of W ← W − ηD.
    ///
    /// # Errors
    /// As [`UpdateRule::start`].
    fn direction(&self, step: &mut Step, out: &mut Array2<f64>) -> Result<(), Error>;
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static dyn UpdateRule> {
    UPDATE_RULES.iter().copied().find(|rule| rule.name() == name)
}

/// Names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> {
    UPDATE_RULES.iter().map(|rule| rule.name())
}
