//! Scenarios that evolve one spectrum a replica: particle models, and the matrices that they stand for.

mod assemble;
pub mod cost;
mod start;

pub use assemble::{particle_model, stationary, unfit};

use crate::error::{Error, Result};
use crate::scenario::{self, Scenario};
use start::Start;
use std::sync::Arc;
use svsde::ensemble::{Replica, Study};
use svsde::matrix::models::MatrixModel;
use svsde::particles::evolution::{Method, Particles};
use svsde::particles::models;
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
    Particles(Arc<dyn models::Model>, Method),
    Matrix(MatrixModel),
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
        let kind = match (particle_model(model), model) {
            (Some(particles), _) => {
                let integrator = scenario
                    .integrator
                    .as_ref()
                    .ok_or(Error::Study("a particle model needs one [integrator.*] table"))?;
                Kind::Particles(particles, assemble::method(integrator))
            }
            (None, scenario::Model::MatrixSgd(model)) => Kind::Matrix(model.clone().into()),
            (None, scenario::Model::MatrixMuon(model)) => Kind::Matrix(model.clone().into()),
            (None, scenario::Model::PolarNoise(model)) => Kind::Matrix(model.clone().into()),
            _ => return Err(Error::Study("a regression needs one [measurement.*] table")),
        };
        let start = Start::new(scenario)?;
        if let Kind::Particles(model, method) = &kind {
            start.check(model.as_ref(), method)?;
        }
        let warnings = match &kind {
            Kind::Particles(model, _) => assemble::warnings(scenario, model.as_ref()),
            _ => Vec::new(),
        };
        Ok(Self { kind, start, seed: scenario.seed, warnings })
    }

    /// What a user should know before trusting the run.
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// The usual step, in units of time; `None` for one step from record to record.
    pub fn step(&self) -> Option<f64> {
        match &self.kind {
            Kind::Particles(_, Method::Steps { dt, .. }) => Some(*dt),
            Kind::Particles(_, Method::Exact) => None,
            Kind::Matrix(model) => model.is_discrete().then_some(1.0),
        }
    }
}

impl Study for SpectralStudy {
    fn replica(&self, index: u64) -> svsde::Result<Replica> {
        let mut noise = Stream::new(self.seed, index, "problem");
        let process: Box<dyn Process> = match &self.kind {
            Kind::Particles(model, method) => {
                let lambda = self.start.lambda(model.as_ref(), &mut noise)?;
                let path = Brownian::new(self.seed, index, model.count());
                Box::new(Particles::new(model.clone(), method.clone(), &lambda, path))
            }
            Kind::Matrix(model) => {
                let w = self.start.matrix(&mut noise)?;
                model.start(w, &mut noise)?
            }
        };
        Ok(Replica { processes: vec![process], constants: Vec::new() })
    }
}
