//! Flows of W under a regression loss.

pub mod cost;
mod data;

use super::simulation::{Course, Simulation};
use super::{Job, ModelRow, Study};
use crate::error::Result;
use crate::scenario::{Ensemble, Initial, Measurement, Output, Tables, Time};
use crate::store::ResultFile;
use crate::summary::{self, Summary};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use svsde::matrix::regression::Regression;
use svsde::matrix::replicas::{FlowReplicas, MatrixStart, ProblemSource};
use svsde::matrix::start::{Start, Zero};
use svsde::rules::{Rules, Table};

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
#[serde(rename_all = "kebab-case")]
pub enum FlowModel {
    /// A linear regression.
    Regression(Regression),
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

    /// The loss and the flows.
    pub fn regression(&self) -> &Regression {
        let FlowModel::Regression(model) = &self.model;
        model
    }

    fn course(&self) -> Course<'_> {
        let ((rows, cols), flows) = (self.regression().shape(), self.regression().flows.len());
        let (time, ensemble, output) = (&self.time, &self.ensemble, &self.output);
        Course { time, ensemble, output, values: flows * rows.min(cols) }
    }
}

impl Study for FlowStudy {
    fn rules(&self, rules: &mut Rules) {
        let model = self.regression();
        let (rows, cols) = model.shape();
        rules.table("model", |rules| {
            rules.table(Self::NAME, |rules| model.rules(rules));
        });
        rules.table("measurement", |rules| self.measurement.rules((rows, cols), rules));
        rules.table("initial", |rules| self.initial.rules(rows.min(cols), "min(rows, cols)", rules));
        self.course().rules(true, rules);
        if let Initial::Stationary(_) = &self.initial {
            let help = "start from another [initial.*], and let time.burn_in pass before the first record";
            let message = "initial.stationary cannot be drawn: no exact stationary law of model.regression is known";
            rules.violated("initial.stationary", message.to_owned(), Some(help.to_owned()));
        }
    }

    fn complete(&mut self) {
        self.output.spectra = Some(self.course().keeps_spectra());
    }

    fn paths(&mut self) -> Vec<&mut PathBuf> {
        let mut paths = self.measurement.paths();
        paths.extend(self.initial.paths());
        paths
    }

    fn time(&self) -> Option<&Time> {
        Some(&self.time)
    }

    fn initial(&self) -> Option<&Initial> {
        Some(&self.initial)
    }

    fn counts_steps(&self) -> bool {
        true
    }

    fn prepare(&self, seed: u64) -> Result<Box<dyn Job>> {
        let (model, shape) = (self.regression(), self.regression().shape());
        let (problem, warnings) = match &self.measurement {
            Measurement::Files(files) => {
                let (operator, targets) = files.read(shape)?;
                let problem = Arc::new(model.problem(operator, targets)?);
                let warnings = data::warnings(&problem)?;
                (ProblemSource::Given(problem), warnings)
            }
            Measurement::Random(random) => {
                let warnings = data::not_underdetermined(random.count(shape), shape).into_iter().collect();
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
            plan: self.course().plan(seed),
            processes: model.flows.len(),
            step: 1.0,
            warnings,
            cost: cost::estimate(self)?,
        }))
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        Ok(Box::new(summary::Regression::read(file, self.regression())?))
    }
}
