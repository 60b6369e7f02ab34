//! A particle model under an integrator, as a [`Process`].

use super::integrators::{Integrator, Tally, Work};
use super::models::{Coordinate, Model};
use crate::process::recorder;
use crate::process::{Field, Observed, Value};
use crate::process::{Process, Snapshot, StepError};
use crate::random::Brownian;
use crate::random::Stream;
use std::sync::Arc;

/// How the state moves.
#[derive(Clone)]
pub enum Method {
    /// Steps of at most `dt` along a Brownian path.
    Steps {
        /// The one-step method.
        integrator: Arc<dyn Integrator>,
        /// Length of a step.
        dt: f64,
        /// What runs with half the step beside it, along the same path.
        refined: Option<Arc<dyn Integrator>>,
    },
    /// Draws from the transition law.
    Exact,
}

/// The particles of one replica.
pub struct Particles {
    model: Arc<dyn Model>,
    method: Method,
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
    work: Work,
}

impl Particles {
    /// From `lambda`, the squared singular values, ascending; `path` is that of the replica.
    pub fn new(model: Arc<dyn Model>, method: Method, lambda: &[f64], path: Brownian) -> Self {
        let x = match model.coordinate() {
            Coordinate::Lambda => lambda.to_vec(),
            Coordinate::Sigma => lambda.iter().map(|lambda| lambda.sqrt()).collect(),
        };
        let state = State { x, work: Work::default() };
        let refined = matches!(method, Method::Steps { refined: Some(_), .. }).then(|| state.clone());
        Self { model, method, state, refined, path, elapsed: 0.0 }
    }

    /// What happened so far.
    pub fn tally(&self) -> Tally {
        self.state.work.tally
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

    /// The first step from where drift or noise are infinite: the exact law, the same for both step sizes.
    fn leave(&mut self, dt: f64, noise: &mut Stream) -> Result<(), StepError> {
        self.model.leave(&mut self.state.x, dt, noise).map_err(|_| StepError::NotFinite)?;
        if let Some(refined) = &mut self.refined {
            refined.x.copy_from_slice(&self.state.x);
        }
        Ok(())
    }
}

impl Process for Particles {
    fn group(&self) -> String {
        String::new()
    }

    fn step_size(&self, _: f64) -> f64 {
        match self.method {
            Method::Steps { dt, .. } => dt,
            Method::Exact => f64::INFINITY,
        }
    }

    fn advance(&mut self, _: f64, dt: f64, noise: &mut Stream) -> Result<(), StepError> {
        self.elapsed += dt;
        let Method::Steps { integrator, refined: finer, .. } = self.method.clone() else {
            self.state.work.tally.steps += 1;
            let transition = self.model.transition().ok_or(StepError::NotFinite)?;
            return transition.draw(&mut self.state.x, dt, noise);
        };
        if !integrator.starts_anywhere() && !self.model.is_defined(&self.state.x) {
            return self.leave(dt, noise);
        }
        let model = self.model.as_ref();
        let increment = self.path.next(dt, noise);
        integrator.step(model, &mut self.state.x, &increment, &mut self.path, &mut self.state.work)?;
        if let (Some(refined), Some(finer)) = (&mut self.refined, finer) {
            for half in self.path.halves(&increment) {
                finer.step(model, &mut refined.x, &half, &mut self.path, &mut refined.work)?;
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
        let tally = self.tally();
        let collisions = "pairs of particles that a step left in reverse order, and that were sorted";
        let reflections = "particles that a step left below 0, and that were reflected";
        let newton = "Newton iterations of implicit steps";
        for (name, count, text) in [
            ("steps", tally.steps, "explicit and implicit steps computed, those compared or rejected included"),
            ("collisions", tally.collisions, collisions),
            ("reflections", tally.reflections, reflections),
            ("refined_steps", tally.refined_steps, "steps that were rejected and halved"),
            ("newton_iterations", tally.newton_iterations, newton),
        ] {
            values.push(Value::scalar(format!("replicas/{name}"), count as f64, "1", text));
        }
        let time = if self.elapsed > 0.0 { self.elapsed } else { 1.0 };
        for (name, count) in [("collision_rate", tally.collisions), ("reflection_rate", tally.reflections)] {
            let text = format!("{}s per unit time since t = 0, burn-in included", name.trim_end_matches("_rate"));
            values.push(Value::scalar(format!("replicas/{name}"), count as f64 / time, "1/step", text));
        }
        values
    }

    fn save(&self) -> Snapshot {
        let counts = |tally: Tally| {
            let Tally { steps, collisions, reflections, refined_steps, newton_iterations } = tally;
            [steps, collisions, reflections, refined_steps, newton_iterations].map(|count| count as f64).to_vec()
        };
        let mut snapshot: Snapshot = [
            ("x", self.state.x.clone()),
            ("tally", counts(self.tally())),
            ("clock", vec![self.elapsed, self.path.steps() as f64]),
        ]
        .into();
        if let Some(refined) = &self.refined {
            snapshot.insert("refined_x", refined.x.clone());
            snapshot.insert("refined_tally", counts(refined.work.tally));
        }
        snapshot
    }

    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let n = self.model.count();
        let positions = |name| snapshot.get(name).filter(|x| x.len() == n).cloned();
        let tally = |name| match snapshot.get(name).map(Vec::as_slice) {
            Some(&[steps, collisions, reflections, refined_steps, newton_iterations]) => Some(Tally {
                steps: steps as u64,
                collisions: collisions as u64,
                reflections: reflections as u64,
                refined_steps: refined_steps as u64,
                newton_iterations: newton_iterations as u64,
            }),
            _ => None,
        };
        let clock = snapshot.get("clock").map(Vec::as_slice);
        let (Some(x), Some(counts), Some(&[elapsed, steps])) = (positions("x"), tally("tally"), clock) else {
            return false;
        };
        if let Some(refined) = &mut self.refined {
            let (Some(x), Some(counts)) = (positions("refined_x"), tally("refined_tally")) else { return false };
            refined.x = x;
            refined.work.tally = counts;
        }
        self.state.x = x;
        self.state.work.tally = counts;
        self.elapsed = elapsed;
        self.path.resume(steps as u64);
        true
    }
}
