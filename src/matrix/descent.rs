//! One flow of W as a [`Process`]: gradient, noise, momentum, decay and step, in that order.

use super::flows::{Flow, Step};
use super::momentum::Averaging;
use super::polar::{POLARS, PolarFactor};
use super::problem::Problem;
use super::recording::Recorder;
use crate::error::Error;
use crate::linalg::row_major;
use crate::process::{Field, Observed, Value};
use crate::process::{Process, Snapshot, StepError};
use crate::random::Stream;
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// η as a function of the step t of T.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// η at every step.
    #[default]
    Constant,
    /// η(1 − t/T).
    Linear,
}

/// How weight decay enters the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decay {
    /// W ← (1 − ηw)W − ηU.
    #[default]
    Decoupled,
    /// G + wW takes the place of G.
    Coupled,
}

/// Settings that the flows of a run share.
#[derive(Clone)]
pub struct Settings {
    /// η.
    pub learning_rate: f64,
    /// η as a function of the step.
    pub schedule: Schedule,
    /// T, the number of steps in which a linear schedule comes to 0.
    pub steps: f64,
    /// ν.
    pub gradient_noise: f64,
    /// ρ.
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM.
    pub nesterov: bool,
    /// w.
    pub weight_decay: f64,
    /// Where the decay enters.
    pub decay: Decay,
    /// How polar factors are computed, and with how many iterations.
    pub polar: (&'static dyn PolarFactor, usize),
    /// Factor on η for flows with the norm of a polar factor.
    pub scale: f64,
    /// K diagonal blocks whose share of the nuclear norm is recorded.
    pub blocks: usize,
}

impl Settings {
    /// Constant η and exact polar factors, nothing else.
    pub fn new(learning_rate: f64) -> Self {
        Self {
            learning_rate,
            schedule: Schedule::Constant,
            steps: 1.0,
            gradient_noise: 0.0,
            momentum: 0.0,
            nesterov: false,
            weight_decay: 0.0,
            decay: Decay::Decoupled,
            polar: (POLARS[0], 0),
            scale: 1.0,
            blocks: 0,
        }
    }
}

/// W under one flow.
///
/// With G = ∇L(W) + νξ (+ wW for coupled decay), M ← ρM + (1 − ρ)G and Ĝ = M, or (1 − ρ)G + ρM with Nesterov's form:
/// W ← (1 − η_t w)W − η_t s·D(Ĝ), the first factor for decoupled decay, s the scale rule's factor.
pub struct Descent {
    flow: &'static dyn Flow,
    problem: Arc<Problem>,
    settings: Settings,
    w: Array2<f64>,
    /// W one step ago, and its flow time; itself before the first step.
    before: (Array2<f64>, f64),
    /// W at the last record.
    recorded: Array2<f64>,
    momentum: Array2<f64>,
    /// s = Σ η_t·scale over the steps done: the time in which a polar flow moves at unit speed.
    flow_time: f64,
    gradient: Array2<f64>,
    direction: Array2<f64>,
    residual: Vec<f64>,
}

impl Descent {
    /// A flow from the common initial matrix `w`.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when the flow's start needs a decomposition that fails.
    pub fn new(
        flow: &'static dyn Flow,
        problem: Arc<Problem>,
        settings: Settings,
        w: Array2<f64>,
    ) -> Result<Self, Error> {
        let (zero, count) = (Array2::zeros(w.dim()), problem.operator().count());
        let w = row_major(flow.start(w, &problem)?);
        Ok(Self {
            flow,
            before: (w.clone(), 0.0),
            w,
            recorded: zero.clone(),
            momentum: zero.clone(),
            flow_time: 0.0,
            gradient: zero.clone(),
            direction: zero,
            residual: vec![0.0; count],
            problem,
            settings,
        })
    }

    /// W.
    pub fn weights(&self) -> &Array2<f64> {
        &self.w
    }

    /// η_t.
    fn learning_rate(&self, t: f64) -> f64 {
        let Settings { learning_rate, schedule, steps, .. } = self.settings;
        match schedule {
            Schedule::Constant => learning_rate,
            Schedule::Linear => learning_rate * (1.0 - t / steps),
        }
    }

    /// Writes Ĝ to `self.gradient`.
    fn averaged_gradient(&mut self, noise: &mut Stream) {
        let Settings { gradient_noise, momentum, nesterov, weight_decay, decay, .. } = self.settings;
        self.problem.gradient(&self.w, &mut self.residual, &mut self.gradient);
        if gradient_noise > 0.0 {
            self.gradient.mapv_inplace(|g| g + gradient_noise * noise.gaussian());
        }
        if decay == Decay::Coupled && weight_decay > 0.0 {
            self.gradient.scaled_add(weight_decay, &self.w);
        }
        Averaging { momentum, nesterov }.apply(&mut self.momentum, &mut self.gradient);
    }
}

impl Process for Descent {
    fn group(&self) -> String {
        format!("flows/{}", self.flow.name())
    }

    fn step_size(&self, _: f64) -> f64 {
        1.0
    }

    fn advance(&mut self, t: f64, _: f64, noise: &mut Stream) -> Result<(), StepError> {
        let learning_rate = self.learning_rate(t);
        let rate = if self.flow.polar_norm() { learning_rate * self.settings.scale } else { learning_rate };
        if self.flow.follows_gradient() {
            self.averaged_gradient(noise);
        }
        let rounding = self.problem.rounding(&self.w);
        self.before.0.assign(&self.w);
        self.before.1 = self.flow_time;
        let Self { w, gradient, direction, problem, settings, .. } = self;
        let mut step = Step { w, gradient, rounding, problem, polar: settings.polar, noise };
        self.flow.direction(&mut step, direction)?;
        if settings.decay == Decay::Decoupled && settings.weight_decay > 0.0 && self.flow.follows_gradient() {
            *w *= 1.0 - learning_rate * settings.weight_decay;
        }
        w.scaled_add(-rate, direction);
        self.flow_time += rate;
        if w.sum().is_finite() { Ok(()) } else { Err(StepError::NotFinite) }
    }

    fn spectrum(&self) -> Field {
        let axis = ("singular value", self.w.nrows().min(self.w.ncols()));
        Field::vector("sigma", axis, "W", "singular values of W, ascending")
    }

    fn fields(&self) -> Vec<Field> {
        Recorder::new(&self.problem, self.settings.blocks).fields()
    }

    fn measure(&mut self, sigma: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        let before = (self.flow_time > self.before.1).then_some((&self.before.0, self.before.1));
        Recorder::new(&self.problem, self.settings.blocks).measure((&self.w, self.flow_time), before, sigma, out)?;
        self.recorded.assign(&self.w);
        Ok(())
    }

    fn finish(&self, times: &[f64], series: &[Observed]) -> Vec<Value> {
        let (m, n) = self.recorded.dim();
        let mut values = Recorder::new(&self.problem, self.settings.blocks).finish(&self.group(), times, series);
        values.push(Value::array(
            format!("{}/final_weights", self.group()),
            &[("row", m), ("column", n)],
            self.recorded.iter().copied().collect(),
            "W",
            "W at the last recorded time; when the run was interrupted, at the flow's own last record, which may be later",
        ));
        values
    }

    fn save(&self) -> Snapshot {
        let flat = |a: &Array2<f64>| a.iter().copied().collect::<Vec<f64>>();
        let times = vec![self.flow_time, self.before.1];
        [
            ("w", flat(&self.w)),
            ("before", flat(&self.before.0)),
            ("momentum", flat(&self.momentum)),
            ("flow_time", times),
        ]
        .into()
    }

    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let matrix = |name| Array2::from_shape_vec(self.w.dim(), snapshot.get(name)?.clone()).ok();
        let Some(((w, before), momentum)) = matrix("w").zip(matrix("before")).zip(matrix("momentum")) else {
            return false;
        };
        let Some(&[flow_time, time_before]) = snapshot.get("flow_time").map(Vec::as_slice) else { return false };
        (self.w, self.momentum, self.flow_time) = (w, momentum, flow_time);
        self.before = (before, time_before);
        true
    }
}
