//! Minimum-norm solutions of 𝒜(W) = y.

use super::problem::Problem;
use crate::error::Error;
use crate::linalg::{self, gemm, norm};
use ndarray::Array2;

/// Relative duality gap at which the iteration stops. The gap is quadratic in the error of W, so that a gap of 1e-12
/// stands for about 1e-6 in W.
const GAP: f64 = 1e-12;
const MAX_ITERATIONS: usize = 50_000;
/// Certificates are computed once in so many iterations.
const CERTIFY_EVERY: usize = 10;
/// Iterations during which the penalty follows the residuals; with a fixed penalty after them the method converges.
const ADAPT_UNTIL: usize = 2_000;

/// The solution of least nuclear norm, with a proof of how near the optimum it is.
///
/// Any M in the range of 𝒜* with ‖M‖₂ ≤ 1 bounds the optimum from below by ⟨M, W⟩, which is the same number for every
/// solution W (M = 𝒜*z gives ⟨M, W⟩ = zᵀy, the objective of the dual problem max zᵀy subject to ‖𝒜*z‖₂ ≤ 1).
#[derive(Debug, Clone)]
pub struct MinNuclear {
    /// The solution W, with 𝒜(W) = y to rounding.
    pub weights: Array2<f64>,
    /// Nuclear norm ‖W‖_*.
    pub nuclear_norm: f64,
    /// (‖W‖_* − ⟨M, W⟩)/‖W‖_*, an upper bound of the relative excess over the minimum.
    pub duality_gap: f64,
    /// Dual feasible point M.
    pub certificate: Array2<f64>,
    /// Iterations done.
    pub iterations: usize,
}

/// W of least ‖W‖_F with 𝒜(W) = y: 𝒜⁺y.
///
/// # Errors
/// [`Error::Decomposition`] when a decomposition fails.
pub fn min_frobenius(problem: &Problem) -> Result<Array2<f64>, Error> {
    problem.operator().pseudo_inverse(problem.targets())
}

/// W of least ‖W‖_* with 𝒜(W) = y, by the alternating direction method of multipliers.
///
/// X ← nearest solution to Z − U; Z ← singular values of X + U lowered by 1/ρ; U ← U + X − Z. Each X is feasible, and
/// ρU is a subgradient at Z: its part in the range of 𝒜*, scaled to ‖M‖₂ ≤ 1, is the certificate.
/// The best certified pair of all iterations is returned, whatever gap it reached.
///
/// # Errors
/// As [`min_frobenius`].
pub fn min_nuclear(problem: &Problem) -> Result<MinNuclear, Error> {
    let start = min_frobenius(problem)?;
    let spectrum = linalg::svd(start.view())?;
    let largest = spectrum.sigma.last().copied().unwrap_or(0.0);
    let mut best = certify(problem, &start, &spectrum.polar(spectrum.rank_above(1e-12 * largest)))?;
    if largest == 0.0 || best.duality_gap <= GAP {
        return Ok(best);
    }
    let mut penalty = 4.0 / largest;
    let (mut z, mut u) = (start, &best.certificate / penalty);
    for iteration in 1..=MAX_ITERATIONS {
        let x = project(problem, &best.weights, &z - &u)?;
        let previous = std::mem::replace(&mut z, shrink(&(&x + &u), 1.0 / penalty)?);
        u = u + &x - &z;
        if iteration % CERTIFY_EVERY != 0 {
            continue;
        }
        let found = certify(problem, &x, &(&u * penalty))?;
        if found.duality_gap < best.duality_gap {
            best = MinNuclear { iterations: iteration, ..found };
        }
        if best.duality_gap <= GAP {
            break;
        }
        if iteration <= ADAPT_UNTIL {
            let (primal, dual) = (norm(&(&x - &z)), norm(&(&z - &previous)));
            let factor = if primal > 4.0 * dual {
                1.5
            } else if dual > 4.0 * primal {
                1.0 / 1.5
            } else {
                1.0
            };
            penalty *= factor;
            u /= factor;
        }
    }
    Ok(best)
}

/// The solution nearest to `x`: with any solution W₀ it is W₀ + P(x − W₀).
fn project(problem: &Problem, solution: &Array2<f64>, x: Array2<f64>) -> Result<Array2<f64>, Error> {
    let mut step = linalg::row_major(x - solution);
    problem.operator().project_kernel(&mut step)?;
    Ok(step + solution)
}

/// U max(S − threshold, 0) Vᵀ, the proximal map of the nuclear norm.
fn shrink(a: &Array2<f64>, threshold: f64) -> Result<Array2<f64>, Error> {
    let svd = linalg::svd(a.view())?;
    let lowered = svd.sigma.mapv(|s| (s - threshold).max(0.0));
    let mut out = Array2::zeros(a.dim());
    gemm(1.0, (&svd.u * &lowered).view(), svd.v.t(), 0.0, out.view_mut());
    Ok(out)
}

/// The gap between the solution `x` and the dual point nearest to `subgradient`.
fn certify(problem: &Problem, x: &Array2<f64>, subgradient: &Array2<f64>) -> Result<MinNuclear, Error> {
    let mut outside = subgradient.clone();
    problem.operator().project_kernel(&mut outside)?;
    let mut certificate = subgradient - &outside;
    let size = linalg::singular_values(certificate.view())?.last().copied().unwrap_or(0.0);
    if size > 1.0 {
        certificate /= size;
    }
    let nuclear_norm = linalg::singular_values(x.view())?.sum();
    let bound = (&certificate * x).sum();
    let duality_gap = if nuclear_norm > 0.0 { ((nuclear_norm - bound) / nuclear_norm).max(0.0) } else { 0.0 };
    Ok(MinNuclear { weights: x.clone(), nuclear_norm, duality_gap, certificate, iterations: 0 })
}
