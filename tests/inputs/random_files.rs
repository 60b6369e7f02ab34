//! Whatever a file holds, it is read or refused; and what was written is what is read.

use crate::random::{array, cases, damage, damaged, finite};
use crate::support::*;
use proptest::collection::vec;
use proptest::prelude::*;
use std::path::Path;
use std::sync::OnceLock;
use svsde_cli::store::read_array;
use svsde_cli::study::tails::input::{Loaded, list};

/// Name and bytes of a good file of each format, with a 4 × 3 matrix and three samples; `.npy` and `.csv` hold the matrix alone.
fn good_files() -> &'static [(&'static str, Vec<u8>)] {
    static GOOD: OnceLock<Vec<(&str, Vec<u8>)>> = OnceLock::new();
    GOOD.get_or_init(|| {
        let folder = Folder::new();
        let raw = doubles(matrix());
        let members = [("w.npy", npy("<f8", "(4, 3)", &raw)), ("x.npy", npy("<i2", "(3,)", &[1, 0, 2, 0, 3, 0]))];
        folder.zip("stored.npz", &members, false);
        folder.zip("packed.npz", &members, true);
        let file = hdf5::File::create(folder.path("w.h5")).unwrap();
        file.new_dataset_builder().with_data(&matrix()).create("dense/kernel").unwrap();
        file.new_dataset_builder().with_data(&[1, 2, 3]).create("dense/bias").unwrap();
        drop(file);
        let written = |name| (name, std::fs::read(folder.path(name)).unwrap());
        let line = |row: ndarray::ArrayView1<f64>| format!("{},{},{}\n", row[0], row[1], row[2]);
        let text: String = matrix().rows().into_iter().map(line).collect();
        vec![
            ("w.npy", npy("<f8", "(4, 3)", &raw)),
            ("w.csv", format!("a,b,c\n{text}").into_bytes()),
            ("w.safetensors", tensors(&[("w", "F64", &[4, 3], raw), ("x", "BF16", &[1, 3], vec![0; 6])])),
            written("stored.npz"),
            written("packed.npz"),
            written("w.h5"),
        ]
    })
}

/// Reads all of `path` in every way there is. A refusal names the file; what is read has a spectrum.
fn read(path: &Path) {
    let refused = |error: svsde_cli::Error| {
        let message = error.to_string();
        assert!(message.contains(path.file_name().unwrap().to_str().unwrap()), "{message}");
    };
    if let Err(error) = read_array(path, None) {
        refused(error);
    }
    let items = match list(&files(&[path.to_owned()]), 2) {
        Ok(listing) => listing.items,
        Err(error) => return refused(error),
    };
    for item in &items {
        match item.load() {
            Ok(Loaded::Spectrum { sigma, rows, cols }) => assert!(sigma.len() == rows.min(cols) && sigma.is_sorted()),
            Ok(_) => {}
            Err(error) => refused(error),
        }
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn a_damaged_file_is_read_or_refused(damage in damage()) {
        let folder = Folder::new();
        for (name, good) in good_files() {
            read(&folder.file(name, damaged(good, &damage)));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..200), as_text in any::<String>()) {
        let folder = Folder::new();
        for extension in ["npy", "npz", "csv", "safetensors", "h5"] {
            read(&folder.file(&format!("a.{extension}"), &bytes));
            read(&folder.file(&format!("b.{extension}"), as_text.as_bytes()));
        }
        let sized = [&(bytes.len() as u64).to_le_bytes()[..], &bytes].concat();
        read(&folder.file("c.safetensors", sized));
        read(&folder.file("c.npy", [&b"\x93NUMPY\x01\x00"[..], &bytes].concat()));
        read(&folder.file("c.h5", [&b"\x89HDF\r\n\x1a\n"[..], &bytes].concat()));
        read(&folder.file("d.npy", npy("<f8", &as_text, &bytes)));
        read(&folder.file("d.safetensors", raw(&as_text, &bytes)));
    }

    #[test]
    fn an_array_comes_back((shape, values) in array(), big_endian: bool) {
        let folder = Folder::new();
        let axes: String = shape.iter().map(|length| format!("{length},")).collect();
        let (descr, bytes): (_, Vec<u8>) = if big_endian {
            (">f8", values.iter().flat_map(|value| value.to_be_bytes()).collect())
        } else {
            ("<f8", doubles(values.iter().copied()))
        };
        let npy = read_array(&folder.file("a.npy", npy(descr, &format!("({axes})"), &bytes)), None).unwrap();

        let file = hdf5::File::create(folder.path("a.h5")).unwrap();
        let data = ndarray::ArrayD::from_shape_vec(shape, values).unwrap();
        file.new_dataset_builder().with_data(&data).create("group/a").unwrap();
        drop(file);
        let hdf5 = read_array(&folder.path("a.h5"), Some("group/a")).unwrap();
        prop_assert_eq!((&npy, &hdf5), (&data, &data));
    }

    #[test]
    fn a_table_comes_back(
        (cols, values) in (1..5_usize).prop_flat_map(|cols| (Just(cols), vec(vec(finite(), cols), 1..6))),
        separator in prop::sample::select(vec![",", ";", "\t", " "]),
    ) {
        let folder = Folder::new();
        let line = |row: &Vec<f64>| row.iter().map(|x| format!("{x:e}")).collect::<Vec<_>>().join(separator) + "\n";
        let path = folder.file("a.csv", values.iter().map(line).collect::<String>());
        let found = read_array(&path, None).unwrap();
        prop_assert_eq!(found.shape(), [values.len(), cols]);
        prop_assert!(found.iter().eq(values.iter().flatten()));
    }

    #[test]
    fn samples_come_back(values in vec(any::<f64>(), 1..20), deflated: bool) {
        let folder = Folder::new();
        let length = values.len();
        let npz = folder.zip("a.npz", &[("x.npy", npy("<f8", &format!("({length},)"), &doubles(values.clone())))], deflated);
        let found = samples(&all(&[npz]).items[0]);
        prop_assert!(found.iter().map(|x| x.to_bits()).eq(values.iter().map(|x| x.to_bits())));
    }

    /// A safetensors file has no vectors: of a diagonal matrix, the spectrum is known.
    #[test]
    fn a_tensor_comes_back(sigma in vec(0.0..1e3_f64, 2..6)) {
        let folder = Folder::new();
        let n = sigma.len();
        let diagonal = ndarray::Array2::from_diag(&ndarray::Array1::from(sigma.clone()));
        let path = folder.file("a.safetensors", tensors(&[("w", "F64", &[n, n], doubles(diagonal))]));
        let mut wanted = sigma;
        wanted.sort_by(f64::total_cmp);
        assert_spectrum(&all(&[path]).items[0], &wanted, 1e3 * TOLERANCE);
    }
}
