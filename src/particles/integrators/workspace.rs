//! Counts and buffers of a run, and the explicit steps that several methods share.

use crate::particles::models::Sde;
use crate::particles::order;
use crate::particles::proximal::ProximalProblem;
use crate::process::StepError;
use crate::random::{Brownian, Increment};
use std::sync::Arc;

/// Drift and step to a factor on the drift.
type Damping = fn(&[f64], f64) -> f64;

/// What a run goes along, what happened on the way, and buffers.
#[derive(Clone)]
pub struct Workspace {
    /// The equation.
    pub model: Arc<dyn Sde>,
    /// The Brownian path, which halves increments where the method refines.
    pub path: Brownian,
    /// Counts since the start.
    pub counts: StepCounts,
    pub(super) drift: Vec<f64>,
    pub(super) diffusion: Vec<f64>,
    pub(super) problem: ProximalProblem,
    correction: Vec<f64>,
}

/// Counts of what happened along a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepCounts {
    /// Explicit and implicit steps computed, those of `adaptive-euler` that were compared or rejected included.
    pub steps: u64,
    /// Pairs of particles that a step left in reverse order, and that were sorted.
    pub collisions: u64,
    /// Particles that a step left below 0, and that were reflected.
    pub reflections: u64,
    /// Steps that were rejected and halved.
    pub refined_steps: u64,
    /// Newton iterations of implicit steps.
    pub newton_iterations: u64,
}

impl Workspace {
    /// At the start of a run of `model` along `path`.
    pub fn new(model: Arc<dyn Sde>, path: Brownian) -> Self {
        let zeros = vec![0.0; model.count()];
        Self {
            model,
            path,
            counts: StepCounts::default(),
            drift: zeros.clone(),
            diffusion: zeros.clone(),
            problem: ProximalProblem::default(),
            correction: zeros,
        }
    }

    /// x + a(x) dt + b(x) ΔW into `out`.
    pub(super) fn euler(&mut self, x: &[f64], increment: &Increment, out: &mut [f64]) {
        self.damped_euler(x, increment, |_, _| 1.0, out);
    }

    /// The same, the drift multiplied by what `damping` makes of it.
    pub(super) fn damped_euler(&mut self, x: &[f64], increment: &Increment, damping: Damping, out: &mut [f64]) {
        self.model.coefficients(x, &mut self.drift, &mut self.diffusion);
        let dt = increment.dt * damping(&self.drift, increment.dt);
        for (k, out) in out.iter_mut().enumerate() {
            *out = x[k] + self.drift[k] * dt + self.diffusion[k] * increment.dw[k];
        }
        self.counts.steps += 1;
    }

    /// The same with Milstein's term ½ b b′ (ΔW² − dt).
    pub(super) fn milstein(&mut self, x: &[f64], increment: &Increment, out: &mut [f64]) {
        self.euler(x, increment, out);
        if self.model.milstein(x, &mut self.correction) {
            for (out, (correction, dw)) in out.iter_mut().zip(self.correction.iter().zip(&increment.dw)) {
                *out += correction * (dw * dw - increment.dt);
            }
        }
    }

    /// Reflects at 0 and, where particles interact, at collisions.
    pub(super) fn reflect(&mut self, x: &mut [f64]) -> Result<(), StepError> {
        if !x.iter().all(|x| x.is_finite()) {
            return Err(StepError::NotFinite);
        }
        self.counts.reflections += order::reflect_at_zero(x);
        if self.model.interacting() {
            self.counts.collisions += order::sort(x);
        }
        Ok(())
    }
}
