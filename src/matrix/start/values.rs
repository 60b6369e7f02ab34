//! Given singular values.

use super::InitialState;
use crate::error::Result;
use crate::matrix::measurement::planted::with_singular_values;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// Given singular values, of a matrix between Haar-distributed singular frames.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Singular values σ ≥ 0; give this or `lambda`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sigma: Option<Vec<f64>>,
    /// Squared singular values λ = σ² ≥ 0; give this or `sigma`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lambda: Option<Vec<f64>>,
}

impl Values {
    /// For lists.
    pub const SUMMARY: &str = "given sigma or lambda, for a matrix between Haar-distributed singular frames";

    /// The one of both lists that is given, and its name; reports where there is not exactly one.
    pub fn given(&self, rules: &mut Rules) -> Option<(&'static str, &[f64])> {
        let found = match (&self.sigma, &self.lambda) {
            (Some(sigma), None) => return Some(("sigma", sigma)),
            (None, Some(lambda)) => return Some(("lambda", lambda)),
            (Some(_), Some(_)) => "both are given",
            (None, None) => "neither is given",
        };
        let message = format!("{} needs either sigma or lambda, but {found}", rules.here());
        rules.refuse(message, None);
        None
    }

    /// λ in the order given; empty where nothing is.
    pub fn squares(&self) -> Vec<f64> {
        let of_sigma = || self.sigma.iter().flatten().map(|sigma| sigma * sigma).collect();
        self.lambda.clone().unwrap_or_else(of_sigma)
    }
}

impl InitialState for Values {
    fn rules(&self, rank: usize, name: &str, rules: &mut Rules) {
        let Some((key, values)) = self.given(rules) else { return };
        if values.len() != rank {
            let found = format!("[{} values]", values.len());
            rules.broken(key, found, format!("there must be {name} = {rank} of them"));
        }
        for (index, value) in values.iter().enumerate() {
            rules.at_least(&format!("{key}[{index}]"), *value, 0.0);
        }
    }

    fn matrix(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Array2<f64>> {
        let roots = || self.lambda.iter().flatten().map(|lambda| lambda.sqrt()).collect();
        let sigma = self.sigma.clone().unwrap_or_else(roots);
        with_singular_values(Array1::from(sigma).view(), shape, rng)
    }

    fn lambda(&self, _: usize) -> Option<Vec<f64>> {
        let mut lambda = self.squares();
        lambda.sort_by(f64::total_cmp);
        Some(lambda)
    }
}
