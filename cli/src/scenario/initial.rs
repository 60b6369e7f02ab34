//! `[initial.*]`: where a run starts, or a density relaxes from.

use super::Model;
use super::expression::{Parameters, check_formula, check_parameters};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::rules::{Rules, number};

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
    /// A density given as a formula, for stationary studies.
    Density {
        /// Proportional to the density, a formula in `x` and the parameters.
        expression: String,
        /// Values of the other names in it.
        #[serde(default, skip_serializing_if = "Parameters::is_empty")]
        parameters: Parameters,
    },
}

impl Initial {
    /// Name in scenarios.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Zero {} => "zero",
            Self::Gaussian { .. } => "gaussian",
            Self::Values { .. } => "values",
            Self::Linspace { .. } => "linspace",
            Self::File { .. } => "file",
            Self::Stationary {} => "stationary",
            Self::Density { .. } => "density",
        }
    }
}

/// Kinds of `[initial.*]`.
pub static INITIAL: [(&str, &str); 7] = [
    ("zero", "0"),
    ("gaussian", "independent N(0, scale^2) entries"),
    ("values", "given sigma or lambda, for a matrix between Haar-distributed singular frames"),
    ("linspace", "sigma equally spaced from `from` to `to`, likewise"),
    ("file", "read from .npy, .csv or .h5; particles take its spectrum"),
    ("stationary", "an exact draw from the stationary law: sgd and matrix-sgd with curvature > 0, power-diffusion"),
    ("density", "a density in proportion to the formula `expression` in x, for stationary studies"),
];

impl Initial {
    /// Rules where a simulation of `model` starts from here.
    pub(super) fn check(&self, model: &Model, rules: &mut Rules) {
        rules.table(self.name(), |rules| match self {
            Self::Zero {} | Self::Stationary {} => {}
            Self::Gaussian { scale } => rules.positive("scale", *scale),
            Self::Values { sigma, lambda } => {
                let Some((key, values)) = given(sigma, lambda, rules) else { return };
                let rank = model.rank();
                if values.len() != rank {
                    let found = format!("[{} values]", values.len());
                    rules.broken(key, found, format!("there must be {} = {rank} of them", model.rank_name()));
                }
                for (index, value) in values.iter().enumerate() {
                    rules.at_least(&format!("{key}[{index}]"), *value, 0.0);
                }
            }
            Self::Linspace { from, to } => {
                rules.at_least("from", *from, 0.0);
                rules.at_least("to", *to, if from.is_finite() { from.max(0.0) } else { 0.0 });
            }
            Self::File { path, dataset: _ } => super::validate::file(rules, "path", path),
            Self::Density { .. } => {
                let message = "initial.density is for stationary studies only".to_owned();
                rules.refuse(message, Some("start from another [initial.*], such as initial.values".to_owned()));
            }
        });
    }
}

/// The one of both lists that is given.
fn given<'a>(
    sigma: &'a Option<Vec<f64>>,
    lambda: &'a Option<Vec<f64>>,
    rules: &mut Rules,
) -> Option<(&'static str, &'a [f64])> {
    let found = match (sigma, lambda) {
        (Some(sigma), None) => return Some(("sigma", sigma)),
        (None, Some(lambda)) => return Some(("lambda", lambda)),
        (Some(_), Some(_)) => "both are given",
        (None, None) => "neither is given",
    };
    let at = rules.here();
    rules.refuse(format!("{at} needs either sigma or lambda, but {found}"), None);
    None
}

impl Initial {
    /// Rules where a density on the `domain` relaxes from here.
    pub(super) fn check_law(&self, domain: (f64, f64), rules: &mut Rules) {
        rules.table(self.name(), |rules| match self {
            Self::Zero {} => {
                if let Some(where_to) = outside(0.0, domain) {
                    rules.refuse(format!("initial.zero is a point at 0, but {where_to}"), None);
                }
            }
            Self::Values { sigma, lambda } => {
                if let Some((key, values)) = given(sigma, lambda, rules) {
                    check_points((key, values), domain, rules);
                }
            }
            Self::Density { expression, parameters } => {
                if check_parameters(rules, parameters) {
                    check_formula(rules, "expression", expression, parameters);
                }
            }
            Self::Gaussian { .. } | Self::Linspace { .. } | Self::File { .. } | Self::Stationary {} => {
                let message =
                    format!("initial.{} does not fit a stationary study, where a density relaxes", self.name());
                let help = "start from initial.values (points of equal weight), initial.zero or initial.density";
                rules.refuse(message, Some(help.to_owned()));
            }
        });
    }
}

/// Points of equal weight, at least one, each in the `domain`.
fn check_points((key, values): (&str, &[f64]), domain: (f64, f64), rules: &mut Rules) {
    if values.is_empty() {
        rules.broken(key, "[]", "there must be at least one of them");
    }
    for (index, &value) in values.iter().enumerate() {
        let element = format!("{key}[{index}]");
        if !rules.finite(&element, value) {
            continue;
        }
        if key == "sigma" && value < 0.0 {
            rules.broken(&element, number(value), "it must be at least 0");
        } else if let Some(where_to) = outside(if key == "sigma" { value * value } else { value }, domain) {
            rules.broken(&element, number(value), where_to);
        }
    }
}

/// Says where a point must be that is not in the domain.
fn outside(point: f64, (lower, upper): (f64, f64)) -> Option<String> {
    match () {
        () if point < lower => Some(format!("lambda must be at least {}, where the domain begins", number(lower))),
        () if point > upper => Some(format!("lambda must be at most {}, where the domain ends", number(upper))),
        () => None,
    }
}
