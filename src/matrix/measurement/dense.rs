//! A measurement operator given by its matrix.

use super::planted::{self, Planted};
use super::{Ensemble, MeasurementOperator, row_space::RowSpace};
use crate::error::Error;
use crate::linalg::{entries_mut, row_major};
use crate::random::Stream;
use crate::rules::Rules;
use multiversion::multiversion;
use ndarray::{Array1, Array2};
use serde::{Deserialize, Serialize};

/// 𝒜 stored as a d × mn matrix in row-major order.
#[derive(Debug)]
pub struct Dense {
    matrix: Array2<f64>,
    shape: (usize, usize),
    row_space: RowSpace,
}

impl Dense {
    /// 𝒜 with rows vec A_i; `matrix` is d × mn with mn = `shape.0 * shape.1`.
    ///
    /// # Errors
    /// [`Error::Unfit`] when W has no entries, or the number of columns is not m·n.
    pub fn new(matrix: Array2<f64>, (m, n): (usize, usize)) -> Result<Self, Error> {
        super::has_entries((m, n))?;
        if matrix.ncols() != m * n {
            let (found, needed) = (matrix.ncols(), m * n);
            return Err(Error::Unfit(format!(
                "the measurement matrix has {found} columns, but W is {m} x {n}: it must have {needed}"
            )));
        }
        Ok(Self { matrix: row_major(matrix), shape: (m, n), row_space: RowSpace::default() })
    }

    /// `count` matrices A_i with independent N(0, `scale`²) entries.
    ///
    /// # Errors
    /// [`Error::Unfit`] when W has no entries.
    pub fn gaussian(count: usize, shape: (usize, usize), scale: f64, rng: &mut Stream) -> Result<Self, Error> {
        let matrix = Array2::from_shape_simple_fn((count, shape.0 * shape.1), || scale * rng.gaussian());
        Self::new(matrix, shape)
    }

    fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.matrix.as_slice().unwrap_or_default().chunks_exact(self.matrix.ncols())
    }
}

impl MeasurementOperator for Dense {
    fn shape(&self) -> (usize, usize) {
        self.shape
    }

    fn count(&self) -> usize {
        self.matrix.nrows()
    }

    fn apply(&self, w: &Array2<f64>, out: &mut [f64]) {
        let w = w.as_standard_layout();
        let w = w.as_slice().unwrap_or_default();
        self.rows().zip(out).for_each(|(row, out)| *out = dot(row, w));
    }

    fn adjoint(&self, r: &[f64], out: &mut Array2<f64>) {
        out.fill(0.0);
        let out = entries_mut(out);
        self.rows().zip(r).for_each(|(row, &r)| add_scaled(r, row, out));
    }

    /// One pass: row i is used for r_i and again for r_i A_i while it is still in cache, so that 𝒜 is read from memory
    /// once a step.
    fn residual_and_gradient(&self, w: &Array2<f64>, y: &[f64], r: &mut [f64], gradient: &mut Array2<f64>) {
        gradient.fill(0.0);
        let w = w.as_standard_layout();
        let (w, gradient) = (w.as_slice().unwrap_or_default(), entries_mut(gradient));
        residual_and_gradient(self.matrix.as_slice().unwrap_or_default(), w, y, r, gradient);
    }

    fn project_kernel(&self, x: &mut Array2<f64>) -> Result<(), Error> {
        self.row_space.project_kernel(self, x)
    }

    fn pseudo_inverse(&self, v: &[f64]) -> Result<Array2<f64>, Error> {
        self.row_space.pseudo_inverse(self, v)
    }

    fn singular_values(&self) -> Result<Array1<f64>, Error> {
        self.row_space.singular_values(self)
    }

    fn frobenius_norm(&self) -> f64 {
        self.rows().map(|row| dot(row, row)).sum::<f64>().sqrt()
    }

    fn to_dense(&self) -> Array2<f64> {
        self.matrix.clone()
    }
}

/// The loop of [`MeasurementOperator::residual_and_gradient`]; wider registers of a target change no bit of the result.
#[multiversion(targets("x86_64+avx2"))]
fn residual_and_gradient(matrix: &[f64], w: &[f64], y: &[f64], r: &mut [f64], gradient: &mut [f64]) {
    for ((row, y), r) in matrix.chunks_exact(w.len()).zip(y).zip(r) {
        *r = dot(row, w) - y;
        add_scaled(*r, row, gradient);
    }
}

/// Σ a_i b_i in eight running sums, so that the loop vectorises.
#[inline(always)]
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for k in 0..8 {
            sums[k] += a[k] * b[k];
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[inline(always)]
fn add_scaled(factor: f64, x: &[f64], out: &mut [f64]) {
    for (out, x) in out.iter_mut().zip(x) {
        *out += factor * x;
    }
}

/// `[measurement.gaussian]`: entries of A_i independent N(0, 1), or N(0, 1/d) when normalised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gaussian {
    /// Number d of measurements.
    pub count: usize,
    /// Divide the measurements by √d.
    #[serde(default = "crate::rules::yes")]
    pub normalised: bool,
    /// Rank of the planted W*; default: W* has independent N(0, 1) entries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_rank: Option<usize>,
    /// Singular values of W* go linearly from this number to 1.
    #[serde(default = "crate::rules::one")]
    pub target_condition: f64,
    /// Number K of Gaussian blocks of unit Frobenius norm on the diagonal of W* (excludes `target_rank`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target_blocks: Option<usize>,
}

impl Gaussian {
    pub(super) const SUMMARY: &str = "A_i with independent Gaussian entries, planted targets";
}

impl Ensemble for Gaussian {
    fn rules(&self, (rows, cols): (usize, usize), rules: &mut Rules) {
        planted::count_rules(self.count, (rows, cols), rules);
        planted::rules(self.target_rank, self.target_condition, (rows, cols), rules);
        if let Some(blocks) = self.target_blocks {
            if blocks == 0 || rows % blocks != 0 || cols % blocks != 0 {
                let text = format!("it must divide both rows = {rows} and cols = {cols}");
                rules.broken("target_blocks", blocks, text);
            }
            if self.target_rank.is_some() {
                rules.broken("target_blocks", blocks, "target_rank is given too; W* has one or the other");
            }
        }
    }

    fn count(&self, _: (usize, usize)) -> usize {
        self.count
    }

    fn operator(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Box<dyn MeasurementOperator>, Error> {
        Ok(Box::new(Dense::gaussian(self.count, shape, planted::scale(self.normalised, self.count), rng)?))
    }

    fn planted(&self) -> Planted {
        let blocks = self.target_blocks.map(|count| Planted::Blocks { count });
        blocks.unwrap_or_else(|| Planted::of_rank(self.target_rank, self.target_condition))
    }
}
