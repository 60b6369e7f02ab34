//! The minimiser of a proximal step against its gradient.

use svsde::particles::proximal::ProximalProblem;
use svsde::process::StepError;

fn problem(weight: &[f64], target: &[f64], wall: f64, repulsion: f64) -> ProximalProblem {
    let mut problem = ProximalProblem::default();
    (problem.wall, problem.repulsion) = (wall, repulsion);
    problem.prepare(weight.len());
    problem.weight.copy_from_slice(weight);
    problem.target.copy_from_slice(target);
    problem
}

/// ∂F/∂σ_k = w_k(σ_k − y_k) − A/σ_k − B Σ_j 2σ_k/(σ_k² − σ_j²), written out.
fn gradient(problem: &ProximalProblem, sigma: &[f64], k: usize) -> f64 {
    let others = sigma.iter().enumerate().filter(|&(j, _)| j != k);
    let pairs: f64 = others.map(|(_, s)| 2.0 * sigma[k] / (sigma[k].powi(2) - s * s)).sum();
    let wall = if problem.wall > 0.0 { problem.wall / sigma[k] } else { 0.0 };
    problem.weight[k] * (sigma[k] - problem.target[k]) - wall - problem.repulsion * pairs
}

/// Targets in order, reversed, negative, far apart and coincident; starts inside, coincident and at 0. At the solution the
/// gradient vanishes but for a relative 1e-7 of its parts.
#[test]
fn the_minimiser_has_no_gradient_and_is_ordered() {
    let targets =
        [[0.5, 1.0, 1.5, 3.0], [3.0, 1.5, 1.0, 0.5], [-2.0, -1.0, 0.1, 1e3], [1.0; 4], [-5.0, 5.0, -5.0, 5.0]];
    for target in targets {
        for start in [[0.4, 0.9, 1.4, 2.0], [1.0; 4], [0.0; 4], [0.0, 1.0, 1.0, 2.0]] {
            for (wall, repulsion) in [(0.3, 0.2), (1e-6, 1e-6), (20.0, 1e-3), (1e-3, 20.0)] {
                let mut problem = problem(&[1.0, 2.0, 1.5, 1.0], &target, wall, repulsion);
                let mut sigma = start;
                let iterations = problem.minimise(&mut sigma).unwrap();
                assert!(sigma[0] > 0.0 && sigma.is_sorted_by(|a, b| a < b), "{target:?} {start:?}: {sigma:?}");
                assert!(iterations < 60, "{target:?} {start:?} {wall} {repulsion}: {iterations}");
                for k in 0..4 {
                    let size = problem.weight[k] * (sigma[k].abs() + target[k].abs()) + wall / sigma[k];
                    let found = gradient(&problem, &sigma, k);
                    assert!(found.abs() < 1e-6 * size, "{target:?} {start:?} {wall} {repulsion} {k}: {found}");
                }
            }
        }
    }
}

#[test]
fn one_particle_solves_a_quadratic_equation() {
    for target in [-3.0, 0.0, 2.0] {
        let mut sigma = [1.0];
        problem(&[2.0], &[target], 0.5, 0.1).minimise(&mut sigma).unwrap();
        // 2(σ − y) = 0.5/σ.
        let exact = 0.5 * (target + (target * target + 1.0_f64).sqrt());
        assert!((sigma[0] - exact).abs() < 1e-12, "{target}: {} {exact}", sigma[0]);
    }
}

/// Without a wall the first particle may pass 0 but not the mirror image of the second.
#[test]
fn without_a_wall_the_first_particle_may_pass_zero() {
    for target in [[-0.5, 1.0], [-3.0, 1.0], [0.2, 1.0]] {
        let mut problem = problem(&[1.0; 2], &target, 0.0, 0.1);
        let mut sigma = [0.4, 0.8];
        problem.minimise(&mut sigma).unwrap();
        assert!(sigma[0].abs() < sigma[1] && (sigma[0] < 0.0) == (target[0] < 0.0), "{target:?}: {sigma:?}");
        assert!(gradient(&problem, &sigma, 0).abs() < 1e-6 && gradient(&problem, &sigma, 1).abs() < 1e-6);
    }
}

#[test]
fn targets_that_are_not_finite_are_an_error() {
    let mut sigma = [0.4, 0.8];
    let found = problem(&[1.0; 2], &[f64::NAN, 1.0], 0.1, 0.1).minimise(&mut sigma);
    assert_eq!(found, Err(StepError::NotFinite));
}
