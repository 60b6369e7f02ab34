//! W under Muon on the isotropic quadratic loss ½κ‖W‖²_F.
//!
//! # Equation
//! One step: G = κW + νξ with independent standard normal entries ξ (+ wW for coupled decay), M ← ρM + (1 − ρ)G and Ĝ = M, or
//! (1 − ρ)G + ρM with Nesterov's form; W ← (1 − ηw)W − η s polar(Ĝ), the first factor for decoupled decay, s the scale rule's
//! factor.
//!
//! # Parameters
//! η > 0; ν ≥ 0; κ ≥ 0; 0 ≤ ρ < 1; w ≥ 0; W of any shape. Time counts steps.
//!
//! # Source
//! Jordan et al. 2024 (Muon); the stationary spectrum is what *From Muon to Spectra* conjectures about.

use super::descent::Decay;
use super::momentum::Averaging;
use super::ornstein_uhlenbeck::record;
use super::polar::PolarFactor;
use crate::process::recorder;
use crate::process::{Field, Observed, Value};
use crate::process::{Process, Snapshot, StepError};
use crate::random::Stream;
use ndarray::Array2;

/// Settings of a run.
#[derive(Clone, Copy)]
pub struct Settings {
    /// η.
    pub learning_rate: f64,
    /// ν.
    pub gradient_noise: f64,
    /// κ.
    pub curvature: f64,
    /// ρ and its form.
    pub averaging: Averaging,
    /// w.
    pub weight_decay: f64,
    /// Where the decay enters.
    pub decay: Decay,
    /// How polar factors are computed, and with how many iterations.
    pub polar: (&'static dyn PolarFactor, usize),
    /// s.
    pub scale: f64,
}

/// W of one replica.
pub struct MatrixMuon {
    settings: Settings,
    w: Array2<f64>,
    average: Array2<f64>,
    gradient: Array2<f64>,
    direction: Array2<f64>,
}

impl MatrixMuon {
    /// From `w`.
    pub fn new(w: Array2<f64>, settings: Settings) -> Self {
        let zero = Array2::zeros(w.dim());
        Self { settings, w, average: zero.clone(), gradient: zero.clone(), direction: zero }
    }
}

impl Process for MatrixMuon {
    fn group(&self) -> String {
        String::new()
    }

    fn step_size(&self, _: f64) -> f64 {
        1.0
    }

    fn advance(&mut self, _: f64, _: f64, noise: &mut Stream) -> Result<(), StepError> {
        let Settings { learning_rate, gradient_noise, curvature, averaging, weight_decay, decay, polar, scale } =
            self.settings;
        let pull = if decay == Decay::Coupled { curvature + weight_decay } else { curvature };
        self.gradient.zip_mut_with(&self.w, |g, &w| *g = pull * w);
        if gradient_noise > 0.0 {
            self.gradient.mapv_inplace(|g| g + gradient_noise * noise.gaussian());
        }
        averaging.apply(&mut self.average, &mut self.gradient);
        polar.0.factor(&self.gradient, 0.0, polar.1, &mut self.direction)?;
        if decay == Decay::Decoupled && weight_decay > 0.0 {
            self.w *= 1.0 - learning_rate * weight_decay;
        }
        self.w.scaled_add(-learning_rate * scale, &self.direction);
        if self.w.sum().is_finite() { Ok(()) } else { Err(StepError::NotFinite) }
    }

    fn spectrum(&self) -> Field {
        recorder::spectrum(self.w.nrows().min(self.w.ncols()))
    }

    fn fields(&self) -> Vec<Field> {
        recorder::fields(self.spectrum().length(), false)
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        record(&self.w, spectrum, out)
    }

    fn finish(&self, _: &[f64], series: &[Observed]) -> Vec<Value> {
        recorder::finish(series)
    }

    fn save(&self) -> Snapshot {
        let flat = |a: &Array2<f64>| a.iter().copied().collect::<Vec<f64>>();
        [("w", flat(&self.w)), ("average", flat(&self.average))].into()
    }

    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let matrix = |name| Array2::from_shape_vec(self.w.dim(), snapshot.get(name)?.clone()).ok();
        let Some((w, average)) = matrix("w").zip(matrix("average")) else { return false };
        (self.w, self.average) = (w, average);
        true
    }
}
