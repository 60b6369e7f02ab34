//! Where a weight matrix, or a set of particles, starts.

use crate::error::Result;
use crate::kinds::kinds;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::Array2;

kinds! {
    /// The state at time 0: a table `[initial.NAME]`.
    pub enum Start: InitialState {
        "zero": zero::Zero,
        "gaussian": gaussian::Gaussian,
        "values": values::Values,
        "linspace": linspace::Linspace,
    }
}

/// A state at time 0.
pub trait InitialState {
    /// Reports every broken rule for `rank` singular values, a number that messages call `name`.
    fn rules(&self, rank: usize, name: &str, rules: &mut Rules);

    /// Draws W of the shape m × n.
    ///
    /// # Errors
    /// [`crate::Error::Decomposition`], in exact arithmetic never.
    fn matrix(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Array2<f64>>;

    /// The n squared singular values, ascending, where they are the same for every replica.
    fn lambda(&self, n: usize) -> Option<Vec<f64>>;

    /// Draws λ of n independent particles, in any order, where [`InitialState::lambda`] gives none.
    fn independent(&self, n: usize, _rng: &mut Stream) -> Vec<f64> {
        self.lambda(n).unwrap_or_else(|| vec![0.0; n])
    }
}
