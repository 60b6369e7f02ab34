//! Planted solutions W*, whose measurements are the targets of the random operators.

use crate::error::Error;
use crate::linalg;
use crate::random::Stream;
use crate::rules::{Rules, number};
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
    /// Of that rank and condition number; Gaussian where no rank is given.
    pub fn of_rank(rank: Option<usize>, condition: f64) -> Self {
        rank.map_or(Self::Gaussian, |rank| Self::LowRank { rank, condition })
    }

    /// Draws W*, m × n.
    ///
    /// # Errors
    /// [`Error::Unfit`] for blocks that do not divide W, [`Error::Decomposition`] in exact arithmetic never.
    pub fn draw(self, (m, n): (usize, usize), rng: &mut Stream) -> Result<Array2<f64>, Error> {
        match self {
            Self::Gaussian => Ok(Array2::from_shape_simple_fn((m, n), || rng.gaussian())),
            Self::LowRank { rank, condition } => {
                let sigma =
                    if rank == 1 { Array1::from_elem(1, condition) } else { Array1::linspace(condition, 1.0, rank) };
                with_singular_values(sigma.view(), (m, n), rng)
            }
            Self::Blocks { count } if count == 0 || m % count != 0 || n % count != 0 => {
                Err(Error::Unfit(format!("{count} blocks do not divide a {m} x {n} W")))
            }
            Self::Blocks { count } => {
                let (rows, cols) = (m / count, n / count);
                let mut w = Array2::zeros((m, n));
                for k in 0..count {
                    let block = Array2::from_shape_simple_fn((rows, cols), || rng.gaussian());
                    let norm = linalg::norm(&block);
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
    rng: &mut Stream,
) -> Result<Array2<f64>, Error> {
    let left = haar(m, sigma.len(), rng)?;
    let right = haar(n, sigma.len(), rng)?;
    Ok(linalg::row_major((&left * &sigma).dot(&right.t())))
}

/// A Haar-distributed `rows` × `cols` frame with orthonormal columns (rows ≥ cols): the polar factor of a Gaussian matrix.
///
/// # Errors
/// [`Error::Decomposition`], in exact arithmetic never.
pub fn haar(rows: usize, cols: usize, rng: &mut Stream) -> Result<Array2<f64>, Error> {
    let gaussian = Array2::from_shape_simple_fn((rows, cols), || rng.gaussian());
    let svd = linalg::svd(gaussian.view())?;
    Ok(svd.polar(svd.sigma.len()))
}

/// The planted W* has 1 ≤ r ≤ min(m, n) and a condition number that has a meaning.
pub(super) fn rules(rank: Option<usize>, condition: f64, (rows, cols): (usize, usize), rules: &mut Rules) {
    let most = rows.min(cols);
    if let Some(rank) = rank
        && !(1..=most).contains(&rank)
    {
        rules.broken("target_rank", rank, format!("it must be from 1 to min(rows, cols) = {most}"));
    }
    rules.at_least("target_condition", condition, 1.0);
    if condition > 1.0 && rank.is_none() {
        rules.broken("target_condition", number(condition), "it needs target_rank, which is not given");
    }
}

/// There are measurements, and a dense matrix of them fits.
pub(super) fn count_rules(count: usize, (rows, cols): (usize, usize), rules: &mut Rules) {
    rules.at_least("count", count as f64, 1.0);
    rules.fits("count", count, count as f64 * rows as f64 * cols as f64);
}

/// Factor on `count` measurements: 1/√d when normalised.
pub(super) fn scale(normalised: bool, count: usize) -> f64 {
    if normalised { (count as f64).sqrt().recip() } else { 1.0 }
}
