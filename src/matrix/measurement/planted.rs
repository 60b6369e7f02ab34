//! Planted solutions W*, whose measurements are the targets of the random operators.

use crate::error::Error;
use crate::linalg;
use crate::random::Stream;
use ndarray::{Array1, Array2, ArrayView1, s};

/// How a planted W* is drawn.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Planted {
    /// Independent N(0, 1) entries.
    Gaussian,
    /// U diag(linspace(κ, 1, r)) Vᵀ with Haar-distributed frames.
    LowRank {
        /// Rank r, 1 ≤ r ≤ min(m, n).
        rank: usize,
        /// Condition number κ ≥ 1 of the nonzero part.
        condition: f64,
    },
    /// Block diagonal, K Gaussian blocks of unit Frobenius norm.
    Blocks {
        /// Number K of blocks, which divides m and n.
        count: usize,
    },
}

impl Planted {
    /// Draws W*, m × n.
    ///
    /// # Errors
    /// [`Error::Decomposition`], in exact arithmetic never.
    pub fn draw(self, (m, n): (usize, usize), noise: &mut Stream) -> Result<Array2<f64>, Error> {
        match self {
            Self::Gaussian => Ok(Array2::from_shape_simple_fn((m, n), || noise.gaussian())),
            Self::LowRank { rank, condition } => {
                let sigma =
                    if rank == 1 { Array1::from_elem(1, condition) } else { Array1::linspace(condition, 1.0, rank) };
                with_singular_values(sigma.view(), (m, n), noise)
            }
            Self::Blocks { count } => {
                let (rows, cols) = (m / count, n / count);
                let mut w = Array2::zeros((m, n));
                for k in 0..count {
                    let block = Array2::from_shape_simple_fn((rows, cols), || noise.gaussian());
                    let norm = block.iter().map(|x| x * x).sum::<f64>().sqrt();
                    w.slice_mut(s![k * rows..(k + 1) * rows, k * cols..(k + 1) * cols]).assign(&(block / norm));
                }
                Ok(w)
            }
        }
    }
}

/// U diag(σ) Vᵀ with Haar-distributed m × r and n × r frames, r = `sigma.len()` ≤ min(m, n).
///
/// # Errors
/// [`Error::Decomposition`], in exact arithmetic never.
pub fn with_singular_values(
    sigma: ArrayView1<f64>,
    (m, n): (usize, usize),
    noise: &mut Stream,
) -> Result<Array2<f64>, Error> {
    let left = haar(m, sigma.len(), noise)?;
    let right = haar(n, sigma.len(), noise)?;
    Ok(linalg::row_major((&left * &sigma).dot(&right.t())))
}

/// A Haar-distributed `rows` × `cols` frame with orthonormal columns (rows ≥ cols): the polar factor of a Gaussian matrix.
///
/// # Errors
/// [`Error::Decomposition`], in exact arithmetic never.
pub fn haar(rows: usize, cols: usize, noise: &mut Stream) -> Result<Array2<f64>, Error> {
    let gaussian = Array2::from_shape_simple_fn((rows, cols), || noise.gaussian());
    let svd = linalg::svd(gaussian.view())?;
    Ok(svd.polar(svd.sigma.len()))
}
