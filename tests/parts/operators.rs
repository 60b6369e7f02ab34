//! Every measurement operator against its dense form.

use ndarray::Array2;
use svsde::matrix::measurement::{Dense, Entries, MeasurementOperator, RankOne, Samples};
use svsde::random::Stream;

fn operators() -> Vec<(&'static str, Box<dyn MeasurementOperator>)> {
    let mut rng = Stream::new(11, 0, "problem");
    let mut boxed: Vec<(&'static str, Box<dyn MeasurementOperator>)> = Vec::new();
    for shape in [(6, 4), (4, 6)] {
        boxed.push(("dense", Box::new(Dense::gaussian(9, shape, 1.0, &mut rng).unwrap())));
        let base = Array2::from_shape_simple_fn((3, shape.0 * shape.1), || rng.gaussian());
        let repeated = ndarray::concatenate![ndarray::Axis(0), base, base];
        boxed.push(("rank-deficient dense", Box::new(Dense::new(repeated, shape).unwrap())));
        boxed.push(("entries", Box::new(Entries::random(10, shape, &mut rng).unwrap())));
        boxed.push(("rank-one", Box::new(RankOne::gaussian(9, shape, 0.5, &mut rng).unwrap())));
        let inputs = Array2::from_shape_simple_fn((shape.1, 3), || rng.gaussian());
        boxed.push(("samples", Box::new(Samples::new(inputs.clone(), shape.0).unwrap())));
        let twice = ndarray::concatenate![ndarray::Axis(1), inputs, inputs];
        boxed.push(("repeated samples", Box::new(Samples::new(twice, shape.0).unwrap())));
    }
    boxed
}

/// Numbers of order 10 combined in sums of at most 24 terms: rounding stays below 24·10·10·ε < 1e-12.
const ROUNDING: f64 = 1e-12;

#[test]
fn every_operator_agrees_with_its_dense_form() {
    let mut rng = Stream::new(12, 0, "problem");
    for (name, operator) in operators() {
        let (m, n) = operator.shape();
        let dense = Dense::new(operator.to_dense(), (m, n)).unwrap();
        let w = Array2::from_shape_simple_fn((m, n), || rng.gaussian());
        let v: Vec<f64> = (0..operator.count()).map(|_| rng.gaussian()).collect();
        let w = if name == "dense" { w } else { w.t().as_standard_layout().into_owned().reversed_axes() };
        let vectors = |of: &dyn MeasurementOperator| {
            let mut measured = vec![0.0; v.len()];
            of.apply(&w, &mut measured);
            let mut adjoint = Array2::zeros((m, n));
            of.adjoint(&v, &mut adjoint);
            let (mut r, mut gradient) = (vec![0.0; v.len()], Array2::zeros((m, n)));
            of.residual_and_gradient(&w, &v, &mut r, &mut gradient);
            let mut kernel = w.clone();
            of.project_kernel(&mut kernel).unwrap();
            let inverse = of.pseudo_inverse(&v).unwrap();
            let matrices = [adjoint, gradient, kernel, inverse].into_iter().flatten();
            let sigma = of.singular_values().unwrap();
            let all = measured.into_iter().chain(r).chain(matrices).chain(sigma).chain([of.frobenius_norm()]);
            all.collect::<Vec<f64>>()
        };
        let (found, expected) = (vectors(operator.as_ref()), vectors(&dense));
        assert_eq!(found.len(), expected.len(), "{name}");
        for (at, (a, b)) in found.iter().zip(&expected).enumerate() {
            assert!((a - b).abs() < ROUNDING, "{name} {m} x {n}, number {at}: {a} against {b}");
        }
    }
}

#[test]
fn adjoint_projection_and_pseudo_inverse_are_what_they_are_called() {
    let mut rng = Stream::new(13, 0, "problem");
    for (name, operator) in operators() {
        let (m, n) = operator.shape();
        let w = Array2::from_shape_simple_fn((m, n), || rng.gaussian());
        let v: Vec<f64> = (0..operator.count()).map(|_| rng.gaussian()).collect();
        let measure = |w: &Array2<f64>| {
            let mut out = vec![0.0; v.len()];
            operator.apply(w, &mut out);
            out
        };
        let mut adjoint = Array2::zeros((m, n));
        operator.adjoint(&v, &mut adjoint);
        let left: f64 = measure(&w).iter().zip(&v).map(|(a, b)| a * b).sum();
        assert!((left - (&adjoint * &w).sum()).abs() < ROUNDING, "{name}: <Aw, v> = <w, A*v>");

        let mut kernel = w.clone();
        operator.project_kernel(&mut kernel).unwrap();
        assert!(measure(&kernel).iter().all(|x| x.abs() < ROUNDING), "{name}: the projection is measured as 0");
        assert!(((&w - &kernel) * &kernel).sum().abs() < ROUNDING, "{name}: the projection is orthogonal");

        let reachable = measure(&w);
        let inverse = operator.pseudo_inverse(&reachable).unwrap();
        let again = measure(&inverse);
        assert!(again.iter().zip(&reachable).all(|(a, b)| (a - b).abs() < ROUNDING), "{name}: A A+ y = y");
        let mut rest = inverse.clone();
        operator.project_kernel(&mut rest).unwrap();
        assert!(rest.iter().all(|x| x.abs() < ROUNDING), "{name}: A+ y has no part in the kernel");
    }
}
