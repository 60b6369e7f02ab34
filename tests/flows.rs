//! What each flow must do, against exact statements.

use ndarray::{Array2, array};
use std::path::Path;
use std::sync::Arc;
use svsde::linalg;
use svsde::matrix::flow::Flow;
use svsde::matrix::loss::Loss;
use svsde::matrix::measurement::{Dense, MeasurementOperator, Samples};
use svsde::matrix::optimizer::{Decay, Schedule, Settings};
use svsde::matrix::problem::Problem;
use svsde::matrix::{references, update_rules};
use svsde::process::Process;
use svsde::random::Stream;

fn gaussian(shape: (usize, usize), seed: u64) -> Array2<f64> {
    let mut rng = Stream::new(seed, 0, "problem");
    Array2::from_shape_simple_fn(shape, || rng.gaussian())
}

/// Gaussian measurements of a Gaussian m × n matrix.
fn problem(count: usize, shape: (usize, usize), seed: u64) -> Arc<Problem> {
    let operator = Dense::new(gaussian((count, shape.0 * shape.1), seed), shape).unwrap();
    let mut targets = vec![0.0; count];
    operator.apply(&gaussian(shape, seed + 1000), &mut targets);
    Arc::new(Problem::new(Box::new(operator), targets, 1.0).unwrap())
}

fn flow(name: &str, problem: &Arc<Problem>, settings: Settings, w: Array2<f64>) -> Flow {
    Flow::new(update_rules::find(name).unwrap(), problem.clone(), settings, 0, w).unwrap()
}

fn run(mut flow: Flow, steps: usize) -> Array2<f64> {
    let mut rng = Stream::new(1, 0, "process");
    (0..steps).for_each(|t| flow.advance(t as f64, 1.0, &mut rng).unwrap());
    flow.weights().clone()
}

/// The recorded number or vector `name` of the present state.
fn recorded(flow: &mut Flow, name: &str) -> Vec<f64> {
    let (mut sigma, mut out) = (Vec::new(), Vec::new());
    flow.measure(&mut sigma, &mut out).unwrap();
    if name == "sigma" {
        return sigma;
    }
    let mut at = 0;
    for field in flow.fields() {
        if field.name == name {
            return out[at..at + field.width()].to_vec();
        }
        at += field.width();
    }
    panic!("{name} is not recorded");
}

/// dσ_i/ds = α_i for the self-polar flow. One Euler step of size h leaves σ(h) − σ(0) − hα(0) = O(h²), so halving h
/// divides the defect by 4, up to a relative O(h) ~ 1e-3 over the smallest gap, ~0.1.
#[test]
fn self_polar_rates_are_alpha_to_second_order() {
    for seed in 0..5 {
        let problem = problem(10, (6, 6), seed);
        let defect = |h: f64| {
            let mut flow = flow("self-polar", &problem, Settings::new(h), gaussian((6, 6), seed + 50));
            let (before, alpha) = (recorded(&mut flow, "sigma"), recorded(&mut flow, "alpha"));
            flow.advance(0.0, 1.0, &mut Stream::new(0, 0, "process")).unwrap();
            let after = recorded(&mut flow, "sigma");
            (0..6).map(|i| (after[i] - before[i] - h * alpha[i]).powi(2)).sum::<f64>().sqrt()
        };
        let ratio = defect(1e-4) / defect(5e-5);
        assert!((ratio - 4.0).abs() < 0.05, "seed {seed}: {ratio}");
    }
}

/// The same along the flow: the flatness functionals obey dF/ds = Σα_i q_i, so that the trapezoidal integral of the
/// predicted rate differs from the change of F by O(h); halving h halves the difference.
#[test]
fn self_polar_flatness_integrates_the_predicted_rate_to_first_order() {
    let problem = problem(10, (6, 6), 3);
    let defect = |h: f64| {
        let mut flow = flow("self-polar", &problem, Settings::new(h), Array2::zeros((6, 6)));
        let mut rng = Stream::new(0, 0, "process");
        let mut integral = 0.0;
        let first = recorded(&mut flow, "flatness/entropy_sigma/value")[0];
        let mut slope = recorded(&mut flow, "flatness/entropy_sigma/predicted_rate")[0];
        for _ in 0..(0.5 / h).round() as usize {
            flow.advance(0.0, 1.0, &mut rng).unwrap();
            let next = recorded(&mut flow, "flatness/entropy_sigma/predicted_rate")[0];
            integral += 0.5 * h * (slope + next);
            slope = next;
        }
        recorded(&mut flow, "flatness/entropy_sigma/value")[0] - first - integral
    };
    let ratio = defect(1e-3) / defect(5e-4);
    assert!((ratio - 2.0).abs() < 0.1, "{ratio}");
}

/// At the solution of least Frobenius norm Σσ_iα_i = ⟨W, P(UVᵀ)⟩ = 0, so that α_i ∈ [0, 1] cannot hold: 30 % of the
/// α_i are negative there and none is above 1. Over 1200 of them, six to an instance, the share has a standard error of
/// at most √(0.3·0.7/200) = 0.032 even if those of an instance were copies; 3 of these are allowed.
#[test]
fn alpha_leaves_the_unit_interval_at_the_least_frobenius_solution() {
    let mut alphas = Vec::new();
    for seed in 0..200 {
        let problem = problem(10, (6, 6), seed);
        let mut flow = flow("self-polar", &problem, Settings::new(1e-3), Array2::zeros((6, 6)));
        let (sigma, alpha) = (recorded(&mut flow, "sigma"), recorded(&mut flow, "alpha"));
        let sum: f64 = sigma.iter().zip(&alpha).map(|(s, a)| s * a).sum();
        assert!(sum.abs() < 1e-11 * sigma.iter().sum::<f64>(), "seed {seed}: {sum}");
        alphas.extend(alpha);
    }
    let negative = alphas.iter().filter(|&&a| a < 0.0).count() as f64 / alphas.len() as f64;
    assert!((negative - 0.3).abs() < 0.097, "{negative}");
    assert!(alphas.iter().all(|&a| a <= 1.0 + 1e-12));
}

/// With 𝒜(W) = WX and W₀ = 0 each step has its rows in the span of the samples, so that all flows that follow the
/// gradient end at Y X⁺, and self-polar never leaves it. A linear schedule leaves polar steps within about
/// η/T·‖X‖‖X⁺‖ of it.
#[test]
fn read_outs_of_samples_all_end_at_the_least_norm_interpolant() {
    let (inputs, outputs) = (gaussian((8, 5), 1), gaussian((6, 5), 2));
    let operator = Samples::new(inputs, 6).unwrap();
    let targets: Vec<f64> = outputs.iter().copied().collect();
    let problem = Arc::new(Problem::new(Box::new(operator), targets.clone(), 1.0).unwrap());
    let expected = problem.operator().pseudo_inverse(&targets).unwrap();
    let steps = 30_000;
    for (name, rate) in [
        ("gradient", problem.stable_rate().unwrap()),
        ("norm-matched-gradient", 0.002),
        ("muon", 0.002),
        ("self-polar", 0.002),
    ] {
        let settings = Settings { schedule: Schedule::Linear, steps: steps as f64, ..Settings::new(rate) };
        let found = run(flow(name, &problem, settings, Array2::zeros((6, 8))), steps);
        let error = (&found - &expected).iter().fold(0.0_f64, |e, x| e.max(x.abs()));
        assert!(error < 1e-6, "{name}: {error:e}");
    }
}

fn digits(count: usize) -> Arc<Problem> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios/data/digits");
    let images = svsde_cli::store::read_array(&folder.join("images.npy"), None).unwrap();
    let labels = svsde_cli::store::read_vector(&folder.join("labels.npy"), None).unwrap();
    let matrix = Array2::from_shape_fn((count, 64), |(i, k)| images[[i, k / 8, k % 8]] / 16.0);
    let mean = labels.iter().take(count).sum::<f64>() / count as f64;
    let targets = labels.iter().take(count).map(|label| label - mean).collect();
    Arc::new(Problem::new(Box::new(Dense::new(matrix, (8, 8)).unwrap()), targets, 1.0).unwrap())
}

/// The first pixel column of these images is 0, so the gradient has an exact null direction. On its numerical range
/// Muon never moves along it; U Vᵀ over all eight singular vectors does, at full speed, and ends nowhere near.
#[test]
fn muon_does_not_move_along_the_null_direction_of_the_digits() {
    let problem = digits(20);
    let (steps, rate) = (20_000, 0.05);
    let least = references::min_nuclear(&problem).unwrap().nuclear_norm;
    let norm = |w: &Array2<f64>| linalg::singular_values(w.view()).unwrap().sum();
    let linear = Settings { schedule: Schedule::Linear, steps: steps as f64, ..Settings::new(rate) };
    let found = run(flow("muon", &problem, linear, Array2::zeros((8, 8))), steps);
    assert!(found.column(0).iter().all(|&x| x == 0.0));
    let ratio = norm(&found) / least;
    assert!((1.6..1.75).contains(&ratio), "{ratio}");

    let (mut w, mut residual, mut gradient) = (Array2::zeros((8, 8)), vec![0.0; 20], Array2::zeros((8, 8)));
    for t in 0..steps {
        problem.gradient(&w, &mut residual, &mut gradient);
        // A vector for the null direction, as a full decomposition supplies it: e_1 on the right, and on the left what
        // completes the basis.
        let svd = linalg::svd(gradient.view()).unwrap();
        let mut kept = svd.polar(7);
        let mut rest = Array2::<f64>::eye(8) - kept.dot(&kept.t());
        let column = rest.diag().iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).unwrap().0;
        let length = rest[(column, column)].sqrt();
        rest /= length;
        kept.column_mut(0).assign(&rest.column(column));
        w.scaled_add(-rate * (1.0 - t as f64 / steps as f64), &kept);
    }
    let ratio = norm(&w) / least;
    assert!(ratio > 10.0, "keeping the null direction must drive W along it: {ratio}");
}

/// A gradient of rank one in exact arithmetic, full rank in rounding: only the one direction is followed.
#[test]
fn rounding_in_the_gradient_is_not_followed() {
    let (u, v) = (gaussian((7, 1), 4), gaussian((5, 1), 5));
    let measurement = u.dot(&v.t());
    let shape = (7, 5);
    let flat = Array2::from_shape_fn((1, 35), |(_, k)| measurement[(k / 5, k % 5)]);
    let problem = Arc::new(Problem::new(Box::new(Dense::new(flat, shape).unwrap()), vec![3.0], 1.0).unwrap());
    let w = run(flow("muon", &problem, Settings::new(1e-3), Array2::zeros(shape)), 50);
    let sigma = linalg::singular_values(w.view()).unwrap();
    assert!((sigma[4] - 0.05).abs() < 1e-12 && sigma[3] < 1e-15, "{sigma}");
}

/// At a solution the gradient is rounding alone; its polar factor would be a step of full size in arbitrary directions.
#[test]
fn a_solution_is_left_alone() {
    for seed in 0..20 {
        let problem = problem(10, (6, 6), seed);
        let solution = references::min_frobenius(&problem).unwrap();
        for name in ["muon", "norm-matched-gradient"] {
            let after = run(flow(name, &problem, Settings::new(0.1), solution.clone()), 3);
            assert_eq!(after, solution, "{name}, seed {seed}");
        }
    }
}

#[test]
fn steps_by_hand() {
    // One measurement of each entry: G = W − Y, Y = diag(−3, −1), at W = diag(1, 1).
    let identity = || Dense::new(Array2::eye(4), (2, 2)).unwrap();
    let problem = Arc::new(Problem::new(Box::new(identity()), vec![-3.0, 0.0, 0.0, -1.0], 1.0).unwrap());
    let start = || array![[1.0, 0.0], [0.0, 1.0]];
    let step = |name, settings| run(flow(name, &problem, settings, start()), 1).diag().to_vec();
    let close = |found: Vec<f64>, expected: [f64; 2]| {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-15), "{found:?}, not {expected:?}");
    };
    let eta = 0.1;
    close(step("gradient", Settings::new(eta)), [1.0 - 0.4, 1.0 - 0.2]);
    close(step("muon", Settings::new(eta)), [0.9, 0.9]);
    let matched = eta * 2.0_f64.sqrt() / 20.0_f64.sqrt();
    close(step("norm-matched-gradient", Settings::new(eta)), [1.0 - 4.0 * matched, 1.0 - 2.0 * matched]);
    close(step("muon", Settings { weight_decay: 0.5, ..Settings::new(eta) }), [0.95 - 0.1, 0.95 - 0.1]);
    let coupled = Settings { weight_decay: 0.5, decay: Decay::Coupled, ..Settings::new(eta) };
    close(step("gradient", coupled), [1.0 - 0.45, 1.0 - 0.25]);
    close(step("muon", Settings { scale: 3.0, ..Settings::new(eta) }), [0.7, 0.7]);
    close(step("gradient", Settings { scale: 3.0, ..Settings::new(eta) }), [0.6, 0.8]);
    // M = (1 − ρ)G; Nesterov steps along (1 − ρ)G + ρM = (1 − ρ²)G.
    let momentum = Settings { momentum: 0.8, ..Settings::new(eta) };
    close(step("gradient", momentum), [1.0 - 0.08, 1.0 - 0.04]);
    close(step("gradient", Settings { nesterov: true, ..momentum }), [1.0 - 0.4 * 0.36, 1.0 - 0.2 * 0.36]);
    let mean = Arc::new(Problem::new(Box::new(identity()), vec![-3.0, 0.0, 0.0, -1.0], 0.25).unwrap());
    close(run(flow("gradient", &mean, Settings::new(eta), start()), 1).diag().to_vec(), [0.9, 0.95]);
}

#[test]
fn a_random_step_is_orthogonal_and_goes_downhill() {
    for shape in [(6, 4), (4, 6)] {
        let problem = problem(10, shape, 8);
        let w = gaussian(shape, 9);
        let after = run(flow("signed-random", &problem, Settings::new(0.01), w.clone()), 1);
        let step = &after - &w;
        let sigma = linalg::singular_values(step.view()).unwrap();
        assert!(sigma.iter().all(|s| (s - 0.01).abs() < 1e-15), "{sigma}");
        let mut gradient = Array2::zeros(shape);
        problem.gradient(&w, &mut [0.0; 10], &mut gradient);
        assert!((&gradient * &step).sum() < 0.0);
    }
}

/// One step of gradient flow from W = 0 with targets 0 is −ηνξ: N = 10⁴ independent N(0, η²ν²) numbers. Their mean
/// and mean square stay within four standard errors, 1/√N and √(2/N) of the unit.
#[test]
fn the_noise_on_the_gradient_has_the_variance_asked_for() {
    let problem = Arc::new(
        Problem::new(Box::new(Dense::new(Array2::ones((1, 10_000)), (100, 100)).unwrap()), vec![0.0], 1.0).unwrap(),
    );
    let noisy = Settings { gradient_noise: 3.0, ..Settings::new(0.1) };
    let w = run(flow("gradient", &problem, noisy, Array2::zeros((100, 100))), 1) / 0.3;
    let mean = w.mean().unwrap();
    let square = (&w * &w).mean().unwrap();
    assert!(mean.abs() < 4.0 * 0.01 && (square - 1.0).abs() < 4.0 * 0.0142, "{mean} {square}");
}

/// A linear schedule takes the steps η, η(1 − 1/T), …, η/T, which sum to η(T + 1)/2.
#[test]
fn a_linear_schedule_comes_to_zero() {
    let problem = problem(10, (6, 6), 2);
    let linear = Settings { schedule: Schedule::Linear, steps: 100.0, scale: 2.0, ..Settings::new(0.01) };
    let mut flow = flow("muon", &problem, linear, Array2::zeros((6, 6)));
    let mut rng = Stream::new(0, 0, "process");
    (0..100).for_each(|t| flow.advance(f64::from(t), 1.0, &mut rng).unwrap());
    assert!((recorded(&mut flow, "flow_time")[0] - 2.0 * 0.01 * 101.0 / 2.0).abs() < 1e-14);
}

#[test]
fn a_restored_state_continues_to_the_same_bits() {
    let problem = problem(10, (6, 6), 6);
    for name in update_rules::names() {
        let settings = Settings { gradient_noise: 0.1, momentum: 0.9, nesterov: true, ..Settings::new(0.01) };
        let make = || flow(name, &problem, settings, gaussian((6, 6), 7));
        let mut rng = Stream::new(3, 5, "other process");
        let mut straight = make();
        (0..40).for_each(|t| straight.advance(f64::from(t), 1.0, &mut rng).unwrap());
        let (saved, position) = (straight.save(), rng.position());
        (40..80).for_each(|t| straight.advance(f64::from(t), 1.0, &mut rng).unwrap());

        let (mut resumed, mut rng) = (make(), Stream::new(3, 5, "other process"));
        assert!(resumed.restore(&saved));
        rng.seek(position);
        (40..80).for_each(|t| resumed.advance(f64::from(t), 1.0, &mut rng).unwrap());
        assert_eq!(resumed.weights(), straight.weights(), "{name}");
        assert_eq!(recorded(&mut resumed, "flow_time"), recorded(&mut straight, "flow_time"), "{name}");
        assert!(!resumed.restore(&[("w", vec![0.0])].into()));
    }
}
