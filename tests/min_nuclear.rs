//! The certified minimum of the nuclear norm against an independent convex solver (scripts/min_nuclear_fixture.py).

use ndarray::Array2;
use serde::Deserialize;
use svsde::linalg::singular_values;
use svsde::matrix::measurement::{Dense, MeasurementOperator};
use svsde::matrix::problem::Problem;
use svsde::matrix::references::min_nuclear;

#[derive(Deserialize)]
struct Instance {
    name: String,
    rows: usize,
    cols: usize,
    matrix: Vec<Vec<f64>>,
    targets: Vec<f64>,
    nuclear_norm: f64,
    weights: Vec<f64>,
}

fn instances() -> Vec<Instance> {
    serde_json::from_str(include_str!("fixtures/min_nuclear.json")).unwrap()
}

/// The bound asked for is 1e-5 in norm and solution. The stopping gap of 1e-12 allows errors of the solution of about
/// its square root, 1e-6.
#[test]
fn agrees_with_an_independent_convex_solver() {
    let instances = instances();
    assert!(instances.len() >= 10 && instances.iter().any(|i| i.rows == 20 && i.targets.len() == 50));
    for instance in instances {
        let (m, n) = (instance.rows, instance.cols);
        let matrix = Array2::from_shape_fn((instance.targets.len(), m * n), |(i, j)| instance.matrix[i][j]);
        let problem =
            Problem::new(Box::new(Dense::new(matrix, (m, n)).unwrap()), instance.targets.clone(), 1.0).unwrap();
        let found = min_nuclear(&problem).unwrap();
        let name = &instance.name;
        assert!(found.duality_gap <= 1e-6, "{name}: gap {:e}", found.duality_gap);
        let relative = (found.nuclear_norm - instance.nuclear_norm).abs() / instance.nuclear_norm;
        assert!(relative < 1e-5, "{name}: norm off by {relative:e}");
        let expected = Array2::from_shape_vec((m, n), instance.weights).unwrap();
        let error = (&found.weights - &expected).iter().map(|x| x * x).sum::<f64>().sqrt();
        let size = expected.iter().map(|x| x * x).sum::<f64>().sqrt();
        assert!(
            error < 1e-5 * size,
            "{name}: solution off by {:e} after {} iterations",
            error / size,
            found.iterations
        );

        // The certificate proves the gap without the solver: feasible primal, feasible dual, values as stated.
        let mut residual = vec![0.0; instance.targets.len()];
        problem.operator().apply(&found.weights, &mut residual);
        let worst = residual.iter().zip(&instance.targets).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert!(worst < 1e-12 * (1.0 + size), "{name}: infeasible by {worst:e}");
        let mut outside = found.certificate.clone();
        problem.operator().project_kernel(&mut outside).unwrap();
        assert!(outside.iter().all(|x| x.abs() < 1e-12), "{name}: the certificate leaves the range of the adjoint");
        let largest = *singular_values(found.certificate.view()).unwrap().last().unwrap();
        assert!(largest <= 1.0 + 1e-12, "{name}: dual infeasible, {largest}");
        let bound = (&found.certificate * &found.weights).sum();
        assert!((1.0 - bound / found.nuclear_norm - found.duality_gap).abs() < 1e-12, "{name}");
    }
}

#[test]
fn trivial_problems() {
    let dense = || Dense::new(Array2::eye(6), (2, 3)).unwrap();
    let zero = min_nuclear(&Problem::new(Box::new(dense()), vec![0.0; 6], 1.0).unwrap()).unwrap();
    assert_eq!((zero.nuclear_norm, zero.duality_gap), (0.0, 0.0));
    let targets = vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
    let only = min_nuclear(&Problem::new(Box::new(dense()), targets.clone(), 1.0).unwrap()).unwrap();
    assert_eq!(dense().count(), 6);
    assert!(only.weights.iter().zip(&targets).all(|(a, b)| (a - b).abs() < 1e-14) && only.duality_gap < 1e-14);
}
