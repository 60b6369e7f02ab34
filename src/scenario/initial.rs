//! `[initial.*]`: where a run starts, or a density relaxes from.

use super::validate::{Check, Rule, join};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The initial matrix W₀; exactly one `[initial.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Initial {
    /// W₀ = 0.
    Zero {},
    /// Independent N(0, scale²) entries.
    Gaussian {
        /// Standard deviation of an entry.
        scale: f64,
    },
    /// Given singular values between Haar-random singular frames.
    Values {
        /// Singular values σ; give this or `lambda`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sigma: Option<Vec<f64>>,
        /// Squared singular values λ = σ²; give this or `sigma`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lambda: Option<Vec<f64>>,
    },
    /// Singular values equally spaced from `from` to `to`, between Haar-random singular frames.
    Linspace {
        /// Smallest σ.
        from: f64,
        /// Largest σ.
        to: f64,
    },
    /// W₀ read from a file (`.npy`, `.csv`, `.h5`).
    File {
        /// The file; a relative path starts at the scenario's folder.
        path: PathBuf,
        /// The dataset, for `.h5`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        dataset: Option<String>,
    },
    /// An exact draw from the stationary law.
    Stationary {},
}

/// Kinds of `[initial.*]`.
pub static INITIAL: [(&str, &str); 6] = [
    ("zero", "0"),
    ("gaussian", "independent N(0, scale^2) entries"),
    ("values", "given sigma or lambda, for a matrix between Haar-distributed singular frames"),
    ("linspace", "sigma equally spaced from `from` to `to`, likewise"),
    ("file", "read from .npy, .csv or .h5; particles take its spectrum"),
    ("stationary", "an exact draw from the stationary law: sgd and matrix-sgd with curvature > 0, power-diffusion"),
];

impl Check for Initial {
    fn check(&self, at: &str, rule: &mut Rule) {
        match self {
            Self::Zero {} | Self::Stationary {} => {}
            Self::Gaussian { scale } => rule.positive(&join(at, "gaussian"), "scale", *scale),
            Self::Values { sigma, lambda } => {
                let (key, values) = match (sigma, lambda) {
                    (Some(sigma), None) => ("sigma", sigma),
                    (None, Some(lambda)) => ("lambda", lambda),
                    (both, _) => {
                        let found = if both.is_some() { "both are given" } else { "neither is given" };
                        let message = format!("initial.values needs either sigma or lambda, but {found}");
                        rule.violated(join(at, "values"), message, None);
                        return;
                    }
                };
                let at = join(at, "values");
                let rank = rule.rank();
                if values.len() != rank {
                    let found = format!("[{} values]", values.len());
                    rule.broken(&at, key, found, format!("there must be {} = {rank} of them", rule.rank_name));
                }
                for (index, value) in values.iter().enumerate() {
                    rule.at_least(&at, &format!("{key}[{index}]"), *value, 0.0);
                }
            }
            Self::Linspace { from, to } => {
                let at = join(at, "linspace");
                rule.at_least(&at, "from", *from, 0.0);
                rule.at_least(&at, "to", *to, if from.is_finite() { from.max(0.0) } else { 0.0 });
            }
            Self::File { path, dataset: _ } => rule.file(&join(at, "file"), "path", path),
        }
    }
}
