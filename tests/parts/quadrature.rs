//! Quadrature of polynomials.

use svsde::quadrature::gauss_legendre;

/// ∫₀¹ x^k dx = 1/(k + 1).
fn check<const N: usize>() {
    let rule = gauss_legendre::<N>();
    assert!(rule.is_sorted_by(|a, b| a.0 < b.0));
    for k in 0..2 * N as i32 {
        let sum: f64 = rule.iter().map(|(x, w)| w * x.powi(k)).sum();
        assert!((sum * f64::from(k + 1) - 1.0).abs() < 1e-13, "{N} {k}: {sum}");
    }
}

#[test]
fn polynomials_are_exact() {
    check::<1>();
    check::<2>();
    check::<3>();
    check::<16>();
    check::<48>();
}
