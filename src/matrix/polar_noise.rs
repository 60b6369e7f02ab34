//! What noise in the gradient does to its polar factor, against second-order perturbation theory.
//!
//! # Setting
//! G = κW is fixed, with singular values s_k = κσ_k. Each step draws noise ξ of standard deviation ν₁/√B and averages it,
//! M ← ρM + (1 − ρ)ξ, from a stationary M at time 0. Recorded are, for P = polar(G + M):
//! * `displacement` ‖P − polar(G)‖²_F, to leading order ν²[ 2S + (m − n) Σ 1/s_k² ], S = Σ_{i≠j} 1/(s_i + s_j)²,
//! * `attenuation` 1 − u_kᵀ P v_k, to leading order A_k of [`crate::particles::models::MuonPolar`],
//! * `drift`, the change of σ_k by one step W − ηP, to leading order −η(1 − A_k) + η²R_k,
//! * `variance`, the mean of M_ij²,
//!
//! with ν² = (ν₁²/B)(1 − ρ)/(1 + ρ), the variance of an exponential average. The naive (1 − ρ)² in place of that factor is
//! recorded beside it. The batch at which the leading order of the displacement reaches ‖polar(G)‖²_F = n is B_crit = 2ν₁²S/n
//! for a square G without momentum.

use super::momentum::Averaging;
use crate::error::Error;
use crate::linalg::{self, Svd};
use crate::matrix::polar::perturbation::attenuation_and_drift;
use crate::process::recorder;
use crate::process::{Field, Observed, Value};
use crate::process::{Process, Snapshot, StepError};
use crate::random::Stream;
use ndarray::{Array1, Array2};

/// Settings of a run.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// η.
    pub learning_rate: f64,
    /// ν₁.
    pub gradient_noise: f64,
    /// B.
    pub batch: f64,
    /// ρ.
    pub momentum: f64,
    /// κ.
    pub curvature: f64,
}

/// Predictions are below it: their squares are numbers.
const LARGEST: f64 = 1e70;

/// The noisy gradient of one replica.
pub struct PolarNoise {
    settings: Settings,
    w: Array2<f64>,
    /// W = U diag(σ) Vᵀ.
    frames: Svd,
    average: Array2<f64>,
    noise: Array2<f64>,
}

impl PolarNoise {
    /// For the gradient κ`w`, m ≥ n; the stationary averaged noise at time 0 is drawn from `noise`.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when `w` is not finite, [`Error::Scale`] when a singular value of the gradient is
    /// 0, or so far from 1 that the predictions leave the range of numbers.
    pub fn new(w: Array2<f64>, settings: Settings, noise: &mut Stream) -> Result<Self, Error> {
        let frames = linalg::svd(w.view())?;
        let average = Array2::zeros(w.dim());
        let mut process = Self { settings, frames, w, noise: average.clone(), average };
        for value in process.predictions() {
            let out = value.data.iter().find(|x| x.is_nan() || x.abs() >= LARGEST);
            if let Some(&size) = out {
                return Err(Error::Scale { what: "prediction of perturbation theory", size });
            }
        }
        let deviation = process.variance().sqrt();
        process.noise.mapv_inplace(|_| deviation * noise.gaussian());
        process.average.assign(&process.noise);
        Ok(process)
    }

    /// ν² = (ν₁²/B)(1 − ρ)/(1 + ρ).
    fn variance(&self) -> f64 {
        self.sample_variance() * (1.0 - self.settings.momentum) / (1.0 + self.settings.momentum)
    }

    /// ν₁²/B.
    fn sample_variance(&self) -> f64 {
        self.settings.gradient_noise * self.settings.gradient_noise / self.settings.batch
    }

    /// What perturbation theory says of everything that is measured.
    fn predictions(&self) -> Vec<Value> {
        let Settings { learning_rate, gradient_noise, momentum, curvature, .. } = self.settings;
        let shape = self.w.dim();
        let n = shape.1 as f64;
        let s: Array1<f64> = curvature * &self.frames.sigma;
        let (s, sigma) = (s.to_vec(), self.frames.sigma.to_vec());
        let variance = self.variance();
        let (a, r) = attenuation_and_drift(shape, &sigma, &s, variance.sqrt());
        let step = |(a, r): (&f64, &f64)| -learning_rate * (1.0 - a) + learning_rate * learning_rate * r;
        let drift: Vec<f64> = a.iter().zip(&r).map(step).collect();
        let size = displacement(shape, &s);
        let axis = [("singular value", s.len())];
        let leading = "leading order in the noise";
        vec![
            Value::scalar("noise/predicted/displacement", variance * size, "1", leading),
            Value::array("noise/predicted/attenuation", &axis, a, "1", format!("A_k, {leading}")),
            Value::array("noise/predicted/drift", &axis, drift, "W", format!("-eta (1 - A_k) + eta^2 R_k, {leading}")),
            Value::scalar(
                "noise/predicted/variance",
                variance,
                "G^2",
                "nu_1^2 / B times (1 - rho)/(1 + rho), the variance of an exponential average",
            ),
            Value::scalar(
                "noise/published/variance",
                self.sample_variance() * (1.0 - momentum) * (1.0 - momentum),
                "G^2",
                "nu_1^2 / B times (1 - rho)^2, the naive factor that the published one is set against",
            ),
            Value::scalar(
                "noise/predicted/critical_batch",
                gradient_noise * gradient_noise * size / n,
                "1",
                "batch at which the leading order of the displacement is |polar(G)|_F^2 = n; 2 nu_1^2 S / n for square G, no momentum",
            ),
        ]
    }
}

/// Leading order of E‖polar(G + ξ) − polar(G)‖²_F for an m × n matrix G with singular values `s`, over ν².
pub fn displacement((m, n): (usize, usize), s: &[f64]) -> f64 {
    let pairs = s.iter().enumerate().flat_map(|(i, a)| s[i + 1..].iter().map(move |b| (a + b).powi(-2)));
    let off_diagonal: f64 = 2.0 * pairs.sum::<f64>();
    let outside = if m > n { (m - n) as f64 * s.iter().map(|s| s.powi(-2)).sum::<f64>() } else { 0.0 };
    2.0 * off_diagonal + outside
}

impl Process for PolarNoise {
    fn group(&self) -> String {
        String::new()
    }

    fn step_size(&self, _: f64) -> f64 {
        1.0
    }

    fn advance(&mut self, _: f64, _: f64, noise: &mut Stream) -> Result<(), StepError> {
        let deviation = self.sample_variance().sqrt();
        self.noise.mapv_inplace(|_| deviation * noise.gaussian());
        Averaging { momentum: self.settings.momentum, nesterov: false }.apply(&mut self.average, &mut self.noise);
        Ok(())
    }

    fn spectrum(&self) -> Field {
        let mut field = recorder::spectrum(self.w.ncols());
        field.units = "G^2";
        field.description = "squared singular values of the noisy gradient G + M, ascending".to_owned();
        field
    }

    fn fields(&self) -> Vec<Field> {
        let axis = ("singular value", self.w.ncols());
        let fields = [
            Field::scalar("noise/displacement", "1", "|polar(G + M) - polar(G)|_F^2"),
            Field::vector("noise/attenuation", axis, "1", "1 - u_k^T polar(G + M) v_k"),
            Field::vector("noise/drift", axis, "W", "change of sigma_k by one step W - eta polar(G + M)"),
            Field::scalar("noise/variance", "G^2", "mean of the squared entries of the averaged noise M"),
        ];
        fields.map(|field| field.averaged(false)).to_vec()
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        let Settings { learning_rate, curvature, .. } = self.settings;
        let svd = linalg::svd((&self.noise + &(curvature * &self.w)).view())?;
        let n = svd.sigma.len();
        let polar = svd.polar(svd.rank_above(svd.numerical_floor(0.0)));
        let exact = self.frames.polar(self.frames.rank_above(self.frames.numerical_floor(0.0)));
        out.push((&polar - &exact).iter().map(|x| x * x).sum());
        let Svd { u, v, sigma } = &self.frames;
        out.extend((0..n).map(|k| 1.0 - u.column(k).dot(&polar.dot(&v.column(k)))));
        let after = linalg::singular_values((&self.w - &(learning_rate * &polar)).view())?;
        out.extend(after.iter().zip(sigma).map(|(after, before)| after - before));
        out.push(self.noise.iter().map(|x| x * x).sum::<f64>() / self.noise.len() as f64);
        spectrum.extend(svd.sigma.iter().map(|sigma| sigma * sigma));
        Ok(())
    }

    fn finish(&self, _: &[f64], _: &[Observed]) -> Vec<Value> {
        self.predictions()
    }

    fn save(&self) -> Snapshot {
        [("average", self.average.iter().copied().collect()), ("noise", self.noise.iter().copied().collect())].into()
    }

    fn restore(&mut self, snapshot: &Snapshot) -> bool {
        let matrix = |name| Array2::from_shape_vec(self.w.dim(), snapshot.get(name)?.clone()).ok();
        let Some((average, noise)) = matrix("average").zip(matrix("noise")) else { return false };
        (self.average, self.noise) = (average, noise);
        true
    }
}
