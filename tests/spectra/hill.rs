//! Hill's estimator.

use rand_distr::{Distribution, Pareto};
use svsde::observables::OBSERVABLES;
use svsde::random::Stream;
use svsde::tails::spectrum::hill::plot;

fn sample(shape: f64, n: usize, rng: &mut Stream) -> Vec<f64> {
    let law = Pareto::new(1.0, shape).unwrap();
    let mut lambda: Vec<f64> = (0..n).map(|_| law.sample(rng.rng())).collect();
    lambda.sort_by(f64::total_cmp);
    lambda
}

/// The observable's sum of k logarithms rounds by k ε of terms up to ten or so.
#[test]
fn a_tenth_is_the_observable() {
    let observable = OBSERVABLES.iter().find(|o| o.name == "hill_alpha").unwrap();
    let mut rng = Stream::new(1, 0, "problem");
    for n in [2, 10, 11, 173] {
        let lambda = sample(1.5, n, &mut rng);
        let found = plot(&lambda).into_iter().find(|hill| hill.count == n.div_ceil(10)).unwrap();
        assert!((found.alpha / (observable.eval)(&lambda) - 1.0).abs() < 1e-12, "{n}: {found:?}");
    }
    // Where the observable is 0 there is no point.
    assert!(
        plot(&[2.0; 5]).is_empty() && plot(&[]).is_empty() && plot(&[1.0]).is_empty() && plot(&[0.0, 1.0]).is_empty()
    );
    assert_eq!(plot(&[0.0, 1.0, 2.0]).len(), 1);
}

/// k/(α̂ − 1) of a Pareto law is Gamma(k)/(α − 1): mean k/(α − 1), and √k times the relative error of α̂ − 1 has mean square 1.
#[test]
fn pareto() {
    let mut rng = Stream::new(2, 0, "problem");
    let (draws, k) = (400, 50);
    let inverse = |lambda: &[f64]| {
        let hill = plot(lambda).into_iter().find(|hill| hill.count == k).unwrap();
        assert!((hill.error * (k as f64).sqrt() - (hill.alpha - 1.0)).abs() < 1e-12);
        2.0 / (hill.alpha - 1.0)
    };
    let values: Vec<f64> = (0..draws).map(|_| inverse(&sample(2.0, 200, &mut rng))).collect();
    let mean = values.iter().sum::<f64>() / f64::from(draws);
    let variance = values.iter().map(|v| (v - 1.0).powi(2)).sum::<f64>() / f64::from(draws);
    // Mean 1 and variance 1/k, within four standard errors: 1/√(kN), and (1/k)√((2 + 6/k)/N).
    assert!((mean - 1.0).abs() < 4.0 / (k as f64 * f64::from(draws)).sqrt(), "{mean}");
    assert!((variance * k as f64 - 1.0).abs() < 4.0 * ((2.0 + 6.0 / k as f64) / f64::from(draws)).sqrt(), "{variance}");
}
