//! Unusual shapes of W, and a flow that diverges.

use crate::support::*;
use ndarray::{Array2, Axis, Ix3, array};

const DETERMINISTIC: [&str; 4] = ["gradient", "norm-matched-gradient", "muon", "self-polar"];

/// A_i → A_iᵀ turns every solution and every step into its transpose.
///
/// 30 steps of 1 % of the way: no flow is near its end, where the polar factor of a small gradient would magnify the
/// rounding. Every map on the way is then Lipschitz with a constant near 1, and a relative 1e-10 is 30 steps of
/// 1e4 roundings.
#[test]
fn a_wide_w_gives_the_transposed_result() {
    let folder = Folder::with_data();
    let (m, n) = SHAPE;
    let tall = matrix();
    let wide: Vec<f64> = (0..COUNT * m * n)
        .map(|k| {
            let (i, row, column) = (k / (m * n), k % (m * n) / m, k % m);
            tall[i * m * n + column * n + row]
        })
        .collect();
    folder.doubles("wide.npy", "(5, 3, 4)", &wide);
    let rate = "--learning-rate 0.002 --set model.schedule=constant --set model.gradient_learning_rate=0.0001";
    folder.done(&format!("{FLATTEN} {rate} -q -o tall.h5"));
    folder.done(&format!("flatten --measurements wide.npy --targets y.npy --steps 30 {rate} -q -o wide.h5"));
    let (tall, wide) = (folder.result("tall.h5"), folder.result("wide.h5"));
    let close = |path: &str, a: &[f64], b: &[f64]| {
        let size = a.iter().fold(0.0, |size: f64, x| size.max(x.abs()));
        assert!(size > 0.0 && a.len() == b.len(), "{path}");
        let error = a.iter().zip(b).fold(0.0, |error: f64, (a, b)| error.max((a - b).abs()));
        assert!(error <= 1e-10 * size, "{path}: {error:e} of {size:e}");
    };
    let flat =
        |file: &svsde_cli::store::ResultFile, path: &str| file.read(path).unwrap().into_iter().collect::<Vec<f64>>();
    let transposed = |path: &str| {
        let weights = wide.read(path).unwrap().into_dimensionality::<Ix3>().unwrap();
        assert_eq!(weights.dim(), (1, n, m), "{path}");
        weights.index_axis(Axis(0), 0).t().iter().copied().collect::<Vec<f64>>()
    };
    for flow in DETERMINISTIC {
        for name in ["sigma", "loss", "nuclear_norm", "flatness/entropy_sigma/value"] {
            if (flow, name) == ("self-polar", "loss") {
                continue; // zero to rounding
            }
            let path = format!("flows/{flow}/{name}");
            close(&path, &flat(&tall, &path), &flat(&wide, &path));
        }
        let path = format!("flows/{flow}/final_weights");
        close(&path, &flat(&tall, &path), &transposed(&path));
    }
    // The minimiser is certified to a relative 1e-12 of its norm, and its distance is the root of that.
    close(
        "min_frobenius",
        &flat(&tall, "references/min_frobenius/weights"),
        &transposed("references/min_frobenius/weights"),
    );
    close(
        "min_nuclear",
        &flat(&tall, "references/min_nuclear/nuclear_norm"),
        &flat(&wide, "references/min_nuclear/nuclear_norm"),
    );
}

/// One number: aW = y. Gradient flow with the step 1/a² is there at once.
#[test]
fn one_by_one() {
    let folder = Folder::new();
    folder.doubles("A.npy", "(1, 1)", &[2.0]);
    folder.doubles("y.npy", "(1,)", &[-3.0]);
    let run = folder.svsde("flatten --measurements A.npy --targets y.npy --rows 1 --cols 1 --steps 1000 -q -o out.h5");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stderr.starts_with("warning: not underdetermined: d = 1 for a 1 x 1 W"), "{}", run.stderr);
    let file = folder.result("out.h5");
    // The last step of a linear schedule is η/T, where η = 20·1.5/T.
    for (flow, error) in [
        ("gradient", 1e-12),
        ("self-polar", 1e-12),
        ("norm-matched-gradient", 4e-5),
        ("muon", 4e-5),
        ("signed-random", 4e-5),
    ] {
        let end = file.read(&format!("flows/{flow}/final_weights")).unwrap();
        assert_eq!(end.shape(), [1, 1, 1]);
        assert!((end[[0, 0, 0]] + 1.5).abs() <= error, "{flow} ends at {}", end[[0, 0, 0]]);
    }
    assert_eq!(file.read("references/min_nuclear/nuclear_norm").unwrap().into_iter().collect::<Vec<_>>(), [1.5]);
}

#[test]
fn rows_and_columns() {
    let folder = Folder::new();
    folder.doubles("A.npy", "(2, 3)", &[1.0, 0.0, 0.0, 0.0, 2.0, 0.0]);
    folder.doubles("y.npy", "(2,)", &[3.0, 8.0]);
    for (rows, cols) in [(1, 3), (3, 1)] {
        let line = format!("flatten --measurements A.npy --targets y.npy --rows {rows} --cols {cols} --steps 500");
        folder.done(&format!("{line} -q --force -o out.h5"));
        let file = folder.result("out.h5");
        assert_eq!(file.read("flows/muon/sigma").unwrap().shape()[2], 1);
        let end = file.read("flows/gradient/final_weights").unwrap();
        let end = Array2::from_shape_vec((1, 3), end.into_iter().collect()).unwrap();
        assert!((&end - &array![[3.0, 4.0, 0.0]]).iter().all(|x| x.abs() < 1e-9), "{end}");
    }
}

#[test]
fn a_flow_that_diverges_harms_no_other() {
    let folder = Folder::with_data();
    folder.done("run s.toml -q -o sound.h5");
    let run = folder.svsde("run s.toml -o out.h5 --set model.gradient_learning_rate=1e200");
    assert_eq!(
        run.stderr,
        "replica 0: gradient failed at step 1: the state became infinite or NaN; try a smaller learning rate or step, or rescale the data\n"
    );
    assert_eq!(run.code, Some(1));
    assert!(run.stdout.contains("\nfailed and left out of the means: 1 of the flows' runs\n"), "{}", run.stdout);
    let (file, sound) = (folder.result("out.h5"), folder.result("sound.h5"));
    let number = |path: &str| file.read(path).unwrap()[[0]];
    assert_eq!(file.number::<bool>("finished"), Some(true));
    assert_eq!((number("replicas/status"), number("replicas/failed_at")), (1.0, 1.0));
    assert_eq!((number("flows/gradient/status"), number("flows/gradient/failed_at")), (1.0, 1.0));
    for flow in ["norm-matched-gradient", "muon", "self-polar", "signed-random"] {
        assert_eq!(number(&format!("flows/{flow}/status")), 0.0);
        assert_eq!(number(&format!("flows/{flow}/failed_at")), -1.0);
        same(&file, &sound, &format!("/flows/{flow}/"));
    }
    for entry in file.entries() {
        assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{}", entry.path);
    }
    let info = folder.done("info --json out.h5");
    assert!(serde_json::from_str::<serde_json::Value>(&info).is_ok());

    // Slower: some steps are finite, and recorded, before it fails.
    let run =
        folder.svsde("run s.toml -q -o slow.h5 --set model.gradient_learning_rate=1e15 --set time.record_every=1");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let file = folder.result("slow.h5");
    let failed = file.read("flows/gradient/failed_at").unwrap()[[0]];
    assert!((2.0..30.0).contains(&failed), "{failed}");
    for entry in file.entries() {
        assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{}", entry.path);
    }
    let loss = file.read("flows/gradient/loss").unwrap();
    let last = failed as usize;
    assert!(loss[[0, last - 1]] <= loss[[0, last]]);
    assert!((last..30).all(|k| loss[[0, k]] == loss[[0, k + 1]]), "after the failure the last record is repeated");
}
