//! Muon: perturbation theory of the polar factor, and the matrix.

use crate::support::*;
use ndarray::Array2;
use svsde::ensemble::Average;
use svsde::ensemble::EnsembleResult;
use svsde::linalg::{singular_values, svd};
use svsde::matrix::models::{MatrixDynamics, MatrixMuon};
use svsde::matrix::optimizer::Decay;
use svsde::particles::models::{Constants, GapDiffusion, MuonGap, Sde};
use svsde::particles::proximal::ProximalProblem;
use svsde::random::Stream;

const NOISE: &str = r#"
seed = 4
[model.polar-noise]
rows = 6
cols = 4
learning_rate = 0.02
gradient_noise = 0.02
[initial.values]
sigma = [0.6, 1.0, 1.5, 2.0]
[time]
end = 100
record_every = 1
burn_in = 1
[ensemble]
replicas = 300
"#;

/// Measured and predicted, entry by entry, with the standard error.
fn compared(record: &EnsembleResult, name: &str) -> Vec<(f64, f64, f64)> {
    let average: &Average = record.averages.iter().find(|a| a.quantity.path == format!("noise/{name}")).unwrap();
    let predicted = record.outcomes[0].values.iter().find(|v| v.path == format!("noise/predicted/{name}")).unwrap();
    let error = average.overall.std_error().unwrap();
    let measured = average.overall.mean();
    measured.iter().zip(&predicted.array.data).zip(error).map(|((m, p), e)| (*m, *p, e)).collect()
}

/// With ν/s_min = 1/30 the next order is (ν/s)² ~ 1e-3 of the leading one, below the errors of 1 %. Four standard errors.
#[test]
fn perturbation_theory_of_the_polar_factor() {
    for shape in [(6, "[0.6, 1.0, 1.5, 2.0]"), (4, "[0.6, 1.0, 1.5, 2.0]"), (6, "[0.9, 0.901, 1.5, 2.0]")] {
        let sets = [format!("model.rows={}", shape.0), format!("initial.values.sigma={}", shape.1)];
        let record = record(NOISE, &sets.each_ref().map(String::as_str));
        for name in ["displacement", "attenuation", "variance"] {
            for (measured, predicted, error) in compared(&record, name) {
                assert!(
                    (measured - predicted).abs() < 4.0 * error,
                    "{shape:?} {name}: {measured} ± {error} {predicted}"
                );
                assert!(error < 0.02 * predicted, "{name}: {error} says nothing about {predicted}");
            }
        }
        // A gap of 1e-3 is less than a step moves σ: there the order of the two is not kept, and only their sum is predicted.
        let drift = compared(&record, "drift");
        for (measured, predicted, error) in drift.iter().skip(if shape.1.contains("0.901") { 2 } else { 0 }) {
            assert!((measured - predicted).abs() < 4.0 * error, "{shape:?} drift: {measured} ± {error} {predicted}");
        }
    }
}

/// The drift's part of second order, η²R_k, is resolved: without it the smallest σ would be off by many standard errors.
#[test]
fn the_second_order_drift_is_seen() {
    let record = record(NOISE, &["model.learning_rate=0.06", "model.gradient_noise=0.05", "ensemble.replicas=1000"]);
    let (measured, predicted, error) = compared(&record, "drift")[0];
    let attenuation = compared(&record, "attenuation")[0].1;
    let first_order = -0.06 * (1.0 - attenuation);
    assert!((measured - first_order).abs() > 5.0 * error, "{measured} ± {error} {first_order}");
    assert!((measured - predicted).abs() < 0.3 * (measured - first_order).abs(), "{measured} ± {error} {predicted}");
}

/// An exponential average of independent noise has (1 − ρ)/(1 + ρ) of its variance, not (1 − ρ)².
#[test]
fn momentum_multiplies_the_variance_by_the_right_factor() {
    let sets = ["model.momentum=0.8", "time.burn_in=60", "time.end=400", "time.record_every=20"];
    let record = record(NOISE, &sets);
    let (measured, predicted, error) = compared(&record, "variance")[0];
    assert!((predicted - 4e-4 / 9.0).abs() < 1e-18, "{predicted}");
    assert!((measured - predicted).abs() < 4.0 * error, "{measured} ± {error} {predicted}");
    let published = 4e-4 * 0.04;
    assert!((measured - published).abs() > 50.0 * error);
}

const ALIGNED: &str = r#"
seed = 3
[model.MODEL]
rows = 6
cols = 4
learning_rate = 0.01
gradient_noise = 0.02
curvature = 1.0
[initial.values]
sigma = [0.6, 1.0, 1.5, 2.0]
[time]
end = 20
record_every = 20
[ensemble]
replicas = 400
"#;

/// Twenty steps from an aligned start: the particles follow the mean of the matrix within four standard errors, and the
/// noise-free descent −η per step does not.
#[test]
fn particles_of_the_polar_factor_follow_the_matrix() {
    let matrix = spectra(&record(&ALIGNED.replace("MODEL", "matrix-muon"), &[]));
    let particles = ALIGNED.replace("MODEL", "muon-polar");
    let particles = spectra(&record(&particles, &["integrator.euler-maruyama.dt=1", "ensemble.replicas=1"]));
    for k in 0..4 {
        let (measured, error) = mean(&statistic(&matrix, 1, |x| x[k].sqrt()));
        let predicted = particles[(0, 1, k)].sqrt();
        assert!((measured - predicted).abs() < 4.0 * error, "{k}: {measured} ± {error} {predicted}");
        let bare = [0.6, 1.0, 1.5, 2.0][k] - 0.2;
        assert!(k > 0 || (measured - bare).abs() > 20.0 * error, "{k}: {measured} ± {error} {bare}");
    }
}

/// Without noise each singular value falls by η a step, scaled and decayed as the options say.
#[test]
fn noise_free_muon_lowers_every_singular_value_by_eta() {
    let base = ALIGNED.replace("MODEL", "matrix-muon");
    let run = |sets: &[&str]| {
        let sets = [&["model.gradient_noise=0", "ensemble.replicas=1"], sets].concat();
        let spectra = spectra(&record(&base, &sets));
        (0..4).map(|k| spectra[(0, 1, k)].sqrt()).collect::<Vec<_>>()
    };
    let start = [0.6, 1.0, 1.5, 2.0];
    let close = |found: Vec<f64>, wanted: [f64; 4]| {
        assert!(found.iter().zip(wanted).all(|(f, w)| (f - w).abs() < 1e-12), "{found:?} {wanted:?}");
    };
    close(run(&[]), start.map(|s| s - 0.2));
    close(run(&["model.scale=original"]), start.map(|s| s - 0.2 * 1.5_f64.sqrt()));
    let decayed = |s: f64| (0..20).fold(s, |s, _| s * (1.0 - 0.01 * 0.5) - 0.01);
    close(run(&["model.weight_decay=0.5"]), start.map(decayed));
}

/// The update written out once more, with the same draws of noise: momentum, Nesterov's form, both decays, scale.
#[test]
fn the_matrix_update_is_the_one_documented() {
    let (eta, nu, kappa, rho, decay) = (0.1, 0.4, 0.7, 0.8, 0.3);
    let scale = (5.0_f64 / 3.0).sqrt();
    let start = Array2::from_shape_fn((5, 3), |(i, j)| ((3 * i + 5 * j) as f64).sin());
    for (nesterov, coupled) in [(false, false), (true, false), (false, true), (true, true)] {
        let model = MatrixMuon {
            rows: 5,
            cols: 3,
            learning_rate: eta,
            gradient_noise: nu,
            curvature: kappa,
            momentum: rho,
            nesterov,
            weight_decay: decay,
            decay: if coupled { Decay::Coupled } else { Decay::Decoupled },
            polar: "svd".to_owned(),
            polar_iterations: None,
            scale: "original".to_owned(),
        };
        let mut noise = Stream::new(5, 2, "process");
        let mut process = model.start(start.clone(), &mut noise).unwrap();
        let mut same = noise.clone();
        let (mut w, mut average) = (start.clone(), Array2::zeros((5, 3)));
        for step in 0..6 {
            process.advance(f64::from(step), 1.0, &mut noise).unwrap();
            let xi = Array2::from_shape_simple_fn((5, 3), || same.gaussian());
            let gradient = kappa * &w + nu * xi + if coupled { decay * &w } else { 0.0 * &w };
            average = rho * &average + (1.0 - rho) * &gradient;
            let along = if nesterov { (1.0 - rho) * gradient + rho * &average } else { average.clone() };
            let svd = svd(along.view()).unwrap();
            w = (if coupled { 1.0 } else { 1.0 - eta * decay }) * &w - eta * scale * svd.u.dot(&svd.v.t());
        }
        let (mut spectrum, mut rest) = (Vec::new(), Vec::new());
        process.measure(&mut spectrum, &mut rest).unwrap();
        let wanted = singular_values(w.view()).unwrap();
        let close = spectrum.iter().zip(&wanted).all(|(lambda, sigma)| (lambda.sqrt() - sigma).abs() < 1e-12);
        assert!(close, "{nesterov} {coupled}: {spectrum:?} {wanted}");
    }
}

/// As for SGD: dσ = f dt + g dβ and dλ = a dt + b dβ are one process, f = a/(2σ) − b²/(8σ³), g = b/(2σ). A noise increment w moves
/// the proximal step by g·w + O(w²).
#[test]
fn both_forms_of_the_gap_model_agree() {
    let sigma = [0.4, 0.9, 1.5];
    let lambda = sigma.map(|s| s * s);
    let matched = |cols, constants| {
        let diffusion = GapDiffusion::Matched;
        MuonGap { rows: 6, cols, learning_rate: 0.7, gradient_noise: 0.2, diffusion, constants }
    };
    for constants in [Constants::Exact, Constants::Published] {
        let gap = matched(3, constants);
        let (mut a, mut b) = ([0.0; 3], [0.0; 3]);
        gap.coefficients(&lambda, &mut a, &mut b);
        let moved = |dw: [f64; 3], dt: f64| {
            let mut problem = ProximalProblem::default();
            problem.prepare(3);
            gap.proximal().unwrap().proximal_problem(&sigma, &dw, dt, &mut problem);
            let mut moved = sigma;
            problem.minimise(&mut moved).unwrap();
            [0, 1, 2].map(|k| moved[k] - sigma[k])
        };
        let drift = moved([0.0; 3], 1e-8);
        let noise = moved([1e-7; 3], 1e-16);
        for k in 0..3 {
            let f = a[k] / (2.0 * sigma[k]) - b[k] * b[k] / (8.0 * sigma[k].powi(3));
            assert!((drift[k] / 1e-8 - f).abs() < 1e-6, "{constants:?} {k}: {} {f}", drift[k] / 1e-8);
            let g = b[k] / (2.0 * sigma[k]);
            assert!((noise[k] / 1e-7 - g).abs() < 1e-6, "{constants:?} {k}: {} {g}", noise[k] / 1e-7);
        }
        // 8ηD_kλ_k is the variance of the noise: with c₂ = 0 and c₁ as given, the repulsion-free drift is c₁b²/(8λ) − 2η√λ.
        let single = matched(1, constants);
        let (mut a, mut b) = ([0.0], [1.0]);
        single.coefficients(&[4.0], &mut a, &mut b);
        assert_eq!((a, b), ([-2.8], [0.0]));
    }
    assert!(matched(3, Constants::Exact).stationary().is_err());
}
