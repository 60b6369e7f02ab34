//! What every particle model promises.

use svsde::particles::integrators::Integrator;
use svsde::particles::models::{Constants, Drift, GapDiffusion, MuonGap, ParticleModel, Sde, Sgd, Unavailable};
use svsde::random::Stream;
use svsde::rules::Rules;

fn coefficients(model: &dyn Sde, x: &[f64]) -> (Vec<f64>, Vec<f64>) {
    let (mut drift, mut diffusion) = (vec![f64::NAN; x.len()], vec![f64::NAN; x.len()]);
    model.coefficients(x, &mut drift, &mut diffusion);
    (drift, diffusion)
}

/// Every kind has examples, they keep their rules, and come back from TOML as they were.
#[test]
fn examples_are_tables() {
    let models = ParticleModel::examples();
    for (name, _) in ParticleModel::KINDS {
        assert!(models.iter().any(|model| model.name() == *name), "{name} has no examples");
    }
    for model in models {
        let mut rules = Rules::default();
        model.rules(&mut rules);
        assert!(rules.are_kept(), "{:?}", rules.violations());
        let text = toml::to_string(&model).unwrap();
        assert_eq!(toml::from_str::<ParticleModel>(&text).unwrap(), model, "{text}");
        assert!(toml::from_str::<ParticleModel>(&format!("{text}unknown = 1\n")).is_err(), "{text}");
    }
    // A list names one integrator after the other: one example each.
    let integrators = Integrator::examples();
    assert!(integrators.iter().map(|i| i.name()).eq(Integrator::KINDS.iter().map(|kind| kind.0)));
    for integrator in integrators {
        let mut rules = Rules::default();
        integrator.rules(&mut rules);
        assert!(rules.are_kept(), "{:?}", rules.violations());
        let text = toml::to_string(&integrator).unwrap();
        assert_eq!(toml::from_str::<Integrator>(&text).unwrap(), integrator, "{text}");
        assert!(toml::from_str::<Integrator>(&format!("{text}unknown = 1\n")).is_err(), "{text}");
    }
}

/// A model that has a stationary law draws an ascending spectrum from it; one that has none says why.
#[test]
fn stationary_laws_draw_spectra_or_say_why_not() {
    let mut rng = Stream::new(0, 0, "problem");
    for model in ParticleModel::examples() {
        match model.stationary().and_then(|law| law.draw_stationary(&mut rng)) {
            Ok(lambda) => assert!(lambda.len() == 3 && lambda[0] >= 0.0 && lambda.is_sorted(), "{model:?}: {lambda:?}"),
            Err(Unavailable { reason, .. }) => assert!(reason.len() > 10, "{model:?}: {reason}"),
        }
    }
}

#[test]
fn coefficients_are_finite_where_they_are_defined() {
    let states = [[0.3, 0.8, 2.9], [0.0, 0.8, 2.9], [1e-9, 2e-9, 3e4], [1.0; 3], [0.0; 3]];
    for (index, model) in ParticleModel::examples().iter().enumerate() {
        assert_eq!(model.count(), 3);
        assert!(model.is_defined(&states[0]), "{index}");
        for x in states.iter().filter(|x| model.is_defined(*x)) {
            let (drift, diffusion) = coefficients(&**model, x);
            assert!(drift.iter().all(|a| a.is_finite()), "{index} {x:?}: {drift:?}");
            assert!(diffusion.iter().all(|b| b.is_finite() && *b >= 0.0), "{index} {x:?}: {diffusion:?}");
        }
    }
}

/// ½ b b′ = (b²)′/4 by central differences at h = 1e-5, which leave h²b‴ ~ 1e-9; and no b_k that depends on another x_j.
#[test]
fn milsteins_term_is_the_derivative_of_the_noise() {
    let (x, h) = ([0.3, 0.8, 2.9], 1e-5);
    let mut tested = 0;
    for (index, model) in ParticleModel::examples().iter().enumerate() {
        let mut term = [f64::NAN; 3];
        if !model.milstein(&x, &mut term) {
            continue;
        }
        tested += 1;
        for j in 0..3 {
            let shifted = |h: f64| {
                let mut x = x;
                x[j] += h;
                coefficients(&**model, &x).1
            };
            let (above, below) = (shifted(h), shifted(-h));
            for k in 0..3 {
                let slope = (above[k] * above[k] - below[k] * below[k]) / (8.0 * h);
                let wanted = if j == k { term[k] } else { 0.0 };
                assert!((slope - wanted).abs() < 1e-7, "{index} {j} {k}: {slope} {wanted}");
            }
        }
    }
    assert!(tested > 0);
}

/// Drift and noise by hand: λ = (1, 4), η = 0.5, D = 0.2, κ = 0.3, m = 5, n = 2.
#[test]
fn values_by_hand() {
    let close = |found: Vec<f64>, wanted: [f64; 2]| {
        assert!(found.iter().zip(wanted).all(|(f, w)| (f - w).abs() < 1e-14), "{found:?} {wanted:?}");
    };
    let x = [1.0, 4.0];
    // ηD = 0.1; Σ λ_k/(λ_k − λ_j) = −1/3 and 4/3; −2ηκλ = −0.3λ, −2η√λ = −√λ.
    let (rows, cols, learning_rate) = (5, 2, 0.5);
    let sgd = |drift, constants| Sgd { rows, cols, learning_rate, diffusion: 0.2, curvature: 0.3, constants, drift };
    let (drift, noise) = coefficients(&sgd(Drift::Quadratic, Constants::Exact), &x);
    close(drift, [0.8 - 0.4 / 3.0 - 0.3, 0.8 + 1.6 / 3.0 - 1.2]);
    close(noise, [2.0 * 0.2_f64.sqrt(), 2.0 * 0.8_f64.sqrt()]);
    let (drift, _) = coefficients(&sgd(Drift::Uniform, Constants::Published), &x);
    close(drift, [0.6 - 0.2 / 3.0 - 1.0, 0.6 + 0.8 / 3.0 - 2.0]);
    // S = 1/9 for both; ν = 0.6: matched ηD_k = η²ν²S/2 = 0.005, noise 2ην√(λS) = 0.2√λ.
    let gap = |diffusion, constants| MuonGap { rows, cols, learning_rate, gradient_noise: 0.6, diffusion, constants };
    let (drift, noise) = coefficients(&gap(GapDiffusion::Matched, Constants::Published), &x);
    close(drift, [0.005 * (6.0 - 2.0 / 3.0) - 1.0, 0.005 * (6.0 + 8.0 / 3.0) - 2.0]);
    close(noise, [0.2, 0.4]);
    let (drift, _) = coefficients(&gap(GapDiffusion::Constant(0.2), Constants::Exact), &x);
    close(drift, [0.1 * (8.0 - 4.0 / 3.0) - 1.0, 0.1 * (8.0 + 16.0 / 3.0) - 2.0]);
}
