//! Where a spectrum starts.

use crate::error::{Error, Result};
use crate::scenario::{Initial, Model, Scenario};
use crate::study::flows::initial;
use ndarray::Array2;
use svsde::linalg;
use svsde::matrix::models::MatrixDynamics;
use svsde::particles::evolution::Method;
use svsde::particles::models::{self, Coordinate};
use svsde::random::Stream;

/// A start, files already read.
pub struct Start {
    shape: (usize, usize),
    kind: Kind,
}

enum Kind {
    /// From the model's exact law.
    Stationary,
    /// λ, ascending, the same for every replica.
    Spectrum(Vec<f64>, initial::Start),
    /// The spectrum of a random matrix.
    Random(initial::Start),
    /// Independent particles: λ = (scale·N)².
    Independent(f64),
}

impl Start {
    /// Prepares the start of a scenario.
    ///
    /// # Errors
    /// [`crate::Error::Input`] when a file cannot be read or holds another shape.
    pub fn new(scenario: &Scenario) -> Result<Self> {
        let shape = scenario.model.shape();
        let initial = scenario.initial.as_ref().ok_or(Error::Study(
            "this is a stationary study: it asks for the density of one particle, and there is nothing to simulate",
        ))?;
        let kind = match (initial, &scenario.model) {
            (Initial::Stationary {}, Model::MatrixSgd(sgd)) => {
                Kind::Random(initial::Start::Gaussian(sgd.stationary_deviation().unwrap_or(0.0)))
            }
            (Initial::Stationary {}, _) => Kind::Stationary,
            (Initial::Gaussian { scale }, Model::PowerDiffusion(_)) => Kind::Independent(*scale),
            (other, model) => match initial::Start::new(other, shape, model.name())? {
                start @ initial::Start::Gaussian(_) => Kind::Random(start),
                start => {
                    let sigma = match &start {
                        initial::Start::Spectrum(sigma) => sigma.clone(),
                        initial::Start::Fixed(w) => linalg::singular_values(w.view())?,
                        initial::Start::Gaussian(_) => Default::default(),
                    };
                    let mut lambda: Vec<f64> = sigma.iter().map(|sigma| sigma * sigma).collect();
                    if let Initial::Values { lambda: Some(given), .. } = other {
                        lambda.clone_from(given);
                    }
                    lambda.sort_by(f64::total_cmp);
                    Kind::Spectrum(lambda, start)
                }
            },
        };
        Ok(Self { shape, kind })
    }

    /// Whether `model` can take its first step from here.
    ///
    /// # Errors
    /// [`svsde::Error::Start`] with the reason and a way out.
    pub fn check(&self, model: &dyn models::Model, method: &Method) -> Result<()> {
        let Kind::Spectrum(lambda, _) = &self.kind else { return Ok(()) };
        let Method::Steps { integrator, dt, .. } = method else { return Ok(()) };
        let mut x = match model.coordinate() {
            Coordinate::Lambda => lambda.clone(),
            Coordinate::Sigma => lambda.iter().map(|lambda| lambda.sqrt()).collect(),
        };
        if model.is_defined(&x) || (integrator.starts_anywhere() && model.barrier_starts_anywhere()) {
            return Ok(());
        }
        let mut noise = Stream::new(0, 0, "problem");
        let left = model.leave(&mut x, *dt, &mut noise);
        left.map_err(|reason| {
            let shown: Vec<String> = lambda.iter().take(4).map(|lambda| format!("{lambda:.6}")).collect();
            let more = if lambda.len() > 4 { ", …" } else { "" };
            let advice = match model.barrier_starts_anywhere() {
                true => "separate them, or use proximal-euler, which starts anywhere",
                false => "separate them, for example with [initial.linspace] from > 0",
            };
            svsde::Error::Start { values: format!("{}{more}", shown.join(", ")), reason: reason.to_string(), advice }
                .into()
        })
    }

    /// λ at time 0, ascending.
    ///
    /// # Errors
    /// [`crate::Error::Problem`], in exact arithmetic never.
    pub fn lambda(&self, model: &dyn models::Model, noise: &mut Stream) -> svsde::Result<Vec<f64>> {
        Ok(match &self.kind {
            Kind::Stationary => {
                model.stationary(noise).map_err(|reason| svsde::Error::Stationary { reason: reason.to_string() })?
            }
            Kind::Spectrum(lambda, _) => lambda.clone(),
            Kind::Random(start) => {
                let w = start.draw(self.shape, noise)?;
                linalg::singular_values(w.view())?.iter().map(|sigma| sigma * sigma).collect()
            }
            Kind::Independent(scale) => {
                let mut lambda: Vec<f64> = (0..model.count()).map(|_| (scale * noise.gaussian()).powi(2)).collect();
                lambda.sort_by(f64::total_cmp);
                lambda
            }
        })
    }

    /// W at time 0.
    ///
    /// # Errors
    /// As [`Start::lambda`].
    pub fn matrix(&self, noise: &mut Stream) -> svsde::Result<Array2<f64>> {
        match &self.kind {
            Kind::Spectrum(_, start) | Kind::Random(start) => start.draw(self.shape, noise),
            Kind::Stationary | Kind::Independent(_) => Ok(Array2::zeros(self.shape)),
        }
    }
}
