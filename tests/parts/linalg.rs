//! Decompositions and products.

use ndarray::{Array1, Array2};
use svsde::linalg::*;
use svsde::random::Stream;

fn gaussian(m: usize, n: usize, seed: u64) -> Array2<f64> {
    let mut stream = Stream::new(seed, 0, "problem");
    Array2::from_shape_simple_fn((m, n), || stream.gaussian())
}

/// A backward-stable SVD reproduces A to a small multiple of max(m, n)·ε·σ_max; 10 is ample.
#[test]
fn svd_reproduces_the_matrix_in_every_shape() {
    for (m, n) in [(1, 1), (6, 6), (9, 4), (4, 9), (40, 40), (70, 35), (35, 70)] {
        let a = gaussian(m, n, 5);
        let d = svd(a.view()).unwrap();
        let r = m.min(n);
        assert_eq!((d.u.dim(), d.v.dim(), d.sigma.len()), ((m, r), (n, r), r));
        assert!(d.sigma.windows(2).into_iter().all(|w| w[0] <= w[1]));
        let back = (&d.u * &d.sigma).dot(&d.v.t());
        let error = (&back - &a).iter().fold(0.0_f64, |e, x| e.max(x.abs()));
        assert!(error <= 10.0 * rank_tolerance(m, n) * d.sigma[r - 1], "{m} x {n}: {error}");
        let values = singular_values(a.view()).unwrap();
        assert!((&values - &d.sigma).iter().all(|e| e.abs() <= 10.0 * rank_tolerance(m, n) * d.sigma[r - 1]));
    }
}

/// The case on which bidiagonal solvers fail: repeated columns, zero columns, a matrix of ones.
#[test]
fn rank_deficient_matrices_are_reproduced() {
    for (m, k) in [(4, 2), (6, 3), (12, 5), (12, 6), (20, 10), (40, 20)] {
        let half = gaussian(m, k, 9);
        let twice = ndarray::concatenate![ndarray::Axis(1), half, half];
        let mut holed = gaussian(m, 2 * k, 4);
        holed.column_mut(1).fill(0.0);
        for (a, rank) in [(twice, k.min(m)), (holed, (2 * k - 1).min(m)), (Array2::ones((m, 2 * k)), 1)] {
            let d = svd(a.view()).unwrap();
            let largest = d.sigma[d.sigma.len() - 1];
            let back = (&d.u * &d.sigma).dot(&d.v.t());
            let error = (&back - &a).iter().fold(0.0_f64, |e, x| e.max(x.abs()));
            let tolerance = rank_tolerance(m, 2 * k) * largest;
            assert!(error <= 10.0 * tolerance, "{m} x {}: {error}", 2 * k);
            assert_eq!(d.rank_above(tolerance), rank, "{m} x {}: {}", 2 * k, d.sigma);
            let q = d.polar(rank);
            let square = q.t().dot(&q);
            let again = square.dot(&square);
            assert!((&again - &square).iter().all(|e| e.abs() < 1e-13), "polar is a partial isometry");
        }
    }
}

#[test]
fn extreme_scales_are_no_matter() {
    let a = gaussian(5, 4, 8);
    let sigma = svd(a.view()).unwrap().sigma;
    for scale in [1e-250, 1e-160, 1e160, 1e250] {
        let scaled = svd((&a * scale).view()).unwrap().sigma / scale;
        assert!((&scaled - &sigma).iter().all(|e| e.abs() < 1e-13), "{scale:e}: {scaled}");
    }
}

#[test]
fn eigh_and_gemm_agree_with_ndarray() {
    for n in [5, 40] {
        let a = gaussian(n, n, 2);
        let gram = a.t().dot(&a);
        let (values, vectors) = eigh(gram.view()).unwrap();
        let back = (&vectors * &values).dot(&vectors.t());
        assert!((&back - &gram).iter().all(|e| e.abs() < 1e-11));
        let b = gaussian(n, n, 3);
        let mut c = b.clone();
        gemm(2.0, a.view(), b.view(), 0.5, c.view_mut());
        assert!((&c - &(2.0 * a.dot(&b) + 0.5 * &b)).iter().all(|e| e.abs() < 1e-11));
    }
}

#[test]
fn what_is_not_finite_is_refused() {
    let mut a = gaussian(3, 3, 1);
    a[(1, 2)] = f64::NAN;
    assert!(svd(a.view()).is_err() && singular_values(a.view()).is_err() && eigh(a.view()).is_err());
}

/// A = H_u D H_v with reflections H has the singular values D. Forming it and a backward-stable SVD each move them by a
/// small multiple of √(mn)·ε·σ_max; 4 is ample. Shapes on both sides of the one from which a triangular factor is taken first.
#[test]
fn singular_values_of_a_known_matrix() {
    for (m, n) in [(70, 50), (93, 50), (400, 50), (50, 400), (2000, 33), (40, 40)] {
        let r = m.min(n);
        let sigma = Array1::from_shape_fn(r, |k| 10f64.powf(4.0 * k as f64 / (r - 1) as f64 - 2.0));
        let mut d = Array2::zeros((m, n));
        d.diag_mut().assign(&sigma);
        let a = reflection(m).dot(&d).dot(&reflection(n));
        for scale in [1.0, 1e-140, 1e140] {
            let values = singular_values((&a * scale).view()).unwrap() / scale;
            let error = (&values - &sigma).iter().fold(0.0_f64, |e, x| e.max(x.abs()));
            let tolerance = 4.0 * ((m * n) as f64).sqrt() * f64::EPSILON * sigma[r - 1];
            assert!(error <= tolerance, "{m} x {n}, {scale:e}: {error:e} {tolerance:e}");
        }
    }
}

/// I − 2uuᵀ, u along (1, 2, …, n).
fn reflection(n: usize) -> Array2<f64> {
    let u = Array2::from_shape_fn((n, 1), |(i, _)| (i + 1) as f64);
    let square = u.iter().map(|x| x * x).sum::<f64>();
    Array2::eye(n) - u.dot(&u.t()) * (2.0 / square)
}
