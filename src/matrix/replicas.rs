//! Replicas of a weight matrix, and of flows of a regression.

use super::measurement::RandomMeasurement;
use super::models::MatrixModel;
use super::problem::Problem;
use super::recording::constants;
use super::regression::Regression;
use super::start::{Gaussian, Start};
use crate::error::{Error, Result};
use crate::process::{Replica, ReplicaSource, Value};
use crate::random::Stream;
use ndarray::Array2;
use std::sync::Arc;

/// Measurement matrices up to this many entries are kept with the result, all replicas together.
pub const STORED_ENTRIES: usize = 1 << 20;

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
    /// [`Error::Unfit`] when a given matrix has another shape, [`Error::Decomposition`] in exact arithmetic never.
    pub fn draw(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Array2<f64>> {
        match self {
            Self::Fixed(w) if w.dim() != shape => {
                let ((rows, cols), (m, n)) = (w.dim(), shape);
                Err(Error::Unfit(format!("W starts as a {rows} x {cols} matrix, but the model's is {m} x {n}")))
            }
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
                let scale = model.stationary_deviation().map_err(Error::Stationary)?;
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

/// Where the problem of a regression comes from.
#[derive(Clone)]
pub enum ProblemSource {
    /// The same for every replica.
    Given(Arc<Problem>),
    /// Drawn for each replica.
    Random(RandomMeasurement),
}

/// Independent replicas of the flows of a regression, all flows of a replica from one W₀.
#[derive(Clone)]
pub struct FlowReplicas {
    model: Regression,
    problem: ProblemSource,
    /// Arrays that do not evolve, of a given problem.
    constants: Vec<Value>,
    start: MatrixStart,
    steps: f64,
    replicas: usize,
}

impl FlowReplicas {
    /// Flows of `model` on `problem` over `steps` steps, in which a linear schedule comes to 0, for a run of `replicas` replicas.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when the problem cannot be decomposed.
    pub fn new(
        model: Regression,
        problem: ProblemSource,
        start: MatrixStart,
        steps: f64,
        replicas: usize,
    ) -> Result<Self> {
        let mut flows = Self { model, problem, constants: Vec::new(), start, steps, replicas };
        if let ProblemSource::Given(problem) = flows.problem.clone() {
            flows.constants = flows.constants(&problem)?;
        }
        Ok(flows)
    }

    /// The operator's spectrum, the references, and the data themselves when they are small.
    fn constants(&self, problem: &Problem) -> Result<Vec<Value>> {
        let ((m, n), d) = (self.model.shape(), problem.operator().count());
        let mut values = constants::measurement(problem, d * m * n * self.replicas <= STORED_ENTRIES)?;
        if self.model.references {
            values.extend(constants::reference_solutions(problem)?);
        }
        Ok(values)
    }
}

impl ReplicaSource for FlowReplicas {
    fn replica(&self, seed: u64, index: u64) -> Result<Replica> {
        let mut rng = Stream::new(seed, index, "problem");
        let shape = self.model.shape();
        let (problem, constants) = match &self.problem {
            ProblemSource::Given(problem) => (problem.clone(), self.constants.clone()),
            ProblemSource::Random(random) => {
                let (operator, targets) = random.draw(shape, &mut rng)?;
                let problem = Arc::new(self.model.problem(operator, targets)?);
                let constants = self.constants(&problem)?;
                (problem, constants)
            }
        };
        let w = self.start.draw(shape, &mut rng)?;
        Ok(Replica { processes: self.model.start(&problem, &w, self.steps)?, constants })
    }
}
