//! W = 0.

use super::InitialState;
use crate::error::Result;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// W = 0.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Zero {}

impl Zero {
    /// For lists.
    pub const SUMMARY: &str = "0";
}

impl InitialState for Zero {
    fn rules(&self, _: usize, _: &str, _: &mut Rules) {}

    fn matrix(&self, shape: (usize, usize), _: &mut Stream) -> Result<Array2<f64>> {
        Ok(Array2::zeros(shape))
    }

    fn lambda(&self, n: usize) -> Option<Vec<f64>> {
        Some(vec![0.0; n])
    }
}
