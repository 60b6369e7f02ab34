//! The one thing that every simulation is made of: a state that evolves and has a spectrum.

mod quantities;
mod record;
pub mod recorder;

pub use quantities::Quantities;
pub(crate) use record::column_means;
pub use record::{Field, Keep, Observed, Value, join};

use crate::error::Error;
use crate::random::Stream;
use std::collections::BTreeMap;

/// A stochastic or deterministic process whose state has a spectrum: a matrix under an optimiser, or a set of particles.
///
/// The ensemble knows nothing else of it, so the same driver, recorder and checkpoints serve all levels of description.
pub trait Process: Send {
    /// Group of the result that holds what is recorded of it, such as `flows/muon`; empty for the root. It names the random
    /// stream that the process draws from, too.
    fn group(&self) -> String {
        String::new()
    }

    /// The step that it would take at time `t`; the ensemble shortens it to meet a record time. One for an optimiser,
    /// infinite where one step can go anywhere.
    fn step_size(&self, _t: f64) -> f64 {
        1.0
    }

    /// Moves from time `t` to `t + dt`.
    ///
    /// # Errors
    /// [`StepError`] when the state left the numbers on which the process is defined; the replica is then marked failed.
    fn advance(&mut self, t: f64, dt: f64, rng: &mut Stream) -> Result<(), StepError>;

    /// Name, length and description of the spectrum that [`Process::measure`] gives.
    fn spectrum(&self) -> Field;

    /// What [`Process::measure`] gives beside the spectrum, in order.
    fn fields(&self) -> Vec<Field> {
        recorder::fields(self.spectrum().length(), false)
    }

    /// Appends the spectrum, ascending, to `spectrum` and the numbers announced by [`Process::fields`] to `out`.
    ///
    /// # Errors
    /// As [`Process::advance`].
    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError>;

    /// What is known only at the end: final states, and whatever derives from the whole time series.
    fn finish(&self, _times: &[f64], series: &[Observed]) -> Vec<Value> {
        recorder::finish(series)
    }

    /// Shows all numbers of the state to `visit`, which may replace them: each array under its name.
    fn state(&mut self, visit: &mut Visitor);

    /// The whole state, from which [`Process::restore`] continues to the same bits (the stream position is kept by the
    /// driver).
    fn save(&mut self) -> Snapshot {
        let mut snapshot = Snapshot::new();
        self.state(&mut |name, numbers| drop(snapshot.insert(name, numbers.to_vec())));
        snapshot
    }

    /// Takes over a state that [`Process::save`] gave; false, and nothing changed, when it does not fit.
    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let mut fits = true;
        self.state(&mut |name, numbers| fits &= snapshot.get(name).is_some_and(|saved| saved.len() == numbers.len()));
        if fits {
            self.state(&mut |name, numbers| numbers.copy_from_slice(&snapshot[name]));
        }
        fits
    }
}

/// One independent copy at time 0.
pub struct Replica {
    /// What evolves.
    pub processes: Vec<Box<dyn Process>>,
    /// Arrays that do not evolve.
    pub constants: Vec<Value>,
}

/// Makes the processes of each replica of an ensemble.
pub trait ReplicaSource: Sync {
    /// Replica number `index` of a run with this seed.
    ///
    /// # Errors
    /// Whatever makes the whole run impossible, such as inconsistent targets.
    fn replica(&self, seed: u64, index: u64) -> Result<Replica, Error>;
}

/// A saved state: named arrays.
pub type Snapshot = BTreeMap<&'static str, Vec<f64>>;

/// What [`Process::state`] calls with the name and the numbers of each array.
pub type Visitor<'a> = dyn FnMut(&'static str, &mut [f64]) + 'a;

/// Why a step could not be taken.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum StepError {
    /// The state is no longer finite, or too large to be recorded.
    #[error("the state is no longer finite, or too large to be recorded")]
    NotFinite,
    /// A decomposition in the step failed.
    #[error(transparent)]
    Decomposition(#[from] Error),
    /// The equation of an implicit step was not solved.
    #[error("the implicit step was not solved in {iterations} iterations")]
    NotSolved {
        /// Iterations taken.
        iterations: usize,
    },
}

impl StepError {
    /// Code in `/replicas/status`: see [`StepError::CODES`].
    pub fn code(&self) -> u8 {
        match self {
            Self::NotFinite => 1,
            Self::Decomposition(_) => 2,
            Self::NotSolved { .. } => 3,
        }
    }

    /// What the codes mean.
    pub const CODES: &str = "0: ok; 1: the state became infinite or NaN, or a recorded lambda exceeded 1e37; 2: a decomposition failed; 3: an implicit step was not solved";
}
