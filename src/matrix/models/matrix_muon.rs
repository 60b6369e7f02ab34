//! W under Muon on the isotropic quadratic loss ½κ‖W‖²_F.
//!
//! # Equation
//! The step of [`Optimizer`] with ∇L = κW and D(Ĝ) = polar(Ĝ).
//!
//! # Parameters
//! η > 0; ν ≥ 0; κ ≥ 0; 0 ≤ ρ < 1; w ≥ 0; W of any shape. Time counts steps.
//!
//! # Recorded
//! Beside what is recorded of every spectrum, the [`Alignment`] of W and Ĝ of the step that ends at a record: W before
//! that step, and the Ĝ that it followed, noise included. κW alone has the frames of W, and would show nothing.
//!
//! # Source
//! Jordan et al. 2024 (Muon); the stationary spectrum is what *From Muon to Spectra* conjectures about.

use super::{MatrixDynamics, record};
use crate::error::Error;
use crate::matrix::loss::Quadratic;
use crate::matrix::optimizer::{Decay, Optimizer, Settings, show};
use crate::matrix::recording::alignment::Alignment;
use crate::matrix::update_rules::MUON;
use crate::matrix::{polar, scale};
use crate::process::{Field, Process, Quantities, StepError, Visitor, recorder};
use crate::random::Stream;
use crate::rules::{Rules, Table};
use ndarray::Array2;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// `[model.matrix-muon]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixMuon {
    /// Rows m of W.
    pub rows: usize,
    /// Columns n of W.
    pub cols: usize,
    /// Learning rate η.
    pub learning_rate: f64,
    /// Standard deviation ν of an entry of the gradient noise.
    pub gradient_noise: f64,
    /// Curvature κ.
    #[serde(default)]
    pub curvature: f64,
    /// Momentum ρ.
    #[serde(default)]
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM.
    #[serde(default)]
    pub nesterov: bool,
    /// Weight decay w.
    #[serde(default)]
    pub weight_decay: f64,
    /// Where the decay enters.
    #[serde(default)]
    pub decay: Decay,
    /// How the polar factor is computed.
    #[serde(default = "polar::exact")]
    pub polar: String,
    /// Iterations of a polynomial polar factor; default its usual number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polar_iterations: Option<usize>,
    /// Factor on the step that depends on the shape of W.
    #[serde(default = "scale::unit")]
    pub scale: String,
}

impl MatrixMuon {
    pub(super) const SUMMARY: &str = "W under Muon: W <- W - eta polar(kappa W + noise)";
}

impl Table for MatrixMuon {
    fn rules(&self, rules: &mut Rules) {
        rules.shape((self.rows, self.cols), false);
        rules.positive("learning_rate", self.learning_rate);
        rules.at_least("gradient_noise", self.gradient_noise, 0.0);
        rules.at_least("curvature", self.curvature, 0.0);
        rules.at_least("weight_decay", self.weight_decay, 0.0);
        rules.fits("rows", self.rows, self.rows as f64 * self.cols as f64);
        rules.within("momentum", self.momentum, 0.0, 1.0);
        polar::rules(&self.polar, self.polar_iterations, rules);
        rules.known("scale", "scale rule", &self.scale, scale::names());
    }
}

impl MatrixDynamics for MatrixMuon {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    fn decomposes(&self) -> bool {
        true
    }

    fn start(&self, w: Array2<f64>, _: &mut Stream) -> Result<Box<dyn Process>, Error> {
        let settings = Settings {
            gradient_noise: self.gradient_noise,
            momentum: self.momentum,
            nesterov: self.nesterov,
            weight_decay: self.weight_decay,
            decay: self.decay,
            polar: polar::method(&self.polar, self.polar_iterations)?,
            scale: scale::factor(&self.scale, self.shape())?,
            ..Settings::new(self.learning_rate)
        };
        let loss = Quadratic { curvature: self.curvature };
        let zero = Array2::zeros(w.dim());
        let optimizer = Optimizer::new(&MUON, Arc::new(loss), settings, w)?;
        Ok(Box::new(State { optimizer, before: zero.clone(), followed: zero }))
    }
}

/// W of one replica.
struct State {
    optimizer: Optimizer,
    /// W before the last step; 0 before the first one.
    before: Array2<f64>,
    /// The Ĝ of that step.
    followed: Array2<f64>,
}

impl State {
    fn rank(&self) -> usize {
        self.before.nrows().min(self.before.ncols())
    }

    fn alignment(&self) -> Quantities<Alignment> {
        let mut all = Quantities::default();
        let of_what = "W before the step that ends at this record, G what that step followed \
                       (with noise, decay and momentum); 0 at time 0, before any step";
        Alignment::quantities(&mut all, self.rank(), of_what, |at| at);
        all
    }
}

impl Process for State {
    fn advance(&mut self, t: f64, _: f64, rng: &mut Stream) -> Result<(), StepError> {
        self.before.assign(self.optimizer.weights());
        self.optimizer.step(t, rng)?;
        self.followed.assign(self.optimizer.gradient());
        Ok(())
    }

    fn spectrum(&self) -> Field {
        recorder::spectrum(self.rank())
    }

    fn fields(&self) -> Vec<Field> {
        let alignment = self.alignment().fields().into_iter().map(|field| field.averaged(false));
        recorder::fields(self.rank(), false).into_iter().chain(alignment).collect()
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        record(self.optimizer.weights(), spectrum, out)?;
        self.alignment().record(&Alignment::new(&self.before, &self.followed, 0.0)?, out);
        Ok(())
    }

    fn state(&mut self, visit: &mut Visitor) {
        self.optimizer.state(visit);
        show("before", &mut self.before, visit);
        show("followed", &mut self.followed, visit);
    }
}
