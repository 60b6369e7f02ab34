//! `.npy`, `.npz`, `.csv` and HDF5 files.

use crate::support::*;
use svsde_cli::study::tails::input::Kind;

#[test]
fn a_vector_is_samples_and_a_matrix_its_singular_values() {
    let folder = Folder::new();
    let values = [3.0, 0.0, -1.5, f64::NAN, f64::INFINITY];
    let raw = doubles(values);
    let same = |a: &[f64]| a.iter().map(|x| x.to_bits()).eq(values.map(f64::to_bits));
    for shape in ["(5,)", "(1, 5)", "(5, 1)"] {
        let listing = all(&[folder.file("x.npy", npy("<f8", shape, &raw))]);
        assert_eq!((names(&listing), listing.items[0].kind), (vec!["x"], Kind::Samples), "{shape}");
        assert!(same(&samples(&listing.items[0])), "{shape}");
    }
    for text in ["3,0,-1.5,nan,inf", "x\n3\n0\n-1.5\nnan\ninf\n"] {
        assert!(same(&samples(&all(&[folder.file("x.csv", text)]).items[0])), "{text}");
    }

    let (tall, wide) = (matrix(), matrix().reversed_axes());
    let rows = |a: &ndarray::Array2<f64>| {
        a.outer_iter()
            .map(|row| row.iter().map(f64::to_string).collect::<Vec<_>>().join(","))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for (shape, a) in [("(4, 3)", &tall), ("(3, 4)", &wide)] {
        let paths =
            [folder.file("w.npy", npy("<f8", shape, &doubles(a.iter().copied()))), folder.file("w.csv", rows(a))];
        let listing = all(&paths);
        assert_eq!(names(&listing), ["w", "w (2)"]);
        for item in &listing.items {
            assert_eq!(item.kind, Kind::Matrix { rows: 4, cols: 3 });
            assert_eq!(item.shape, a.shape());
            assert_spectrum(item, &SIGMA, TOLERANCE);
        }
    }
}

#[test]
fn every_array_of_an_npz_is_an_item() {
    let folder = Folder::new();
    let half: Vec<u8> = matrix().iter().flat_map(|&x| half::f16::from_f64(x).to_le_bytes()).collect();
    let members = [
        ("layer/w.npy", npy("<f8", "(4, 3)", &doubles(matrix()))),
        ("x.npy", npy("<i2", "(3,)", &[1, 0, 2, 0, 255, 255])),
        ("half.npy", npy("<f2", "(4, 3)", &half)),
        ("cube.npy", npy("<f8", "(1, 2, 2)", &doubles([0.0; 4]))),
        ("scalar.npy", npy("<f8", "()", &doubles([1.0]))),
        ("none.npy", npy("<f8", "(0, 3)", &[])),
        ("complex.npy", npy("<c16", "(1,)", &[0; 16])),
        ("readme.txt", b"hello".to_vec()),
    ];
    for deflated in [false, true] {
        let listing = all(&[folder.zip("a.npz", &members, deflated)]);
        assert_eq!(names(&listing), ["layer.w", "x", "half"]);
        assert_spectrum(&listing.items[0], &SIGMA, TOLERANCE);
        assert_eq!(samples(&listing.items[1]), [1.0, 2.0, -1.0]);
        assert_spectrum(&listing.items[2], &SIGMA, TOLERANCE);
        let skipped: Vec<_> =
            listing.skipped.iter().map(|s| (s.name.rsplit('/').next().unwrap(), s.reason.as_str())).collect();
        assert_eq!(
            skipped,
            [
                ("a.npz: cube", "3 axes: which of them are rows is not known; save it as a matrix"),
                ("a.npz: scalar", "0 axes: which of them are rows is not known; save it as a matrix"),
                ("a.npz: none", "shape [0, 3] holds no values"),
                (
                    "a.npz: complex",
                    "element type <c16 is not supported; use a real floating-point or integer type (save the real part, or real and imaginary parts as separate rows)"
                ),
                ("a.npz: readme.txt", "not an .npy array"),
            ]
        );
    }
}

#[test]
fn every_dataset_of_an_hdf5_file_is_an_item() {
    let folder = Folder::new();
    let file = hdf5::File::create(folder.path("a.h5")).unwrap();
    for (name, width) in [("dense/kernel", 3), ("dense_1/kernel", 3)] {
        let data = matrix().slice(ndarray::s![.., ..width]).to_owned();
        file.new_dataset_builder().with_data(&data).create(name).unwrap();
    }
    file.new_dataset_builder().with_data(&ndarray::array![1i32, -2, 3]).create("dense/bias").unwrap();
    let text: hdf5::types::VarLenUnicode = "x".parse().unwrap();
    file.new_dataset_builder().with_data(&[text]).create("words").unwrap();
    drop(file);
    let listing = all(&[folder.path("a.h5")]);
    assert_eq!(names(&listing), ["dense.bias", "dense.kernel", "dense_1.kernel"]);
    assert_eq!(samples(&listing.items[0]), [1.0, -2.0, 3.0]);
    assert_spectrum(&listing.items[1], &SIGMA, TOLERANCE);
    assert_eq!(listing.skipped.len(), 1);
    assert!(listing.skipped[0].name.ends_with("a.h5: words"), "{:?}", listing.skipped);
}

/// A dataset may announce any shape without taking space in the file.
#[test]
fn a_dataset_larger_than_memory() {
    let folder = Folder::new();
    let file = hdf5::File::create(folder.path("a.h5")).unwrap();
    for (name, shape) in [("large", [1 << 22, 1 << 22]), ("absurd", [1 << 40, 1 << 40])] {
        file.new_dataset::<f64>().shape(shape).chunk([64, 64]).create(name).unwrap();
    }
    drop(file);
    let listing = all(&[folder.path("a.h5")]);
    assert_eq!((names(&listing), listing.items[0].bytes), (vec!["absurd", "large"], u64::MAX));
    // The matrix, and the work space of the decomposition.
    assert!(listing.items[1].bytes > 2 << 47 && listing.items[1].bytes < 4 << 47, "{}", listing.items[1].bytes);
    for item in &listing.items {
        let message = folder.message(item.load());
        let start = format!("a.h5: {}: shape {:?} needs about ", item.name, item.shape);
        assert!(message.starts_with(&start), "{message}");
        assert!(message.ends_with("available; take a part of it, or a larger machine"), "{message}");
    }
}
