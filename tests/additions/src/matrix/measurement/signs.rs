//! Measurements with random signs.

use super::{Dense, Ensemble, MeasurementOperator, Planted, planted};
use crate::error::Error;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::Array2;
use serde::{Deserialize, Serialize};

/// `[measurement.signs]`: the entries of A_i are ±1, each with probability one half.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RandomSigns {
    /// Number d of measurements.
    pub count: usize,
}

impl RandomSigns {
    pub(super) const SUMMARY: &str = "A_i with independent entries +1 and -1, planted targets";
}

impl Ensemble for RandomSigns {
    fn rules(&self, shape: (usize, usize), rules: &mut Rules) {
        planted::count_rules(self.count, shape, rules);
    }

    fn count(&self, _: (usize, usize)) -> usize {
        self.count
    }

    fn operator(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Box<dyn MeasurementOperator>, Error> {
        let size = (self.count, shape.0 * shape.1);
        let signs = Array2::from_shape_simple_fn(size, || rng.gaussian().signum());
        Ok(Box::new(Dense::new(signs, shape)?))
    }

    fn planted(&self) -> Planted {
        Planted::Gaussian
    }
}
