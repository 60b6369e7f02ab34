//! Sums over pairs against plain loops.

use svsde::particles::pair_sums::{inverse_gaps, inverse_gaps_and_squares};

#[test]
fn the_sums_are_those_of_the_plain_loops() {
    for n in 1..=23 {
        let x: Vec<f64> = (0..n).map(|k| 0.3 * k as f64 + 0.05 * (k as f64 * 1.7).sin()).collect();
        let plain =
            |k: usize, power: i32| -> f64 { (0..n).filter(|&j| j != k).map(|j| (x[k] - x[j]).powi(-power)).sum() };
        let (mut only, mut first, mut second) = (vec![0.0; n], vec![0.0; n], vec![0.0; n]);
        inverse_gaps(&x, &mut only);
        inverse_gaps_and_squares(&x, &mut first, &mut second);
        assert_eq!(only, first);
        for k in 0..n {
            // The terms are at most 1/0.2; n of them, in another order, differ by a few n ε/0.2.
            assert!((first[k] - plain(k, 1)).abs() < 1e-13, "{n} {k}");
            assert!((second[k] - plain(k, 2)).abs() < 1e-12, "{n} {k}");
        }
    }
}
