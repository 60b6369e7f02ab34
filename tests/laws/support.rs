//! Running scenarios through the library, and Kolmogorov–Smirnov distances.

use ndarray::Array3;
use std::path::Path;
use svsde::Control;
use svsde::ensemble::EnsembleResult;
use svsde_cli::scenario::Override;
use svsde_cli::store::Content;
use svsde_cli::study::matrices::MatrixStudy;
use svsde_cli::study::particles::ParticleStudy;
use svsde_cli::study::{AnyStudy, parse};

/// Runs a scenario given as text.
pub fn record(text: &str, sets: &[&str]) -> EnsembleResult {
    let sets: Vec<Override> = sets.iter().map(|set| set.parse().unwrap()).collect();
    let mut scenario = parse(text, "test.toml", Path::new(""), &sets).unwrap_or_else(|error| panic!("{error}"));
    if let AnyStudy::ParticleStudy(ParticleStudy { output, .. }) | AnyStudy::MatrixStudy(MatrixStudy { output, .. }) =
        &mut scenario.study
    {
        output.spectra = Some(true);
    }
    let outcome = scenario.study.prepare(scenario.seed).unwrap().run(&Control::default()).unwrap();
    let Some(Content::Ensemble(record)) = outcome.content else { panic!("no replicas") };
    assert_eq!(record.failures(), 0, "replicas failed");
    record
}

/// λ of every replica at every recorded time: R × T × n.
pub fn spectra(record: &EnsembleResult) -> Array3<f64> {
    let first = record.outcomes[0].values.iter().find(|value| value.path == "spectra/lambda").unwrap();
    let shape = (record.outcomes.len(), first.array.shape[0], first.array.shape[1]);
    let flat = record.outcomes.iter().flat_map(|outcome| {
        let value = outcome.values.iter().find(|value| value.path == "spectra/lambda").unwrap();
        value.array.data.iter().copied()
    });
    Array3::from_shape_vec(shape, flat.collect()).unwrap()
}

/// Mean over replicas of a number that each keeps.
pub fn mean_of(record: &EnsembleResult, path: &str) -> f64 {
    let values = record.outcomes.iter().map(|o| o.values.iter().find(|v| v.path == path).unwrap().array.data[0]);
    values.sum::<f64>() / record.outcomes.len() as f64
}

/// One statistic of every replica at record `time`.
pub fn statistic(spectra: &Array3<f64>, time: usize, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let rows = spectra.outer_iter();
    rows.map(|replica| f(&replica.row(time).to_vec())).collect()
}

/// Mean and standard error.
pub fn mean(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0);
    (mean, (variance / n).sqrt())
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

/// sup |F_N − F| over 1.95/√N; below 1 for all but one in a thousand independent samples of the law.
pub fn ks(values: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let n = values.len() as f64;
    let distance = sorted(values).iter().enumerate().fold(0.0_f64, |distance, (k, &x)| {
        let f = cdf(x);
        distance.max(f - k as f64 / n).max((k + 1) as f64 / n - f)
    });
    distance * n.sqrt() / 1.95
}

/// sup |F_N − F_M| over 1.95√(1/N + 1/M).
pub fn ks_two(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (sorted(a), sorted(b));
    let (n, m) = (a.len() as f64, b.len() as f64);
    let (mut i, mut j, mut distance) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let x = a[i].min(b[j]);
        while i < a.len() && a[i] <= x {
            i += 1;
        }
        while j < b.len() && b[j] <= x {
            j += 1;
        }
        distance = distance.max((i as f64 / n - j as f64 / m).abs());
    }
    distance / (1.95 * (1.0 / n + 1.0 / m).sqrt())
}

/// Names and functions of the statistics that distinguish spectra: the trace, both edges and the smallest gap.
pub type Statistic = (&'static str, fn(&[f64]) -> f64);

pub const STATISTICS: [Statistic; 4] = [
    ("trace", |x| x.iter().sum()),
    ("largest", |x| x[x.len() - 1]),
    ("smallest", |x| x[0]),
    ("smallest gap", |x| x.windows(2).map(|w| w[1] - w[0]).fold(f64::INFINITY, f64::min)),
];

#[test]
fn distances_of_known_samples() {
    // Four points in the middle of quarters are 1/8 away from uniform; 1/8·√4/1.95.
    let middle = [0.125, 0.375, 0.625, 0.875];
    assert!((ks(&middle, |x| x) - 0.25 / 1.95).abs() < 1e-15);
    let (low, high): (Vec<f64>, Vec<f64>) = ((0..50).map(f64::from).collect(), (25..75).map(f64::from).collect());
    assert!((ks_two(&low, &high) - 0.5 / (1.95 * 0.2)).abs() < 1e-12);
    assert_eq!(ks_two(&low, &low), 0.0);
}
