//! p-values of samples drawn from the law that is fitted are uniform.

use super::support::{Case, distance};
use rayon::prelude::*;
use std::sync::atomic::AtomicBool;
use svsde::tails::bootstrap::Chance;
use svsde::tails::laws::POWER_LAW;
use svsde::tails::threshold::Search;
use svsde::tails::{Fit, Sample};

fn cases() -> [Case; 12] {
    [
        Case::new("power_law", &[2.5], 1.0),
        Case::new("truncated_power_law", &[1.5, 0.1], 1.0),
        Case::new("exponential", &[0.5], 1.0),
        Case::new("exponential", &[0.5], 0.0),
        Case::new("stretched_exponential", &[0.5, 1.0], 1.0),
        Case::new("stretched_exponential", &[1.5, 1.0], 0.0),
        Case::new("gamma", &[2.0, 1.0], 1.0),
        Case::new("gamma", &[0.5, 1.0], 0.0),
        Case::new("lognormal", &[0.0, 1.0], 1.0),
        Case::new("lognormal", &[0.0, 1.0], 0.0),
        Case::new("generalised_gamma", &[2.0, 1.0, 1.0], 1.0),
        Case::new("generalised_gamma", &[2.0, 1.5, 1.0], 0.0),
    ]
}

/// p-values of `samples` samples of `n` values; of those at a limit of the family none.
fn p_values(case: Case, n: usize, samples: usize, replicates: usize) -> Vec<f64> {
    let stop = AtomicBool::new(false);
    let one = |r: usize| {
        let (sample, _) = Sample::new(&case.draws(n, 600, r as u64)).unwrap();
        let tail = sample.above(case.x_min);
        let fit = Fit::new(case.law, tail).ok()?;
        Some(Chance { seed: r as u64, process: 1, replicates, stop: &stop }.fixed(&fit, tail)?.value)
    };
    (0..samples).into_par_iter().filter_map(one).collect()
}

/// Distance from the law of k/N, k uniform from 0 to N: halfway between its steps.
fn from_uniform(p: &[f64], replicates: usize) -> f64 {
    let n = replicates as f64;
    distance(p, |p| (p * n + 0.5) / (n + 1.0)) - 0.5 / (n + 1.0)
}

#[test]
#[ignore = "slow"]
fn four_hundred_samples_of_every_law() {
    for case in cases() {
        let p = p_values(case, 200, 400, 199);
        let d = from_uniform(&p, 199);
        println!(
            "{:24} {} {} D = {d:.4}, limit {:.4}",
            case.law.name(),
            case.x_min,
            p.len(),
            1.95 / (p.len() as f64).sqrt()
        );
    }
}

/// With x_min looked for.
#[test]
#[ignore = "slow"]
fn power_law_with_a_body() {
    let stop = AtomicBool::new(false);
    for n in [500, 2000] {
        let one = |r: usize| {
            // Exponential below 1 with a density that goes over into the power law's: half of the values are in the tail.
            let tail = Case::new("power_law", &[2.5], 1.0).draws(n / 2, 700, r as u64);
            let body = Case::new("exponential", &[1.0], 0.0).draws(n - n / 2, 701, r as u64);
            let values: Vec<f64> = tail.into_iter().chain(body.into_iter().map(|x| 1.0 / (1.0 + x))).collect();
            let (sample, _) = Sample::new(&values).unwrap();
            let search = Search::default();
            let scan = search.scan(&sample)?;
            let fit = Fit::new(&POWER_LAW, sample.above(scan.best.x_min)).ok()?;
            let chance = Chance { seed: r as u64, process: 1, replicates: 199, stop: &stop };
            Some((chance.power_law(&sample, &search, &scan.best, fit.distribution.as_ref())?.value, fit))
        };
        let found: Vec<(f64, Fit)> = (0..400).into_par_iter().filter_map(one).collect();
        let p: Vec<f64> = found.iter().map(|(p, _)| *p).collect();
        let below = |level: f64| p.iter().filter(|&&p| p < level).count() as f64 / p.len() as f64;
        println!(
            "n = {n}: D = {:.4} {:?} n_tail {}",
            from_uniform(&p, 199),
            [0.05, 0.1, 0.25, 0.5, 0.75, 0.9].map(below),
            super::support::mean(&found.iter().map(|(_, fit)| fit.n as f64).collect::<Vec<_>>())
        );
    }
}
