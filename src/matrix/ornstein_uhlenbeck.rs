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

use crate::linalg::singular_values;
use crate::process::recorder;
use crate::process::{Field, Observed, Value};
use crate::process::{Process, Snapshot, StepError};
use crate::random::Stream;
use ndarray::Array2;

/// W of one replica.
pub struct MatrixSgd {
    learning_rate: f64,
    diffusion: f64,
    curvature: f64,
    w: Array2<f64>,
}

impl MatrixSgd {
    /// From `w`, with η, D and κ.
    pub fn new(w: Array2<f64>, learning_rate: f64, diffusion: f64, curvature: f64) -> Self {
        Self { learning_rate, diffusion, curvature, w }
    }
}

/// e^{−ηκh} and s² = (D/κ)(1 − e^{−2ηκh}), 2ηDh for κ = 0: factor and variance of an entry of W over a time h.
pub fn ornstein_uhlenbeck(learning_rate: f64, diffusion: f64, curvature: f64, h: f64) -> (f64, f64) {
    let rate = learning_rate * curvature;
    let variance = match curvature {
        0.0 => 2.0 * learning_rate * diffusion * h,
        _ => -diffusion / curvature * (-2.0 * rate * h).exp_m1(),
    };
    ((-rate * h).exp(), variance)
}

/// √(D/κ), the standard deviation of an entry in the stationary state; `None` when there is none, for κ = 0.
pub fn stationary_deviation(diffusion: f64, curvature: f64) -> Option<f64> {
    (curvature > 0.0).then(|| (diffusion / curvature).sqrt())
}

/// Appends the spectrum λ of W, and what is recorded of it.
pub(super) fn record(w: &Array2<f64>, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
    let lambda: Vec<f64> = singular_values(w.view())?.iter().map(|sigma| sigma * sigma).collect();
    recorder::measure(&lambda, None, out)?;
    spectrum.extend(lambda);
    Ok(())
}

impl Process for MatrixSgd {
    fn group(&self) -> String {
        String::new()
    }

    fn step_size(&self, _: f64) -> f64 {
        f64::INFINITY
    }

    fn advance(&mut self, _: f64, dt: f64, noise: &mut Stream) -> Result<(), StepError> {
        let (factor, variance) = ornstein_uhlenbeck(self.learning_rate, self.diffusion, self.curvature, dt);
        let deviation = variance.sqrt();
        self.w.mapv_inplace(|w| factor * w + deviation * noise.gaussian());
        Ok(())
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
        [("w", self.w.iter().copied().collect())].into()
    }

    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let w = snapshot.get("w").and_then(|w| Array2::from_shape_vec(self.w.dim(), w.clone()).ok());
        let fits = w.is_some();
        w.into_iter().for_each(|w| self.w = w);
        fits
    }
}
