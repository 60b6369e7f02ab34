//! A temporary folder, writers of the formats, and a matrix of known spectrum.

use ndarray::Array2;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use svsde_cli::scenario::Files;
use svsde_cli::study::tails::input::{Item, Listing, Loaded, list};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// A zip of members, deflated or stored.
    pub fn zip(&self, name: &str, members: &[(&str, Vec<u8>)], deflated: bool) -> PathBuf {
        let method = if deflated { CompressionMethod::Deflated } else { CompressionMethod::Stored };
        let options = SimpleFileOptions::default().compression_method(method);
        let mut zip = ZipWriter::new(fs::File::create(self.path(name)).unwrap());
        for (member, bytes) in members {
            zip.start_file(*member, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap();
        self.path(name)
    }

    /// What the error says, without the folder.
    pub fn message<T: std::fmt::Debug>(&self, outcome: svsde_cli::Result<T>) -> String {
        outcome.unwrap_err().to_string().replace(&format!("{}/", self.0.path().display()), "")
    }

    /// The error of listing this file, or else of loading what it holds.
    pub fn refusal(&self, path: PathBuf) -> String {
        let loaded = list(&files(&[path]), 2)
            .and_then(|listing| listing.items.iter().map(Item::load).collect::<svsde_cli::Result<Vec<_>>>());
        self.message(loaded)
    }
}

/// All of these files.
pub fn files(paths: &[PathBuf]) -> Files {
    Files { inputs: paths.to_vec(), ..Files::default() }
}

/// Everything in these files.
pub fn all(paths: &[PathBuf]) -> Listing {
    list(&files(paths), 2).unwrap_or_else(|error| panic!("{error}"))
}

pub fn names(listing: &Listing) -> Vec<&str> {
    listing.items.iter().map(|item| item.name.as_str()).collect()
}

pub fn load(item: &Item) -> Loaded {
    item.load().unwrap_or_else(|error| panic!("{error}"))
}

pub fn samples(item: &Item) -> Vec<f64> {
    match load(item) {
        Loaded::Samples(values) => values,
        other => panic!("{other:?}"),
    }
}

/// Singular values are those of [`matrix`], to `tolerance`.
pub fn assert_spectrum(item: &Item, wanted: &[f64], tolerance: f64) {
    let Loaded::Spectrum { sigma, rows, cols } = load(item) else { panic!("{item:?}") };
    assert_eq!((sigma.len(), cols), (wanted.len(), wanted.len()), "{}", item.name);
    assert!(rows >= cols && sigma.is_sorted());
    let close = |(a, b): (&f64, &f64)| (a - b).abs() <= tolerance;
    assert!(sigma.iter().zip(wanted).all(close), "{}: {sigma:?} {wanted:?}", item.name);
}

/// The singular values of [`matrix`].
pub const SIGMA: [f64; 3] = [0.5, 2.0, 4.0];

/// Rounding of [`matrix`] and of its decomposition: each some ε times 4 rows, times σ_max = 4.
pub const TOLERANCE: f64 = 64.0 * f64::EPSILON;

/// 4 × 3, with the singular values [`SIGMA`]: H/2 times diag(σ), H the first columns of a Hadamard matrix, so that every
/// entry is an exact binary fraction, in half precision too.
pub fn matrix() -> Array2<f64> {
    let hadamard = [[1.0, 1.0, 1.0], [1.0, -1.0, 1.0], [1.0, 1.0, -1.0], [1.0, -1.0, -1.0]];
    Array2::from_shape_fn((4, 3), |(i, j)| 0.5 * hadamard[i][j] * SIGMA[j])
}

pub fn doubles(values: impl IntoIterator<Item = f64>) -> Vec<u8> {
    values.into_iter().flat_map(f64::to_le_bytes).collect()
}

pub fn npy(descr: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    let header = format!("{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}");
    let header = format!("{header:117}\n");
    let mut bytes = b"\x93NUMPY\x01\x00".to_vec();
    bytes.extend((header.len() as u16).to_le_bytes());
    bytes.extend(header.as_bytes());
    bytes.extend(data);
    bytes
}

/// A safetensors file of this header and body.
pub fn raw(header: &str, body: &[u8]) -> Vec<u8> {
    [&(header.len() as u64).to_le_bytes(), header.as_bytes(), body].concat()
}

/// A safetensors file of name, element type, shape and bytes of each tensor.
pub fn tensors(tensors: &[(&str, &str, &[usize], Vec<u8>)]) -> Vec<u8> {
    let (mut header, mut body) = (serde_json::Map::new(), Vec::new());
    header.insert("__metadata__".to_owned(), serde_json::json!({"format": "pt"}));
    for (name, dtype, shape, data) in tensors {
        let offsets = [body.len(), body.len() + data.len()];
        let entry = serde_json::json!({"dtype": dtype, "shape": shape, "data_offsets": offsets});
        header.insert((*name).to_owned(), entry);
        body.extend(data);
    }
    raw(&serde_json::Value::Object(header).to_string(), &body)
}
