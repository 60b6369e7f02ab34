//! W itself under SGD and Muon on a quadratic loss, and the polar factor of a noisy gradient.

use crate::error::Error;
use crate::kinds::kinds;
use crate::linalg::singular_values;
use crate::process::{Process, StepError, recorder};
use crate::random::Stream;
use crate::rules::Table;
use ndarray::Array2;

/// How a weight matrix evolves.
pub trait MatrixDynamics: Table {
    /// Rows and columns of W.
    fn shape(&self) -> (usize, usize);

    /// Whether time is counted in whole optimiser steps.
    fn is_discrete(&self) -> bool {
        true
    }

    /// Whether a step takes a decomposition of W.
    fn decomposes(&self) -> bool {
        false
    }

    /// Whether it needs a start without singular values 0.
    fn needs_full_rank(&self) -> bool {
        false
    }

    /// Standard deviation of the entries of W in the stationary state, where they are independent normal numbers; else why there
    /// is no such law.
    ///
    /// # Errors
    /// The reason, in words.
    fn stationary_deviation(&self) -> Result<f64, String> {
        Err("no exact stationary law of this model is known".to_owned())
    }

    /// One replica that starts from `w`.
    ///
    /// # Errors
    /// [`Error::UnknownName`] for a name that no registry knows, [`Error::Decomposition`] when `w` is not finite, [`Error::Scale`]
    /// when predictions from `w` leave the range of numbers.
    fn start(&self, w: Array2<f64>, rng: &mut Stream) -> Result<Box<dyn Process>, Error>;
}

kinds! {
    /// A weight matrix that evolves.
    pub enum MatrixModel: MatrixDynamics {
        "matrix-sgd": matrix_sgd::MatrixSgd,
        "matrix-muon": matrix_muon::MatrixMuon,
        "polar-noise": polar_noise::PolarNoise,
    }
}

pub use polar_noise::displacement;

/// Appends the spectrum λ of W, and what is recorded of it.
fn record(w: &Array2<f64>, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
    let lambda: Vec<f64> = singular_values(w.view())?.iter().map(|sigma| sigma * sigma).collect();
    recorder::measure(&lambda, None, out)?;
    spectrum.extend(lambda);
    Ok(())
}
