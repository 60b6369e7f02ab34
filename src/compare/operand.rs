//! Where the law of λ comes from.

use crate::Error;
use crate::random_matrix::marchenko_pastur::MarchenkoPastur;
use statrs::distribution::{ContinuousCDF, Gamma};
use std::collections::BTreeMap;

/// Values that a law without replicas is replaced by, the quantiles of levels (k + ½)/4096: distances are good to 1/8192.
const VALUES: usize = 4096;

/// Largest λ: its fourth power does not overflow.
pub const LARGEST_VALUE: f64 = 1e60;

/// One way to the law of λ.
#[derive(Debug, Clone)]
pub struct Operand {
    /// What it is called in the output.
    pub name: String,
    /// Whether its law does not depend on time: a stationary law, or a run with burn-in.
    pub stationary: bool,
    /// Keys of its model, or of the law, with their values.
    pub model: BTreeMap<String, String>,
    /// Seed of a run.
    pub seed: Option<u64>,
    /// The values.
    pub source: Source,
    /// Exponent of the density's tail, where a stationary study found one.
    pub tail_exponent: Option<f64>,
    /// What limits it.
    pub warnings: Vec<String>,
}

/// Values or a law.
#[derive(Debug, Clone)]
pub enum Source {
    /// Of a run: replicas × times × values of λ.
    Spectra {
        /// Recorded times.
        times: Vec<f64>,
        /// The values λ.
        replicas: Vec<Vec<Vec<f64>>>,
    },
    /// Independent spectra of an exact sampler.
    Draws(Vec<Vec<f64>>),
    /// A distribution without errors.
    Law(Law),
}

/// A distribution of one value.
#[derive(Debug, Clone)]
pub enum Law {
    /// Marchenko–Pastur.
    MarchenkoPastur(MarchenkoPastur),
    /// Gamma.
    Gamma(Gamma),
    /// A distribution function at points, with mean, variance and excess kurtosis where finite.
    Points(Vec<f64>, Vec<f64>, [Option<f64>; 3]),
}

impl Law {
    /// [`Self::Points`]; `None` where `cdf` at `x` is not a distribution function: two or more points, finite and ascending, from 0 or more to 1.
    pub fn at_points(x: Vec<f64>, cdf: Vec<f64>, moments: [Option<f64>; 3]) -> Option<Self> {
        let ascends = |values: &[f64]| values.iter().all(|x| x.is_finite()) && values.is_sorted();
        let ends = *cdf.first()? >= 0.0 && (cdf.last()? - 1.0).abs() < 1e-6;
        let sound = x.len() > 1 && x.len() == cdf.len() && ascends(&x) && ascends(&cdf) && ends;
        sound.then_some(Self::Points(x, cdf, moments))
    }

    /// The value below which a share p in (0, 1) lies; between points by a straight line.
    pub fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::MarchenkoPastur(law) => law.quantile(p),
            Self::Gamma(law) => law.inverse_cdf(p),
            Self::Points(x, cdf, _) => {
                let at = cdf.partition_point(|&f| f < p).clamp(1, cdf.len().max(2) - 1);
                let point = |k: usize| (x.get(k).copied().unwrap_or(0.0), cdf.get(k).copied().unwrap_or(1.0));
                let ((x0, f0), (x1, f1)) = (point(at - 1), point(at));
                let share = if f1 > f0 { ((p - f0) / (f1 - f0)).clamp(0.0, 1.0) } else { 0.0 };
                x0 + share * (x1 - x0)
            }
        }
    }

    /// Quantiles of equally spaced levels.
    pub fn values(&self) -> Vec<f64> {
        (0..VALUES).map(|k| self.quantile((k as f64 + 0.5) / VALUES as f64)).collect()
    }

    /// Mean, variance and excess kurtosis where finite.
    pub fn moments(&self) -> [Option<f64>; 3] {
        match self {
            Self::MarchenkoPastur(law) => [Some(law.mean()), Some(law.variance()), Some(law.kurtosis())],
            Self::Gamma(law) => {
                let (k, rate) = (law.shape(), law.rate());
                [Some(k / rate), Some(k / (rate * rate)), Some(6.0 / k)]
            }
            Self::Points(_, _, moments) => *moments,
        }
    }
}

/// The error of an input that cannot be compared.
pub(super) fn refused(what: &str, rule: impl Into<String>) -> Error {
    Error::Incomparable { what: what.to_owned(), rule: rule.into() }
}
