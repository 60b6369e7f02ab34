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
    pub static UPDATE_RULES: [UpdateRule] = [
        gradient::GRADIENT,
        norm_matched::NORM_MATCHED_GRADIENT,
        muon::MUON,
        self_polar::SELF_POLAR,
        signed_random::SIGNED_RANDOM,
    ];
}

pub use muon::MUON;

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
    pub polar: (&'a PolarFactor, usize),
    /// Random numbers of the rule itself.
    pub rng: &'a mut Stream,
}

/// An update rule.
pub struct UpdateRule {
    /// Name in scenarios and result files.
    pub name: &'static str,
    /// The rule, for people.
    pub summary: &'static str,
    /// Whether it follows the gradient, and so takes momentum and weight decay.
    pub follows_gradient: bool,
    /// Whether its step has the norm of a polar factor, on which the scale rule acts.
    pub polar_norm: bool,
    /// Where it starts, given the common W₀.
    pub start: Start,
    /// Writes the direction D of W ← W − ηD.
    pub direction: Direction,
}

type Start = fn(Array2<f64>, &dyn Loss) -> Result<Array2<f64>, Error>;
type Direction = fn(&mut Step, &mut Array2<f64>) -> Result<(), Error>;

impl UpdateRule {
    /// One that starts from W₀ and steps along the gradient with the norm of a polar factor.
    pub const fn new(name: &'static str, summary: &'static str, direction: Direction) -> Self {
        Self { name, summary, follows_gradient: true, polar_norm: true, start: |w, _| Ok(w), direction }
    }
}

/// The rule of that name.
pub fn find(name: &str) -> Option<&'static UpdateRule> {
    UPDATE_RULES.iter().copied().find(|rule| rule.name == name)
}

/// Names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> {
    UPDATE_RULES.iter().map(|rule| rule.name)
}
