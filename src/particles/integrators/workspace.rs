//! Counts and buffers of a run, and the explicit steps that several methods share.

use crate::particles::models::Sde;
use crate::particles::order;
use crate::particles::proximal::ProximalProblem;
use crate::process::StepError;
use crate::random::Increment;

/// What happened along a run, and buffers.
#[derive(Debug, Clone, Default)]
pub struct Workspace {
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
    /// x + a(x) dt + b(x) ΔW into `out`, the drift multiplied by what `damping` makes of it.
    pub(super) fn euler(
        &mut self,
        model: &dyn Sde,
        x: &[f64],
        increment: &Increment,
        damping: fn(&[f64], f64) -> f64,
        out: &mut [f64],
    ) {
        self.drift.resize(x.len(), 0.0);
        self.diffusion.resize(x.len(), 0.0);
        model.coefficients(x, &mut self.drift, &mut self.diffusion);
        let dt = increment.dt * damping(&self.drift, increment.dt);
        for (k, out) in out.iter_mut().enumerate() {
            *out = x[k] + self.drift[k] * dt + self.diffusion[k] * increment.dw[k];
        }
        self.counts.steps += 1;
    }

    /// The same with Milstein's term ½ b b′ (ΔW² − dt).
    pub(super) fn milstein(&mut self, model: &dyn Sde, x: &[f64], increment: &Increment, out: &mut [f64]) {
        self.euler(model, x, increment, |_, _| 1.0, out);
        self.correction.resize(x.len(), 0.0);
        if model.milstein(x, &mut self.correction) {
            for (out, (correction, dw)) in out.iter_mut().zip(self.correction.iter().zip(&increment.dw)) {
                *out += correction * (dw * dw - increment.dt);
            }
        }
    }

    /// Reflects at 0 and, where particles interact, at collisions.
    pub(super) fn reflect(&mut self, model: &dyn Sde, x: &mut [f64]) -> Result<(), StepError> {
        if !x.iter().all(|x| x.is_finite()) {
            return Err(StepError::NotFinite);
        }
        self.counts.reflections += order::reflect_at_zero(x);
        if model.interacting() {
            self.counts.collisions += order::sort(x);
        }
        Ok(())
    }
}
