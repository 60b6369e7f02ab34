//! Replicas in parallel: flows of a regression, and spectra.

use super::flows::{self, RegressionStudy};
use super::spectra::{self, SpectralStudy};
use super::{Cost, Job, Outcome};
use crate::error::Result;
use crate::scenario::{Model, Scenario};
use crate::store::Content;
use svsde::ensemble::{self, Control, Plan};

/// Failed replicas that are reported one by one.
const REPORTED: usize = 10;

/// Replicas of a scenario.
pub struct Simulation {
    scenario: Scenario,
    study: Box<dyn ensemble::Study>,
    warnings: Vec<String>,
    /// Processes per replica.
    processes: usize,
    /// Length of a step.
    step: f64,
}

impl Simulation {
    /// Of the flows of a regression.
    ///
    /// # Errors
    /// As [`RegressionStudy::new`].
    pub fn of_flows(scenario: &Scenario) -> Result<Self> {
        let Model::Regression(model) = &scenario.model else { return Self::of_spectra(scenario) };
        let study = RegressionStudy::new(scenario, model)?;
        let (warnings, processes) = (study.warnings().to_vec(), model.flows.len());
        Ok(Self { scenario: scenario.clone(), study: Box::new(study), warnings, processes, step: 1.0 })
    }

    /// Of one spectrum a replica.
    ///
    /// # Errors
    /// As [`SpectralStudy::new`].
    pub fn of_spectra(scenario: &Scenario) -> Result<Self> {
        let study = SpectralStudy::new(scenario)?;
        let step = study.step().unwrap_or(scenario.course().record_every);
        let warnings = study.warnings().to_vec();
        Ok(Self { scenario: scenario.clone(), study: Box::new(study), warnings, processes: 1, step })
    }

    /// Simulated time of all processes of all replicas.
    fn time(&self) -> f64 {
        self.scenario.course().end * (self.scenario.ensemble.replicas * self.processes) as f64
    }
}

impl Job for Simulation {
    fn cost(&self) -> Result<Cost> {
        match &self.scenario.model {
            Model::Regression(model) => flows::cost::estimate(&self.scenario, model),
            _ => Ok(spectra::cost::estimate(&self.scenario)),
        }
    }

    fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    fn extent(&self) -> (f64, &'static str) {
        (self.time() / self.step, "steps")
    }

    fn run(&self, control: &Control) -> Result<Outcome> {
        let scenario = &self.scenario;
        let plan = Plan {
            seed: scenario.seed,
            replicas: scenario.ensemble.replicas,
            times: scenario.course().records(),
            spectra: scenario.keeps_spectra(),
        };
        let record = ensemble::run(self.study.as_ref(), &plan, &control.scaled(1.0 / self.step))?;
        let failed = record.outcomes.iter().filter(|outcome| outcome.status != 0);
        let mut failures: Vec<String> = failed.clone().take(REPORTED).flat_map(|one| self.failures(one)).collect();
        let more = failed.count().saturating_sub(REPORTED);
        if more > 0 {
            failures.push(format!("and {more} replicas more: /replicas/status of the result tells which"));
        }
        let empty = record.outcomes.is_empty() || record.times.is_empty();
        let finished = record.finished;
        let content = (!empty).then_some(Content::Record(record));
        Ok(Outcome { content, finished, notes: Vec::new(), failures })
    }
}

impl Simulation {
    /// What of a replica failed, where and why.
    fn failures(&self, outcome: &ensemble::Outcome) -> Vec<String> {
        let why = |status: u8| match status {
            1 => "the state became infinite or NaN; try a smaller learning rate or step, or rescale the data",
            2 => "a decomposition failed; rescale the data",
            _ => "an implicit step was not solved; try a smaller step",
        };
        if !matches!(self.scenario.model, Model::Regression(_)) {
            let (at, steps) = (outcome.failed_at, (outcome.failed_at / self.step).round());
            let why = why(outcome.status);
            return vec![format!("replica {} failed after {steps} steps, at t = {at:.6}: {why}", outcome.replica)];
        }
        let number = |path: String| {
            let value = outcome.values.iter().find(|value| value.path == path);
            value.and_then(|value| value.data.first()).copied().unwrap_or_default()
        };
        let groups = outcome.values.iter().filter_map(|value| value.path.strip_suffix("/status"));
        let failure = |group: &str| {
            let (status, at) = (number(format!("{group}/status")), number(format!("{group}/failed_at")));
            let flow = group.rsplit('/').next().unwrap_or(group);
            let text = || format!("replica {}: {flow} failed at step {at}: {}", outcome.replica, why(status as u8));
            (status != 0.0).then(text)
        };
        groups.filter_map(failure).collect()
    }
}
