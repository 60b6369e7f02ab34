//! A particle model under an integrator, as a [`Process`].

use super::integrators::{Method, StepCounts, Steps, Workspace};
use super::models::{Coordinate, Sde};
use crate::process::recorder;
use crate::process::{Field, Observed, Process, StepError, Value, Visitor};
use crate::random::{Brownian, Stream};
use std::sync::Arc;

/// The particles of one replica.
pub struct Particles {
    integrator: Arc<dyn Method>,
    coarse: State,
    /// The state with half the step.
    refined: Option<State>,
    elapsed: f64,
}

/// Positions and what happened to them.
#[derive(Clone)]
struct State {
    x: Vec<f64>,
    work: Workspace,
}

impl State {
    /// λ, ascending.
    fn lambda(&self) -> Vec<f64> {
        let mut lambda: Vec<f64> = match self.work.model.coordinate() {
            Coordinate::Lambda => self.x.clone(),
            Coordinate::Sigma => self.x.iter().map(|sigma| sigma * sigma).collect(),
        };
        lambda.sort_by(f64::total_cmp);
        lambda
    }

    /// Shows positions and counts to `visit`, under these names.
    fn show(&mut self, [x, counts]: [&'static str; 2], visit: &mut Visitor) {
        visit(x, &mut self.x);
        let StepCounts { steps, collisions, reflections, refined_steps, newton_iterations } = &mut self.work.counts;
        let places = [steps, collisions, reflections, refined_steps, newton_iterations];
        let mut numbers = places.each_ref().map(|count| **count as f64);
        visit(counts, &mut numbers);
        places.into_iter().zip(numbers).for_each(|(count, number)| *count = number as u64);
    }
}

impl Particles {
    /// From `lambda`, the squared singular values, ascending; `path` is that of the replica.
    pub fn new(model: Arc<dyn Sde>, integrator: Arc<dyn Method>, lambda: &[f64], path: Brownian) -> Self {
        let coarse = State { x: model.coordinate().of(lambda), work: Workspace::new(model, path) };
        let refined = integrator.steps().is_some_and(|steps| steps.refine).then(|| coarse.clone());
        Self { integrator, coarse, refined, elapsed: 0.0 }
    }

    /// What happened so far.
    pub fn counts(&self) -> StepCounts {
        self.coarse.work.counts
    }

    fn count(&self) -> usize {
        self.coarse.work.model.count()
    }
}

impl Process for Particles {
    fn step_size(&self, _: f64) -> f64 {
        self.integrator.steps().map_or(f64::INFINITY, |steps| steps.dt)
    }

    fn advance(&mut self, _: f64, dt: f64, rng: &mut Stream) -> Result<(), StepError> {
        self.elapsed += dt;
        let Self { integrator, coarse: State { x, work }, refined, .. } = self;
        let Some(Steps { stepper, .. }) = integrator.steps() else {
            work.counts.steps += 1;
            return work.model.transition().map_err(|_| StepError::NotFinite)?.draw(x, dt, rng);
        };
        if !stepper.starts_at(work.model.as_ref(), x) {
            work.model.entrance_law(x, dt, rng).map_err(|_| StepError::NotFinite)?;
            if let Some(refined) = refined {
                refined.x.copy_from_slice(x);
            }
            return Ok(());
        }
        let increment = work.path.next(dt, rng);
        stepper.step(x, &increment, work)?;
        if let Some(State { x, work }) = refined {
            for half in work.path.halves(&increment) {
                stepper.refined_step(x, &half, work)?;
            }
        }
        Ok(())
    }

    fn spectrum(&self) -> Field {
        recorder::spectrum(self.count())
    }

    fn fields(&self) -> Vec<Field> {
        recorder::fields(self.count(), self.refined.is_some())
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        let lambda = self.coarse.lambda();
        let refined = self.refined.as_ref().map(State::lambda);
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

    fn state(&mut self, visit: &mut Visitor) {
        self.coarse.show(["x", "counts"], visit);
        if let Some(refined) = &mut self.refined {
            refined.show(["refined_x", "refined_counts"], visit);
        }
        let path = &mut self.coarse.work.path;
        let mut clock = [self.elapsed, path.steps() as f64];
        visit("clock", &mut clock);
        self.elapsed = clock[0];
        path.resume(clock[1] as u64);
    }
}
