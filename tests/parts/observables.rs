//! Values and gradients of every observable.

use svsde::observables::{OBSERVABLES, flatness::all, recorded};

#[test]
fn known_values_of_observables() {
    // λ = 1, 1, 4, 16: σ = 1, 1, 2, 4, p = 1/8, 1/8, 1/4, 1/2; mean 5.5, central moments 150.25/4·… by hand.
    let lambda = [1.0, 1.0, 4.0, 16.0];
    let ln2 = std::f64::consts::LN_2;
    let deviations = [-4.5_f64, -4.5, -1.5, 10.5];
    let central = |power: i32| deviations.iter().map(|d| d.powi(power)).sum::<f64>() / 4.0;
    let sums = [2.0_f64, 3.0, 5.0, 3.0, 5.0, 6.0];
    let pairwise = -2.0 * sums.iter().map(|s| (s / 22.0_f64.sqrt()).ln()).sum::<f64>();
    let expected = [
        22.0,
        5.5,
        16.0,
        0.0,
        1.75 * ln2,
        (1.75 * ln2).exp(),
        22.0 / 16.0,
        central(4) / central(2).powi(2) - 3.0,
        6.0 * ln2,
        pairwise,
        1.0 + 1.0 / (2.0 * ln2),
    ];
    for (observable, expected) in recorded().zip(expected) {
        let value = (observable.eval)(&lambda);
        assert!((value - expected).abs() < 1e-13 * expected.abs().max(1.0), "{}: {value}", observable.name);
    }
}

#[test]
fn degenerate_spectra_have_finite_values() {
    for lambda in
        [&[0.0; 5][..], &[2.0; 5], &[0.0], &[3.0], &[0.0, 0.0, 1.0], &[0.0, 1e-320], &[1e-300, 1e70], &[1e-100, 3e-100]]
    {
        for observable in OBSERVABLES.iter().filter(|o| o.least <= lambda.len()) {
            let value = (observable.eval)(lambda);
            assert!(value.is_finite(), "{} of {lambda:?}: {value}", observable.name);
        }
    }
}

#[test]
fn gradients_agree_with_central_differences_and_are_tangent() {
    let sigma = [0.3, 0.7, 1.1, 2.0];
    // Central differences at h = 1e-5 leave h²F'''/6 ~ 1e-9 and rounding ε/h ~ 1e-11.
    let h = 1e-5;
    for functional in all() {
        let q = functional.gradient(&sigma);
        for i in 0..4 {
            let shifted = |h: f64| {
                let mut sigma = sigma;
                sigma[i] += h;
                functional.value(&sigma)
            };
            let difference = (shifted(h) - shifted(-h)) / (2.0 * h);
            assert!((q[i] - difference).abs() < 1e-7, "{} {i}: {} {difference}", functional.name, q[i]);
        }
        let radial: f64 = q.iter().zip(sigma).map(|(q, s)| q * s).sum();
        assert!(radial.abs() < 1e-13, "{}: {radial}", functional.name);
    }
}

#[test]
fn the_flat_spectrum_is_the_extremum_that_each_claims() {
    for functional in all() {
        let (flat, uneven) = (functional.value(&[2.0; 5]), functional.value(&[1.0, 2.0, 2.0, 2.0, 3.0]));
        assert!(functional.flat_sign * (flat - uneven) > 0.0, "{}", functional.name);
    }
}

#[test]
fn zeros_are_allowed() {
    for functional in all() {
        for sigma in [[0.0; 3], [0.0, 0.0, 1.0], [0.0, 1.0, 2.0]] {
            let q = functional.gradient(&sigma);
            assert!(functional.value(&sigma).is_finite() && q.iter().all(|q| q.is_finite()), "{}", functional.name);
        }
    }
}

#[test]
fn known_values() {
    let values: Vec<f64> = all().map(|f| f.value(&[1.0, 3.0])).collect();
    let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
    let expected = [entropy(0.25), entropy(0.1), 10.0 / 9.0, -2.0 * (4.0 / 10.0_f64.sqrt()).ln(), 0.5];
    assert!(values.iter().zip(expected).all(|(v, e)| (v - e).abs() < 1e-15), "{values:?} {expected:?}");
}
