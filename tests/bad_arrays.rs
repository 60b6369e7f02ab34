//! Array files, good and bad: what they hold comes back, or the exact message.

use ndarray::{Array1, Array2, ArrayD, IxDyn, array};
use std::fs;
use std::path::PathBuf;
use svsde_cli::error::Error;
use svsde_cli::store::{read_array, read_matrix, read_vector};
use tempfile::TempDir;

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn npy(&self, descr: &str, fortran_order: bool, shape: &str, data: &[u8]) -> PathBuf {
        self.file("array.npy", npy(1, &header(descr, fortran_order, shape), data))
    }

    /// What reading the file says, without its folder.
    fn message<T: std::fmt::Debug>(&self, outcome: Result<T, Error>) -> String {
        outcome.unwrap_err().to_string().replace(&format!("{}/", self.0.path().display()), "")
    }
}

fn header(descr: &str, fortran_order: bool, shape: &str) -> String {
    let order = if fortran_order { "True" } else { "False" };
    format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}")
}

fn npy(version: u8, header: &str, data: &[u8]) -> Vec<u8> {
    let padded = format!("{header:117}\n");
    let mut bytes = b"\x93NUMPY".to_vec();
    bytes.extend([version, 0]);
    match version {
        1 => bytes.extend((padded.len() as u16).to_le_bytes()),
        _ => bytes.extend((padded.len() as u32).to_le_bytes()),
    }
    bytes.extend(padded.as_bytes());
    bytes.extend(data);
    bytes
}

fn doubles(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

macro_rules! element_types {
    ($folder:ident: $($descr:literal $real:ty),*) => {$(
        for (order, bytes) in [
            ('<', [1 as $real, 2 as $real, 100 as $real].map(<$real>::to_le_bytes).concat()),
            ('>', [1 as $real, 2 as $real, 100 as $real].map(<$real>::to_be_bytes).concat()),
        ] {
            let path = $folder.npy(&format!("'{order}{}'", $descr), false, "(3,)", &bytes);
            assert_eq!(read_vector(&path, None).unwrap(), array![1.0, 2.0, 100.0], "{order}{}", $descr);
        }
    )*};
}

#[test]
fn npy_of_every_real_type_and_byte_order() {
    let folder = Folder::new();
    element_types!(folder: "f8" f64, "f4" f32, "i8" i64, "i4" i32, "i2" i16, "i1" i8, "u8" u64, "u4" u32, "u2" u16, "u1" u8);
    let path = folder.npy("'|b1'", false, "(3,)", &[0, 1, 1]);
    assert_eq!(read_vector(&path, None).unwrap(), array![0.0, 1.0, 1.0]);
    let path = folder.npy("'<i4'", false, "(1,)", &(-7i32).to_le_bytes());
    assert_eq!(read_vector(&path, None).unwrap(), array![-7.0]);
}

#[test]
fn npy_in_fortran_order_comes_back_in_standard_layout() {
    let folder = Folder::new();
    let path = folder.npy("'<f8'", true, "(2, 3)", &doubles(&[1.0, 4.0, 2.0, 5.0, 3.0, 6.0]));
    let matrix = read_matrix(&path, None).unwrap();
    assert!(matrix.is_standard_layout());
    assert_eq!(matrix, array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);

    let cube = folder.npy("'<f8'", true, "(2, 2, 2)", &doubles(&[1.0, 5.0, 3.0, 7.0, 2.0, 6.0, 4.0, 8.0]));
    let cube = read_array(&cube, None).unwrap();
    assert!(cube.is_standard_layout());
    assert_eq!(cube.iter().copied().collect::<Vec<_>>(), [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
}

#[test]
fn npy_larger_than_one_chunk_and_of_every_version() {
    let folder = Folder::new();
    let values: Vec<f64> = (0..20_000).map(f64::from).collect();
    for version in 1..=3 {
        let bytes = npy(version, &header("'<f8'", false, "(100, 200)"), &doubles(&values));
        let matrix = read_matrix(&folder.file("array.npy", bytes), None).unwrap();
        assert_eq!(matrix, Array2::from_shape_vec((100, 200), values.clone()).unwrap());
    }
}

#[test]
fn npy_with_bytes_after_the_array() {
    let folder = Folder::new();
    let path = folder.npy("'<f8'", false, "(2,)", &doubles(&[1.0, 2.0, 3.0]));
    assert_eq!(read_vector(&path, None).unwrap(), array![1.0, 2.0]);
}

#[test]
fn npy_of_no_real_type() {
    let folder = Folder::new();
    for (descr, wanted) in [
        (
            "'<c16'",
            "<c16 is not supported; use a real floating-point or integer type (save the real part, or real and imaginary parts as separate rows)",
        ),
        (
            "'<f16'",
            "<f16 is not supported; use a real floating-point or integer type (save it with .astype('float64'))",
        ),
        (
            "'|O'",
            "|O is not supported; use a real floating-point or integer type (pickled Python objects are never loaded; save it with .astype('float64'))",
        ),
        ("'<U3'", "<U3 is not supported; use a real floating-point or integer type"),
        (
            "[('a', '<f8'), ('b', '<i4')]",
            "structured is not supported; use a real floating-point or integer type (save one field, or the fields as columns)",
        ),
    ] {
        let path = folder.npy(descr, false, "(1,)", &[0; 64]);
        assert_eq!(folder.message(read_array(&path, None)), format!("array.npy: element type {wanted}"));
    }
}

#[test]
fn npy_cut_short() {
    let folder = Folder::new();
    let mut data = doubles(&[1.0, 2.0, 3.0]);
    data.pop();
    let path = folder.npy("'<f8'", false, "(3, 1)", &data);
    let message = folder.message(read_array(&path, None));
    assert_eq!(message, "array.npy: truncated: the header announces 3 values, the file holds 2");

    let path = folder.npy("'<f8'", false, "(4000000000, 4000000000)", &data);
    let message = folder.message(read_array(&path, None));
    assert_eq!(message, "array.npy: truncated: the header announces 16000000000000000000 values, the file holds 2");

    let path = folder.npy("'<f8'", false, "(4000000000, 4000000000, 4000000000)", &data);
    let message = folder.message(read_array(&path, None));
    assert_eq!(message, format!("array.npy: truncated: the header announces {} values, the file holds 2", u64::MAX));

    let whole = npy(2, &header("'<f8'", false, "(3,)"), &doubles(&[1.0, 2.0, 3.0]));
    for (end, detail) in [
        (0, "it does not start with the NumPy signature"),
        (7, "it does not start with the NumPy signature"),
        (9, "it ends within the header"),
        (60, "it ends within the header"),
    ] {
        let path = folder.file("array.npy", &whole[..end]);
        assert_eq!(folder.message(read_array(&path, None)), format!("array.npy: not a readable NumPy file: {detail}"));
    }
}

#[test]
fn npy_that_is_none() {
    let folder = Folder::new();
    for (bytes, detail) in [
        (b"1,2,3\n4,5,6\n".to_vec(), "it does not start with the NumPy signature"),
        (npy(7, &header("'<f8'", false, "(1,)"), &[0; 8]), "its format version is none of 1, 2 and 3"),
        (npy(1, "{}", &[0; 8]), "the header is not that of an array"),
        (npy(1, &header("'<f8'", false, "(-1,)"), &[0; 8]), "the header is not that of an array"),
        (npy(1, &header("'<f8'", false, "((((((("), &[0; 8]), "the header is not that of an array"),
    ] {
        let path = folder.file("array.npy", bytes);
        assert_eq!(folder.message(read_array(&path, None)), format!("array.npy: not a readable NumPy file: {detail}"));
    }
}

#[test]
fn values_that_are_not_finite_are_named_by_row_and_column() {
    let folder = Folder::new();
    let rest = "every value must be finite (rows and columns count from 0)";
    let mut values = vec![0.0; 12];
    values[7] = f64::NAN;
    for (shape, place) in
        [("(12,)", "row 7, column 0"), ("(3, 4)", "row 1, column 3"), ("(2, 2, 3)", "row 1, column 1")]
    {
        let path = folder.npy("'<f8'", false, shape, &doubles(&values));
        assert_eq!(folder.message(read_array(&path, None)), format!("array.npy: {place} holds NaN; {rest}"));
    }
    let path = folder.npy("'<f8'", true, "(3, 4)", &doubles(&values));
    assert_eq!(folder.message(read_array(&path, None)), format!("array.npy: row 1, column 2 holds NaN; {rest}"));
    let path = folder.file("array.csv", "a,b\n1,2\n3,-inf\n");
    assert_eq!(folder.message(read_array(&path, None)), format!("array.csv: row 1, column 1 holds -inf; {rest}"));
}

#[test]
fn arrays_without_values() {
    let folder = Folder::new();
    let rest = "holds no values; at least one row and one column are needed";
    for shape in ["(0, 4)", "(4, 0)", "(0,)"] {
        let path = folder.npy("'<f8'", false, shape, &[]);
        let written = shape.replace("(", "[").replace(",)", "]").replace(")", "]");
        assert_eq!(folder.message(read_array(&path, None)), format!("array.npy: shape {written} {rest}"));
    }
    let path = folder.file("array.csv", "a,b\n");
    assert_eq!(folder.message(read_array(&path, None)), format!("array.csv: shape [0, 0] {rest}"));
}

#[test]
fn files_that_are_missing_or_of_unknown_format() {
    let folder = Folder::new();
    for name in ["no.npy", "no.csv", "no.h5"] {
        let outcome = read_array(&folder.0.path().join(name), None);
        assert!(matches!(outcome, Err(Error::Io { .. })), "{outcome:?}");
        assert_eq!(folder.message(outcome), format!("{name}: No such file or directory (os error 2)"));
    }
    for name in ["A.mat", "A", ".npy"] {
        let message = folder.message(read_array(&folder.file(name, ""), None));
        assert_eq!(message, format!("{name}: cannot tell the format from the extension; use .npy, .csv or .h5"));
    }
    let path = folder.file("A.CSV", "1,2\n");
    assert_eq!(read_matrix(&path, None).unwrap(), array![[1.0, 2.0]]);
}

#[test]
fn every_separator_gives_the_same_matrix() {
    let folder = Folder::new();
    let wanted = array![[1.0, -2.5], [3e2, 0.0]];
    for text in [
        "1,-2.5\n3e2,0\n",
        "\u{feff}1;-2.5\r\n3e2;0\r\n",
        "1\t-2.5\n3e2\t0",
        "  1   -2.5\n 3e2\t0\n",
        "a,b\n1, -2.5\n\n3e2 ,0\n",
        "\u{feff}\"a\";\"b\"\n1;\"-2.5\"\n# half way\n3e2;0 # last\n",
        "# a b\n1 -2.5\n300 0",
    ] {
        assert_eq!(read_matrix(&folder.file("array.csv", text), None).unwrap(), wanted, "{text:?}");
    }
}

#[test]
fn one_row_and_one_column_are_matrices() {
    let folder = Folder::new();
    let matrix = |text: &str| read_matrix(&folder.file("array.csv", text), None);
    assert_eq!(matrix("1,2,3").unwrap().dim(), (1, 3));
    assert_eq!(matrix("x\n1\n2\n3").unwrap().dim(), (3, 1));
    for text in ["# nothing\n", "a,b\n"] {
        assert!(folder.message(matrix(text)).starts_with("array.csv: shape [0, 0] holds no values"), "{text:?}");
    }
}

#[test]
fn csv_with_ragged_rows_or_words() {
    let folder = Folder::new();
    for (text, wanted) in [
        ("a,b\n1,2\n3,4,5\n", "not a readable CSV file: line 3 has 3 values, but line 2 has 2"),
        ("1 2\n3\n", "not a readable CSV file: line 2 has 1 values, but line 1 has 2"),
        ("a,b\n1,2\n3,x\n", "line 3, column 2: \"x\" is not a number"),
        ("1,2\n3,\n", "line 2, column 2: \"\" is not a number"),
        ("1;2,5\n", "line 1, column 2: \"2,5\" is not a number"),
        // A first row with one number is not a header.
        ("1,O\n3,4\n", "line 1, column 2: \"O\" is not a number"),
    ] {
        assert_eq!(folder.message(read_array(&folder.file("array.csv", text), None)), format!("array.csv: {wanted}"));
    }
    let message = folder.message(read_array(&folder.file("array.csv", b"1,\xff\n"), None));
    assert!(message.starts_with("array.csv: not a readable CSV file: invalid utf-8"), "{message}");
}

#[test]
fn shapes_that_do_not_fit() {
    let folder = Folder::new();
    let path = folder.npy("'<f8'", false, "(2, 6)", &doubles(&[1.0; 12]));
    assert_eq!(
        folder.message(read_vector(&path, None)),
        "array.npy: shape [2, 6], but it must be a vector: one dimension, one row or one column"
    );
    let path = folder.npy("'<f8'", false, "(2, 2, 3)", &doubles(&[1.0; 12]));
    assert_eq!(read_array(&path, None).unwrap().shape(), [2, 2, 3]);
    assert_eq!(
        folder.message(read_matrix(&path, None)),
        "array.npy: shape [2, 2, 3], but it must be a matrix, with two dimensions"
    );
    for shape in ["(1, 6)", "(6, 1)"] {
        let path = folder.npy("'<f8'", false, shape, &doubles(&[1.0; 6]));
        assert_eq!(read_vector(&path, None).unwrap(), Array1::from_elem(6, 1.0));
    }
}

#[test]
fn hdf5_datasets_by_name_or_alone() {
    let folder = Folder::new();
    let path = folder.0.path().join("array.h5");
    let file = hdf5::File::create(&path).unwrap();
    let whole = ArrayD::from_shape_vec(IxDyn(&[2, 2]), vec![1i32, -2, 3, 4]).unwrap();
    file.create_group("in").unwrap().new_dataset_builder().with_data(&whole).create("A").unwrap();
    file.flush().unwrap();
    assert_eq!(read_matrix(&path, None).unwrap(), array![[1.0, -2.0], [3.0, 4.0]]);
    assert_eq!(read_matrix(&path, Some("in/A")).unwrap(), read_matrix(&path, None).unwrap());

    file.new_dataset_builder().with_data(&array![0.5f32, 0.25]).create("y").unwrap();
    file.new_dataset_builder().with_data(&array![true, false]).create("flags").unwrap();
    file.new_dataset_builder().with_data(&array![1.0, f64::INFINITY]).create("infinite").unwrap();
    file.new_dataset_builder()
        .with_data(&array![hdf5::types::FixedAscii::<4>::from_ascii("text").unwrap()])
        .create("text")
        .unwrap();
    file.flush().unwrap();
    assert_eq!(read_vector(&path, Some("/y")).unwrap(), array![0.5, 0.25]);
    assert_eq!(read_vector(&path, Some("flags")).unwrap(), array![1.0, 0.0]);
    let names = "flags, in/A, infinite, text, y";
    for (asked, wanted) in [
        (Some("Y"), format!("no dataset \"Y\"; the file holds {names}")),
        (None, format!("name the dataset to read; the file holds {names}")),
        (Some("in"), format!("no dataset \"in\"; the file holds {names}")),
        (
            Some("infinite"),
            "row 1, column 0 holds inf; every value must be finite (rows and columns count from 0)".to_owned(),
        ),
        (
            Some("text"),
            "element type string (len 4) is not supported; use a real floating-point or integer type".to_owned(),
        ),
    ] {
        assert_eq!(folder.message(read_array(&path, asked)), format!("array.h5: {wanted}"));
    }
}

#[derive(hdf5::H5Type, Clone, Copy)]
#[repr(C)]
struct Complex {
    r: f64,
    i: f64,
}

#[test]
fn hdf5_that_is_complex_or_none_or_empty() {
    let folder = Folder::new();
    let path = folder.0.path().join("array.h5");
    let file = hdf5::File::create(&path).unwrap();
    assert_eq!(
        folder.message(read_array(&path, None)),
        "array.h5: name the dataset to read; the file holds no dataset"
    );
    file.new_dataset_builder().with_data(&array![Complex { r: 1.0, i: 0.0 }]).create("z").unwrap();
    file.flush().unwrap();
    assert_eq!(
        folder.message(read_array(&path, None)),
        "array.h5: element type complex is not supported; use a real floating-point or integer type (save the real part, or real and imaginary parts as separate rows)"
    );
    file.new_dataset::<f64>().shape((0, 3)).create("nothing").unwrap();
    file.flush().unwrap();
    assert_eq!(
        folder.message(read_array(&path, Some("nothing"))),
        "array.h5: shape [0, 3] holds no values; at least one row and one column are needed"
    );
    assert_eq!(
        folder.message(read_array(&folder.file("text.h5", "1,2,3"), None)),
        "text.h5: not a readable HDF5 file: it does not open as HDF5: another format, damaged, or being written"
    );
}
