//! `svsde tails`: laws recovered, names of the contract, and inputs that cannot be used.

use crate::support::*;
use serde_json::Value;

/// Quantiles of the Pareto law x^{−2.5}, x ≥ 1, in an order of their own.
fn pareto(n: usize) -> Vec<f64> {
    let quantile = |k: usize| ((n - k) as f64 / n as f64 - 0.5 / n as f64).powf(-1.0 / 1.5);
    (0..n).map(|k| quantile(k * 7 % n)).collect()
}

fn with_pareto() -> Folder {
    let folder = Folder::new();
    folder.doubles("x.npy", "(300,)", &pareto(300));
    folder
}

/// Quantiles have α to O(1/n); JSON, file and text say the same.
#[test]
fn a_power_law() {
    let folder = with_pareto();
    let json: Value =
        serde_json::from_str(&folder.done("tails x.npy --x-min 1 --bootstrap 50 --json -q -o a.h5")).unwrap();
    let sample = &json["tails"]["x"];
    let alpha = sample["alpha"].as_f64().unwrap();
    assert!((alpha - 2.5).abs() < 0.02, "{alpha}");
    assert_eq!((sample["n"].as_f64(), sample["n_tail"].as_f64()), (Some(300.0), Some(300.0)));
    assert_eq!(sample["best_law"], "power_law");
    assert!(sample["power_law"]["p_value"].as_f64().unwrap() > 0.9);
    assert!(sample["exponential"]["p_value"].as_f64().unwrap() < 0.05);
    let file = folder.result("a.h5");
    assert_eq!(file.number_of("tails/x", "alpha"), Some(alpha));
    for name in ["x_min", "n_tail", "alpha_std_error", "hill_alpha"] {
        assert!(file.number_of("tails/x", name).is_some(), "{name}");
    }
    for law in
        ["power_law", "truncated_power_law", "exponential", "gamma", "whole/lognormal", "whole/stretched_exponential"]
    {
        for name in ["log_likelihood", "aic", "bic", "ks_distance", "p_value"] {
            assert!(file.number_of(&format!("tails/x/{law}"), name).is_some(), "{law} {name}");
        }
        assert!(file.numbers_of(&format!("tails/x/{law}"), "parameters").is_some(), "{law}");
    }
    assert!(file.has("tails/x/vuong") && file.has("tails/x/values") && !file.has("tails/x/x_min_scan/x_min"));
    let said = folder.done("info a.h5");
    assert!(said.contains("x: 300 values from 1: power law"), "{said}");
}

/// The scan is kept; a scenario does the same as the command, whatever the threads.
#[test]
fn a_scenario_says_the_same() {
    let folder = with_pareto();
    let line = "tails x.npy --bootstrap 20 --seed 3";
    folder.done(&format!("{line} -q -o a.h5 --threads 1"));
    folder.write("s.toml", folder.done(&format!("{line} --print-scenario")));
    folder.done("run s.toml -q -o b.h5 --threads 2");
    let (a, b) = (folder.result("a.h5"), folder.result("b.h5"));
    for path in ["x_min_scan/x_min", "x_min_scan/ks_distance", "values", "vuong", "hill/alpha", "stretch/theta"] {
        let read = |file: &svsde_cli::store::ResultFile| file.read(&format!("tails/x/{path}")).unwrap();
        assert_eq!(read(&a), read(&b), "{path}");
    }
    for law in ["power_law", "gamma", "whole/generalised_gamma"] {
        let p = |file: &svsde_cli::store::ResultFile| file.number_of(&format!("tails/x/{law}"), "p_value");
        assert_eq!(p(&a), p(&b), "{law}");
    }
    assert!(a.number_of("tails/x", "x_min_std_error").is_some());
}

/// A matrix: its squared singular values, or singular values; metrics beside.
#[test]
fn a_matrix() {
    let folder = Folder::new();
    let entries: Vec<f64> = (0..240).map(|k| f64::from(k * k % 97) / 48.0 - 1.0).collect();
    folder.doubles("w.npy", "(20, 12)", &entries);
    folder.done("tails w.npy --bootstrap 20 --least-tail 5 -q -o a.h5");
    folder.done("tails w.npy --bootstrap 20 --least-tail 5 --quantity sigma -q -o b.h5");
    let (a, b) = (folder.result("a.h5"), folder.result("b.h5"));
    let (lambda, sigma) = (a.read("tails/w/values").unwrap(), b.read("tails/w/values").unwrap());
    assert_eq!(lambda.len(), 12);
    for (lambda, sigma) in lambda.iter().zip(&sigma) {
        assert!((lambda.sqrt() / sigma - 1.0).abs() < 1e-14);
    }
    // Σλ is the squared Frobenius norm.
    let norm: f64 = entries.iter().map(|x| x * x).sum();
    assert!((lambda.sum() / norm - 1.0).abs() < 1e-12);
    let stable = a.number_of("tails/w/metrics", "stable_rank").unwrap();
    assert!((stable - norm / lambda[11]).abs() < 1e-10);
    assert_eq!(a.number_of("tails/w/metrics", "mp_edge"), b.number_of("tails/w/metrics", "mp_edge"));
    assert!(a.text_of("tails/w/metrics", "phase").is_some());
}

/// Zeros and negatives are dropped and counted.
#[test]
fn what_no_tail_has() {
    let folder = Folder::new();
    folder.doubles("x.npy", "(14,)", &[0.0, 1.0, -2.0, 1.5, 2.5, 0.0, 7.0, 3.0, 1.1, 1.3, 4.0, 1.2, 2.0, 9.0]);
    folder.done("tails x.npy --bootstrap 0 -q -o a.h5");
    let file = folder.result("a.h5");
    let get = |name: &str| file.number_of("tails/x", name);
    assert_eq!((get("n"), get("zeros_dropped"), get("negatives_dropped")), (Some(11.0), Some(2.0), Some(1.0)));
    assert_eq!(file.number_of("tails/x/power_law", "p_value"), None);
}

/// One bad sample among good ones is told, and the others are kept.
#[test]
fn one_of_several() {
    let folder = with_pareto();
    folder.doubles("flat.npy", "(20,)", &[2.0; 20]);
    let run = folder.svsde("tails flat.npy x.npy --bootstrap 0 -q -o a.h5");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert_eq!(run.stderr, "flat: not analysed: flat.npy: all 20 values are 2: a constant has no tail\n");
    assert!(folder.result("a.h5").number_of("tails/x", "alpha").is_some());
}

#[test]
fn what_cannot_be_analysed() {
    let folder = with_pareto();
    folder.doubles("few.npy", "(3,)", &[1.0, 2.0, 3.0]);
    folder.doubles("nan.npy", "(5,)", &[1.0, f64::NAN, 3.0, f64::INFINITY, 2.0]);
    folder.doubles("short.npy", "(6,)", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    for (line, message) in [
        ("few.npy", "3 positive values (0 zeros and 0 negatives were dropped), but a tail needs at least 4"),
        ("nan.npy", "2 of 5 values are NaN or infinite, the first at place 1 (counted from 0); leave them out"),
        (
            "short.npy",
            "6 positive values, but the search for x_min needs 10 that are not all equal; give x_min, or a smaller least_tail",
        ),
        (
            "x.npy --x-min 1e9",
            "only 0 of 300 values are at or above x_min = 1e9 (the largest is 71.1379), but a tail needs at least 2",
        ),
        ("x.npy --normalise rows", "normalise = \"rows\" needs a matrix, whose longer side it is; use \"mean\""),
    ] {
        let run = folder.svsde(&format!("tails {line} -q -o a.h5"));
        assert_eq!(run.code, Some(2), "{line}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{line}: {}", run.stderr);
        assert!(!folder.path("a.h5").exists());
    }
    for (line, message) in [
        ("x.npy --laws gama", "unknown law `gama`"),
        ("x.npy --x-min -1", "tails.x_min = -1, but it must be > 0"),
        ("x.npy --least-tail 1", "tails.least_tail = 1, but it must be at least 2"),
        ("none.npy", "none.npy"),
        ("x.txt", "x.txt"),
    ] {
        let run = folder.svsde(&format!("tails {line} -q -o a.h5"));
        assert!(run.code == Some(2) && run.stderr.contains(message), "{line}: {}", run.stderr);
    }
    folder.write("s.toml", "[model.files]\ninputs = ['x.npy']\n[time]\nend = 1\nrecord_every = 1");
    let run = folder.svsde("run s.toml");
    let message = "model.files takes no [time] table; leave it out";
    assert!(run.code == Some(2) && run.stderr.contains(message), "{}", run.stderr);
}
