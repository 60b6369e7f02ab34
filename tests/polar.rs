//! Polar factors against the decomposition that defines them.

use ndarray::{Array1, Array2};
use svsde::linalg;
use svsde::matrix::measurement::planted::with_singular_values;
use svsde::matrix::polar::{self, POLARS};
use svsde::random::Stream;

fn factor(name: &str, g: &Array2<f64>) -> Array2<f64> {
    let method = polar::find(name).unwrap();
    let mut out = Array2::zeros(g.dim());
    (method.factor)(g, 0.0, method.iterations.unwrap_or(0), &mut out).unwrap();
    out
}

/// Singular values from 1 to 10^−2 in several shapes, small and large.
fn matrices() -> impl Iterator<Item = Array2<f64>> {
    [(6, 6), (9, 4), (4, 9), (40, 40), (50, 20), (20, 50)].into_iter().map(|(m, n): (usize, usize)| {
        let r = m.min(n);
        let sigma = Array1::from_shape_fn(r, |k| 10.0_f64.powf(-2.0 * k as f64 / (r - 1) as f64));
        with_singular_values(sigma.view(), (m, n), &mut Stream::new(5, 0, "problem")).unwrap()
    })
}

/// Rounding of a backward stable decomposition is amplified by at most 1/σ_min = 100: 50·ε·100 ~ 1e-12.
#[test]
fn convergent_iterations_agree_with_the_decomposition() {
    for g in matrices() {
        let exact = factor("svd", &g);
        let gram = if g.nrows() >= g.ncols() { exact.t().dot(&exact) } else { exact.dot(&exact.t()) };
        assert!((&gram - &Array2::<f64>::eye(gram.nrows())).iter().all(|e| e.abs() < 1e-12));
        for name in ["cubic", "quintic", "polar-express"] {
            let error = (&factor(name, &g) - &exact).iter().fold(0.0_f64, |e, x| e.max(x.abs()));
            assert!(error < 1e-12, "{name} on {:?}: {error:e}", g.dim());
        }
    }
}

/// Five of Jordan's iterations multiply a small singular value by up to 3.4445⁵ = 485, so that 10⁻² over a norm of at most
/// √40/2 reaches 0.3; none ends above 1.22, and they do not converge to 1.
#[test]
fn jordan_spreads_the_singular_values() {
    for g in matrices() {
        let sigma = linalg::singular_values(factor("jordan", &g).view()).unwrap();
        assert!(sigma.iter().all(|s| (0.3..1.22).contains(s)), "{sigma}");
        assert!(sigma.iter().any(|s| (s - 1.0).abs() > 0.05), "{sigma}");
    }
}

#[test]
fn every_method_keeps_an_exact_null_direction_and_ignores_scale() {
    for method in POLARS {
        let mut g =
            Array2::from_shape_fn((8, 8), |(i, j)| ((3 * i + 5 * j) as f64).sin() + f64::from(u8::from(i == j)));
        g.column_mut(0).fill(0.0);
        let p = factor(method.name, &g);
        assert!(p.column(0).iter().all(|x| x.abs() < 1e-12), "{}", method.name);
        // Polar Express adds 1e-7 to the norm that it divides by, so that it is scale-free only up to that.
        let again = factor(method.name, &(&g * 1024.0));
        let tolerance = if method.name == "polar-express" { 1e-6 } else { 1e-12 };
        assert!((&p - &again).iter().all(|e| e.abs() < tolerance), "{}", method.name);
    }
}

/// A gradient below the size of its own rounding has no polar factor.
#[test]
fn a_floor_above_the_gradient_gives_zero() {
    for method in POLARS {
        let g = Array2::eye(3) * 1e-9;
        let mut out = Array2::ones((3, 3));
        (method.factor)(&g, 1e-8, method.iterations.unwrap_or(0), &mut out).unwrap();
        assert!(out.iter().all(|&x| x == 0.0), "{}", method.name);
    }
}

#[test]
fn what_is_not_finite_is_refused() {
    for method in POLARS {
        for bad in [f64::NAN, f64::INFINITY] {
            let mut g = Array2::eye(3);
            g[(1, 2)] = bad;
            let iterations = method.iterations.unwrap_or(0);
            assert!((method.factor)(&g, 0.0, iterations, &mut Array2::zeros((3, 3))).is_err(), "{}", method.name);
        }
    }
}
