//! The β-Laguerre ensemble.

use statrs::function::gamma::ln_gamma;
use svsde::random::Stream;
use svsde::random_matrix::laguerre::{Bidiagonal, Sums, draw, log_density};

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
    let gamma =
        |x: f64, shape: f64, s: f64| (shape - 1.0) * x.ln() - 0.5 * x / s - ln_gamma(shape) - shape * (2.0 * s).ln();
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
