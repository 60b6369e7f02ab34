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

const SGD: &str = "[model.sgd]\nrows = 3\ncols = 2\nlearning_rate = 1.0\ndiffusion = 0.05\ncurvature = 0.2\n\
    [initial.file]\npath = \"W.csv\"\n[integrator.proximal-euler]\ndt = 0.1\n[time]\nend = 1\nrecord_every = 1\n";

#[test]
fn a_dataset_of_a_file_without_datasets() {
    let folder = Folder::with_data();
    let rest = "is asked for, which is for .h5, as other files have no datasets; leave it out";
    folder.write("W.csv", "1,2\n3,4\n5,6\n");
    folder.write("sgd.toml", SGD);
    assert_eq!(folder.svsde("run sgd.toml -q -o out.h5").code, Some(0));
    for command in ["run", "check"] {
        let message = format!("error: W.csv: dataset \"w\" {rest}");
        folder.refused(&format!("{command} sgd.toml --set initial.dataset=w"), &message);
    }
    folder.refused("run s.toml --set measurement.targets_dataset=y", &format!("error: y.npy: dataset \"y\" {rest}"));
    folder.refused(&format!("{FLATTEN} --measurements-dataset A"), &format!("error: A.npy: dataset \"A\" {rest}"));
}

#[test]
fn an_initial_matrix_too_large_to_be_squared() {
    let folder = Folder::with_data();
    folder.write("W.csv", "1e200,2\n3,-4e200\n5,6\n");
    folder.write("sgd.toml", SGD);
    let rest = "it must be at most 1e70, so that products stay representable; multiply the matrix by a constant";
    let message = format!("error: W.csv: the largest entry is 4e200 in size, but {rest}");
    folder.refused("run sgd.toml", &message);
    folder.refused("check sgd.toml", &message);
}
