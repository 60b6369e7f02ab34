//! Flows of W under a regression loss.

use super::simulation::{Course, Simulation, decomposition};
use super::{Cost, Job, ModelRow, Study};
use crate::error::Result;
use crate::scenario::{Data, Ensemble, Initial, Measurement, Output, Tables, Time};
use crate::store::ResultFile;
use crate::summary::{self, Summary};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use svsde::matrix::measurement::rank_tolerance;
use svsde::matrix::problem::Problem;
use svsde::matrix::regression::Regression;
use svsde::matrix::replicas::{FlowReplicas, MatrixStart, ProblemSource, STORED_ENTRIES};
use svsde::matrix::start::{Start, Zero};
use svsde::rules::{Rules, Table};

/// Seconds per entry of 𝒜 and step: a multiplication by 𝒜 and one by its transpose.
const PER_MEASURED_ENTRY: f64 = 0.6e-9;

/// Relative distance of the targets from the range of 𝒜 above which they are inconsistent.
const CONSISTENT: f64 = 1e-8;

/// A simulation of flows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlowStudy {
    /// The loss and the flows.
    pub model: FlowModel,
    /// What is measured of W.
    pub measurement: Measurement,
    /// W at time 0.
    pub initial: Initial,
    /// How many steps, and when to record.
    pub time: Time,
    /// How many independent replicas.
    #[serde(default)]
    pub ensemble: Ensemble,
    /// What is kept.
    #[serde(default)]
    pub output: Output,
}

/// The one kind of `[model.*]` with flows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FlowModel {
    /// A linear regression.
    pub regression: Regression,
}

impl FlowStudy {
    pub(super) const SECTIONS: &[&str] = &["model", "measurement", "initial", "time", "ensemble", "output"];
    pub(super) const REQUIRED: usize = 4;

    pub(super) fn models() -> Vec<ModelRow> {
        vec![(Self::NAME, "W under flows of the loss |A(W) - y|^2 / 2", "-".to_owned())]
    }

    pub(super) fn claims(tables: &Tables) -> bool {
        tables.kind("model") == Some(Self::NAME)
    }

    /// The name of its model.
    pub const NAME: &str = "regression";

    fn simulation(&self) -> Course<'_> {
        let ((rows, cols), flows) = (self.model.regression.shape(), self.model.regression.flows.len());
        let Self { initial, time, ensemble, output, .. } = self;
        Course { initial, time, ensemble, output, values: flows * rows.min(cols), whole: true }
    }

    fn cost(&self) -> Result<Cost> {
        let model = &self.model.regression;
        let (m, n) = (model.rows as f64, model.cols as f64);
        let side = m.min(n);
        let d = self.measurement.count(model.shape())? as f64;
        let svd = decomposition(m, n);
        let step = PER_MEASURED_ENTRY * d * m * n + svd;
        let records = self.time.records().len() as f64;
        let flows = model.flows.len() as f64;
        let record = 4.0 * svd + PER_MEASURED_ENTRY * 3.0 * d * m * n;
        let references = if model.references { 2000.0 * (2.0 * svd + PER_MEASURED_ENTRY * d * m * n) } else { 0.0 };
        let spectrum = 6e-10 * m * n * d * d.min(m * n);
        let replicas = self.ensemble.replicas as f64;
        let numbers = flows * (records * (3.0 * side + 25.0 + model.blocks as f64) + m * n) + d + 3.0 * m * n;
        let matrix = d * m * n;
        Ok(Cost {
            seconds: replicas * (flows * (self.time.end * step + records * record) + references + spectrum),
            memory: 8.0 * (replicas * numbers + 3.0 * matrix),
            file: 8.0 * replicas * (numbers + if matrix * replicas <= STORED_ENTRIES as f64 { matrix } else { 0.0 }),
        })
    }
}

impl Study for FlowStudy {
    fn rules(&self, rules: &mut Rules) {
        let model = &self.model.regression;
        let (rows, cols) = model.shape();
        rules.table("model", |rules| rules.table(Self::NAME, |rules| model.rules(rules)));
        rules.table("measurement", |rules| self.measurement.rules((rows, cols), rules));
        rules.table("initial", |rules| self.initial.rules(rows.min(cols), "min(rows, cols)", rules));
        let course = self.simulation();
        course.rules(rules);
        course.refuse_stationary("no exact stationary law of model.regression is known", rules);
    }

    fn complete(&mut self) {
        self.output.spectra = Some(self.simulation().keeps_spectra());
    }

    fn paths(&mut self) -> Vec<&mut PathBuf> {
        let mut paths = self.measurement.paths();
        paths.extend(self.initial.paths());
        paths
    }

    fn course(&self) -> Option<Course<'_>> {
        Some(self.simulation())
    }

    fn prepare(&self, seed: u64) -> Result<Box<dyn Job>> {
        let (model, shape) = (&self.model.regression, self.model.regression.shape());
        let given = |(operator, targets): Data| -> Result<_> {
            let problem = Arc::new(model.problem(operator, targets)?);
            let warnings = warnings(&problem)?;
            Ok((ProblemSource::Given(problem), warnings))
        };
        let (problem, warnings) = match &self.measurement {
            Measurement::File(file) => given(file.read(shape)?)?,
            Measurement::Samples(samples) => given(samples.read(shape)?)?,
            Measurement::Random(random) => {
                let warnings = not_underdetermined(random.count(shape), shape).into_iter().collect();
                (ProblemSource::Random(random.clone()), warnings)
            }
        };
        let start = match &self.initial {
            Initial::File(file) => MatrixStart::Fixed(file.read(shape, Self::NAME)?),
            Initial::Start(start) => MatrixStart::Drawn(start.clone()),
            _ => MatrixStart::Drawn(Start::Zero(Zero {})),
        };
        let source = FlowReplicas::new(model.clone(), problem, start, self.time.end, self.ensemble.replicas)?;
        Ok(Box::new(Simulation {
            source: Box::new(source),
            plan: self.simulation().plan(seed),
            processes: model.flows.len(),
            step: 1.0,
            warnings,
            cost: self.cost()?,
        }))
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        Ok(Box::new(summary::Regression::read(file, &self.model.regression)?))
    }
}

/// What a user should know of data that can be used, but are not what they seem.
///
/// # Errors
/// [`svsde::Error::Inconsistent`] for targets that no W fits although there are fewer measurements than entries.
fn warnings(problem: &Problem) -> Result<Vec<String>> {
    let operator = problem.operator();
    let (d, shape) = (operator.count(), operator.shape());
    let sigma = operator.singular_values()?;
    let floor = rank_tolerance(operator) * sigma.last().copied().unwrap_or(0.0);
    let rank = sigma.iter().filter(|&&s| s > floor).count();
    let distance = problem.inconsistency()?;
    let mut warnings: Vec<String> = not_underdetermined(d, shape).into_iter().collect();
    let overdetermined = !warnings.is_empty();
    if distance > CONSISTENT && !overdetermined {
        return Err(svsde::Error::Inconsistent { rank, count: d, distance }.into());
    }
    if distance > CONSISTENT {
        warnings.push(format!(
            "no W fits the targets: the relative residual cannot go below {distance:.3e}; 'solution' means least squares below"
        ));
    }
    if problem.targets().iter().all(|&y| y == 0.0) {
        let text = "every target is 0: W = 0 solves the problem, and a flow that starts there does not move";
        warnings.push(text.to_owned());
    }
    if rank < d.min(shape.0 * shape.1) {
        warnings.push(format!(
            "the measurement matrix has rank {rank}, not {}: {} of its {d} rows depend on the others; the run goes on with its range",
            d.min(shape.0 * shape.1),
            d - rank,
        ));
    }
    Ok(warnings)
}

/// Says what changes when there are at least as many measurements as entries.
fn not_underdetermined(d: usize, (m, n): (usize, usize)) -> Option<String> {
    (d >= m * n).then(|| {
        format!(
            "not underdetermined: d = {d} for a {m} x {n} W with mn = {}; where they are independent the kernel is {{0}}, \
             so that every alpha_i is 0, the self-polar flow stands still and all solutions coincide",
            m * n
        )
    })
}
