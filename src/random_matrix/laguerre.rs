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

    /// Σx.
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

#[cfg(test)]
mod tests {
    use super::*;

    /// E Σx = nβm and E (Σx)² − (E Σx)² = 2nβm, since Σx is χ² with nβm degrees of freedom.
    #[test]
    fn the_trace_is_chi_squared() {
        let mut rng = Stream::new(1, 0, "problem");
        for (beta, m, n) in [(1.0, 6.0, 4), (0.5, 7.5, 3), (3.0, 5.0, 5), (1.0, 1.0, 1)] {
            let draws = 4000;
            let traces: Vec<f64> = (0..draws).map(|_| draw(beta, m, n, &mut rng).unwrap().iter().sum()).collect();
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
        let mut rng = Stream::new(2, 0, "problem");
        let (m, n, draws) = (7, 4, 8000);
        let squares = |x: Vec<f64>| x.iter().map(|x| x * x).sum::<f64>();
        let model: Vec<f64> = (0..draws).map(|_| squares(draw(1.0, m as f64, n, &mut rng).unwrap())).collect();
        let mean = model.iter().sum::<f64>() / f64::from(draws);
        let deviation = (model.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / f64::from(draws)).sqrt();
        let exact = (m * n * (m + n + 1)) as f64;
        assert!((mean - exact).abs() < 4.0 * deviation / f64::from(draws).sqrt(), "{mean} {exact}");
    }

    /// One value is Gamma(βm/2, 2s); two are integrated over a grid in y = log x.
    #[test]
    fn the_density_is_normalised() {
        let gamma = |x: f64, shape: f64, s: f64| {
            (shape - 1.0) * x.ln() - 0.5 * x / s - ln_gamma(shape) - shape * (2.0 * s).ln()
        };
        for (beta, m, s, x) in [(1.0, 3.0, 1.0, 2.0), (2.5, 0.5, 0.1, 0.03), (4.0, 7.0, 5.0, 60.0)] {
            let found = log_density(&Sums::of(&[x]), beta, m, s);
            // ln Γ is good to 1e-14, of terms up to 50.
            assert!((found - gamma(x, 0.5 * beta * m, s)).abs() < 1e-12, "{beta} {m}: {found}");
        }
        // Analytic for even β, so that the trapezoidal rule leaves rounding, and the mass x^a < 1e-10 below the grid.
        let (h, count) = (0.05, 340);
        for (beta, m, s) in [(2.0, 3.0, 1.0), (4.0, 2.5, 0.3)] {
            let grid: Vec<f64> = (0..count).map(|k| 80.0 * s * (-h * f64::from(k)).exp()).collect();
            let cell =
                |x: f64, y: f64| if x == y { 0.0 } else { log_density(&Sums::of(&[x, y]), beta, m, s).exp() * x * y };
            let total: f64 = grid.iter().flat_map(|&x| grid.iter().map(move |&y| h * h * cell(x, y))).sum();
            assert!((total - 1.0).abs() < 1e-9, "{beta} {m} {s}: {:e}", total - 1.0);
        }
    }

    /// Derivatives of the norm are means: E ∂ log p = 0 for β, m and s, within four standard errors of 4000 draws.
    #[test]
    fn scores_have_mean_zero() {
        let mut rng = Stream::new(3, 0, "problem");
        let (n, draws, h) = (5, 4000, 1e-4);
        for (beta, m, s) in [(1.0, 8.0, 2.0), (2.0, 5.0, 1.0), (0.5, 6.5, 0.1)] {
            let mut scores = [const { Vec::new() }; 3];
            for _ in 0..draws {
                let x: Vec<f64> = draw(beta, m, n, &mut rng).unwrap().iter().map(|x| s * x).collect();
                let sums = Sums::of(&x);
                let p = |db: f64, dm: f64, ds: f64| log_density(&sums, beta + db, m + dm, s + ds);
                scores[0].push((p(h, 0.0, 0.0) - p(-h, 0.0, 0.0)) / (2.0 * h));
                scores[1].push((p(0.0, h, 0.0) - p(0.0, -h, 0.0)) / (2.0 * h));
                scores[2].push((p(0.0, 0.0, h * s) - p(0.0, 0.0, -h * s)) / (2.0 * h * s));
            }
            for (k, score) in scores.iter().enumerate() {
                let mean = score.iter().sum::<f64>() / f64::from(draws);
                let error = (score.iter().map(|x| x * x).sum::<f64>()).sqrt() / f64::from(draws);
                assert!(mean.abs() < 4.0 * error, "{beta} {m} {s} {k}: {mean} {error}");
            }
        }
    }

    /// Counts agree with the values themselves.
    #[test]
    fn counts_need_no_decomposition() {
        let (beta, m, n) = (1.5, 30.0, 20);
        let x = draw(beta, m, n, &mut Stream::new(4, 0, "problem")).unwrap();
        let matrix = Bidiagonal::draw(beta, m, n, &mut Stream::new(4, 0, "problem")).unwrap();
        assert!((matrix.trace() / x.iter().sum::<f64>() - 1.0).abs() < 1e-13);
        let between = x.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]));
        let places: Vec<f64> = [0.0].into_iter().chain(between).chain([1e6]).collect();
        assert_eq!(matrix.counts_below(&places), (0..=n).collect::<Vec<_>>());
    }
}
