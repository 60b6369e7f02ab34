//! Readable files that pose a problem which is no problem, or another than meant: an error or a warning, exactly.

use crate::support::*;
use ndarray::Axis;

/// The second of two equal rows: y = (1, 0) is at ‖(1, −1)/2‖/‖y‖ = 1/√2 from the range.
#[test]
fn dependent_rows() {
    let folder = Folder::new();
    folder.doubles("A.npy", "(2, 4)", &[1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0, 4.0]);
    folder.doubles("y.npy", "(2,)", &[1.0, 0.0]);
    folder.write("s.toml", SCENARIO.replace("rows = 4", "rows = 2").replace("cols = 3", "cols = 2"));
    let flatten = "flatten --measurements A.npy --targets y.npy --rows 2 --cols 2 --steps 2000";
    let message = "error: targets are inconsistent: the measurement matrix has rank 1 of 2 rows, and no W comes closer \
                   to the targets than a relative residual of 7.071e-1; drop the dependent rows, or replace the targets \
                   by their projection on the range of the matrix";
    folder.refused("run s.toml", message);
    folder.refused(flatten, message);

    folder.doubles("y.npy", "(2,)", &[2.0, 2.0]);
    let warning = "the measurement matrix has rank 1, not 2: 1 of its 2 rows depend on the others; the run goes on with its range";
    for line in ["run s.toml -q", flatten] {
        let run = folder.svsde(&format!("{line} --force -o out.h5"));
        assert_eq!((run.code, run.stderr), (Some(0), format!("warning: {warning}\n")), "{line}");
        assert_eq!(folder.result("out.h5").texts("warnings"), [warning]);
    }
    let file = folder.result("out.h5");
    let residual = file.read("flows/gradient/relative_residual").unwrap();
    assert!(residual[[0, residual.len() - 1]] < 1e-12, "gradient flow solves a consistent problem");
}

#[test]
fn not_underdetermined_is_a_warning() {
    let folder = Folder::with_data();
    folder.doubles("A.npy", "(13, 12)", &numbers(13 * 12, 4));
    let ones: Vec<f64> = numbers(13 * 12, 4).chunks(12).map(|row| row.iter().sum()).collect();
    folder.doubles("y.npy", "(13,)", &ones);
    let warning = "not underdetermined: d = 13 for a 4 x 3 W with mn = 12; where they are independent the kernel \
                   is {0}, so that every alpha_i is 0, the self-polar flow stands still and all solutions coincide";
    for line in ["run s.toml", FLATTEN] {
        let run = folder.svsde(&format!("{line} --force -q -o out.h5"));
        assert_eq!((run.code, run.stderr), (Some(0), format!("warning: {warning}\n")), "{line}");
        assert_eq!(folder.result("out.h5").texts("warnings"), [warning]);
    }
    let file = folder.result("out.h5");
    let sigma = file.read("flows/self-polar/sigma").unwrap();
    let still = sigma
        .outer_iter()
        .all(|run| run.outer_iter().all(|s| (&s - &run.index_axis(Axis(0), 0)).iter().all(|d| d.abs() < 1e-12)));
    assert!(still, "the self-polar flow moved");
    assert!(file.read("flows/muon/alpha").unwrap().iter().all(|a| a.abs() < 1e-12));

    folder.doubles("A.npy", "(2, 1)", &[1.0, 1.0]);
    folder.doubles("y.npy", "(2,)", &[1.0, 0.0]);
    let run = folder.svsde("flatten --measurements A.npy --targets y.npy --rows 1 --cols 1 --steps 30 -q -o one.h5");
    let warnings = folder.result("one.h5").texts("warnings");
    assert_eq!(run.stderr, format!("warning: {}\n", warnings.join("\nwarning: ")));
    assert_eq!(warnings.len(), 2);
    assert_eq!(
        warnings[1],
        "no W fits the targets: the relative residual cannot go below 7.071e-1; 'solution' means least squares below"
    );
}

#[test]
fn zeros() {
    let folder = Folder::with_data();
    folder.doubles("y.npy", "(5,)", &[0.0; 5]);
    for line in ["run s.toml", FLATTEN] {
        let run = folder.svsde(&format!("{line} --force -o out.h5"));
        let warning =
            "warning: every target is 0: W = 0 solves the problem, and a flow that starts there does not move\n";
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), warning), "{line}");
        assert!(!run.stdout.contains("NaN"), "{}", run.stdout);
        let sigma = folder.result("out.h5").read("flows/muon/sigma").unwrap();
        assert!(sigma.iter().all(|&s| s == 0.0));
    }
    folder.doubles("y.npy", "(5,)", &targets());
    folder.doubles("A.npy", "(5, 12)", &[0.0; 60]);
    folder.both_refused(
        "error: the measurement matrix is zero, or so small that its squares are: nothing is measured, so no flow moves; give at least one row of ordinary size",
    );
}

#[test]
fn data_out_of_proportion_are_refused() {
    let folder = Folder::with_data();
    for (factor, size) in [(1e200, "e200"), (1e-100, "e-100")] {
        let scaled: Vec<f64> = targets().iter().map(|y| y * factor).collect();
        folder.doubles("y.npy", "(5,)", &scaled);
        let run = folder.svsde("run s.toml");
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(
            run.stderr.starts_with("error: the size of the targets is ") && run.stderr.contains(size),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.ends_with("rescale into 1e-70 to 1e70, so that products stay representable\n"),
            "{}",
            run.stderr
        );
    }
}
