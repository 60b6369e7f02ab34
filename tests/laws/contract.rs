//! What every particle model promises.

use svsde::particles::models::{Confinement, Constants, Diffusion, Model, MuonGap, MuonPolar, PowerDiffusion, Sgd};

fn models() -> Vec<Box<dyn Model>> {
    let mut models: Vec<Box<dyn Model>> = Vec::new();
    for constants in [Constants::Exact, Constants::Published] {
        for confinement in [Confinement::Quadratic(0.3), Confinement::Uniform] {
            models.push(Box::new(Sgd::new((7, 4), 0.7, 0.2, confinement, constants)));
        }
        for diffusion in [Diffusion::Constant(0.1), Diffusion::Matched] {
            models.push(Box::new(MuonGap::new((7, 4), 0.7, 0.2, diffusion, constants)));
        }
    }
    models.push(Box::new(MuonPolar::new((7, 4), 0.1, 0.2, 0.5)));
    for (p, q) in [(1.0, 1.0), (0.5, 0.0), (0.5, 1.0), (1.0, 2.0), (2.0, 0.7)] {
        models.push(Box::new(PowerDiffusion { alpha: 0.6, beta: 1.1, p, q, c: 0.8, count: 4 }));
    }
    models
}

fn coefficients(model: &dyn Model, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut drift, mut amplitude) = (vec![f64::NAN; x.len()], vec![f64::NAN; x.len()]);
    model.coefficients(x, &mut drift, &mut amplitude);
    (drift, amplitude)
}

#[test]
fn coefficients_are_finite_where_they_are_defined() {
    let states = [[0.3, 0.8, 1.3, 2.9], [0.0, 0.8, 1.3, 2.9], [1e-9, 2e-9, 3.0, 3e4], [1.0; 4], [0.0; 4]];
    for (index, model) in models().iter().enumerate() {
        assert_eq!(model.count(), 4);
        assert!(model.is_defined(&states[0]), "{index}");
        for x in states.iter().filter(|x| model.is_defined(*x)) {
            let (drift, amplitude) = coefficients(model.as_ref(), x);
            assert!(drift.iter().all(|a| a.is_finite()), "{index} {x:?}: {drift:?}");
            assert!(amplitude.iter().all(|b| b.is_finite() && *b >= 0.0), "{index} {x:?}: {amplitude:?}");
        }
    }
}

/// ½ b b′ = (b²)′/4 by central differences at h = 1e-5, which leave h²b‴ ~ 1e-9; and no b_k that depends on another x_j.
#[test]
fn milsteins_term_is_the_derivative_of_the_noise() {
    let (x, h) = ([0.3, 0.8, 1.3, 2.9], 1e-5);
    let mut tested = 0;
    for (index, model) in models().iter().enumerate() {
        let mut term = [f64::NAN; 4];
        if !model.milstein(&x, &mut term) {
            continue;
        }
        tested += 1;
        for j in 0..4 {
            let shifted = |h: f64| {
                let mut x = x;
                x[j] += h;
                coefficients(model.as_ref(), &x).1
            };
            let (above, below) = (shifted(h), shifted(-h));
            for k in 0..4 {
                let slope = (above[k] * above[k] - below[k] * below[k]) / (8.0 * h);
                let wanted = if j == k { term[k] } else { 0.0 };
                assert!((slope - wanted).abs() < 1e-7, "{index} {j} {k}: {slope} {wanted}");
            }
        }
    }
    assert_eq!(tested, 10);
}

/// Drift and noise by hand: λ = (1, 4), η = 0.5, D = 0.2, κ = 0.3, m = 5, n = 2.
#[test]
fn values_by_hand() {
    let close = |found: Vec<f64>, wanted: [f64; 2]| {
        assert!(found.iter().zip(wanted).all(|(f, w)| (f - w).abs() < 1e-14), "{found:?} {wanted:?}");
    };
    let x = [1.0, 4.0];
    // ηD = 0.1; Σ λ_k/(λ_k − λ_j) = −1/3 and 4/3; −2ηκλ = −0.3λ, −2η√λ = −√λ.
    let sgd = |confinement, constants| Sgd::new((5, 2), 0.5, 0.2, confinement, constants);
    let (drift, noise) = coefficients(&sgd(Confinement::Quadratic(0.3), Constants::Exact), &x);
    close(drift, [0.8 - 0.4 / 3.0 - 0.3, 0.8 + 1.6 / 3.0 - 1.2]);
    close(noise, [2.0 * 0.2_f64.sqrt(), 2.0 * 0.8_f64.sqrt()]);
    let (drift, _) = coefficients(&sgd(Confinement::Uniform, Constants::Published), &x);
    close(drift, [0.6 - 0.2 / 3.0 - 1.0, 0.6 + 0.8 / 3.0 - 2.0]);
    // S = 1/9 for both; ν = 0.6: matched ηD_k = η²ν²S/2 = 0.005, noise 2ην√(λS) = 0.2√λ.
    let gap = |diffusion, constants| MuonGap::new((5, 2), 0.5, 0.6, diffusion, constants);
    let (drift, noise) = coefficients(&gap(Diffusion::Matched, Constants::Published), &x);
    close(drift, [0.005 * (6.0 - 2.0 / 3.0) - 1.0, 0.005 * (6.0 + 8.0 / 3.0) - 2.0]);
    close(noise, [0.2, 0.4]);
    let (drift, _) = coefficients(&gap(Diffusion::Constant(0.2), Constants::Exact), &x);
    close(drift, [0.1 * (8.0 - 4.0 / 3.0) - 1.0, 0.1 * (8.0 + 16.0 / 3.0) - 2.0]);
}
