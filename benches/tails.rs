//! Tails: the search for x_min and the bootstrap of a power law's goodness.

use divan::{Bencher, black_box};
use std::sync::atomic::AtomicBool;
use svsde::random::Stream;
use svsde::tails::bootstrap::Bootstrap;
use svsde::tails::laws::{LAWS, named};
use svsde::tails::threshold::Search;
use svsde::tails::{Fit, Sample};

fn main() {
    divan::main();
}

/// Weibull of exponent ½ from 0: a body with a tail that looks like a power law for a while.
fn sample(n: usize) -> Sample {
    let mut rng = Stream::new(7, 0, "problem");
    let values: Vec<f64> = (0..n).map(|_| 0.25 * (rng.gaussian().powi(2) + rng.gaussian().powi(2)).powi(2)).collect();
    Sample::new(&values).unwrap().0
}

/// Every value a candidate, on all threads.
#[divan::bench(args = [1_000, 10_000, 100_000], sample_count = 10)]
fn x_min_scan(bencher: Bencher, n: usize) {
    let sample = sample(n);
    bencher.bench(|| Search::default().scan(black_box(&sample)));
}

/// Semiparametric bootstrap that looks for x_min each time.
#[divan::bench(args = [100, 500, 2_500], sample_count = 3)]
fn bootstrap_of_500_values(bencher: Bencher, replicates: usize) {
    let sample = sample(500);
    let search = Search::default();
    let best = search.best(&sample).unwrap();
    let law = (named("power_law").unwrap().at)(&[best.alpha], best.x_min).unwrap();
    let stop = AtomicBool::new(false);
    let chance = Bootstrap { seed: 1, purpose: "bench".to_owned(), replicates, stop: &stop };
    bencher.bench(|| chance.power_law(black_box(&sample), &search, &best, law.as_ref()));
}

/// Fit, likelihood and distances of a law above the median.
#[divan::bench(args = LAWS.iter().map(|law| law.name))]
fn fit_of_1000_values(bencher: Bencher, name: &str) {
    let sample = sample(2_000);
    let tail = sample.above(sample.values()[1_000]);
    let law = named(name).unwrap();
    bencher.bench(|| Fit::new(law, black_box(tail)));
}
