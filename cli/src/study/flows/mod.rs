//! A `[model.regression]` scenario as a [`Study`]: problem, references and flows of each replica.

pub mod cost;
pub mod data;
pub mod initial;

use crate::error::{Error, Result};
use crate::scenario::{Measurement, Regression, Scenario};
use initial::Start;
use std::sync::Arc;
use svsde::ensemble::{Replica, Study};
use svsde::matrix::measurement::RandomMeasurement;
use svsde::matrix::problem::Problem;
use svsde::matrix::recording::constants;
use svsde::process::Value;
use svsde::random::Stream;

/// Measurement matrices up to this many entries are stored with the result, all replicas together.
pub const STORED_ENTRIES: usize = 1 << 20;

/// Everything that the replicas of a regression scenario share.
pub struct RegressionStudy {
    model: Regression,
    source: Source,
    start: Start,
    seed: u64,
    replicas: usize,
    steps: f64,
    warnings: Vec<String>,
}

/// Where the problem comes from.
enum Source {
    /// The same for every replica, with its constant arrays.
    Files(Arc<Problem>, Vec<Value>),
    /// Drawn for each.
    Random(RandomMeasurement),
}

impl RegressionStudy {
    /// Reads the files that the scenario names and checks that they pose a problem.
    ///
    /// # Errors
    /// [`Error::Input`] for a file that cannot be used, [`Error::Problem`] for targets that nothing fits.
    pub fn new(scenario: &Scenario, model: &Regression) -> Result<Self> {
        let measurement =
            scenario.measurement.as_ref().ok_or(Error::Study("a regression needs one [measurement.*] table"))?;
        let initial = scenario.initial.as_ref().ok_or(Error::Study(
            "this is a stationary study: it asks for the density of one particle, and there is nothing to simulate",
        ))?;
        let shape = model.shape();
        let (source, warnings) = match measurement {
            Measurement::Files(files) => {
                let (operator, targets) = files.read(shape)?;
                let problem = Arc::new(model.problem(operator, targets)?);
                let warnings = data::warnings(&problem)?;
                let constants = constants(model, scenario.ensemble.replicas, &problem)?;
                (Source::Files(problem, constants), warnings)
            }
            Measurement::Random(random) => {
                let warnings = data::not_underdetermined(random.count(shape), shape).into_iter().collect();
                (Source::Random(random.clone()), warnings)
            }
        };
        Ok(Self {
            model: model.clone(),
            source,
            start: Start::new(initial, shape, "regression")?,
            seed: scenario.seed,
            replicas: scenario.ensemble.replicas,
            steps: scenario.course().end,
            warnings,
        })
    }

    /// What a user should know before trusting the run.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }
}

/// The operator's spectrum, the references, and the data themselves when they are small.
fn constants(model: &Regression, replicas: usize, problem: &Problem) -> svsde::Result<Vec<Value>> {
    let ((m, n), d) = (model.shape(), problem.operator().count());
    let mut values = constants::measurement(problem, d * m * n * replicas <= STORED_ENTRIES)?;
    if model.references {
        values.extend(constants::reference_solutions(problem)?);
    }
    Ok(values)
}

impl Study for RegressionStudy {
    fn replica(&self, index: u64) -> svsde::Result<Replica> {
        let mut rng = Stream::new(self.seed, index, "problem");
        let shape = self.model.shape();
        let (problem, constants) = match &self.source {
            Source::Files(problem, constants) => (problem.clone(), constants.clone()),
            Source::Random(random) => {
                let (operator, targets) = random.draw(shape, &mut rng)?;
                let problem = Arc::new(self.model.problem(operator, targets)?);
                let constants = constants(&self.model, self.replicas, &problem)?;
                (problem, constants)
            }
        };
        let w = self.start.draw(shape, &mut rng)?;
        Ok(Replica { processes: self.model.start(&problem, &w, self.steps)?, constants })
    }
}
