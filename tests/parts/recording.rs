//! What is recorded of states whose numbers are known.

use ndarray::{Array2, array, s};
use std::sync::Arc;
use svsde::matrix::measurement::Dense;
use svsde::matrix::problem::Problem;
use svsde::matrix::recording::Recorder;
use svsde::matrix::recording::acquisition::{shares, times};
use svsde::process::{Field, Observed, Value};

fn measured(problem: &Arc<Problem>, w: &Array2<f64>, name: &str) -> Vec<f64> {
    let recorder = Recorder::new(problem.clone(), 0);
    let (mut sigma, mut out) = (Vec::new(), Vec::new());
    recorder.measure((w, 0.0), None, &mut sigma, &mut out).unwrap();
    let fields = recorder.fields();
    let before: usize = fields.iter().take_while(|field| field.name != name).map(Field::width).sum();
    let width = fields.iter().find(|field| field.name == name).unwrap().width();
    out[before..before + width].to_vec()
}

/// Every entry is measured, so that G = W − Y; its left singular vectors are those of W turned by θ.
#[test]
fn frames_turned_by_an_angle() {
    let (w, theta) = (array![[2.0, 0.0], [0.0, 1.0]], 0.3_f64);
    let gradient = array![[theta.cos() * 3.0, -theta.sin()], [theta.sin() * 3.0, theta.cos()]];
    let targets = (&w - &gradient).into_iter().collect();
    let problem = Arc::new(Problem::new(Box::new(Dense::new(Array2::eye(4), (2, 2)).unwrap()), targets, 1.0).unwrap());
    let close = |name: &str, expected: f64| {
        let found = measured(&problem, &w, name)[0];
        assert!((found - expected).abs() < 1e-14, "{name}: {found}, not {expected}");
    };
    close("misalignment", 2.0_f64.sqrt() * theta.sin());
    close("trace_alignment", 2.0 * theta.cos());
    close("alignment/polar_cosine", -theta.cos());
    close("alignment/polar_distance", (4.0 + 4.0 * theta.cos()).sqrt());
    close("loss", 5.0);
    close("nuclear_norm", 3.0);
    assert_eq!(measured(&problem, &w, "alpha"), [0.0, 0.0]);
}

/// Only the first entry is measured, so that P(UVᵀ) = P(1) = diag(0, 1): α = 1 for σ = 1 and 0 for σ = 2.
#[test]
fn predicted_rates_by_hand() {
    let problem = Arc::new(
        Problem::new(Box::new(Dense::new(array![[1.0, 0.0, 0.0, 0.0]], (2, 2)).unwrap()), vec![5.0], 1.0).unwrap(),
    );
    let w = array![[2.0, 0.0], [0.0, 1.0]];
    assert_eq!(measured(&problem, &w, "alpha"), [1.0, 0.0]);
    let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
    for (name, value, rate) in [
        ("entropy_sigma", entropy(1.0 / 3.0), -((1.0_f64 / 3.0).ln() + entropy(1.0 / 3.0)) / 3.0),
        ("entropy_lambda", entropy(0.2), -0.4 * (0.2_f64.ln() + entropy(0.2))),
        ("pairwise_log", -2.0 * (3.0 / 5.0_f64.sqrt()).ln(), -4.0 / 15.0),
        ("stable_rank", 1.25, 0.5),
        ("coefficient_of_variation", 1.0 / 3.0, -4.0 / 9.0),
    ] {
        let found =
            ["value", "predicted_rate"].map(|what| measured(&problem, &w, &format!("flatness/{name}/{what}"))[0]);
        assert!((found[0] - value).abs() < 1e-14 && (found[1] - rate).abs() < 1e-14, "{name}: {found:?}");
    }
}

/// W goes to and fro between two matrices: the mean over two steps is the same at either, and W = 0 has no part in it.
#[test]
fn a_pair_has_no_phase() {
    let problem = Arc::new(
        Problem::new(Box::new(Dense::new(array![[1.0, 0.0, 0.0, 0.0]], (2, 2)).unwrap()), vec![5.0], 1.0).unwrap(),
    );
    let (a, b, zero) = (array![[2.0, 0.0], [0.0, 1.0]], array![[3.0, 0.0], [0.0, 1.0]], Array2::zeros((2, 2)));
    let pair = |now: &Array2<f64>, before: &Array2<f64>| {
        let recorder = Recorder::new(problem.clone(), 0);
        let (mut sigma, mut out) = (Vec::new(), Vec::new());
        recorder.measure((now, 2.0), Some((before, 1.0)), &mut sigma, &mut out).unwrap();
        let at = |name: &str| recorder.fields().iter().take_while(|f| f.name != name).map(Field::width).sum::<usize>();
        [out[at("pair_flow_time")], out[at("flatness/stable_rank/pair_value")]]
    };
    let stable = [1.25, 10.0 / 9.0];
    assert_eq!(pair(&a, &b), [1.5, 0.5 * (stable[0] + stable[1])]);
    assert_eq!(pair(&b, &a), pair(&a, &b));
    assert_eq!(pair(&a, &zero), [2.0, stable[0]]);
}

fn series(name: &str, data: Vec<f64>) -> Observed {
    let series = Value::array(format!("g/{name}"), &[("time", data.len())], data, "1", "");
    Observed { series, refined: None }
}

/// What a recorder makes of series over `times`.
fn finished(name: &str, times: &[f64], series: &[Observed]) -> Vec<f64> {
    let problem =
        Arc::new(Problem::new(Box::new(Dense::new(Array2::eye(4), (2, 2)).unwrap()), vec![0.0; 4], 1.0).unwrap());
    let values = Recorder::new(problem, 0).finish("g", times, series);
    values.into_iter().find(|value| value.is(name)).unwrap().array.data
}

#[test]
fn observed_rates_leave_out_records_without_a_spectrum() {
    let rate = |s: &[f64], f: &[f64], norm: &[f64]| {
        let all = [
            series("pair_flow_time", s.to_vec()),
            series("flatness/stable_rank/pair_value", f.to_vec()),
            series("frobenius_norm", norm.to_vec()),
            series("alpha", vec![0.0; s.len()]),
        ];
        finished("flatness/stable_rank/observed_rate", s, &all)
    };
    assert_eq!(rate(&[0.0, 1.0, 3.0], &[0.0, 2.0, 3.0], &[0.0, 1.0, 1.0]), [0.0, 0.5, 0.5]);
    assert_eq!(rate(&[0.0, 1.0, 3.0], &[1.0, 2.0, 7.0], &[1.0; 3]), [1.0, 2.0, 2.5]);
    assert_eq!(rate(&[0.0, 0.0], &[1.0, 2.0], &[1.0; 2]), [0.0, 0.0]);
}

#[test]
fn the_share_of_rates_outside_the_unit_interval() {
    let all = [
        series("pair_flow_time", vec![0.0, 1.0]),
        series("frobenius_norm", vec![1.0, 1.0]),
        series("alpha", vec![-0.1, 0.5, 1.0 + 1e-13, 1.1]),
    ];
    assert_eq!(finished("alpha_outside_share", &[0.0, 1.0], &all), [0.5]);
}

#[test]
fn blocks_acquired_at_different_times() {
    let shares = [0.1, 0.3, 0.25, 0.0, 0.3, 0.3, 0.3, 0.0];
    let found = times("g", &[0.0, 10.0], &shares, 4);
    assert_eq!(found[0].array.data, [10.0, 0.0, 0.0, -1.0]);
    assert_eq!((found[1].array.data[0], found[2].array.data[0]), (1.0, 1.0));
    let later = [[0.0; 4], [0.2, 0.0, 0.0, 0.0], [0.2, 0.2, 0.0, 0.0]].concat();
    assert_eq!(times("g", &[0.0, 5.0, 20.0], &later, 4)[2].array.data, [4.0]);
}

#[test]
fn shares_of_a_block_diagonal_matrix_sum_to_one() {
    let mut w = Array2::zeros((5, 4));
    w.slice_mut(s![0..2, 0..2]).fill(3.0);
    w.slice_mut(s![2..5, 2..4]).fill(1.0);
    let found = shares(&w, 2).unwrap();
    assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-15 && found[0] > found[1]);
}
