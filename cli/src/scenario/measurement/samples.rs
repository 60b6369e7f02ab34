//! `[measurement.samples]`: 𝒜(W) = WX and targets Y, from files.

use super::Data;
use crate::error::{Error, Result};
use crate::store;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use svsde::matrix::measurement::Samples;
use svsde::rules::Rules;

/// Files of inputs and outputs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SamplesFiles {
    /// X: n × d inputs, one column a sample.
    pub inputs: PathBuf,
    /// Dataset of X, for `.h5`.
    pub inputs_dataset: Option<String>,
    /// Y: m × d outputs.
    pub outputs: PathBuf,
    /// Dataset of Y, for `.h5`.
    pub outputs_dataset: Option<String>,
}

impl SamplesFiles {
    pub(super) const SUMMARY: &str = "A(W) = W X for inputs X and outputs Y, without forming the dense matrix";

    pub(super) fn rules(&self, rules: &mut Rules) {
        crate::scenario::check_path(rules, "inputs", &self.inputs);
        crate::scenario::check_path(rules, "outputs", &self.outputs);
    }

    /// d, the number of measurements.
    pub(super) fn count(&self) -> Result<usize> {
        Ok(store::read_matrix(&self.outputs, self.outputs_dataset.as_deref())?.len())
    }

    /// Reads them for a W of this shape.
    ///
    /// # Errors
    /// [`Error::Refused`] for a file that cannot be read or has another shape.
    pub fn read(&self, (m, n): (usize, usize)) -> Result<Data> {
        let inputs = store::read_matrix(&self.inputs, self.inputs_dataset.as_deref())?;
        let outputs = store::read_matrix(&self.outputs, self.outputs_dataset.as_deref())?;
        let (rows, count) = inputs.dim();
        if rows != n {
            let rule = format!("the inputs must have n = {n} rows (model.regression.cols), one column a sample");
            return Err(Error::shape(&self.inputs, inputs.shape(), rule));
        }
        if outputs.dim() != (m, count) {
            let rule =
                format!("the outputs must be {m} x {count}: model.regression.rows, and one column for each input");
            return Err(Error::shape(&self.outputs, outputs.shape(), rule));
        }
        Ok((Box::new(Samples::new(inputs, m)?), outputs.iter().copied().collect()))
    }
}
