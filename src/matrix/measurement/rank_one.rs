//! Rank-one measurements ⟨a_i b_iᵀ, W⟩ = a_iᵀ W b_i.

use super::planted::{self, Planted};
use super::{Ensemble, MeasurementOperator, row_space::RowSpace};
use crate::error::Error;
use crate::linalg::gemm;
use crate::random::Stream;
use crate::rules::Rules;
use ndarray::{Array1, Array2, ArrayView1};
use serde::{Deserialize, Serialize};

/// A_i = a_i b_iᵀ, kept as the rows of a (d × m) and b (d × n).
#[derive(Debug)]
pub struct RankOne {
    a: Array2<f64>,
    b: Array2<f64>,
    row_space: RowSpace,
}

impl RankOne {
    /// Left vectors `a`, d × m, and right vectors `b`, d × n.
    ///
    /// # Errors
    /// [`Error::Unfit`] when the numbers of vectors differ, or W has no entries.
    pub fn new(a: Array2<f64>, b: Array2<f64>) -> Result<Self, Error> {
        super::has_entries((a.ncols(), b.ncols()))?;
        if a.nrows() != b.nrows() {
            return Err(Error::Unfit(format!(
                "{} left vectors a_i and {} right vectors b_i are given: there must be as many of either",
                a.nrows(),
                b.nrows()
            )));
        }
        Ok(Self { a, b, row_space: RowSpace::default() })
    }

    /// Entries of a_i and b_i independent N(0, 1), A_i multiplied by `scale`.
    ///
    /// # Errors
    /// [`Error::Unfit`] when W has no entries.
    pub fn gaussian(count: usize, shape: (usize, usize), scale: f64, rng: &mut Stream) -> Result<Self, Error> {
        let mut draw = |width, scale| Array2::from_shape_simple_fn((count, width), || scale * rng.gaussian());
        Self::new(draw(shape.0, scale), draw(shape.1, 1.0))
    }
}

impl MeasurementOperator for RankOne {
    fn shape(&self) -> (usize, usize) {
        (self.a.ncols(), self.b.ncols())
    }

    fn count(&self) -> usize {
        self.a.nrows()
    }

    fn apply(&self, w: &Array2<f64>, out: &mut [f64]) {
        let mut aw = Array2::zeros((self.count(), self.b.ncols()));
        gemm(1.0, self.a.view(), w.view(), 0.0, aw.view_mut());
        aw.outer_iter().zip(self.b.outer_iter()).zip(out).for_each(|((aw, b), out)| *out = aw.dot(&b));
    }

    fn adjoint(&self, r: &[f64], out: &mut Array2<f64>) {
        let weighted = &self.b * &ArrayView1::from(r).insert_axis(ndarray::Axis(1));
        gemm(1.0, self.a.t(), weighted.view(), 0.0, out.view_mut());
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
        let square = |row: ArrayView1<f64>| row.dot(&row);
        self.a.outer_iter().zip(self.b.outer_iter()).map(|(a, b)| square(a) * square(b)).sum::<f64>().sqrt()
    }

    fn to_dense(&self) -> Array2<f64> {
        let n = self.b.ncols();
        Array2::from_shape_fn((self.count(), self.a.ncols() * n), |(i, at)| self.a[(i, at / n)] * self.b[(i, at % n)])
    }
}

/// `[measurement.rank-one]`: A_i = a_i b_iᵀ, entries of a_i, b_i independent N(0, 1) (A_i divided by √d when normalised).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GaussianRankOne {
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
}

impl GaussianRankOne {
    pub(super) const SUMMARY: &str = "A_i = a_i b_i^T with Gaussian vectors, planted targets";
}

impl Ensemble for GaussianRankOne {
    fn rules(&self, shape: (usize, usize), rules: &mut Rules) {
        planted::count_rules(self.count, shape, rules);
        planted::rules(self.target_rank, self.target_condition, shape, rules);
    }

    fn count(&self, _: (usize, usize)) -> usize {
        self.count
    }

    fn operator(&self, shape: (usize, usize), rng: &mut Stream) -> Result<Box<dyn MeasurementOperator>, Error> {
        Ok(Box::new(RankOne::gaussian(self.count, shape, planted::scale(self.normalised, self.count), rng)?))
    }

    fn planted(&self) -> Planted {
        Planted::of_rank(self.target_rank, self.target_condition)
    }
}
