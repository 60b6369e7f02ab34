//! Power diffusions: transitions and stationary laws.

use crate::support::*;
use statrs::distribution::{ContinuousCDF, Gamma, Normal};
use svsde::density::{PowerDiffusion, Resolution, Stationary};

const CIR: &str = r#"
seed = 2
[model.power-diffusion]
alpha = 1.2
beta = 0.8
p = 1
q = 1
c = 0.9
[initial.stationary]
[integrator.exact]
[time]
end = 2
record_every = 1
[ensemble]
replicas = 4000
"#;

fn pooled(sets: &[&str], time: usize) -> Vec<f64> {
    statistic(&spectra(&record(CIR, sets)), time, |x| x[0])
}

/// The law of each row of the family where it has a name: distribution function of λ.
#[test]
fn stationary_draws_follow_the_closed_laws() {
    let gamma = |shape: f64, rate: f64| Gamma::new(shape, rate).unwrap();
    let pooled = |sets: &[&str], time| pooled(&[sets, &["integrator.euler-maruyama.dt=1"]].concat(), time);
    let c2 = 0.9_f64 * 0.9;
    // p = q = 1: Gamma(2α/c², 2β/c²).
    let ratio = ks(&pooled(&[], 0), |x| gamma(2.4 / c2, 1.6 / c2).cdf(x));
    assert!(ratio < 1.0, "Gamma {ratio}");
    // p = 1/2, q = 1: √λ is Gamma(4α/c², 4β/c²).
    let ratio = ks(&pooled(&["model.p=0.5"], 0), |x| gamma(4.8 / c2, 3.2 / c2).cdf(x.sqrt()));
    assert!(ratio < 1.0, "square root {ratio}");
    // p = 1, q = 2: 1/λ is Gamma(1 + 2β/c², 2α/c²).
    let ratio = ks(&pooled(&["model.q=2"], 0), |x| 1.0 - gamma(1.0 + 1.6 / c2, 2.4 / c2).cdf(1.0 / x));
    assert!(ratio < 1.0, "inverse Gamma {ratio}");
    // p = 1, q = 0: normal with mean α/β and variance c²/(2β), on λ > 0.
    let normal = Normal::new(1.5, (c2 / 1.6).sqrt()).unwrap();
    let below = normal.cdf(0.0);
    let ratio = ks(&pooled(&["model.q=0"], 0), |x| (normal.cdf(x) - below) / (1.0 - below));
    assert!(ratio < 1.0, "truncated normal {ratio}");
    // p = 3, q = 1: λ³ is Gamma(2α/(3c²), 2β/(3c²)).
    let ratio = ks(&pooled(&["model.p=3"], 0), |x| gamma(0.8 / c2, 1.6 / (3.0 * c2)).cdf(x.powi(3)));
    assert!(ratio < 1.0, "cube {ratio}");
    // p = 0, q = 0, α = 0: exponential with rate 2β/c².
    let ratio = ks(&pooled(&["model.p=0", "model.q=0", "model.alpha=0"], 0), |x| 1.0 - (-1.6 * x / c2).exp());
    assert!(ratio < 1.0, "exponential {ratio}");
    // p = 1/2, q = 0: the published Muon mean field, by quadrature of exp(2αλ/c² − 4βλ^{3/2}/(3c²)).
    let weight = |x: f64| (2.4 * x / c2 - 4.0 * 0.8 * x.powf(1.5) / (3.0 * c2)).exp();
    let grid: Vec<f64> = (0..=40_000).map(|k| f64::from(k) * 5e-4).collect();
    let mut cumulative = vec![0.0];
    for pair in grid.windows(2) {
        cumulative.push(cumulative[cumulative.len() - 1] + 2.5e-4 * (weight(pair[0]) + weight(pair[1])));
    }
    let total = cumulative[cumulative.len() - 1];
    let ratio = ks(&pooled(&["model.p=0.5", "model.q=0"], 0), |x| cumulative[(x / 5e-4).round() as usize] / total);
    assert!(ratio < 1.0, "additive Muon {ratio}");
}

/// Where an exact stationary draw starts, its law stays: each integrator keeps it.
#[test]
fn every_integrator_keeps_the_stationary_law() {
    let c2 = 0.9_f64 * 0.9;
    let law = Gamma::new(2.4 / c2, 1.6 / c2).unwrap();
    for integrator in ["exact={}", "euler-maruyama.dt=0.01", "tamed-euler.dt=0.002", "adaptive-euler.dt=0.01"] {
        let ratio = ks(&pooled(&[&format!("integrator.{integrator}")], 2), |x| law.cdf(x));
        assert!(ratio < 1.0, "{integrator}: {ratio}");
    }
}

/// Particles follow the density of the Fokker–Planck equation: those of the published Muon mean field and of the one that keeps √λ, from a point
/// far outside until t = 12, and exact draws. With 30,000 replicas the adaptive steps of 0.01 came out at distances of 0.0065 and 0.0036, below the
/// threshold of 0.0113 there: what bias they have is lost in the 0.031 of 4000.
#[test]
fn particles_follow_the_numerical_density() {
    for q in [0.0, 1.0] {
        let diffusion = PowerDiffusion { alpha: 1.2, beta: 1.6, p: 0.5, q, c: 0.9 };
        let density = Stationary::solve(&diffusion.equation(), &Resolution::default()).unwrap();
        let model = ["model.beta=1.6", "model.p=0.5", &format!("model.q={q}")].map(str::to_owned);
        let relaxed =
            ["initial.values.lambda=[4.0]", "integrator.adaptive-euler.dt=0.01", "time.end=12", "time.record_every=12"];
        for sets in [&relaxed[..], &["integrator.euler-maruyama.dt=1"][..]] {
            let sets: Vec<&str> = model.iter().map(String::as_str).chain(sets.iter().copied()).collect();
            let time = usize::from(sets.len() > 4);
            let ratio = ks(&pooled(&sets, time), |x| density.cdf_at(x));
            assert!(ratio < 1.0, "q = {q}, {sets:?}: {ratio}");
        }
    }
}

/// The exact transition from a fixed value: mean and variance of a Cox–Ingersoll–Ross process within four standard errors.
#[test]
fn the_exact_transition_has_the_right_moments() {
    let values = pooled(&["initial.values.lambda=[0.3]"], 1);
    let (factor, c2) = ((-0.8_f64).exp(), 0.9_f64 * 0.9);
    let exact = 1.5 + (0.3 - 1.5) * factor;
    let variance = 0.3 * c2 / 0.8 * (factor - factor * factor) + 1.5 * c2 / 1.6 * (1.0 - factor).powi(2);
    let (found, error) = mean(&values);
    assert!((found - exact).abs() < 4.0 * error, "{found} ± {error} {exact}");
    let squares: Vec<f64> = values.iter().map(|x| (x - exact).powi(2)).collect();
    let (found, error) = mean(&squares);
    assert!((found - variance).abs() < 4.0 * error, "{found} ± {error} {variance}");
}

/// Particles of one replica are independent, and each is reflected by itself.
#[test]
fn particles_are_independent_copies() {
    let record = record(
        CIR,
        &["model.cols=3", "model.alpha=0.1", "integrator.euler-maruyama.dt=0.01", "ensemble.replicas=2000"],
    );
    assert_eq!(mean_of(&record, "replicas/collisions"), 0.0);
    assert!(mean_of(&record, "replicas/reflections") > 1.0);
    let spectra = spectra(&record);
    // The largest of three independent copies: F³.
    let one = crate::power::pooled(&["model.alpha=0.1", "integrator.euler-maruyama.dt=0.01", "seed=9"], 2);
    let ratio = ks(&statistic(&spectra, 2, |x| x[2]), |x| {
        (one.iter().filter(|&&y| y <= x).count() as f64 / one.len() as f64).powi(3)
    });
    // The reference is itself a sample of 4000: its distance enters threefold at most, hence the factor 1 + 3/√2.
    assert!(ratio < 3.2, "{ratio}");
}
