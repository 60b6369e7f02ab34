//! Singular vectors of a matrix, and how they lie to others.

use crate::error::Error;
use crate::linalg::{self, Svd};
use ndarray::{Array1, Array2};

/// A singular value decomposition with its numerical range: the last `rank` triples.
pub struct SingularVectors {
    /// The decomposition.
    pub svd: Svd,
    floor: f64,
    /// Dimension of the numerical range.
    pub rank: usize,
}

impl SingularVectors {
    /// Of a finite matrix; `rounding` is the size of what rounding can have put into it.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when the matrix is not finite.
    pub fn new(a: &Array2<f64>, rounding: f64) -> Result<Self, Error> {
        let svd = linalg::svd(a.view())?;
        let floor = svd.numerical_floor(rounding);
        Ok(Self { rank: svd.rank_above(floor), floor, svd })
    }

    /// σ, with 0 for those outside the numerical range.
    pub fn in_range(&self) -> Vec<f64> {
        self.svd.sigma.iter().map(|&s| if s > self.floor { s } else { 0.0 }).collect()
    }

    /// The largest singular value.
    pub fn largest(&self) -> f64 {
        self.svd.sigma.last().copied().unwrap_or(0.0)
    }

    /// ⟨u_i v_iᵀ, Q⟩ in the numerical range, 0 outside.
    pub fn along(&self, q: &Array2<f64>) -> Array1<f64> {
        let first = self.svd.sigma.len() - self.rank;
        let uq = self.svd.u.t().dot(q);
        Array1::from_shape_fn(self.svd.sigma.len(), |i| match i >= first {
            true => uq.row(i).dot(&self.svd.v.column(i)),
            false => 0.0,
        })
    }

    /// (‖sin Θ‖_F, Tr A) over the pairs in both numerical ranges.
    pub fn alignment(&self, other: &Self) -> (f64, f64) {
        let r = self.svd.sigma.len();
        let pairs = self.rank.min(other.rank);
        let (mut sines, mut trace) = (0.0, 0.0);
        for i in r - pairs..r {
            let left = self.svd.u.column(i).dot(&other.svd.u.column(i));
            let right = self.svd.v.column(i).dot(&other.svd.v.column(i));
            sines += (1.0 - left * left).max(0.0) + (1.0 - right * right).max(0.0);
            trace += left * right;
        }
        (sines.sqrt(), trace)
    }
}
