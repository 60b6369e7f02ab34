//! Matrix completion: some entries of W are observed.

use super::MeasurementOperator;
use crate::error::Error;
use crate::linalg::entries_mut;
use crate::random::Stream;
use ndarray::{Array1, Array2};

/// Observed entries of W; 𝒜𝒜* = 1.
#[derive(Debug)]
pub struct Entries {
    shape: (usize, usize),
    /// Positions i·n + j, ascending.
    observed: Vec<usize>,
}

impl Entries {
    /// `count` distinct entries of an m × n matrix, uniformly at random; `count` ≤ mn.
    pub fn random(count: usize, shape: (usize, usize), noise: &mut Stream) -> Self {
        let mut observed = rand::seq::index::sample(&mut noise.rng(), shape.0 * shape.1, count).into_vec();
        observed.sort_unstable();
        Self { shape, observed }
    }
}

impl MeasurementOperator for Entries {
    fn shape(&self) -> (usize, usize) {
        self.shape
    }

    fn count(&self) -> usize {
        self.observed.len()
    }

    fn apply(&self, w: &Array2<f64>, out: &mut [f64]) {
        let w = w.as_standard_layout();
        let w = w.as_slice().unwrap_or_default();
        self.observed.iter().zip(out).for_each(|(&at, out)| *out = w[at]);
    }

    fn adjoint(&self, r: &[f64], out: &mut Array2<f64>) {
        out.fill(0.0);
        let out = entries_mut(out);
        self.observed.iter().zip(r).for_each(|(&at, &r)| out[at] = r);
    }

    fn project_kernel(&self, x: &mut Array2<f64>) -> Result<(), Error> {
        let x = entries_mut(x);
        self.observed.iter().for_each(|&at| x[at] = 0.0);
        Ok(())
    }

    fn pseudo_inverse(&self, v: &[f64]) -> Result<Array2<f64>, Error> {
        let mut w = Array2::zeros(self.shape);
        self.adjoint(v, &mut w);
        Ok(w)
    }

    fn singular_values(&self) -> Result<Array1<f64>, Error> {
        Ok(Array1::ones(self.count()))
    }

    fn frobenius_norm(&self) -> f64 {
        (self.count() as f64).sqrt()
    }

    fn to_dense(&self) -> Array2<f64> {
        let mut dense = Array2::zeros((self.count(), self.shape.0 * self.shape.1));
        self.observed.iter().enumerate().for_each(|(row, &at)| dense[(row, at)] = 1.0);
        dense
    }
}
