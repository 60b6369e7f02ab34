//! Replicas of a weight matrix.

use super::models::MatrixModel;
use super::start::{Gaussian, InitialState, Start};
use crate::error::{Error, Result};
use crate::process::{Replica, ReplicaSource};
use crate::random::Stream;
use ndarray::Array2;

/// Where W starts.
#[derive(Debug, Clone, PartialEq)]
pub enum MatrixStart {
    /// The same matrix for every replica.
    Fixed(Array2<f64>),
    /// Drawn for each replica.
    Drawn(Start),
}

impl MatrixStart {
    /// W at time 0.
    ///
    /// # Errors
    /// [`Error::Decomposition`], in exact arithmetic never.
    pub fn draw(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Array2<f64>> {
        match self {
            Self::Fixed(w) => Ok(w.clone()),
            Self::Drawn(start) => start.matrix(shape, rng),
        }
    }
}

/// Independent replicas of W.
#[derive(Clone)]
pub struct MatrixReplicas {
    model: MatrixModel,
    start: MatrixStart,
}

impl MatrixReplicas {
    /// Replicas of `model`, each from `start`; from the stationary law of the model where that is `None`.
    ///
    /// # Errors
    /// [`Error::Stationary`] where there is no such law.
    pub fn new(model: impl Into<MatrixModel>, start: Option<MatrixStart>) -> Result<Self> {
        let model = model.into();
        let start = match start {
            Some(start) => start,
            None => {
                let scale = model.stationary_deviation().map_err(|reason| Error::Stationary { reason })?;
                MatrixStart::Drawn(Gaussian { scale }.into())
            }
        };
        Ok(Self { model, start })
    }
}

impl ReplicaSource for MatrixReplicas {
    fn replica(&self, seed: u64, index: u64) -> Result<Replica> {
        let mut rng = Stream::new(seed, index, "problem");
        let w = self.start.draw(self.model.shape(), &mut rng)?;
        Ok(Replica { processes: vec![self.model.start(w, &mut rng)?], constants: Vec::new() })
    }
}
