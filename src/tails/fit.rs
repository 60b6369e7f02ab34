//! A law fitted to a tail.

use super::Tail;
use super::laws::{Distribution, FitError, TailLaw};
use super::spectrum::bulk;
use crate::linalg;
use ndarray::Array2;

/// A law fitted to a tail, and how well it does.
#[derive(Debug)]
pub struct Fit {
    /// The family.
    pub law: &'static TailLaw,
    /// Most likely parameters, in the order of [`TailLaw::parameters`].
    pub parameters: Vec<f64>,
    /// Covariance of the parameters, the inverse of the observed information; none at a boundary of the family.
    pub covariance: Option<Array2<f64>>,
    /// The law that the likelihood leads to where it has no maximum inside the family.
    pub boundary: Option<&'static str>,
    /// Log-likelihood Σ log p(x_i).
    pub log_likelihood: f64,
    /// Kolmogorov–Smirnov distance.
    pub ks_distance: f64,
    /// Anderson–Darling distance A².
    pub anderson_darling: f64,
    /// Number of values.
    pub n: usize,
    /// The law itself.
    pub distribution: Box<dyn Distribution>,
}

impl Fit {
    /// Fits by maximum likelihood.
    ///
    /// # Errors
    /// [`FitError`] when there are too few values, or no maximum.
    pub fn new(law: &'static TailLaw, tail: Tail) -> Result<Self, FitError> {
        let maximum = (law.fit)(tail)?;
        let distribution = (law.at)(&maximum.parameters, tail.x_min)?;
        let log_likelihood: f64 = tail.values.iter().map(|&x| distribution.log_density(x)).sum();
        if !log_likelihood.is_finite() {
            let reason = format!("its logarithm is {log_likelihood} at the best parameters found");
            return Err(FitError::NoMaximum { law: law.title, reason });
        }
        Ok(Self {
            law,
            covariance: maximum.information.and_then(|information| inverse(&information)),
            boundary: maximum.boundary,
            parameters: maximum.parameters,
            log_likelihood,
            ks_distance: bulk::distance(tail.values, |x| distribution.cdf(x)),
            anderson_darling: anderson_darling(tail, distribution.as_ref()),
            n: tail.len(),
            distribution,
        })
    }

    /// Standard errors of the parameters.
    pub fn std_errors(&self) -> Option<Vec<f64>> {
        self.covariance.as_ref().map(|covariance| covariance.diag().iter().map(|variance| variance.sqrt()).collect())
    }

    /// Akaike's criterion 2k − 2ℓ.
    pub fn aic(&self) -> f64 {
        2.0 * self.parameters.len() as f64 - 2.0 * self.log_likelihood
    }

    /// The Bayesian criterion k log n − 2ℓ.
    pub fn bic(&self) -> f64 {
        self.parameters.len() as f64 * (self.n as f64).ln() - 2.0 * self.log_likelihood
    }
}

/// Anderson–Darling: A² = −n − Σ (2i − 1)(log F(x_i) + log S(x_{n+1−i}))/n, i from 1, over the values beyond x_min: one at x_min is the cut itself.
fn anderson_darling(tail: Tail, law: &dyn Distribution) -> f64 {
    let beyond = &tail.values[tail.values.partition_point(|&x| x <= tail.x_min)..];
    let n = beyond.len() as f64;
    let pairs = beyond.iter().zip(beyond.iter().rev()).enumerate();
    let sum: f64 =
        pairs.map(|(i, (&low, &high))| (2 * i + 1) as f64 * (law.log_cdf(low) + law.log_survival(high))).sum();
    -n - sum / n
}

/// The inverse of a positive definite matrix; none for any other. Rows and columns are first scaled to a unit diagonal.
fn inverse(matrix: &Array2<f64>) -> Option<Array2<f64>> {
    let scale: Vec<f64> = matrix.diag().iter().map(|value| value.sqrt()).collect();
    if scale.iter().any(|s| !(*s > 0.0 && s.is_finite())) {
        return None;
    }
    let unit = Array2::from_shape_fn(matrix.dim(), |(i, j)| matrix[(i, j)] / scale[i] / scale[j]);
    let (values, vectors) = linalg::eigh(unit.view()).ok()?;
    if !values.iter().all(|value| *value > 1e-13) {
        return None;
    }
    let outcome = |i: usize, j: usize| {
        let sum: f64 = values.iter().enumerate().map(|(k, value)| vectors[(i, k)] * vectors[(j, k)] / value).sum();
        sum / scale[i] / scale[j]
    };
    Some(Array2::from_shape_fn(matrix.dim(), |(i, j)| outcome(i, j)))
}
