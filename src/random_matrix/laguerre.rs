//! The β-Laguerre ensemble, for every β > 0.
//!
//! p(x) ∝ ∏ x_i^{(β/2)(m − n + 1) − 1} e^{−x_i/2} ∏_{i<j} |x_i − x_j|^β. For β = 1 and whole m these are the eigenvalues of
//! GᵀG for an m × n matrix G of independent N(0, 1): a real Wishart matrix.

use crate::error::Error;
use crate::linalg;
use crate::random::Stream;
use ndarray::{Array1, Array2};
use rand_distr::{ChiSquared, Distribution};
use statrs::function::gamma::ln_gamma;

/// An independent draw, ascending: β > 0, degrees of freedom m > n − 1, n ≥ 1 values.
///
/// The squared singular values of the lower bidiagonal matrix with independent diagonal χ_{βm}, χ_{βm−β}, … and
/// subdiagonal χ_{β(n−1)}, …, χ_β (Dumitriu and Edelman 2002).
///
/// # Errors
/// [`Error::Decomposition`] when a parameter is out of range; within it never in exact arithmetic.
pub fn draw(beta: f64, m: f64, n: usize, rng: &mut Stream) -> Result<Vec<f64>, Error> {
    let Bidiagonal { diagonal, below } = Bidiagonal::draw(beta, m, n, rng)?;
    let mut matrix = Array2::from_diag(&Array1::from(diagonal).sqrt());
    below.iter().enumerate().for_each(|(k, b)| matrix[(k + 1, k)] = b.sqrt());
    Ok(linalg::singular_values(matrix.view())?.iter().map(|sigma| sigma * sigma).collect())
}

/// A drawn bidiagonal matrix, by the squares of its entries: of how many values lie where without a decomposition.
#[derive(Debug, Clone)]
pub struct Bidiagonal {
    diagonal: Vec<f64>,
    below: Vec<f64>,
}

impl Bidiagonal {
    /// As [`draw`], of which it is the matrix.
    ///
    /// # Errors
    /// As [`draw`].
    pub fn draw(beta: f64, m: f64, n: usize, rng: &mut Stream) -> Result<Self, Error> {
        let mut drawn = Self { diagonal: Vec::with_capacity(n), below: Vec::with_capacity(n) };
        for k in 0..n {
            drawn.diagonal.push(chi_squared(beta * (m - k as f64), n, rng)?);
            if k + 1 < n {
                drawn.below.push(chi_squared(beta * (n - 1 - k) as f64, n, rng)?);
            }
        }
        Ok(drawn)
    }

    /// Sum Σx of the values.
    pub fn trace(&self) -> f64 {
        self.diagonal.iter().chain(&self.below).sum()
    }

    /// How many values lie below each of `places`: negative pivots of the matrix times its transpose, less the place (Fernando and Parlett
    /// 1994).
    pub fn counts_below(&self, places: &[f64]) -> Vec<usize> {
        let mut rows: Vec<(f64, usize)> = places.iter().map(|x| (-x, 0)).collect();
        for (&d, b) in self.diagonal.iter().zip(self.below.iter().copied().chain([0.0])) {
            for ((t, count), x) in rows.iter_mut().zip(places) {
                let pivot = if d + *t == 0.0 { -f64::MIN_POSITIVE } else { d + *t };
                *count += usize::from(pivot < 0.0);
                *t = *t / pivot * b - x;
            }
        }
        rows.into_iter().map(|(_, count)| count).collect()
    }
}

fn chi_squared(degrees: f64, n: usize, rng: &mut Stream) -> Result<f64, Error> {
    let what = "bidiagonal model of the Laguerre ensemble";
    let law = ChiSquared::new(degrees).map_err(|_| Error::Decomposition { rows: n, cols: n, what })?;
    Ok(law.sample(rng.rng()))
}

/// The sums over a spectrum that its density depends on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sums {
    /// Number of values n.
    pub count: f64,
    /// Σ x_i.
    pub trace: f64,
    /// Σ log x_i.
    pub logs: f64,
    /// Σ_{i<j} log |x_i − x_j|.
    pub gaps: f64,
}

impl Sums {
    /// Of values in any order; logarithms of 0 are −∞.
    pub fn of(x: &[f64]) -> Self {
        let gaps = x.iter().enumerate().map(|(k, a)| x.iter().take(k).map(|b| (a - b).abs().ln()).sum::<f64>()).sum();
        Self { count: x.len() as f64, trace: x.iter().sum(), logs: x.iter().map(|x| x.ln()).sum(), gaps }
    }
}

/// log p(x) of the values x/s in any order; in ascending order p is n! times as large. β > 0, m > n − 1, s = `scale` > 0.
///
/// With a = (β/2)(m − n + 1) the norm is (2s)^{βmn/2} ∏_{j=0}^{n−1} Γ(a + jβ/2) Γ(1 + (j + 1)β/2)/Γ(1 + β/2) (Selberg's integral; Forrester
/// 2010, proposition 4.7.3).
pub fn log_density(sums: &Sums, beta: f64, m: f64, scale: f64) -> f64 {
    let n = sums.count;
    let (half, a) = (0.5 * beta, 0.5 * beta * (m - n + 1.0));
    let gammas: f64 =
        (0..n as usize).map(|j| ln_gamma(a + half * j as f64) + ln_gamma(1.0 + half * (j + 1) as f64)).sum();
    let norm = half * m * n * (2.0 * scale).ln() + gammas - n * ln_gamma(1.0 + half);
    (a - 1.0) * sums.logs + beta * sums.gaps - 0.5 * sums.trace / scale - norm
}
