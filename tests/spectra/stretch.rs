//! Local stretch exponents.

use rand_distr::{Distribution, Weibull};
use svsde::random::Stream;
use svsde::tails::spectrum::stretch::local;

/// The band holds θ in 95 % of samples. In 600 of them by four standard errors of 0.009, and by 0.01 for the second order.
#[test]
fn coverage_on_weibull_samples() {
    let (n, window, samples) = (800, 100, 600);
    let mut rng = Stream::new(1, 0, "problem");
    for theta in [0.5, 1.0, 1.5] {
        let law = Weibull::new(3.0, theta).unwrap();
        let mut held = [0; 7];
        for _ in 0..samples {
            let mut lambda: Vec<f64> = (0..n).map(|_| law.sample(rng.rng())).collect();
            lambda.sort_by(f64::total_cmp);
            let windows = local(&lambda, window);
            assert_eq!(windows.len(), held.len());
            for (held, found) in held.iter_mut().zip(&windows) {
                *held += i32::from(found.band.0 < theta && theta < found.band.1);
            }
        }
        for held in held {
            let part = f64::from(held) / f64::from(samples);
            assert!((part - 0.95).abs() < 0.046, "{theta}: {part}");
        }
    }
}

/// Over the whole upper half, where a third of the variance comes from the values below it, log θ̂ strays by its deviation: a mean square
/// of 1 within four standard errors √(2/3000).
#[test]
fn deviations_are_right() {
    let (n, samples) = (400, 3000);
    let mut rng = Stream::new(2, 0, "problem");
    let law = Weibull::new(1.0, 0.7).unwrap();
    let mut square = || {
        let mut lambda: Vec<f64> = (0..n).map(|_| law.sample(rng.rng())).collect();
        lambda.sort_by(f64::total_cmp);
        let found = local(&lambda, n / 2)[0];
        ((found.theta / 0.7).ln() / (found.band.1 / found.theta).ln() * 1.96).powi(2)
    };
    let mean = (0..samples).map(|_| square()).sum::<f64>() / f64::from(samples);
    assert!((mean - 1.0).abs() < 4.0 * (2.0 / f64::from(samples)).sqrt(), "{mean}");
}

/// At the places where E is its mean a Weibull sample is exact.
#[test]
fn exact_quantiles() {
    let n = 200;
    let mean = |sum: &mut f64, j: usize| {
        *sum += 1.0 / (n - j) as f64;
        Some(*sum)
    };
    let lambda: Vec<f64> = (0..n).scan(0.0, mean).map(|a| 5.0 * a.powf(1.0 / 0.7)).collect();
    let windows = local(&lambda, 20);
    assert_eq!(windows.len(), 9);
    assert!(windows.iter().all(|w| (w.theta - 0.7).abs() < 1e-12 && w.band.0 < 0.7 && 0.7 < w.band.1), "{windows:?}");
    assert_eq!(local(&lambda, 100).len(), 1);
    assert!(local(&lambda, 101).is_empty() && local(&lambda, 2).is_empty());
    assert!(local(&[0.0; 50], 10).is_empty() && local(&[2.0; 50], 10).is_empty() && local(&[], 10).is_empty());
}
