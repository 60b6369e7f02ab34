//! Likelihood ratios of two fits by hand, and in a clear case.

use svsde::random::Stream;
use svsde::tails::laws::named;
use svsde::tails::likelihood_ratio::LikelihoodRatio;
use svsde::tails::{Fit, Sample};

/// R and z by hand for three values, and what is the other way round.
#[test]
fn ratio_of_two_fits() {
    let (sample, _) = Sample::new(&[1.0, 2.0, 4.0, 8.0]).unwrap();
    let tail = sample.above(1.0);
    let [power, exponential] = ["power_law", "exponential"].map(|law| Fit::new(named(law).unwrap(), tail).unwrap());
    // α = 1 + 4/(6 log 2), rate = 4/11.
    let (alpha, rate) = (1.0 + 4.0 / (6.0 * std::f64::consts::LN_2), 4.0 / 11.0_f64);
    let l: Vec<f64> = [1.0, 2.0, 4.0, 8.0_f64]
        .iter()
        .map(|x| (alpha - 1.0).ln() - alpha * x.ln() - rate.ln() + rate * (x - 1.0))
        .collect();
    let ratio: f64 = l.iter().sum();
    let variance = l.iter().map(|l| (l - ratio / 4.0).powi(2)).sum::<f64>() / 4.0;
    let one = LikelihoodRatio::new(tail, &power, &exponential);
    assert!(
        (one.log_likelihood_ratio - ratio).abs() < 1e-12 && (one.z - ratio / (4.0 * variance).sqrt()).abs() < 1e-12
    );
    let other = LikelihoodRatio::new(tail, &exponential, &power);
    assert!((one.z + other.z).abs() < 1e-12 && (one.p_two_sided - other.p_two_sided).abs() < 1e-12);
    assert!((one.p_one_sided + other.p_one_sided - 1.0).abs() < 1e-12);
    assert!(one.sentence.starts_with("the data cannot tell power law from exponential, z = "), "{}", one.sentence);
    let same = LikelihoodRatio::new(tail, &power, &power);
    assert_eq!((same.log_likelihood_ratio, same.z, same.p_two_sided), (0.0, 0.0, 1.0));
}

#[test]
fn a_clear_case() {
    let mut rng = Stream::new(3, 0, "problem");
    let values: Vec<f64> = (0..500).map(|_| 1.0 + rng.gaussian().powi(2) + rng.gaussian().powi(2)).collect();
    let (sample, _) = Sample::new(&values).unwrap();
    let tail = sample.above(1.0);
    let [power, exponential] = ["power_law", "exponential"].map(|law| Fit::new(named(law).unwrap(), tail).unwrap());
    let comparison = LikelihoodRatio::new(tail, &power, &exponential);
    assert!(comparison.p_two_sided < 1e-6 && comparison.p_one_sided > 0.999);
    assert!(comparison.sentence.starts_with("exponential over power law, z = "), "{}", comparison.sentence);
}
