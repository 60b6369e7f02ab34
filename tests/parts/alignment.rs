//! How W and G lie to each other, against values by hand.

use ndarray::{Array1, Array2, array};
use std::sync::Arc;
use svsde::linalg::norm;
use svsde::matrix::measurement::Dense;
use svsde::matrix::measurement::planted::haar;
use svsde::matrix::problem::Problem;
use svsde::matrix::recording::Recorder;
use svsde::matrix::recording::alignment::Alignment;
use svsde::process::Field;
use svsde::random::Stream;

/// Rounding of products of a few orthogonal matrices.
const CLOSE: f64 = 1e-12;

fn of(w: &Array2<f64>, gradient: &Array2<f64>) -> Alignment {
    Alignment::new(w, gradient, 0.0).unwrap()
}

/// Cosine, distance and defect, and the same diagonal for all k.
fn check(found: &Alignment, [cosine, distance, defect, diagonal]: [f64; 4]) {
    let numbers = [found.polar_cosine, found.polar_distance, found.frame_defect];
    let near = numbers.iter().zip([cosine, distance, defect]).all(|(found, wanted)| (found - wanted).abs() < CLOSE);
    assert!(near && found.polar_diagonal.iter().all(|x| (x - diagonal).abs() < CLOSE), "{found:?}");
}

fn gaussian((m, n): (usize, usize), rng: &mut Stream) -> Array2<f64> {
    Array2::from_shape_simple_fn((m, n), || rng.gaussian())
}

#[test]
fn aligned_and_opposite() {
    let w = Array2::from_diag(&array![3.0, 2.0, 1.0]);
    check(&of(&w, &(-2.0 * &w)), [1.0, 0.0, 0.0, -1.0]);
    check(&of(&w, &w), [-1.0, 2.0 * 3.0_f64.sqrt(), 0.0, 1.0]);
    // The spectrum of G has no part in it, nor its size.
    check(&of(&w, &Array2::from_diag(&array![-1e-9, -4e-9, -2e-9])), [1.0, 0.0, 0.0, -1.0]);
}

/// −G = RW with a rotation R by θ: c_P = cos θ and δ_P² = 4 − 4 cos θ. WᵀRW less its transpose is ±4 sin θ off its
/// diagonal, W(RW)ᵀ less its transpose ±5 sin θ, and 2‖W‖² = 10.
#[test]
fn turned_by_an_angle() {
    let w = Array2::from_diag(&array![2.0, 1.0]);
    for theta in [0.0_f64, 0.3, 1.5, 3.0] {
        let (sin, cos) = theta.sin_cos();
        let turned = array![[cos, -sin], [sin, cos]].dot(&w);
        let defect = (2.0_f64 * (4.0 * 4.0 + 5.0 * 5.0)).sqrt() * sin / 10.0;
        check(&of(&w, &-turned), [cos, (4.0 - 4.0 * cos).sqrt(), defect, -cos]);
    }
}

#[test]
fn nothing_is_defined_without_w_or_g() {
    let (w, zero) = (Array2::from_diag(&array![2.0, 1.0]), Array2::zeros((2, 2)));
    let small = 1e-10 * &w;
    for found in [of(&w, &zero), of(&zero, &w), of(&zero, &zero), Alignment::new(&w, &small, 1e-9).unwrap()] {
        check(&found, [0.0; 4]);
    }
    // One common direction of two in W and one in G: the cosine is 1/√2.
    let one = of(&w, &array![[-1.0, 0.0], [0.0, 0.0]]);
    assert!((one.polar_cosine - 0.5_f64.sqrt()).abs() < CLOSE && (one.polar_distance - 1.0).abs() < CLOSE);
    assert!(one.polar_diagonal[0].abs() < CLOSE && (one.polar_diagonal[1] + 1.0).abs() < CLOSE);
}

/// The defect is computed in the frames of W; here it is taken at its word, for any shape and rank.
#[test]
fn the_frame_defect_at_its_word() {
    let mut rng = Stream::new(5, 0, "problem");
    for (m, n, rank) in [(4, 4, 4), (6, 3, 3), (3, 6, 3), (5, 4, 2), (20, 18, 7)] {
        let w = gaussian((m, rank), &mut rng).dot(&gaussian((rank, n), &mut rng));
        let gradient = gaussian((m, n), &mut rng);
        let skew = |a: Array2<f64>| norm(&(&a - &a.t()));
        let word = skew(w.t().dot(&gradient)).hypot(skew(w.dot(&gradient.t()))) / (2.0 * norm(&w) * norm(&gradient));
        let found = of(&w, &gradient).frame_defect;
        assert!((found - word).abs() < CLOSE && (0.0..=1.0).contains(&found), "{m} x {n}: {found}, not {word}");
    }
}

/// ‖sin Θ‖_F between vectors paired by rank. Every entry is measured, so that G = W − Y.
fn misalignment(w: &Array2<f64>, gradient: &Array2<f64>) -> f64 {
    let (shape, targets) = (w.dim(), (w - gradient).iter().copied().collect());
    let operator = Dense::new(Array2::eye(shape.0 * shape.1), shape).unwrap();
    let recorder = Recorder::new(Arc::new(Problem::new(Box::new(operator), targets, 1.0).unwrap()), 0);
    let (mut sigma, mut out) = (Vec::new(), Vec::new());
    recorder.measure((w, 0.0), None, &mut sigma, &mut out).unwrap();
    out[recorder.fields().iter().take_while(|field| field.name != "misalignment").map(Field::width).sum::<usize>()]
}

/// W = 1 between any rotations has any singular vectors.
#[test]
fn no_choice_of_vectors_moves_them() {
    let mut rng = Stream::new(3, 0, "problem");
    let one = Array2::eye(4);
    let (common, other) = (Array2::from_diag(&Array1::linspace(-1.0, -4.0, 4)), gaussian((4, 4), &mut rng));
    let before = of(&one, &other);
    for _ in 0..5 {
        let (left, right) = (haar(4, 4, &mut rng).unwrap(), haar(4, 4, &mut rng).unwrap());
        let turned = |a: &Array2<f64>| left.dot(a).dot(&right.t());
        let now = of(&turned(&one), &turned(&other));
        assert!((now.polar_cosine - before.polar_cosine).abs() < CLOSE);
        assert!((now.polar_distance - before.polar_distance).abs() < CLOSE);
        assert!((now.frame_defect - before.frame_defect).abs() < CLOSE);
        check(&of(&turned(&one), &turned(&common)), [1.0, 0.0, 0.0, -1.0]);
        let moved = misalignment(&turned(&one), &turned(&common)) - misalignment(&one, &common);
        assert!(moved.abs() > 1e-3, "the pairing by rank does depend on the choice");
    }
}
