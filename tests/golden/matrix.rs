//! Values of every update rule, matrix model and random measurement, pinned bit by bit.
//!
//! A change of them is an entry of the CHANGELOG; `SVSDE_BLESS=1` writes them anew. On other kinds of processors than the one that
//! wrote them the last bits of logarithms and products may differ: a relative 1e-13 is allowed there.

use ndarray::Array2;
use std::fmt::Write;
use std::sync::Arc;
use svsde::matrix::flow::Flow;
use svsde::matrix::measurement::RandomMeasurement;
use svsde::matrix::models::MatrixModel;
use svsde::matrix::optimizer::Settings;
use svsde::matrix::problem::Problem;
use svsde::matrix::update_rules::UPDATE_RULES;
use svsde::process::Process;
use svsde::random::Stream;

const SHAPE: (usize, usize) = (4, 3);
const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/matrix.txt");
/// Small numbers are differences of numbers of order 1.
const TOLERANCE: f64 = 1e-13;

/// The table of each kind, without its name.
fn table(kind: &str) -> &'static str {
    match kind {
        "matrix-sgd" => r#"{"rows": 4, "cols": 3, "learning_rate": 0.1, "diffusion": 0.05, "curvature": 0.3}"#,
        "matrix-muon" => {
            r#"{"rows": 4, "cols": 3, "learning_rate": 0.1, "gradient_noise": 0.2, "curvature": 0.7, "momentum": 0.8,
                "nesterov": true, "weight_decay": 0.1, "decay": "coupled", "polar": "quintic", "scale": "original"}"#
        }
        "polar-noise" => {
            r#"{"rows": 4, "cols": 3, "learning_rate": 0.02, "gradient_noise": 0.02, "batch": 4, "momentum": 0.5}"#
        }
        "gaussian" => r#"{"count": 5, "target_rank": 2, "target_condition": 3}"#,
        "entries" => r#"{"fraction": 0.5}"#,
        "rank-one" => r#"{"count": 5}"#,
        _ => panic!("{kind} has no golden values: add a table for it here, and run with SVSDE_BLESS=1"),
    }
}

fn kind<T: serde::de::DeserializeOwned>(name: &str) -> T {
    serde_json::from_str(&format!("{{\"{name}\": {}}}", table(name))).unwrap()
}

fn gaussian(rng: &mut Stream) -> Array2<f64> {
    Array2::from_shape_simple_fn(SHAPE, || rng.gaussian())
}

/// What is recorded after four steps of 1.
fn run(process: &mut dyn Process) -> Vec<f64> {
    let mut rng = Stream::new(7, 1, "golden process");
    (0..4).for_each(|t| process.advance(f64::from(t), 1.0, &mut rng).unwrap());
    let (mut spectrum, mut rest) = (Vec::new(), Vec::new());
    process.measure(&mut spectrum, &mut rest).unwrap();
    spectrum.into_iter().chain(rest).collect()
}

fn values() -> Vec<(String, Vec<f64>)> {
    let mut all = Vec::new();
    for rule in UPDATE_RULES {
        let mut rng = Stream::new(7, 0, "golden problem");
        let (operator, targets) = kind::<RandomMeasurement>("gaussian").draw(SHAPE, &mut rng).unwrap();
        let problem = Arc::new(Problem::new(operator, targets, 1.0).unwrap());
        let settings = Settings { gradient_noise: 0.1, momentum: 0.5, weight_decay: 0.2, ..Settings::new(0.05) };
        let mut flow = Flow::new(rule, problem, settings, 3, gaussian(&mut rng)).unwrap();
        all.push((format!("flow {}", rule.name), run(&mut flow)));
    }
    for (name, _) in MatrixModel::KINDS {
        let mut rng = Stream::new(7, 0, "golden problem");
        let w = gaussian(&mut rng);
        let mut process = kind::<MatrixModel>(name).start(w, &mut rng).unwrap();
        all.push((format!("model {name}"), run(process.as_mut())));
    }
    for (name, _) in RandomMeasurement::KINDS {
        let mut rng = Stream::new(7, 0, "golden problem");
        let (operator, targets) = kind::<RandomMeasurement>(name).draw(SHAPE, &mut rng).unwrap();
        all.push((format!("measurement {name}"), operator.to_dense().into_iter().chain(targets).collect()));
    }
    all
}

#[test]
fn values_are_those_of_the_file() {
    let found = values();
    if std::env::var_os("SVSDE_BLESS").is_some() {
        let mut text = String::new();
        for (name, values) in &found {
            writeln!(text, "[{name}]").unwrap();
            values.iter().for_each(|value| writeln!(text, "{:016x} {value:e}", value.to_bits()).unwrap());
        }
        std::fs::write(PATH, text).unwrap();
    }
    let text = std::fs::read_to_string(PATH).unwrap();
    let mut expected: Vec<(String, Vec<f64>)> = Vec::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('[') {
            expected.push((name.trim_end_matches(']').to_owned(), Vec::new()));
        } else {
            let bits = u64::from_str_radix(line.split(' ').next().unwrap(), 16).unwrap();
            expected.last_mut().unwrap().1.push(f64::from_bits(bits));
        }
    }
    let names = |all: &[(String, Vec<f64>)]| all.iter().map(|entry| entry.0.clone()).collect::<Vec<_>>();
    assert_eq!(names(&found), names(&expected), "entries without golden values: run with SVSDE_BLESS=1");
    for ((name, found), (_, expected)) in found.iter().zip(&expected) {
        assert_eq!(found.len(), expected.len(), "{name}");
        for (at, (found, expected)) in found.iter().zip(expected).enumerate() {
            let same = if cfg!(all(target_arch = "x86_64", target_os = "linux")) {
                found.to_bits() == expected.to_bits()
            } else {
                (found - expected).abs() <= TOLERANCE * expected.abs().max(1.0)
            };
            assert!(same, "{name}, number {at}: {found:e}, not {expected:e}");
        }
    }
}
