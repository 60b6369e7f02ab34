//! W under SGD on a quadratic loss, without a step error.
//!
//! # Equation
//! dW = −ηκW dt + √(2ηD) dB (Itô), B with independent entries: W(t + h) = e^{−ηκh} W(t) + s N with independent standard normal
//! entries N and s² = (D/κ)(1 − e^{−2ηκh}), 2ηDh for κ = 0.
//!
//! # Parameters
//! η > 0; D ≥ 0; κ ≥ 0; W of any shape.
//!
//! # Exact results
//! * Stationary: independent N(0, D/κ) entries, so that λκ/D is the spectrum of a real Wishart matrix with m degrees of freedom.
//! * The trace is autonomous: dT = (2ηDmn − 2ηκT) dt + √(8ηDT) dB; T(t)/s² is noncentral χ² with mn degrees of freedom.

use super::{MatrixDynamics, record};
use crate::error::Error;
use crate::matrix::optimizer::show;
use crate::matrix::ornstein_uhlenbeck::ornstein_uhlenbeck;
use crate::process::{Field, Process, StepError, Visitor, recorder};
use crate::random::Stream;
use crate::rules::{Rules, Table};
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// `[model.matrix-sgd]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixSgd {
    /// Rows m of W.
    pub rows: usize,
    /// Columns n of W.
    pub cols: usize,
    /// Learning rate η.
    pub learning_rate: f64,
    /// Noise strength D.
    pub diffusion: f64,
    /// Curvature κ.
    #[serde(default)]
    pub curvature: f64,
}

impl MatrixSgd {
    pub(super) const SUMMARY: &str = "W under SGD: dW = -eta kappa W dt + sqrt(2 eta D) dB, no step error";
}

impl Table for MatrixSgd {
    fn rules(&self, rules: &mut Rules) {
        rules.shape((self.rows, self.cols), false);
        rules.positive("learning_rate", self.learning_rate);
        rules.at_least("diffusion", self.diffusion, 0.0);
        rules.at_least("curvature", self.curvature, 0.0);
        rules.fits("rows", self.rows, self.rows as f64 * self.cols as f64);
    }
}

impl MatrixDynamics for MatrixSgd {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    fn is_discrete(&self) -> bool {
        false
    }

    fn stationary_deviation(&self) -> Result<f64, String> {
        match self.curvature > 0.0 {
            true => Ok((self.diffusion / self.curvature).sqrt()),
            false => Err(format!("a stationary law needs curvature > 0, but it is {}", self.curvature)),
        }
    }

    fn start(&self, w: Array2<f64>, _: &mut Stream) -> Result<Box<dyn Process>, Error> {
        Ok(Box::new(State { model: self.clone(), w }))
    }
}

/// W of one replica.
struct State {
    model: MatrixSgd,
    w: Array2<f64>,
}

impl Process for State {
    fn step_size(&self, _: f64) -> f64 {
        f64::INFINITY
    }

    fn advance(&mut self, _: f64, dt: f64, rng: &mut Stream) -> Result<(), StepError> {
        let MatrixSgd { learning_rate, diffusion, curvature, .. } = self.model;
        let (factor, variance) = ornstein_uhlenbeck(learning_rate, diffusion, curvature, dt);
        let deviation = variance.sqrt();
        self.w.mapv_inplace(|w| factor * w + deviation * rng.gaussian());
        Ok(())
    }

    fn spectrum(&self) -> Field {
        recorder::spectrum(self.w.nrows().min(self.w.ncols()))
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        record(&self.w, spectrum, out)
    }

    fn state(&mut self, visit: &mut Visitor) {
        show("w", &mut self.w, visit);
    }
}
