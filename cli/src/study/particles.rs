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
/// Seconds per number of an observable.
const PER_OBSERVED: f64 = 3e-8;

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

    fn course(&self) -> Course<'_> {
        let (time, ensemble, output) = (&self.time, &self.ensemble, &self.output);
        Course { time, ensemble, output, values: self.model.count() }
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
                if dt > 0.0 && self.time.end / dt > 1e12 {
                    rules.broken(
                        "dt",
                        number(dt),
                        format!("this asks for {:.1e} steps; at most 1e12", self.time.end / dt),
                    );
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
        spectra_cost(self.course(), n, self.time.end / dt * step, 0.0)
    }
}

/// The cost of spectra of `n` values a replica that evolve in `seconds` and are decomposed in `decomposition` at each record.
pub(super) fn spectra_cost(course: Course, n: f64, seconds: f64, decomposition: f64) -> Cost {
    let (records, replicas) = (course.time.records().len() as f64, course.ensemble.replicas as f64);
    let record = decomposition + PER_OBSERVED * (n * n + 20.0 * n);
    let kept = if course.keeps_spectra() { replicas * records * n } else { 0.0 };
    // A batch of replicas is in memory with every record.
    let batch = (replicas.min(256.0) * records).min(f64::from(1 << 21)).max(records) * 60.0;
    Cost {
        seconds: replicas * (seconds + records * record),
        memory: 8.0 * (kept + batch + replicas * 300.0),
        file: 8.0 * (kept + replicas * 20.0 + records * 100.0),
    }
}

impl Study for ParticleStudy {
    fn rules(&self, rules: &mut Rules) {
        let (name, interacting) = (self.model.name(), self.model.interacting());
        rules.table("model", |rules| rules.table(name, |rules| self.model.rules(rules)));
        let count = if interacting { "min(rows, cols)" } else { "cols" };
        rules.table("initial", |rules| self.initial.rules(self.model.count(), count, rules));
        self.course().rules(false, rules);
        rules.table("integrator", |rules| self.integrator_rules(rules));
        if !rules.are_kept() {
            return;
        }
        if let (Initial::Stationary(_), Err(reason)) = (&self.initial, self.model.stationary()) {
            let help = "start from another [initial.*], and let time.burn_in pass before the first record";
            let message = format!("initial.stationary cannot be drawn: {reason}");
            rules.violated("initial.stationary", message, Some(help.to_owned()));
        }
        if let (Initial::File(_), false) = (&self.initial, interacting) {
            let message = format!("initial.file holds a matrix, but model.{name} has none; use initial.values");
            rules.violated("initial.file", message, None);
        }
    }

    fn complete(&mut self) {
        self.output.spectra = Some(self.course().keeps_spectra());
    }

    fn paths(&mut self) -> Vec<&mut PathBuf> {
        self.initial.paths()
    }

    fn time(&self) -> Option<&Time> {
        Some(&self.time)
    }

    fn initial(&self) -> Option<&Initial> {
        Some(&self.initial)
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
            plan: self.course().plan(seed),
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
