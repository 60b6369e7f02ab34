//! Replicas of a particle model: start, model and integrator put together.

use super::Particles;
use super::integrators::{Integrator, Method};
use super::models::{ParticleModel, Sde};
use crate::error::{Error, Result};
use crate::linalg::singular_values;
use crate::matrix::start::Start;
use crate::process::{Replica, ReplicaSource};
use crate::random::{Brownian, Stream};
use ndarray::ArrayView2;
use std::sync::Arc;

/// Where particles start.
#[derive(Debug, Clone, PartialEq)]
pub enum ParticleStart {
    /// An exact draw from the stationary law of the model, for each replica.
    Stationary,
    /// These squared singular values, for every replica.
    Lambda(Vec<f64>),
    /// As a matrix of this kind would, for each replica.
    Drawn(Start),
}

impl ParticleStart {
    /// The squared singular values of `w`.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when an entry is not finite.
    pub fn of_matrix(w: ArrayView2<f64>) -> Result<Self> {
        Ok(Self::Lambda(singular_values(w)?.iter().map(|sigma| sigma * sigma).collect()))
    }
}

/// Independent replicas of particles.
#[derive(Clone)]
pub struct ParticleReplicas {
    model: Arc<dyn Sde>,
    integrator: Arc<dyn Method>,
    start: ParticleStart,
}

impl ParticleReplicas {
    /// Replicas of `model` under `integrator`.
    ///
    /// # Errors
    /// [`Error::Unfit`] when the integrator does not fit the model, [`Error::Start`] when the first step cannot be taken from a
    /// start that is the same for every replica.
    pub fn new(
        model: impl Into<ParticleModel>,
        integrator: impl Into<Integrator>,
        start: ParticleStart,
    ) -> Result<Self> {
        Self::of(model.into().into(), integrator.into().into(), start)
    }

    /// The same of a model or an integrator that is not registered.
    ///
    /// # Errors
    /// As [`ParticleReplicas::new`].
    pub fn of(model: Arc<dyn Sde>, integrator: Arc<dyn Method>, start: ParticleStart) -> Result<Self> {
        integrator.fits(&*model).map_err(|reason| Error::Unfit(reason.to_string()))?;
        let start = match start {
            ParticleStart::Drawn(start) => {
                let same = start.lambda(model.count());
                same.map_or(ParticleStart::Drawn(start), ParticleStart::Lambda)
            }
            ParticleStart::Lambda(mut lambda) => {
                lambda.sort_by(f64::total_cmp);
                ParticleStart::Lambda(lambda)
            }
            ParticleStart::Stationary => start,
        };
        let replicas = Self { model, integrator, start };
        replicas.check_start()?;
        Ok(replicas)
    }

    /// The model can take its first step from where every replica starts.
    fn check_start(&self) -> Result<()> {
        let ParticleStart::Lambda(lambda) = &self.start else { return Ok(()) };
        if lambda.len() != self.model.count() {
            let reason = format!("{} values are given to a model of {} particles", lambda.len(), self.model.count());
            return Err(Error::Unfit(reason));
        }
        let Some(steps) = self.integrator.steps() else { return Ok(()) };
        let mut x = self.model.coordinate().of(lambda);
        if steps.stepper.starts_at(&*self.model, &x) {
            return Ok(());
        }
        let entered = self.model.entrance_law(&mut x, steps.dt, &mut Stream::new(0, 0, "problem"));
        entered.map_err(|reason| {
            let shown: Vec<String> = lambda.iter().take(4).map(|lambda| format!("{lambda:.6}")).collect();
            let more = if lambda.len() > 4 { ", …" } else { "" };
            let advice = match self.model.proximal().is_ok_and(|potential| potential.starts_anywhere()) {
                true => "separate them, or use proximal-euler, which starts anywhere",
                false => "separate them, for example with [initial.linspace] from > 0",
            };
            Error::Start { values: format!("{}{more}", shown.join(", ")), reason: reason.to_string(), advice }
        })
    }

    /// λ at time 0, ascending.
    fn lambda(&self, rng: &mut Stream) -> Result<Vec<f64>> {
        let mut lambda = match &self.start {
            ParticleStart::Lambda(lambda) => return Ok(lambda.clone()),
            ParticleStart::Drawn(start) if self.model.interacting() => {
                let w = start.matrix(self.model.shape(), rng)?;
                singular_values(w.view())?.iter().map(|sigma| sigma * sigma).collect()
            }
            ParticleStart::Drawn(start) => start.independent(self.model.count(), rng),
            ParticleStart::Stationary => {
                let drawn = self.model.stationary().and_then(|law| law.draw_stationary(rng));
                drawn.map_err(|reason| Error::Stationary(reason.to_string()))?
            }
        };
        lambda.sort_by(f64::total_cmp);
        Ok(lambda)
    }
}

impl ReplicaSource for ParticleReplicas {
    fn replica(&self, seed: u64, index: u64) -> Result<Replica> {
        let lambda = self.lambda(&mut Stream::new(seed, index, "problem"))?;
        let path = Brownian::new(seed, index, self.model.count());
        let process = Particles::new(self.model.clone(), self.integrator.clone(), &lambda, path);
        Ok(Replica { processes: vec![Box::new(process)], constants: Vec::new() })
    }
}
