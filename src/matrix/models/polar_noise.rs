//! What noise in the gradient does to its polar factor, compared with second-order perturbation theory.
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

use super::MatrixDynamics;
use crate::error::Error;
use crate::linalg::{self, Svd};
use crate::matrix::optimizer::{average, show};
use crate::matrix::polar::perturbation::attenuation_and_drift;
use crate::process::{Field, Observed, Process, Quantities, StepError, Value, Visitor, recorder};
use crate::random::Stream;
use crate::rules::{Rules, Table};
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// `[model.polar-noise]`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolarNoise {
    /// Rows m of W.
    pub rows: usize,
    /// Columns n ≤ m of W.
    pub cols: usize,
    /// Learning rate η of the step whose effect on σ is measured.
    pub learning_rate: f64,
    /// Standard deviation ν₁ of an entry of the gradient noise of one sample.
    pub gradient_noise: f64,
    /// Batch B: the noise of a gradient is ν₁/√B.
    #[serde(default = "crate::rules::one")]
    pub batch: f64,
    /// Momentum ρ.
    #[serde(default)]
    pub momentum: f64,
    /// Curvature κ: the gradient is κW.
    #[serde(default = "crate::rules::one")]
    pub curvature: f64,
}

/// Predictions are below it: their squares are numbers.
const LARGEST_PREDICTION: f64 = 1e70;

impl PolarNoise {
    pub(super) const SUMMARY: &str = "polar factor of a fixed gradient under noise, against perturbation theory";

    /// ν² = (ν₁²/B)(1 − ρ)/(1 + ρ).
    fn variance(&self) -> f64 {
        self.sample_variance() * (1.0 - self.momentum) / (1.0 + self.momentum)
    }

    /// Variance ν₁²/B of an entry of the noise.
    fn sample_variance(&self) -> f64 {
        self.gradient_noise * self.gradient_noise / self.batch
    }

    /// What perturbation theory says of everything that is measured at a W with singular values `sigma`.
    fn predictions(&self, sigma: &Array1<f64>) -> Vec<Value> {
        let Self { learning_rate, gradient_noise, momentum, curvature, .. } = *self;
        let (shape, n) = (self.shape(), self.cols as f64);
        let s: Vec<f64> = sigma.iter().map(|sigma| curvature * sigma).collect();
        let variance = self.variance();
        let (a, r) = attenuation_and_drift(shape, &sigma.to_vec(), &s, variance.sqrt());
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

impl Table for PolarNoise {
    fn rules(&self, rules: &mut Rules) {
        rules.shape((self.rows, self.cols), true);
        rules.positive("learning_rate", self.learning_rate);
        rules.at_least("gradient_noise", self.gradient_noise, 0.0);
        rules.fits("rows", self.rows, self.rows as f64 * self.cols as f64);
        rules.positive("batch", self.batch);
        rules.positive("curvature", self.curvature);
        rules.within("momentum", self.momentum, 0.0, 1.0);
    }
}

impl MatrixDynamics for PolarNoise {
    fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// The gradient is κ`w`; the stationary averaged noise at time 0 is drawn from `rng`.
    fn needs_full_rank(&self) -> bool {
        true
    }

    fn start(&self, w: Array2<f64>, rng: &mut Stream) -> Result<Box<dyn Process>, Error> {
        let exact = linalg::svd(w.view())?;
        for value in self.predictions(&exact.sigma) {
            let out = value.array.data.iter().find(|x| x.is_nan() || x.abs() >= LARGEST_PREDICTION);
            if let Some(&size) = out {
                return Err(Error::Scale { what: "prediction of perturbation theory", size });
            }
        }
        let deviation = self.variance().sqrt();
        let noise = Array2::from_shape_simple_fn(w.dim(), || deviation * rng.gaussian());
        Ok(Box::new(State { model: self.clone(), w, exact, average: noise.clone(), noise }))
    }
}

/// The noisy gradient of one replica.
struct State {
    model: PolarNoise,
    w: Array2<f64>,
    /// W = U diag(σ) Vᵀ.
    exact: Svd,
    average: Array2<f64>,
    noise: Array2<f64>,
}

/// What one noisy gradient shows.
struct Measured {
    displacement: f64,
    attenuation: Vec<f64>,
    drift: Vec<f64>,
    variance: f64,
}

impl State {
    fn quantities(&self) -> Quantities<Measured> {
        let axis = ("singular value", self.w.ncols());
        let mut all = Quantities::default();
        let text = "|polar(G + M) - polar(G)|_F^2";
        all.scalar("noise/displacement", "1", text, |at: &Measured| at.displacement);
        all.vector("noise/attenuation", axis, "1", "1 - u_k^T polar(G + M) v_k", |at| &at.attenuation);
        let text = "change of sigma_k by one step W - eta polar(G + M)";
        all.vector("noise/drift", axis, "W", text, |at| &at.drift);
        let text = "mean of the squared entries of the averaged noise M";
        all.scalar("noise/variance", "G^2", text, |at| at.variance);
        all
    }
}

impl Process for State {
    fn advance(&mut self, _: f64, _: f64, rng: &mut Stream) -> Result<(), StepError> {
        let deviation = self.model.sample_variance().sqrt();
        self.noise.mapv_inplace(|_| deviation * rng.gaussian());
        average(self.model.momentum, false, &mut self.average, &mut self.noise);
        Ok(())
    }

    fn spectrum(&self) -> Field {
        let mut field = recorder::spectrum(self.w.ncols());
        field.units = "G^2";
        field.description = "squared singular values of the noisy gradient G + M, ascending".to_owned();
        field
    }

    fn fields(&self) -> Vec<Field> {
        self.quantities().fields().into_iter().map(|field| field.averaged(false)).collect()
    }

    fn measure(&mut self, spectrum: &mut Vec<f64>, out: &mut Vec<f64>) -> Result<(), StepError> {
        let PolarNoise { learning_rate, curvature, .. } = self.model;
        let svd = linalg::svd((&self.noise + &(curvature * &self.w)).view())?;
        let polar = svd.polar(svd.rank_above(svd.numerical_floor(0.0)));
        let Svd { u, v, sigma } = &self.exact;
        let exact = self.exact.polar(self.exact.rank_above(self.exact.numerical_floor(0.0)));
        let after = linalg::singular_values((&self.w - &(learning_rate * &polar)).view())?;
        let measured = Measured {
            displacement: (&polar - &exact).iter().map(|x| x * x).sum(),
            attenuation: (0..sigma.len()).map(|k| 1.0 - u.column(k).dot(&polar.dot(&v.column(k)))).collect(),
            drift: (&after - sigma).to_vec(),
            variance: self.noise.iter().map(|x| x * x).sum::<f64>() / self.noise.len() as f64,
        };
        self.quantities().record(&measured, out);
        spectrum.extend(svd.sigma.iter().map(|sigma| sigma * sigma));
        Ok(())
    }

    fn finish(&self, _: &[f64], _: &[Observed]) -> Vec<Value> {
        self.model.predictions(&self.exact.sigma)
    }

    fn state(&mut self, visit: &mut Visitor) {
        show("average", &mut self.average, visit);
        show("noise", &mut self.noise, visit);
    }
}
