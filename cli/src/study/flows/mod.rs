//! A `[model.regression]` scenario as a [`Study`]: problem, references and flows of each replica.

pub mod cost;
pub mod data;
pub mod initial;

use crate::error::{Error, Result};
use crate::scenario::{GradientRate, LossScale, Measurement, Regression, Scenario};
use initial::Start;
use ndarray::Array2;
use std::sync::Arc;
use svsde::ensemble::{Replica, Study};
use svsde::linalg;
use svsde::matrix::descent::{Descent, Settings};
use svsde::matrix::problem::Problem;
use svsde::matrix::{flows, polar, references, scale};
use svsde::process::Process;
use svsde::process::Value;
use svsde::random::Stream;

/// Sizes of data whose squares and products are ordinary numbers.
const SAFE: std::ops::Range<f64> = 1e-70..1e70;

/// Measurement matrices up to this many entries are stored with the result, all replicas together.
pub const STORED_ENTRIES: usize = 1 << 20;

/// Everything that the replicas of a regression scenario share.
pub struct RegressionStudy {
    model: Regression,
    measurement: Measurement,
    start: Start,
    seed: u64,
    replicas: usize,
    steps: f64,
    /// The problem and its constant arrays, when it is the same for every replica.
    shared: Option<(Arc<Problem>, Vec<Value>)>,
    warnings: Vec<String>,
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
        let shape = (model.rows, model.cols);
        let mut study = Self {
            model: model.clone(),
            measurement: measurement.clone(),
            start: Start::new(initial, shape, "regression")?,
            seed: scenario.seed,
            replicas: scenario.ensemble.replicas,
            steps: scenario.course().end,
            shared: None,
            warnings: Vec::new(),
        };
        match data::read(measurement, shape)? {
            Some(data) => {
                let problem = Arc::new(study.problem(data)?);
                study.warnings = data::warnings(&problem)?;
                let constants = study.constants(&problem)?;
                study.shared = Some((problem, constants));
            }
            None => study.warnings.extend(data::not_underdetermined(data::count(measurement, shape), shape)),
        }
        Ok(study)
    }

    /// What a user should know before trusting the run.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    fn problem(&self, (operator, targets): data::Data) -> svsde::Result<Problem> {
        let norm = operator.frobenius_norm();
        if norm == 0.0 {
            return Err(svsde::Error::ZeroOperator);
        }
        let largest = targets.iter().fold(0.0_f64, |largest, y| largest.max(y.abs()));
        for (what, size) in [("measurement matrix", norm), ("targets", largest)] {
            if size != 0.0 && !SAFE.contains(&size) {
                return Err(svsde::Error::Scale { what, size });
            }
        }
        let factor = match self.model.loss_scale {
            LossScale::Sum => 1.0,
            LossScale::Mean => 1.0 / operator.count() as f64,
        };
        Ok(Problem::new(operator, targets, factor))
    }

    /// The operator's spectrum, the references, and the data themselves when they are small.
    fn constants(&self, problem: &Problem) -> svsde::Result<Vec<Value>> {
        let operator = problem.operator();
        let ((m, n), d) = (operator.shape(), operator.count());
        let sigma = operator.singular_values()?;
        let mut values = vec![
            Value::array(
                "measurement/singular_values",
                &[("singular value", sigma.len())],
                sigma.to_vec(),
                "A",
                "singular values of the measurement matrix, ascending",
            ),
            Value::scalar(
                "measurement/least_relative_residual",
                problem.inconsistency()?,
                "1",
                "|y - A A^+ y| / |y|: the residual below which no W can go, rounding where the targets are consistent",
            ),
            Value::array("measurement/targets", &[("measurement", d)], problem.targets().to_vec(), "y", "targets y"),
        ];
        if d * m * n * self.replicas <= STORED_ENTRIES {
            let axes = [("measurement", d), ("entry", m * n)];
            let description = "measurement matrix; row i is vec A_i, row-major";
            values.push(Value::array(
                "measurement/matrix",
                &axes,
                operator.to_dense().into_iter().collect(),
                "A",
                description,
            ));
        }
        if self.model.references {
            let matrix = |path: &str, w: &Array2<f64>, units, text: &str| {
                Value::array(path, &[("row", m), ("column", n)], w.iter().copied().collect(), units, text)
            };
            let frobenius = references::min_frobenius(problem)?;
            let norm = linalg::singular_values(frobenius.view())?.sum();
            let nuclear = references::min_nuclear(problem)?;
            let at = "references/min_frobenius";
            values.push(matrix(
                &format!("{at}/weights"),
                &frobenius,
                "W",
                "A^+ y, the solution of least Frobenius norm",
            ));
            values.push(Value::scalar(format!("{at}/nuclear_norm"), norm, "W", "its nuclear norm"));
            let at = "references/min_nuclear";
            values.push(matrix(&format!("{at}/weights"), &nuclear.weights, "W", "the solution of least nuclear norm"));
            values.push(Value::scalar(format!("{at}/nuclear_norm"), nuclear.nuclear_norm, "W", "its nuclear norm"));
            let gap = "(|W|_* - <M, W>) / |W|_*: bound of the relative excess over the minimum";
            values.push(Value::scalar(format!("{at}/duality_gap"), nuclear.duality_gap, "1", gap));
            let text = "dual feasible point M = A^*(z): in the range of A^*, of spectral norm at most 1";
            values.push(matrix(&format!("{at}/certificate"), &nuclear.certificate, "1", text));
        }
        Ok(values)
    }

    fn settings(&self, learning_rate: f64) -> svsde::Result<Settings> {
        let model = &self.model;
        let unknown = || svsde::Error::UnknownName { name: model.polar.clone() };
        let polar = polar::find(&model.polar).ok_or_else(unknown)?;
        let scale = scale::find(&model.scale).ok_or_else(unknown)?;
        Ok(Settings {
            learning_rate,
            schedule: model.schedule,
            steps: self.steps,
            gradient_noise: model.gradient_noise,
            momentum: model.momentum,
            nesterov: model.nesterov,
            weight_decay: model.weight_decay,
            decay: model.decay,
            polar: (polar, model.polar_iterations.or(polar.default_iterations()).unwrap_or(0)),
            scale: (scale.factor)(model.rows as f64, model.cols as f64),
            blocks: model.blocks,
        })
    }
}

impl Study for RegressionStudy {
    fn replica(&self, index: u64) -> svsde::Result<Replica> {
        let mut noise = Stream::new(self.seed, index, "problem");
        let (problem, constants) = match &self.shared {
            Some(shared) => shared.clone(),
            None => {
                let shape = (self.model.rows, self.model.cols);
                let problem = Arc::new(self.problem(data::draw(&self.measurement, shape, &mut noise)?)?);
                let constants = self.constants(&problem)?;
                (problem, constants)
            }
        };
        let w = self.start.draw((self.model.rows, self.model.cols), &mut noise)?;
        let mut processes: Vec<Box<dyn Process>> = Vec::new();
        for name in &self.model.flows {
            let unknown = || svsde::Error::UnknownName { name: name.clone() };
            let flow = flows::find(name).ok_or_else(unknown)?;
            let learning_rate = match (name.as_str(), self.model.gradient_learning_rate) {
                ("gradient", Some(GradientRate::Value(rate))) => rate,
                ("gradient", Some(GradientRate::Rule(_))) => problem.stable_rate()?,
                _ => self.model.learning_rate,
            };
            processes.push(Box::new(Descent::new(flow, problem.clone(), self.settings(learning_rate)?, w.clone())?));
        }
        Ok(Replica { processes, constants })
    }
}
