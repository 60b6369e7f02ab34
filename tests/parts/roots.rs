//! Roots within brackets.

use svsde::roots::{bisect, false_position, newton, try_bisect};

#[test]
fn the_last_bit() {
    for root in [0.3, -7.1e5, 2e-300, 1e300] {
        let (low, high) = bisect((-f64::MAX, f64::MAX), 0.0, |x| x < root);
        assert_eq!((low, high), (root.next_down(), root));
        assert_eq!(bisect((f64::MAX, -f64::MAX), 0.0, |x| x >= root), (root, root.next_down()));
    }
    assert_eq!(bisect((0.0, 1.0), 0.0, |_| false), (0.0, f64::from_bits(1)));
    assert_eq!(bisect((2.0, 2.0), 0.0, |_| unreachable!()), (2.0, 2.0));
    assert_eq!(try_bisect((0.0, 1.0), 0.0, |_| Err("no")), Err("no"));
}

#[test]
fn a_tolerance() {
    let (low, high) = bisect((1.0, 9.0), 1e-3, |x| x * x < 2.0);
    assert!(low < 2.0_f64.sqrt() && high > 2.0_f64.sqrt() && high - low < 2e-3 && high - low > 1e-4);
}

#[test]
fn smooth_functions() {
    for exponent in [0.1, 1.0, 3.0, 30.0] {
        let exact = 2.0_f64.powf(1.0 / exponent);
        let (a, b) = (0.1, 2000.0);
        let found = false_position(a, b, |x| x.powf(exponent).ln() - 2.0_f64.ln());
        assert!((found / exact - 1.0).abs() < 1e-14, "{exponent} {found}");
        let found = newton((a, b), 1e-8, |x| (2.0_f64.ln() - exponent * x.ln(), -exponent / x));
        assert!((found / exact - 1.0).abs() < 1e-14, "{exponent} {found}");
    }
}
