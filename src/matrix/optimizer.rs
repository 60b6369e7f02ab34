//! An optimiser of W: gradient, noise, decay, momentum and step, in that order.
//!
//! # Equation
//! With G = ∇L(W) + νξ, ξ of independent standard normal entries (+ wW for coupled decay), M ← ρM + (1 − ρ)G and Ĝ = M, or
//! (1 − ρ)G + ρM with Nesterov's form: W ← (1 − η_t w)W − η_t s·D(Ĝ), the first factor for decoupled decay, D the update rule and
//! s the scale rule's factor.
//!
//! # Parameters
//! η > 0; ν ≥ 0; 0 ≤ ρ < 1; w ≥ 0; W of any shape. Time counts steps.

use super::loss::Loss;
use super::polar::{POLARS, PolarFactor};
use super::update_rules::{Step, UpdateRule};
use crate::error::Error;
use crate::linalg::row_major;
use crate::process::{StepError, Visitor};
use crate::random::Stream;
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The learning rate as a function of the step t of T.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Schedule {
    /// Learning rate η at every step.
    #[default]
    Constant,
    /// Learning rate η(1 − t/T).
    Linear,
}

/// How weight decay enters the step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decay {
    /// W ← (1 − ηw)W − ηD.
    #[default]
    Decoupled,
    /// G + wW takes the place of G.
    Coupled,
}

/// Settings of an optimiser.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Learning rate η.
    pub learning_rate: f64,
    /// Learning rate as a function of the step.
    pub schedule: Schedule,
    /// Number T of steps in which a linear schedule comes to 0.
    pub steps: f64,
    /// Standard deviation ν of an entry of the gradient noise.
    pub gradient_noise: f64,
    /// Momentum ρ.
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM.
    pub nesterov: bool,
    /// Weight decay w.
    pub weight_decay: f64,
    /// Where the decay enters.
    pub decay: Decay,
    /// How polar factors are computed, and with how many iterations.
    pub polar: (&'static PolarFactor, usize),
    /// Factor s on the steps of rules with the norm of a polar factor.
    pub scale: f64,
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
        }
    }

    /// Learning rate η_t at step t.
    fn learning_rate(&self, t: f64) -> f64 {
        match self.schedule {
            Schedule::Constant => self.learning_rate,
            Schedule::Linear => self.learning_rate * (1.0 - t / self.steps),
        }
    }
}

/// W under an update rule.
pub struct Optimizer {
    rule: &'static UpdateRule,
    loss: Arc<dyn Loss>,
    settings: Settings,
    w: Array2<f64>,
    average: Array2<f64>,
    gradient: Array2<f64>,
    direction: Array2<f64>,
    residual: Vec<f64>,
}

impl Optimizer {
    /// An optimiser at the initial matrix `w`.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when the rule's start needs a decomposition that fails.
    pub fn new(
        rule: &'static UpdateRule,
        loss: Arc<dyn Loss>,
        settings: Settings,
        w: Array2<f64>,
    ) -> Result<Self, Error> {
        let w = row_major((rule.start)(w, loss.as_ref())?);
        let (zero, residual) = (Array2::zeros(w.dim()), vec![0.0; loss.residuals()]);
        Ok(Self { rule, loss, settings, w, average: zero.clone(), gradient: zero.clone(), direction: zero, residual })
    }

    /// The weight matrix W.
    pub fn weights(&self) -> &Array2<f64> {
        &self.w
    }

    /// Ĝ of the last step, with noise, decay and momentum; 0 before the first one, and of a rule that does not follow it.
    pub fn gradient(&self) -> &Array2<f64> {
        &self.gradient
    }

    /// The update rule.
    pub fn rule(&self) -> &'static UpdateRule {
        self.rule
    }

    /// Takes step `t` and returns its length η_t s, or η_t for a rule without the norm of a polar factor.
    ///
    /// # Errors
    /// [`StepError`] when W is no longer finite or a decomposition fails.
    pub fn step(&mut self, t: f64, rng: &mut Stream) -> Result<f64, StepError> {
        let learning_rate = self.settings.learning_rate(t);
        let length = if self.rule.polar_norm { learning_rate * self.settings.scale } else { learning_rate };
        if self.rule.follows_gradient {
            self.averaged_gradient(rng);
        }
        let rounding = self.loss.rounding(&self.w);
        let Self { w, gradient, direction, loss, settings, .. } = self;
        let mut step = Step { w, gradient, rounding, loss: loss.as_ref(), polar: settings.polar, rng };
        (self.rule.direction)(&mut step, direction)?;
        if settings.decay == Decay::Decoupled && settings.weight_decay > 0.0 && self.rule.follows_gradient {
            *w *= 1.0 - learning_rate * settings.weight_decay;
        }
        w.scaled_add(-length, direction);
        if w.sum().is_finite() { Ok(length) } else { Err(StepError::NotFinite) }
    }

    /// Writes Ĝ to `self.gradient`.
    fn averaged_gradient(&mut self, rng: &mut Stream) {
        let Settings { gradient_noise, momentum, nesterov, weight_decay, decay, .. } = self.settings;
        self.loss.gradient(&self.w, &mut self.residual, &mut self.gradient);
        if gradient_noise > 0.0 {
            self.gradient.mapv_inplace(|g| g + gradient_noise * rng.gaussian());
        }
        if decay == Decay::Coupled && weight_decay > 0.0 {
            self.gradient.scaled_add(weight_decay, &self.w);
        }
        average(momentum, nesterov, &mut self.average, &mut self.gradient);
    }

    /// Shows W and the average of gradients to `visit`, as [`crate::process::Process::state`].
    pub fn state(&mut self, visit: &mut Visitor) {
        show("w", &mut self.w, visit);
        show("average", &mut self.average, visit);
    }
}

/// M ← ρM + (1 − ρ)G for ρ > 0; then G becomes what is stepped along, M, or (1 − ρ)G + ρM in Nesterov's form.
pub(super) fn average(momentum: f64, nesterov: bool, average: &mut Array2<f64>, gradient: &mut Array2<f64>) {
    if momentum > 0.0 {
        let lerp = |m: f64, g: f64| momentum * m + (1.0 - momentum) * g;
        average.zip_mut_with(gradient, |m, &g| *m = lerp(*m, g));
        match nesterov {
            true => gradient.zip_mut_with(average, |g, &m| *g = lerp(m, *g)),
            false => gradient.assign(average),
        }
    }
}

/// Shows the entries of a matrix, row-major, to `visit`, which may replace them.
pub(super) fn show(name: &'static str, a: &mut Array2<f64>, visit: &mut Visitor) {
    let mut entries: Vec<f64> = a.iter().copied().collect();
    visit(name, &mut entries);
    a.iter_mut().zip(entries).for_each(|(a, entry)| *a = entry);
}
