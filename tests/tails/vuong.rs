//! How often Vuong's test finds the law that the sample was drawn from.

use super::support::{Case, expectation, normal};
use rayon::prelude::*;
use svsde::tails::likelihood_ratio::LikelihoodRatio;
use svsde::tails::{Fit, Sample};

/// A law, and another family.
struct Duel {
    truth: Case,
    wrong: Case,
}

impl Duel {
    /// Mean and deviation of log p − log q under p.
    fn gap(&self) -> [f64; 2] {
        let (truth, wrong) =
            (self.truth.distribution(), (self.wrong.law.at)(&self.nearest(), self.truth.x_min).unwrap());
        let ratio = |x: f64| truth.log_density(x) - wrong.log_density(x);
        let mean = expectation(truth.as_ref(), ratio);
        [mean, (expectation(truth.as_ref(), |x| ratio(x).powi(2)) - mean * mean).sqrt()]
    }

    /// The member of the wrong family with the largest mean log-likelihood.
    fn nearest(&self) -> Vec<f64> {
        let law = self.truth.distribution();
        let of = |f: fn(f64) -> f64| expectation(law.as_ref(), f);
        match self.wrong.law.name {
            "lognormal" => {
                let mu = of(f64::ln);
                vec![mu, expectation(law.as_ref(), |x| (x.ln() - mu).powi(2)).sqrt()]
            }
            "exponential" => vec![1.0 / (of(|x| x) - self.truth.x_min)],
            _ => vec![1.0 + 1.0 / (of(f64::ln) - self.truth.x_min.ln())],
        }
    }

    /// Share of `samples` samples of `n` values in which the truth is chosen.
    fn rate(&self, n: usize, samples: usize) -> f64 {
        let found = |r: &usize| {
            let (sample, _) = Sample::new(&self.truth.draws(n, 800 + n as u64, *r as u64)).unwrap();
            let tail = sample.above(self.truth.x_min);
            let [truth, wrong] = [self.truth.law, self.wrong.law].map(|law| Fit::new(law, tail).unwrap());
            LikelihoodRatio::new(tail, &truth, &wrong).z > 1.96
        };
        (0..samples).into_par_iter().filter(found).count() as f64 / samples as f64
    }
}

fn duel(truth: Case, wrong: &str) -> Duel {
    Duel { truth, wrong: Case::new(wrong, &[], truth.x_min) }
}

/// Gamma laws of shape k tend to the lognormal law as k grows, Δ/s = O(1/√k). The theory is the limit Δ/s → 0 at given √n Δ/s: that s is estimated
/// from the same values, and the parameters as well, changes the rate by O(Δ/s), at most 0.04 for Δ/s = 0.1, a third at the shape 16.
fn check(shape: &'static [f64], target: f64, samples: usize) {
    let duel = duel(Case::new("gamma", shape, 0.0), "lognormal");
    let [mean, deviation] = duel.gap();
    let (n, ratio) = ((target * deviation / mean).powi(2).round() as usize, mean / deviation);
    let (rate, theory) = (duel.rate(n, samples), normal((n as f64).sqrt() * ratio - 1.96));
    let binomial = (theory * (1.0 - theory) / samples as f64).sqrt();
    println!("{shape:?}, n = {n}, Δ/s = {ratio:.3}: {rate:.3}, theory {theory:.3} ± {binomial:.3}");
    assert!((rate - theory).abs() < 4.0 * binomial + 0.5 * ratio, "{shape:?} {n}: {rate} {theory}");
}

#[test]
fn the_true_law_is_found_as_often_as_theory_says() {
    [1.0, 2.0, 3.0].into_iter().for_each(|target| check(&[4.0, 1.0], target, 300));
}

#[test]
#[ignore = "slow"]
fn the_closer_the_laws_the_better_the_theory() {
    for (shape, samples) in [(&[4.0, 1.0], 4000), (&[16.0, 1.0], 2000), (&[64.0, 1.0], 1000)] {
        [1.0, 2.0, 3.0].into_iter().for_each(|target| check(shape, target, samples));
    }
}

/// Far from each other, with Δ/s of 0.07 to 0.25: the true law is found more often than the limit says, up to where 1 is near. The share only
/// grows with n.
#[test]
#[ignore = "slow"]
fn laws_far_apart() {
    for (truth, wrong) in [
        (Case::new("stretched_exponential", &[0.5, 1.0], 0.0), "lognormal"),
        (Case::new("lognormal", &[0.0, 1.0], 0.0), "exponential"),
        (Case::new("exponential", &[1.0], 1.0), "power_law"),
        (Case::new("power_law", &[3.5], 1.0), "exponential"),
    ] {
        let duel = duel(truth, wrong);
        let [mean, deviation] = duel.gap();
        let rates = [50, 150, 400].map(|n| (duel.rate(n, 2000), normal((n as f64).sqrt() * mean / deviation - 1.96)));
        println!("{} over {wrong}, Δ/s = {:.3}: {rates:.3?}", truth.law.name, mean / deviation);
        // Two binomial errors of 2000 samples.
        assert!(rates.iter().all(|(rate, theory)| *rate > theory - 0.02) && rates[2].0 > 0.8, "{rates:?}");
    }
}
