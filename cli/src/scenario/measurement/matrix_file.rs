//! `[measurement.file]`: 𝒜 and y from files (`.npy`, `.csv`, `.h5`).

use super::Data;
use crate::error::{Error, Result};
use crate::store;
use ndarray::{Array2, Axis};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::matrix::measurement::Dense;
use svsde::rules::Rules;

/// Files of a dense measurement matrix and of its targets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixFile {
    /// 𝒜: shape d × mn (row i is vec A_i, row-major) or d × m × n.
    pub matrix: PathBuf,
    /// Dataset of 𝒜, for `.h5`.
    pub matrix_dataset: Option<String>,
    /// y: d numbers.
    pub targets: PathBuf,
    /// Dataset of y, for `.h5`.
    pub targets_dataset: Option<String>,
    /// Use the first `count` measurements only.
    pub count: Option<usize>,
    /// Subtract the mean of the targets in use from them.
    #[serde(default)]
    pub centre_targets: bool,
    /// Multiply 𝒜 by this number.
    #[serde(default = "unity")]
    pub matrix_scale: f64,
}

fn unity() -> f64 {
    1.0
}

impl MatrixFile {
    pub(super) const SUMMARY: &str = "dense matrix d x mn (or d x m x n) and targets from .npy, .csv or .h5";

    pub(super) fn rules(&self, rules: &mut Rules) {
        crate::scenario::check_path(rules, "matrix", &self.matrix);
        crate::scenario::check_path(rules, "targets", &self.targets);
        if let Some(count) = self.count {
            rules.at_least("count", count as f64, 1.0);
        }
        if rules.finite("matrix_scale", self.matrix_scale) && self.matrix_scale == 0.0 {
            rules.broken("matrix_scale", 0, "it must not be 0");
        }
    }

    /// d, the number of measurements.
    pub(super) fn count(&self) -> Result<usize> {
        let rows = store::read_vector(&self.targets, self.targets_dataset.as_deref())?.len();
        Ok(self.count.unwrap_or(rows).min(rows))
    }

    /// Reads them for a W of this shape.
    ///
    /// # Errors
    /// [`Error::Refused`] for a file that cannot be read or has another shape.
    pub fn read(&self, (m, n): (usize, usize)) -> Result<Data> {
        let array = store::read_array(&self.matrix, self.matrix_dataset.as_deref())?;
        let found = array.shape().to_vec();
        let targets = store::read_vector(&self.targets, self.targets_dataset.as_deref())?;
        let d = found.first().copied().unwrap_or(0);
        if found != [d, m * n] && found != [d, m, n] {
            let rule = format!("a measurement matrix of a {m} x {n} W must be d x {} or d x {m} x {n}", m * n);
            return Err(Error::shape(&self.matrix, &found, rule));
        }
        if targets.len() != d {
            let rule =
                format!("the measurement matrix {} has {d} rows: one target for each is needed", self.matrix.display());
            return Err(Error::shape(&self.targets, &[targets.len()], rule));
        }
        let count = self.count.unwrap_or(d);
        if count > d {
            let rule = format!("measurement.file.count asks for the first {count} measurements");
            return Err(Error::shape(&self.matrix, &found, rule));
        }
        let unusable = |_| Error::shape(&self.matrix, &found, "the entries are not contiguous");
        let matrix: Array2<f64> = array.into_shape_with_order((d, m * n)).map_err(unusable)?;
        let matrix = matrix.select(Axis(0), &(0..count).collect::<Vec<_>>()) * self.matrix_scale;
        let mut targets = targets.to_vec();
        targets.truncate(count);
        if self.centre_targets {
            let mean = targets.iter().sum::<f64>() / count as f64;
            targets.iter_mut().for_each(|y| *y -= mean);
        }
        Ok((Box::new(Dense::new(matrix, (m, n))?), targets))
    }
}
