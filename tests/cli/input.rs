//! Bad input: the exact message, exit code 2, and nothing left behind.

use crate::support::*;
use ndarray::Array2;

#[test]
fn lengths_that_disagree() {
    let folder = Folder::with_data();
    folder.doubles("y.npy", "(4,)", &targets()[..4]);
    folder.both_refused(
        "error: y.npy: shape [4], but the measurement matrix A.npy has 5 rows: one target for each is needed",
    );
    folder.doubles("y.npy", "(5, 2)", &numbers(10, 3));
    folder.both_refused("error: y.npy: shape [5, 2], but it must be a vector: one dimension, one row or one column");
    folder.doubles("y.npy", "(5,)", &targets());
    folder.refused(
        "flatten --measurements A.npy --targets y.npy --rows 4 --cols 4",
        "error: A.npy: shape [5, 12], but a measurement matrix of a 4 x 4 W must be d x 16 or d x 4 x 4",
    );
    folder.refused(
        "run s.toml --set measurement.count=6",
        "error: A.npy: shape [5, 12], but measurement.file.count asks for the first 6 measurements",
    );
    folder.doubles("A.npy", "(5, 3, 4)", &matrix());
    folder.both_refused(
        "error: A.npy: shape [5, 3, 4], but a measurement matrix of a 4 x 3 W must be d x 12 or d x 4 x 3",
    );
}

#[test]
fn the_shape_of_w_is_needed_unless_the_matrix_says_it() {
    let folder = Folder::with_data();
    let message =
        "error: A.npy: shape [5, 12], but it does not say the shape of W by itself; give both --rows and --cols";
    folder.refused("flatten --measurements A.npy --targets y.npy", message);
    folder.refused("flatten --measurements A.npy --targets y.npy --rows 4", message);
    folder.done(&format!("{FLATTEN} -q -o flat.h5"));
    folder.doubles("A.npy", "(5, 4, 3)", &matrix());
    folder.done("flatten --measurements A.npy --targets y.npy --steps 30 -q -o cube.h5");
    same(&folder.result("flat.h5"), &folder.result("cube.h5"), "/");
    folder.refused(
        "flatten --measurements A.npy --targets y.npy --cols 4",
        "error: A.npy: shape [5, 4, 3], but it does not say the shape of W by itself; give both --rows and --cols",
    );
    for (option, name, other) in [("--rows", "m", "--cols"), ("--cols", "n", "--rows")] {
        folder.refused(
            &format!("flatten --measurements A.npy --targets y.npy {other} 3 {option} 0"),
            &format!(
                "error: invalid value '0' for '{option} <{name}>': number would be zero for non-zero type\n\n\
                 For more information, try '--help'."
            ),
        );
    }
}

#[test]
fn values_that_are_not_finite() {
    let folder = Folder::with_data();
    let rest = "every value must be finite (rows and columns count from 0)";
    let mut values = matrix();
    values[2 * 12 + 7] = f64::NAN;
    folder.doubles("A.npy", "(5, 12)", &values);
    folder.both_refused(&format!("error: A.npy: row 2, column 7 holds NaN; {rest}"));
    values[2 * 12 + 7] = f64::NEG_INFINITY;
    folder.doubles("A.npy", "(5, 4, 3)", &values);
    folder.both_refused(&format!("error: A.npy: row 2, column 7 holds -inf; {rest}"));
    let mut values = targets();
    values[3] = f64::INFINITY;
    folder.doubles("A.npy", "(5, 12)", &matrix());
    folder.doubles("y.npy", "(5,)", &values);
    folder.both_refused(&format!("error: y.npy: row 3, column 0 holds inf; {rest}"));
    folder.write("y.csv", "1\n2\nnan\n4\n5\n");
    folder.refused(
        "run s.toml --set measurement.targets=y.csv",
        &format!("error: y.csv: row 2, column 0 holds NaN; {rest}"),
    );
}

#[test]
fn complex_numbers_are_refused() {
    let folder = Folder::with_data();
    folder.write("A.npy", npy("'<c16'", false, "(5, 12)", &[0; 16 * 60]));
    folder.both_refused(
        "error: A.npy: element type <c16 is not supported; use a real floating-point or integer type \
         (save the real part, or real and imaginary parts as separate rows)",
    );
}

#[test]
fn integers_and_fortran_order_give_the_same_bits() {
    let folder = Folder::with_data();
    folder.done("run s.toml -q -o wanted.h5");
    let values = matrix();
    let transposed: Vec<f64> = (0..60).map(|k| values[k % 5 * 12 + k / 5]).collect();
    let cube: Vec<f64> = (0..60).map(|k| values[k % 5 * 12 + k / 5 % 4 * 3 + k / 20]).collect();
    let integers =
        |size: usize| -> Vec<u8> { values.iter().flat_map(|&x| (x as i64).to_le_bytes()[..size].to_vec()).collect() };
    let text = Array2::from_shape_vec((5, 12), values.clone()).unwrap();
    let text: String = text
        .rows()
        .into_iter()
        .map(|row| row.iter().map(f64::to_string).collect::<Vec<_>>().join(",") + "\n")
        .collect();
    let big_endian: Vec<u8> = values.iter().flat_map(|x| x.to_be_bytes()).collect();
    for (name, bytes) in [
        ("fortran.npy", npy("'<f8'", true, "(5, 12)", &bytes(&transposed))),
        ("fortran_cube.npy", npy("'<f8'", true, "(5, 4, 3)", &bytes(&cube))),
        ("integers.npy", npy("'<i8'", false, "(5, 12)", &integers(8))),
        ("bytes.npy", npy("'|i1'", false, "(5, 12)", &integers(1))),
        ("big.npy", npy("'>f8'", false, "(5, 12)", &big_endian)),
        ("text.csv", text.into_bytes()),
    ] {
        folder.write(name, bytes);
        folder.done(&format!("run s.toml -q --force -o found.h5 --set measurement.matrix={name}"));
        same(&folder.result("wanted.h5"), &folder.result("found.h5"), "/");
    }
}

#[test]
fn truncated_files() {
    let folder = Folder::with_data();
    let whole = npy("'<f8'", false, "(5, 12)", &bytes(&matrix()));
    folder.write("A.npy", &whole[..whole.len() - 9]);
    folder.both_refused("error: A.npy: truncated: the header announces 60 values, the file holds 58");
    folder.write("A.npy", &whole[..50]);
    folder.both_refused("error: A.npy: not a readable NumPy file: it ends within the header");
    folder.write("A.npy", "");
    folder.both_refused("error: A.npy: not a readable NumPy file: it does not start with the NumPy signature");
    folder.write("A.csv", "1,2,3,4\n5,6\n");
    folder.refused(
        "run s.toml --set measurement.matrix=A.csv",
        "error: A.csv: not a readable CSV file: line 2 has 2 values, but line 1 has 4",
    );
    let file = hdf5::File::create(folder.path("A.h5")).unwrap();
    file.new_dataset_builder().with_data(&Array2::<f64>::ones((5, 12))).create("A").unwrap();
    file.close().unwrap();
    let whole = std::fs::read(folder.path("A.h5")).unwrap();
    folder.write("A.h5", &whole[..whole.len() - 100]);
    folder.refused(
        "run s.toml --set measurement.matrix=A.h5",
        "error: A.h5: not a readable HDF5 file: it does not open as HDF5: another format, damaged, or being written",
    );
}

#[test]
fn files_without_values_and_files_that_are_not_there() {
    let folder = Folder::with_data();
    let rest = "holds no values; at least one row and one column are needed";
    folder.doubles("A.npy", "(0, 12)", &[]);
    folder.both_refused(&format!("error: A.npy: shape [0, 12] {rest}"));
    folder.doubles("A.npy", "(5, 12)", &matrix());
    folder.doubles("y.npy", "(0,)", &[]);
    folder.both_refused(&format!("error: y.npy: shape [0] {rest}"));
    std::fs::remove_file(folder.path("y.npy")).unwrap();
    folder.both_refused("error: y.npy: No such file or directory (os error 2)");
    folder.refused("run t.toml", "error: t.toml: No such file or directory (os error 2)");
    folder.refused(
        "run s.toml --set measurement.matrix=A.mat",
        "error: A.mat: cannot tell the format from the extension; use .npy, .csv or .h5",
    );
    folder.refused("check s.toml", "error: y.npy: No such file or directory (os error 2)");
}

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
    let warning = "not underdetermined: 13 measurements of a 4 x 3 W with 12 entries; where they are independent the kernel \
                   is {0}, so that every alpha_i is 0, the self-polar flow stands still and all solutions coincide";
    for line in ["run s.toml", FLATTEN] {
        let run = folder.svsde(&format!("{line} --force -q -o out.h5"));
        assert_eq!((run.code, run.stderr), (Some(0), format!("warning: {warning}\n")), "{line}");
        assert_eq!(folder.result("out.h5").texts("warnings"), [warning]);
    }
    let file = folder.result("out.h5");
    let sigma = file.read("flows/self-polar/sigma").unwrap();
    let still = sigma.outer_iter().all(|run| {
        run.outer_iter().all(|s| (&s - &run.index_axis(ndarray::Axis(0), 0)).iter().all(|d| d.abs() < 1e-12))
    });
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
        "error: the measurement matrix is zero: nothing is measured, so no flow moves; give at least one nonzero row",
    );
}

const FLOWS: &str = "gradient, norm-matched-gradient, muon, self-polar, signed-random";

#[test]
fn negative_learning_rate() {
    let folder = Folder::with_data();
    let rule = "  x model.regression.learning_rate = -1, but it must be > 0";
    folder.write("bad.toml", SCENARIO.replace("learning_rate = 0.001", "learning_rate = -1"));
    let bad = format!(
        "{rule}
   ,-[bad.toml:7:17]
 6 | cols = 3
 7 | learning_rate = -1
   :                 ^^
 8 | \n   `----"
    );
    folder.refused("run bad.toml", &bad);
    folder.refused("check bad.toml", &bad);
    folder.refused(
        "run s.toml --set model.learning_rate=-1",
        &format!(
            "{rule}
   ,-[command line:1:27]
 1 | --set model.learning_rate=-1
   :                           ^^
   `----"
        ),
    );
    folder.refused(
        "run s.toml --set model.gradient_learning_rate=-1",
        "  x model.regression.gradient_learning_rate = -1, but it must be > 0
   ,-[command line:1:36]
 1 | --set model.gradient_learning_rate=-1
   :                                    ^^
   `----",
    );
    for option in ["--learning-rate=-1", "--learning-rate -1"] {
        folder.refused(
            &format!("{FLATTEN} {option}"),
            &format!(
                "{rule}
   ,-[scenario of svsde flatten:8:17]
 7 | flows = [\"gradient\", \"norm-matched-gradient\", \"muon\", \"self-polar\", \"signed-random\"]
 8 | learning_rate = -1.0
   :                 ^^^^
 9 | gradient_learning_rate = \"stable\"
   `----"
            ),
        );
    }
}

#[test]
fn unknown_flow() {
    let folder = Folder::with_data();
    let (rule, help) = ("  x unknown flow `moun`", format!("  help: did you mean `muon`? flows: {FLOWS}"));
    folder.write("bad.toml", SCENARIO.replace("learning_rate", "flows = [\"gradient\", \"moun\"]\nlearning_rate"));
    folder.refused(
        "run bad.toml",
        &format!(
            "{rule}
   ,-[bad.toml:7:22]
 6 | cols = 3
 7 | flows = [\"gradient\", \"moun\"]
   :                      ^^^^^^
 8 | learning_rate = 0.001
   `----
{help}"
        ),
    );
    folder.refused(
        "run s.toml --set model.flows=[\"moun\"]",
        &format!(
            "{rule}
   ,-[command line:1:20]
 1 | --set model.flows=[\"moun\"]
   :                    ^^^^^^
   `----
{help}"
        ),
    );
    folder.refused(
        &format!("{FLATTEN} --learning-rate 1 --flow moun"),
        &format!(
            "{rule}
   ,-[scenario of svsde flatten:7:10]
 6 | cols = 3
 7 | flows = [\"moun\"]
   :          ^^^^^^
 8 | learning_rate = 1.0
   `----
{help}"
        ),
    );
    folder.refused(
        &format!("{FLATTEN} --learning-rate 1 --flow muon --flow muon"),
        "  x model.regression.flows[1] = muon, but each flow may be named once
   ,-[scenario of svsde flatten:7:18]
 6 | cols = 3
 7 | flows = [\"muon\", \"muon\"]
   :                  ^^^^^^
 8 | learning_rate = 1.0
   `----",
    );
}

#[test]
fn bad_usage() {
    let folder = Folder::with_data();
    let end = "\n\nFor more information, try '--help'.";
    for line in ["run s.toml", FLATTEN] {
        folder.refused(
            &format!("{line} --threads 0"),
            &format!("error: invalid value '0' for '--threads <N>': 0 is not in 1..=65535{end}"),
        );
    }
    folder.refused(
        "flatten --measurements A.npy --targets y.npy --rows 4 --cols 3 --steps 0",
        &format!("error: invalid value '0' for '--steps <T>': 0 is not in 1..=4294967295{end}"),
    );
    folder.refused(
        "run s.toml --set model.learning_rate",
        &format!(
            "error: invalid value 'model.learning_rate' for '--set <KEY=VALUE>': \
             an override is KEY=VALUE with a dotted key, for example model.learning_rate=0.02{end}"
        ),
    );
}
