//! Scenarios that evolve one spectrum a replica: particle models, and the matrices that they stand for.

pub mod cost;
mod start;

use crate::error::{Error, Result};
use crate::scenario::{self, Initial, Scenario};
use start::Start;
use std::sync::Arc;
use svsde::ensemble::{Replica, Study};
use svsde::matrix::momentum::Averaging;
use svsde::matrix::muon::{self, MatrixMuon};
use svsde::matrix::ornstein_uhlenbeck::MatrixSgd;
use svsde::matrix::polar_noise::{self, PolarNoise};
use svsde::matrix::{polar, scale};
use svsde::particles::Particles;
use svsde::particles::integrators::{Integrator, Method};
use svsde::particles::models::{ParticleModel, Sde};
use svsde::process::Process;
use svsde::random::Brownian;
use svsde::random::Stream;

/// Everything that the replicas of a scenario share.
pub struct SpectralStudy {
    kind: Kind,
    start: Start,
    seed: u64,
    warnings: Vec<String>,
}

enum Kind {
    Particles(Arc<dyn Sde>, Arc<dyn Method>),
    MatrixSgd(scenario::MatrixSgd),
    MatrixMuon(muon::Settings),
    PolarNoise(polar_noise::Settings),
}

impl SpectralStudy {
    /// Reads the files that the scenario names and checks that the model can start where it says.
    ///
    /// # Errors
    /// [`crate::Error::Input`] for a file that cannot be used, [`crate::Error::Problem`] for a start that the model cannot leave,
    /// and for a stationary study.
    pub fn new(scenario: &Scenario) -> Result<Self> {
        if scenario.is_stationary() || scenario.is_tails() {
            return Err(Error::Study(
                "this is a stationary study: it asks for the density of one particle, and there is nothing to simulate",
            ));
        }
        let model = &scenario.model;
        let mut warnings = Vec::new();
        let kind = match (model.particles(), model) {
            (Some(particles), _) => {
                let integrator = scenario
                    .integrator
                    .as_ref()
                    .ok_or(Error::Study("a particle model needs one [integrator.*] table"))?;
                warnings = caveats(scenario, &particles, integrator);
                Kind::Particles(particles.into(), integrator.clone().into())
            }
            (None, scenario::Model::MatrixSgd(model)) => Kind::MatrixSgd(model.clone()),
            (None, scenario::Model::MatrixMuon(model)) => Kind::MatrixMuon(muon_settings(model)?),
            (None, scenario::Model::PolarNoise(model)) => Kind::PolarNoise(polar_noise::Settings {
                learning_rate: model.learning_rate,
                gradient_noise: model.gradient_noise,
                batch: model.batch,
                momentum: model.momentum,
                curvature: model.curvature,
            }),
            _ => return Err(Error::Study("a regression needs one [measurement.*] table")),
        };
        let start = Start::new(scenario)?;
        if let Kind::Particles(model, integrator) = &kind {
            start.check(model.as_ref(), integrator.as_ref())?;
        }
        Ok(Self { kind, start, seed: scenario.seed, warnings })
    }

    /// What a user should know before trusting the run.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The usual step, in units of time; `None` for one step from record to record.
    pub fn step(&self) -> Option<f64> {
        match &self.kind {
            Kind::Particles(_, integrator) => integrator.stepper().map(|stepper| stepper.dt()),
            Kind::MatrixSgd(_) => None,
            Kind::MatrixMuon(_) | Kind::PolarNoise(_) => Some(1.0),
        }
    }
}

/// What is doubtful about a choice that can be run.
fn caveats(scenario: &Scenario, model: &ParticleModel, integrator: &Integrator) -> Vec<String> {
    let smallest = match &scenario.initial {
        Some(Initial::Linspace { from, .. }) => Some(*from),
        Some(Initial::Values { sigma: Some(sigma), .. }) => sigma.iter().copied().reduce(f64::min),
        _ => None,
    };
    let of_step = integrator.caveat(&**model).map(|caveat| format!("{} {caveat}", integrator.name()));
    of_step.into_iter().chain(model.caveats(smallest, scenario.course().end)).collect()
}

fn muon_settings(model: &scenario::MatrixMuon) -> Result<muon::Settings> {
    let unknown = |name: &String| svsde::Error::UnknownName { name: name.clone() };
    let polar = polar::find(&model.polar).ok_or_else(|| unknown(&model.polar))?;
    let scale = scale::find(&model.scale).ok_or_else(|| unknown(&model.scale))?;
    Ok(muon::Settings {
        learning_rate: model.learning_rate,
        gradient_noise: model.gradient_noise,
        curvature: model.curvature,
        averaging: Averaging { momentum: model.momentum, nesterov: model.nesterov },
        weight_decay: model.weight_decay,
        decay: model.decay,
        polar: (polar, model.polar_iterations.or(polar.default_iterations()).unwrap_or(0)),
        scale: (scale.factor)(model.rows as f64, model.cols as f64),
    })
}

impl Study for SpectralStudy {
    fn replica(&self, index: u64) -> svsde::Result<Replica> {
        let mut noise = Stream::new(self.seed, index, "problem");
        let process: Box<dyn Process> = match &self.kind {
            Kind::Particles(model, integrator) => {
                let lambda = self.start.lambda(model.as_ref(), &mut noise)?;
                let path = Brownian::new(self.seed, index, model.count());
                Box::new(Particles::new(model.clone(), integrator.clone(), &lambda, path))
            }
            Kind::MatrixSgd(model) => {
                let w = self.start.matrix(&mut noise)?;
                Box::new(MatrixSgd::new(w, model.learning_rate, model.diffusion, model.curvature))
            }
            Kind::MatrixMuon(settings) => Box::new(MatrixMuon::new(self.start.matrix(&mut noise)?, *settings)),
            Kind::PolarNoise(settings) => {
                let w = self.start.matrix(&mut noise)?;
                Box::new(PolarNoise::new(w, *settings, &mut noise)?)
            }
        };
        Ok(Replica { processes: vec![process], constants: Vec::new() })
    }
}
