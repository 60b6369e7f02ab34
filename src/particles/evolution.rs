//! A particle model under an integrator, as a [`Process`].

use super::integrators::{Method, StepCounts, Workspace};
use super::models::{Coordinate, Sde};
use crate::process::recorder;
use crate::process::{Field, Observed, Process, Snapshot, StepError, Value};
use crate::random::{Brownian, Stream};
use std::sync::Arc;

/// The particles of one replica.
pub struct Particles {
    model: Arc<dyn Sde>,
    integrator: Arc<dyn Method>,
    state: State,
    /// The state with half the step.
    refined: Option<State>,
    path: Brownian,
    elapsed: f64,
}

/// Positions and what happened to them.
#[derive(Clone)]
struct State {
    x: Vec<f64>,
    work: Workspace,
}

impl Particles {
    /// From `lambda`, the squared singular values, ascending; `path` is that of the replica.
    pub fn new(model: Arc<dyn Sde>, integrator: Arc<dyn Method>, lambda: &[f64], path: Brownian) -> Self {
        let state = State { x: model.coordinate().of(lambda), work: Workspace::default() };
        let refined = integrator.stepper().is_some_and(|stepper| stepper.refine()).then(|| state.clone());
        Self { model, integrator, state, refined, path, elapsed: 0.0 }
    }

    /// What happened so far.
    pub fn counts(&self) -> StepCounts {
        self.state.work.counts
    }

    /// λ, ascending.
    fn lambda(&self, state: &State) -> Vec<f64> {
        let mut lambda: Vec<f64> = match self.model.coordinate() {
            Coordinate::Lambda => state.x.clone(),
            Coordinate::Sigma => state.x.iter().map(|sigma| sigma * sigma).collect(),
        };
        lambda.sort_by(f64::total_cmp);
        lambda
    }
}

impl Process for Particles {
    fn group(&self) -> String {
        String::new()
    }

    fn step_size(&self, _: f64) -> f64 {
        self.integrator.stepper().map_or(f64::INFINITY, |stepper| stepper.dt())
    }

    fn advance(&mut self, _: f64, dt: f64, rng: &mut Stream) -> Result<(), StepError> {
        self.elapsed += dt;
        let Self { model, integrator, state, refined, path, .. } = self;
        let model = model.as_ref();
        let Some(stepper) = integrator.stepper() else {
            state.work.counts.steps += 1;
            let transition = model.transition().map_err(|_| StepError::NotFinite)?;
            return transition.draw(&mut state.x, dt, rng);
        };
        if !stepper.starts_at(model, &state.x) {
            model.entrance_law(&mut state.x, dt, rng).map_err(|_| StepError::NotFinite)?;
            if let Some(refined) = refined {
                refined.x.copy_from_slice(&state.x);
            }
            return Ok(());
        }
        let increment = path.next(dt, rng);
        stepper.step(model, &mut state.x, &increment, path, &mut state.work)?;
        if let Some(refined) = refined {
            for half in path.halves(&increment) {
                stepper.refined_step(model, &mut refined.x, &half, path, &mut refined.work)?;
            }
        }
        Ok(())
    }

    fn spectrum(&self) -> Field {
        recorder::spectrum(self.model.count())
    }

    fn fields(&self) -> Vec<Field> {
        recorder::fields(self.model.count(), self.refined.is_some())
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        let lambda = self.lambda(&self.state);
        let refined = self.refined.as_ref().map(|refined| self.lambda(refined));
        recorder::measure(&lambda, refined.as_deref(), out)?;
        spectrum.extend(lambda);
        Ok(())
    }

    fn finish(&self, _: &[f64], series: &[Observed]) -> Vec<Value> {
        let mut values = recorder::finish(series);
        let counts = self.counts();
        let collisions = "pairs of particles that a step left in reverse order, and that were sorted";
        let reflections = "particles that a step left below 0, and that were reflected";
        let newton = "Newton iterations of implicit steps";
        for (name, count, text) in [
            ("steps", counts.steps, "explicit and implicit steps computed, those compared or rejected included"),
            ("collisions", counts.collisions, collisions),
            ("reflections", counts.reflections, reflections),
            ("refined_steps", counts.refined_steps, "steps that were rejected and halved"),
            ("newton_iterations", counts.newton_iterations, newton),
        ] {
            values.push(Value::scalar(format!("replicas/{name}"), count as f64, "1", text));
        }
        let time = if self.elapsed > 0.0 { self.elapsed } else { 1.0 };
        for (name, count) in [("collision_rate", counts.collisions), ("reflection_rate", counts.reflections)] {
            let text = format!("{}s per unit time since t = 0, burn-in included", name.trim_end_matches("_rate"));
            values.push(Value::scalar(format!("replicas/{name}"), count as f64 / time, "1/step", text));
        }
        values
    }

    fn save(&self) -> Snapshot {
        let numbers = |counts: StepCounts| {
            let StepCounts { steps, collisions, reflections, refined_steps, newton_iterations } = counts;
            [steps, collisions, reflections, refined_steps, newton_iterations].map(|count| count as f64).to_vec()
        };
        let mut snapshot: Snapshot = [
            ("x", self.state.x.clone()),
            ("counts", numbers(self.counts())),
            ("clock", vec![self.elapsed, self.path.steps() as f64]),
        ]
        .into();
        if let Some(refined) = &self.refined {
            snapshot.insert("refined_x", refined.x.clone());
            snapshot.insert("refined_counts", numbers(refined.work.counts));
        }
        snapshot
    }

    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let n = self.model.count();
        let positions = |name| snapshot.get(name).filter(|x| x.len() == n).cloned();
        let counts_of = |name| match snapshot.get(name).map(Vec::as_slice) {
            Some(&[steps, collisions, reflections, refined_steps, newton_iterations]) => Some(StepCounts {
                steps: steps as u64,
                collisions: collisions as u64,
                reflections: reflections as u64,
                refined_steps: refined_steps as u64,
                newton_iterations: newton_iterations as u64,
            }),
            _ => None,
        };
        let clock = snapshot.get("clock").map(Vec::as_slice);
        let (Some(x), Some(counts), Some(&[elapsed, steps])) = (positions("x"), counts_of("counts"), clock) else {
            return false;
        };
        if let Some(refined) = &mut self.refined {
            let (Some(x), Some(counts)) = (positions("refined_x"), counts_of("refined_counts")) else { return false };
            refined.x = x;
            refined.work.counts = counts;
        }
        self.state.x = x;
        self.state.work.counts = counts;
        self.elapsed = elapsed;
        self.path.resume(steps as u64);
        true
    }
}
