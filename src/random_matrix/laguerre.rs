//! The β-Laguerre ensemble, for every β > 0.
//!
//! p(x) ∝ ∏ x_i^{(β/2)(m − n + 1) − 1} e^{−x_i/2} ∏_{i<j} |x_i − x_j|^β. For β = 1 and whole m these are the eigenvalues of
//! GᵀG for an m × n matrix G of independent N(0, 1): a real Wishart matrix.

use crate::error::ProblemError;
use crate::matrix::linalg;
use crate::noise::Stream;
use ndarray::Array2;
use rand_distr::{ChiSquared, Distribution};

/// An independent draw, ascending: β > 0, degrees of freedom m > n − 1, n ≥ 1 values.
///
/// The squared singular values of the lower bidiagonal matrix with independent diagonal χ_{βm}, χ_{βm−β}, … and
/// subdiagonal χ_{β(n−1)}, …, χ_β (Dumitriu and Edelman 2002).
///
/// # Errors
/// [`ProblemError::Decomposition`] when a parameter is out of range; within it never in exact arithmetic.
pub fn draw(beta: f64, m: f64, n: usize, noise: &mut Stream) -> Result<Vec<f64>, ProblemError> {
    let mut matrix = Array2::zeros((n, n));
    for k in 0..n {
        matrix[(k, k)] = chi(beta * (m - k as f64), n, noise)?;
        if k + 1 < n {
            matrix[(k + 1, k)] = chi(beta * (n - 1 - k) as f64, n, noise)?;
        }
    }
    Ok(linalg::singular_values(matrix.view())?.iter().map(|sigma| sigma * sigma).collect())
}

fn chi(degrees: f64, n: usize, noise: &mut Stream) -> Result<f64, ProblemError> {
    let what = "bidiagonal model of the Laguerre ensemble";
    let law = ChiSquared::new(degrees).map_err(|_| ProblemError::Decomposition { rows: n, cols: n, what })?;
    Ok(law.sample(noise.rng()).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::Segment;

    /// E Σx = nβm and E (Σx)² − (E Σx)² = 2nβm, since Σx is χ² with nβm degrees of freedom.
    #[test]
    fn the_trace_is_chi_squared() {
        let mut noise = Stream::new(1, 0, Segment::Problem);
        for (beta, m, n) in [(1.0, 6.0, 4), (0.5, 7.5, 3), (3.0, 5.0, 5), (1.0, 1.0, 1)] {
            let draws = 4000;
            let traces: Vec<f64> = (0..draws).map(|_| draw(beta, m, n, &mut noise).unwrap().iter().sum()).collect();
            let degrees = beta * m * n as f64;
            let mean = traces.iter().sum::<f64>() / f64::from(draws);
            let variance = traces.iter().map(|t| (t - mean).powi(2)).sum::<f64>() / f64::from(draws);
            // Four standard errors: of the mean √(2k/N), of the variance √((μ₄ − σ⁴)/N), μ₄ = 12k² + 48k.
            assert!((mean - degrees).abs() < 4.0 * (2.0 * degrees / f64::from(draws)).sqrt(), "{beta} {m} {n}: {mean}");
            let error = ((8.0 * degrees * degrees + 48.0 * degrees) / f64::from(draws)).sqrt();
            assert!((variance - 2.0 * degrees).abs() < 4.0 * error, "{beta} {m} {n}: {variance}");
        }
    }

    /// For β = 1 the squared singular values of a Gaussian matrix: E Σx² = mn(m + n + 1).
    #[test]
    fn for_beta_one_it_is_wishart() {
        let mut noise = Stream::new(2, 0, Segment::Problem);
        let (m, n, draws) = (7, 4, 8000);
        let squares = |x: Vec<f64>| x.iter().map(|x| x * x).sum::<f64>();
        let model: Vec<f64> = (0..draws).map(|_| squares(draw(1.0, m as f64, n, &mut noise).unwrap())).collect();
        let mean = model.iter().sum::<f64>() / f64::from(draws);
        let deviation = (model.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / f64::from(draws)).sqrt();
        let exact = (m * n * (m + n + 1)) as f64;
        assert!((mean - exact).abs() < 4.0 * deviation / f64::from(draws).sqrt(), "{mean} {exact}");
    }
}
