//! Halves of Brownian increments.

use svsde::random::{Brownian, Stream};

#[test]
fn halves_add_up_and_do_not_depend_on_the_order_of_asking() {
    let mut noise = Stream::new(1, 2, "process");
    let mut path = Brownian::new(1, 2, 3);
    let (one, two) = (path.next(0.5, &mut noise), path.next(0.5, &mut noise));
    let [a, b] = path.halves(&one);
    assert!(one.dw.iter().zip(a.dw.iter().zip(&b.dw)).all(|(w, (a, b))| (a + b - w).abs() < 1e-15));
    path.halves(&two);
    let late = path.halves(&b);
    assert_eq!(path.halves(&one), [a, b.clone()]);
    assert_eq!(path.halves(&b), late);
    assert_eq!((late[1].depth(), late[1].dt), (2, 0.125));
}

/// Eight eighths of each of 4000 steps are independent N(0, dt/8): the mean of z² and of z z' over N products of
/// independent standard normals have standard deviations √(2/N) and 1/√N.
#[test]
fn increments_of_all_depths_are_independent_gaussians() {
    let mut noise = Stream::new(3, 0, "process");
    let mut path = Brownian::new(3, 0, 2);
    let mut eighths = Vec::new();
    for _ in 0..4000 {
        let whole = path.next(0.7, &mut noise);
        for half in path.halves(&whole) {
            for quarter in path.halves(&half) {
                for eighth in path.halves(&quarter) {
                    eighths.extend(eighth.dw.iter().map(|w| w / (0.7_f64 / 8.0).sqrt()));
                }
            }
        }
    }
    let n = eighths.len() as f64;
    let mean = |f: &dyn Fn(usize) -> f64| (0..eighths.len() - 16).map(f).sum::<f64>() / (n - 16.0);
    assert!((mean(&|i| eighths[i].powi(2)) - 1.0).abs() < 4.0 * (2.0 / n).sqrt());
    for lag in 1..=16 {
        let correlation = mean(&|i| eighths[i] * eighths[i + lag]);
        assert!(correlation.abs() < 4.0 / n.sqrt(), "lag {lag}: {correlation}");
    }
}
