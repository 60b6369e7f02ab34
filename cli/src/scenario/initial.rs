//! `[initial.*]`: where a run starts, or a density relaxes from.

use super::expression::{Parameters, check_formula, check_parameters};
use super::one_of::{self, OneOf};
use crate::error::{Error, Result};
use crate::store;
use ndarray::Array2;
use serde::de::VariantAccess;
use serde::{Deserialize, Deserializer, Serialize};
use std::path::PathBuf;
use svsde::matrix::start::{Start, Values};
use svsde::rules::{Rules, number};

/// The state at time 0; exactly one `[initial.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Initial {
    /// A matrix read from a file.
    File(MatrixFile),
    /// An exact draw from the stationary law.
    Stationary(Stationary),
    /// A density given as a formula, for stationary studies.
    Density(Density),
    /// A start that needs no file.
    #[serde(untagged)]
    Start(Start),
}

/// `[initial.file]`: W₀ read from a file (`.npy`, `.csv`, `.h5`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixFile {
    /// The file; a relative path starts at the scenario's folder.
    pub path: PathBuf,
    /// The dataset, for `.h5`.
    pub dataset: Option<String>,
}

/// `[initial.stationary]`: it has no keys.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stationary {}

/// `[initial.density]`: a density in proportion to a formula in `x`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Density {
    /// Proportional to the density, a formula in `x` and the parameters.
    pub expression: String,
    /// Values of the other names in it.
    #[serde(default, skip_serializing_if = "Parameters::is_empty")]
    pub parameters: Parameters,
}

/// Largest entry of a matrix from a file.
const LARGEST: f64 = 1e70;

/// Kinds of `[initial.*]` that are not [`Start`]s.
const OTHERS: [(&str, &str); 3] = [
    ("file", "read from .npy, .csv or .h5; particles take its spectrum"),
    ("stationary", "an exact draw from the stationary law: sgd and matrix-sgd with curvature > 0, power-diffusion"),
    ("density", "a density in proportion to the formula `expression` in x, for stationary studies"),
];

impl Initial {
    /// Name and summary of every kind of `[initial.*]`.
    pub fn kinds() -> Vec<(&'static str, &'static str)> {
        Start::KINDS.iter().chain(&OTHERS).copied().collect()
    }

    /// Name in scenarios.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Start(start) => start.name(),
            Self::File(_) => "file",
            Self::Stationary(_) => "stationary",
            Self::Density(_) => "density",
        }
    }

    /// Paths that start at the folder of the scenario.
    pub fn paths(&mut self) -> Vec<&mut PathBuf> {
        if let Self::File(file) = self { vec![&mut file.path] } else { Vec::new() }
    }

    /// Rules for a simulation of `rank` singular values, a number that messages call `name`.
    pub fn rules(&self, rank: usize, name: &str, rules: &mut Rules) {
        rules.table(self.name(), |rules| match self {
            Self::Start(start) => start.rules(rank, name, rules),
            Self::Stationary(_) => {}
            Self::File(file) => super::check_path(rules, "path", &file.path),
            Self::Density(_) => {
                let message = "initial.density is for stationary studies only".to_owned();
                rules.refuse(message, Some("start from another [initial.*], such as initial.values".to_owned()));
            }
        });
    }

    /// Rules where a density on the `domain` relaxes from here.
    pub fn density_rules(&self, domain: (f64, f64), rules: &mut Rules) {
        rules.table(self.name(), |rules| match self {
            Self::Start(Start::Zero(_)) => {
                if let Some(where_to) = outside(0.0, domain) {
                    rules.refuse(format!("initial.zero is a point at 0, but {where_to}"), None);
                }
            }
            Self::Start(Start::Values(values)) => check_points(values, domain, rules),
            Self::Density(Density { expression, parameters }) => {
                if check_parameters(rules, parameters) {
                    check_formula(rules, "expression", expression, parameters);
                }
            }
            _ => {
                let message =
                    format!("initial.{} does not fit a stationary study, where a density relaxes", self.name());
                let help = "start from initial.values (points of equal weight), initial.zero or initial.density";
                rules.refuse(message, Some(help.to_owned()));
            }
        });
    }
}

impl MatrixFile {
    /// Reads W₀ of the shape m × n for the model called `model`.
    ///
    /// # Errors
    /// [`Error::Refused`] when the file cannot be read, holds another shape, or values too large.
    pub fn read(&self, (m, n): (usize, usize), model: &str) -> Result<Array2<f64>> {
        let matrix = store::read_matrix(&self.path, self.dataset.as_deref())?;
        if matrix.dim() != (m, n) {
            let rule = format!("the initial matrix must be {m} x {n}, as model.{model} says");
            return Err(Error::shape(&self.path, matrix.shape(), rule));
        }
        let largest = matrix.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
        if largest > LARGEST {
            let rule =
                "it must be at most 1e70, so that products stay representable; multiply the matrix by a constant";
            return Err(Error::file(&self.path, format!("the largest entry is {largest:e} in size, but {rule}")));
        }
        Ok(matrix)
    }
}

impl OneOf for Initial {
    fn read<'de, A: VariantAccess<'de>>(name: &str, table: A) -> std::result::Result<Self, A::Error> {
        match name {
            "file" => table.newtype_variant().map(Self::File),
            "stationary" => table.newtype_variant().map(Self::Stationary),
            "density" => table.newtype_variant().map(Self::Density),
            name => Start::deserialize_kind(name, table).map(Self::Start),
        }
    }
}

impl<'de> Deserialize<'de> for Initial {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        one_of::deserialize(from)
    }
}

/// Points of equal weight, at least one, each in the `domain`.
fn check_points(values: &Values, domain: (f64, f64), rules: &mut Rules) {
    let Some((key, values)) = values.given(rules) else { return };
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
