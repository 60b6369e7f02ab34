//! A weight matrix under an optimiser on a quadratic loss.

use super::simulation::{Course, Simulation, decomposition};
use super::{Cost, Job, ModelRow, Study};
use crate::error::Result;
use crate::scenario::{Ensemble, Initial, Output, Tables, Time};
use crate::store::ResultFile;
use crate::summary::{Spectral, Summary};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::matrix::models::MatrixModel;
use svsde::matrix::replicas::{MatrixReplicas, MatrixStart};
use svsde::particles::integrators::Integrator;
use svsde::rules::Rules;

/// Seconds per entry of W and step without a decomposition.
const PER_ENTRY: f64 = 1e-8;

/// A simulation of W.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixStudy {
    /// How W evolves.
    pub model: MatrixModel,
    /// W at time 0.
    pub initial: Initial,
    /// Matrices step by themselves; `exact` may say so where they draw from their transition law.
    pub integrator: Option<Integrator>,
    /// How long, and when to record.
    pub time: Time,
    /// How many independent replicas.
    #[serde(default)]
    pub ensemble: Ensemble,
    /// What is kept.
    #[serde(default)]
    pub output: Output,
}

impl MatrixStudy {
    pub(super) const SECTIONS: &[&str] = &["model", "initial", "time", "integrator", "ensemble", "output"];
    pub(super) const REQUIRED: usize = 3;

    pub(super) fn models() -> Vec<ModelRow> {
        let integrators = |name: &str| if name == "matrix-sgd" { "exact, by itself" } else { "-" };
        MatrixModel::KINDS.iter().map(|&(name, summary)| (name, summary, integrators(name).to_owned())).collect()
    }

    pub(super) fn claims(tables: &Tables) -> bool {
        let name = tables.kind("model");
        MatrixModel::KINDS.iter().any(|kind| Some(kind.0) == name)
    }

    fn rank(&self) -> usize {
        let (m, n) = self.model.shape();
        m.min(n)
    }

    fn simulation(&self) -> Course<'_> {
        let Self { initial, time, ensemble, output, .. } = self;
        Course { initial, time, ensemble, output, values: self.rank(), whole: self.model.is_discrete() }
    }

    fn cost(&self) -> Cost {
        let (m, n) = self.model.shape();
        let (m, n) = (m as f64, n as f64);
        let decomposition = decomposition(m, n);
        let step = if self.model.decomposes() { decomposition } else { PER_ENTRY * m * n };
        let dt = if self.model.is_discrete() { 1.0 } else { self.time.record_every };
        self.simulation().cost(m.min(n), self.time.end / dt * step, 3.0 * decomposition)
    }
}

impl Study for MatrixStudy {
    fn rules(&self, rules: &mut Rules) {
        let name = self.model.name();
        rules.table("model", |rules| rules.table(name, |rules| self.model.rules(rules)));
        rules.table("initial", |rules| self.initial.rules(self.rank(), "min(rows, cols)", rules));
        self.simulation().rules(rules);
        match &self.integrator {
            Some(Integrator::Exact(_)) if !self.model.is_discrete() => {}
            Some(integrator) => {
                let (why, form) = match self.model.is_discrete() {
                    true => ("it steps by itself", "*"),
                    false => ("it draws from its exact law", integrator.name()),
                };
                let message = format!("model.{name} takes no [integrator.{form}] table: {why}; leave the table out");
                rules.violated(&format!("integrator.{}", integrator.name()), message, None);
            }
            None => {}
        }
        if !rules.are_kept() {
            return;
        }
        if let Err(reason) = self.model.stationary_deviation() {
            self.simulation().refuse_stationary(reason, rules);
        }
        let kind = self.initial.name();
        let singular = match &self.initial {
            Initial::Start(start) => start.lambda(self.rank()).is_some_and(|lambda| lambda.contains(&0.0)),
            _ => false,
        };
        if singular && self.model.needs_full_rank() {
            let message = format!(
                "initial.{kind} holds a singular value 0, but model.{name} needs a gradient of full rank: its predictions divide by \
                 singular values"
            );
            let help = "start from positive initial.values, or from initial.gaussian";
            rules.violated(&format!("initial.{kind}"), message, Some(help.to_owned()));
        }
    }

    fn complete(&mut self) {
        self.output.spectra = Some(self.simulation().keeps_spectra());
    }

    fn paths(&mut self) -> Vec<&mut PathBuf> {
        self.initial.paths()
    }

    fn course(&self) -> Option<Course<'_>> {
        Some(self.simulation())
    }

    fn prepare(&self, seed: u64) -> Result<Box<dyn Job>> {
        let start = match &self.initial {
            Initial::File(file) => Some(MatrixStart::Fixed(file.read(self.model.shape(), self.model.name())?)),
            Initial::Start(start) => Some(MatrixStart::Drawn(start.clone())),
            _ => None,
        };
        let source = MatrixReplicas::new(self.model.clone(), start)?;
        Ok(Box::new(Simulation {
            source: Box::new(source),
            plan: self.simulation().plan(seed),
            processes: 1,
            step: if self.model.is_discrete() { 1.0 } else { self.time.record_every },
            warnings: Vec::new(),
            cost: self.cost(),
        }))
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        let integrator = self.integrator.as_ref().map(|integrator| integrator.name().to_owned());
        Ok(Box::new(Spectral::read(file, (self.model.name(), self.model.shape()), integrator)?))
    }
}
