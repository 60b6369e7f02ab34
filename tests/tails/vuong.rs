//! How often Vuong's test finds the law that the sample was drawn from.

use super::support::{Case, expectation, normal};
use rayon::prelude::*;
use svsde::tails::comparison::Comparison;
use svsde::tails::{Fit, Sample};

/// A law, and another family.
struct Duel {
    truth: Case,
    wrong: Case,
}

impl Duel {
    /// Mean and deviation of log p − log q under p.
    fn gap(&self) -> [f64; 2] {
        let (truth, wrong) = (self.truth.distribution(), self.wrong.law.at(&self.nearest(), self.truth.x_min).unwrap());
        let ratio = |x: f64| truth.log_density(x) - wrong.log_density(x);
        let mean = expectation(truth.as_ref(), ratio);
        [mean, (expectation(truth.as_ref(), |x| ratio(x).powi(2)) - mean * mean).sqrt()]
    }

    /// The member of the wrong family with the largest mean log-likelihood.
    fn nearest(&self) -> Vec<f64> {
        let law = self.truth.distribution();
        let of = |f: fn(f64) -> f64| expectation(law.as_ref(), f);
        match self.wrong.law.name() {
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
            Comparison::new(tail, &truth, &wrong).z > 1.96
        };
        (0..samples).into_par_iter().filter(found).count() as f64 / samples as f64
    }
}

fn duel(truth: Case, wrong: &str) -> Duel {
    Duel { truth, wrong: Case::new(wrong, &[], truth.x_min) }
}

#[test]
#[ignore = "slow"]
fn power() {
    for (k, &shape) in SHAPES.iter().enumerate() {
        let duel = duel(Case::new("gamma", shape, 0.0), "lognormal");
        let [mean, deviation] = duel.gap();
        for target in [1.0, 2.0, 3.0] {
            let n = (target * deviation / mean).powi(2).round() as usize;
            let theory = normal((n as f64).sqrt() * mean / deviation - 1.96);
            let samples = 2000 >> k;
            let rate = duel.rate(n, samples);
            println!(
                "{shape:?} {n}: {rate:.3} {theory:.3} ± {:.3} Δ/s {:.4}",
                (theory * (1.0 - theory) / samples as f64).sqrt(),
                mean / deviation
            );
        }
    }
}

const SHAPES: [&[f64]; 3] = [&[4.0, 1.0], &[16.0, 1.0], &[64.0, 1.0]];

/// Pairs
#[test]
#[ignore = "slow"]
fn far() {
    for (duel, sizes) in [
        (duel(Case::new("stretched_exponential", &[0.5, 1.0], 0.0), "lognormal"), [50, 150, 400]),
        (duel(Case::new("lognormal", &[0.0, 1.0], 0.0), "exponential"), [50, 150, 400]),
        (duel(Case::new("exponential", &[1.0], 1.0), "power_law"), [50, 150, 400]),
        (duel(Case::new("power_law", &[3.5], 1.0), "exponential"), [50, 150, 400]),
    ] {
        let [mean, deviation] = duel.gap();
        for n in sizes {
            let theory = normal((n as f64).sqrt() * mean / deviation - 1.96);
            println!(
                "{} {} {n}: {:.3} {theory:.3} Δ/s {:.4}",
                duel.truth.law.name(),
                duel.wrong.law.name(),
                duel.rate(n, 2000),
                mean / deviation
            );
        }
    }
}
