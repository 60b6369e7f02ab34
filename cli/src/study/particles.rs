//! Squared singular values as particles.

use super::simulation::{Course, Simulation};
use super::stationary::StationaryStudy;
use super::{Cost, Job, ModelRow, Study};
use crate::error::Result;
use crate::scenario::{Ensemble, Initial, Output, Tables, Time};
use crate::store::ResultFile;
use crate::summary::{Spectral, Summary};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::matrix::start::{Start, Values};
use svsde::particles::integrators::{Integrator, Steps};
use svsde::particles::models::ParticleModel;
use svsde::particles::replicas::{ParticleReplicas, ParticleStart};
use svsde::rules::{Rules, number};

/// Seconds per pair of particles of one evaluation of drift and noise, and per particle.
const PER_PAIR: f64 = 1.5e-9;
const PER_PARTICLE: f64 = 4e-8;

/// A simulation of particles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParticleStudy {
    /// Drift and noise.
    pub model: ParticleModel,
    /// The state at time 0.
    pub initial: Initial,
    /// How the particles step.
    pub integrator: Integrator,
    /// How long, and when to record.
    pub time: Time,
    /// How many independent replicas.
    #[serde(default)]
    pub ensemble: Ensemble,
    /// What is kept.
    #[serde(default)]
    pub output: Output,
}

impl ParticleStudy {
    pub(super) const SECTIONS: &[&str] = &["model", "initial", "integrator", "time", "ensemble", "output"];
    pub(super) const REQUIRED: usize = 4;

    pub(super) fn models() -> Vec<ModelRow> {
        ParticleModel::KINDS.iter().map(|&(name, summary)| (name, summary, Integrator::taken_by(name))).collect()
    }

    pub(super) fn claims(tables: &Tables) -> bool {
        let name = tables.kind("model");
        ParticleModel::KINDS.iter().any(|kind| Some(kind.0) == name) && !StationaryStudy::claims(tables)
    }

    fn simulation(&self) -> Course<'_> {
        let Self { initial, time, ensemble, output, .. } = self;
        Course { initial, time, ensemble, output, values: self.model.count(), whole: false }
    }

    /// The integrator goes with the model, and its step with the recorded times.
    fn integrator_rules(&self, rules: &mut Rules) {
        let (name, model) = (self.integrator.name(), self.model.name());
        rules.table(name, |rules| {
            self.integrator.rules(rules);
            if let Some(Steps { dt, .. }) = self.integrator.steps() {
                if dt.is_finite() && dt > self.time.record_every && self.time.record_every > 0.0 {
                    let rule = format!("it must be at most time.record_every = {}", number(self.time.record_every));
                    rules.broken("dt", number(dt), rule);
                }
                let steps = self.time.end / dt;
                if dt > 0.0 && steps > 1e12 {
                    rules.broken("dt", number(dt), format!("this asks for {steps:.1e} steps; at most 1e12"));
                }
            }
        });
        if rules.are_kept()
            && let Err(reason) = self.integrator.fits(&*self.model)
        {
            let help = format!("model.{model} takes: {}", Integrator::taken_by(model));
            rules.violated(name, format!("integrator.{name} does not fit model.{model}: {reason}"), Some(help));
        }
    }

    /// What is doubtful about a choice that can be run.
    fn warnings(&self) -> Vec<String> {
        let caveat = self.integrator.caveat(&*self.model).map(|caveat| format!("{} {caveat}", self.integrator.name()));
        let smallest = match &self.initial {
            Initial::Start(Start::Linspace(linspace)) => Some(linspace.from),
            Initial::Start(Start::Values(Values { sigma: Some(sigma), .. })) => sigma.iter().copied().reduce(f64::min),
            _ => None,
        };
        caveat.into_iter().chain(self.model.caveats(smallest, self.time.end)).collect()
    }

    fn cost(&self) -> Cost {
        let n = self.model.count() as f64;
        let pairs = if self.model.interacting() { PER_PAIR * n * n } else { 0.0 };
        let evaluation = (pairs + PER_PARTICLE * n) * self.integrator.scheme().evaluations;
        let (step, dt) = match self.integrator.steps() {
            Some(Steps { dt, refine, .. }) => (if refine { 3.0 * evaluation } else { evaluation }, dt),
            None => (evaluation, self.time.record_every),
        };
        self.simulation().cost(n, self.time.end / dt * step, 0.0)
    }
}

impl Study for ParticleStudy {
    fn rules(&self, rules: &mut Rules) {
        let (name, interacting) = (self.model.name(), self.model.interacting());
        rules.table("model", |rules| rules.table(name, |rules| self.model.rules(rules)));
        let count = if interacting { "min(rows, cols)" } else { "cols" };
        rules.table("initial", |rules| self.initial.rules(self.model.count(), count, rules));
        self.simulation().rules(rules);
        rules.table("integrator", |rules| self.integrator_rules(rules));
        if !rules.are_kept() {
            return;
        }
        if let Err(reason) = self.model.stationary() {
            self.simulation().refuse_stationary(reason, rules);
        }
        if let (Initial::File(_), false) = (&self.initial, interacting) {
            let message = format!("initial.file holds a matrix, but model.{name} has none; use initial.values");
            rules.violated("initial.file", message, None);
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
            Initial::File(file) => ParticleStart::of_matrix(file.read(self.model.shape(), self.model.name())?.view())?,
            Initial::Start(start) => ParticleStart::Drawn(start.clone()),
            _ => ParticleStart::Stationary,
        };
        let source = ParticleReplicas::new(self.model.clone(), self.integrator.clone(), start)?;
        Ok(Box::new(Simulation {
            step: self.integrator.steps().map_or(self.time.record_every, |steps| steps.dt),
            source: Box::new(source),
            plan: self.simulation().plan(seed),
            processes: 1,
            warnings: self.warnings(),
            cost: self.cost(),
        }))
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        let step = self.integrator.steps().map_or(String::new(), |steps| format!(", dt = {}", steps.dt));
        let integrator = format!("{}{step}", self.integrator.name());
        Ok(Box::new(Spectral::read(file, (self.model.name(), self.model.shape()), Some(integrator))?))
    }
}
