//! Initial matrices W₀.

use crate::error::{Error, InputProblem, Result};
use crate::scenario::Initial;
use crate::store;
use ndarray::{Array1, Array2};
use svsde::matrix::measurement::planted::with_singular_values;
use svsde::random::Stream;

/// Where W₀ comes from, files already read.
#[derive(Debug, Clone)]
pub enum Start {
    /// The same matrix for every replica.
    Fixed(Array2<f64>),
    /// Independent N(0, scale²) entries.
    Gaussian(f64),
    /// Given singular values between Haar-distributed frames.
    Spectrum(Array1<f64>),
}

impl Start {
    /// Prepares W₀ of shape `shape` for the model called `model`.
    ///
    /// # Errors
    /// [`Error::Input`] when a file cannot be read or holds another shape.
    pub fn new(initial: &Initial, shape: (usize, usize), model: &str) -> Result<Self> {
        let rank = shape.0.min(shape.1);
        Ok(match initial {
            Initial::Zero {} | Initial::Stationary {} | Initial::Density { .. } => Self::Fixed(Array2::zeros(shape)),
            Initial::Gaussian { scale } => Self::Gaussian(*scale),
            Initial::Linspace { from, to } => Self::Spectrum(Array1::linspace(*from, *to, rank)),
            Initial::Values { sigma, lambda } => {
                let roots = || lambda.iter().flatten().map(|l| l.sqrt()).collect();
                Self::Spectrum(sigma.as_ref().map_or_else(roots, |sigma| Array1::from(sigma.clone())))
            }
            Initial::File { path, dataset } => {
                let matrix = store::read_matrix(path, dataset.as_deref())?;
                if matrix.dim() != shape {
                    let (m, n) = shape;
                    let problem = InputProblem::Shape {
                        found: matrix.shape().to_vec(),
                        rule: format!("the initial matrix must be {m} x {n}, as model.{model} says"),
                    };
                    return Err(Error::Input { path: path.clone(), problem });
                }
                Self::Fixed(matrix)
            }
        })
    }

    /// Draws W₀.
    ///
    /// # Errors
    /// [`Error::Problem`], in exact arithmetic never.
    pub fn draw(&self, shape: (usize, usize), rng: &mut Stream) -> svsde::Result<Array2<f64>> {
        Ok(match self {
            Self::Fixed(w) => w.clone(),
            Self::Gaussian(scale) => Array2::from_shape_simple_fn(shape, || scale * rng.gaussian()),
            Self::Spectrum(sigma) => with_singular_values(sigma.view(), shape, rng)?,
        })
    }
}
