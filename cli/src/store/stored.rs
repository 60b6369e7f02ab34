//! The arrays that a file holds, found without reading them.

use super::arrays::{extension, unknown_format};
use super::number::Number;
use super::{csv, h5, npy, npz, safetensors};
use crate::error::{Error, Result};
use ndarray::ArrayD;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// One array of a file; its values have not been read.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The file.
    pub path: PathBuf,
    /// Name in the file, empty where a file holds one array without a name (`.npy`, `.csv`).
    pub name: String,
    /// Lengths of the axes.
    pub shape: Vec<usize>,
    /// Why it cannot be read, where it cannot: its element type is not real.
    pub unsupported: Option<String>,
    pub(super) place: Place,
}

/// Where the values are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    Npy,
    Csv,
    Npz,
    Hdf5,
    Safetensors { number: Option<Number>, start: u64 },
}

impl Stored {
    /// Every array of `path`, in file order; the extension names the format.
    ///
    /// Headers are read, of a `.csv` the whole file. Shapes are held against the length of the file.
    ///
    /// # Errors
    /// [`Error::Io`] if the file cannot be read, [`Error::Refused`] if it is not what its extension says.
    pub fn list(path: &Path) -> Result<Vec<Self>> {
        let metadata = std::fs::metadata(path).map_err(Error::io(path))?;
        if metadata.is_dir() {
            return Err(Error::file(path, "is a folder; name the files in it"));
        }
        let extension = extension(path);
        if !["npy", "npz", "csv", "safetensors", "h5", "hdf5"].contains(&extension.as_str()) {
            return Err(unknown_format(path, ".npy, .npz, .csv, .safetensors or .h5"));
        }
        if metadata.len() == 0 {
            return Err(Error::file(path, "the file is empty: it has 0 bytes"));
        }
        match extension.as_str() {
            "npy" => Ok(vec![Self::new(path, "", npy::shape(path)?, Place::Npy)]),
            "npz" => npz::list(path),
            "csv" => Ok(vec![Self::new(path, "", csv::read(path)?.shape().to_vec(), Place::Csv)]),
            "safetensors" => safetensors::list(path),
            _ => h5::list(path),
        }
    }

    /// Reads the values, in standard layout; they may be NaN or infinite.
    ///
    /// # Errors
    /// As [`Stored::list`], and when the array is unsupported.
    pub fn read(&self) -> Result<ArrayD<f64>> {
        match &self.place {
            Place::Npy => npy::read(&self.path),
            Place::Csv => csv::read(&self.path),
            Place::Npz => npz::read(&self.path, &self.name),
            Place::Hdf5 => h5::read(&self.path, Some(&self.name)),
            Place::Safetensors { number, start } => safetensors::read(self, *number, *start),
        }
    }

    /// Whether it is a tensor of a network, of which only those with two or more axes are matrices.
    pub fn is_tensor(&self) -> bool {
        matches!(self.place, Place::Safetensors { .. })
    }

    /// The error of an array that is not what it should be.
    pub fn refused(&self, problem: impl Display) -> Error {
        match self.name.as_str() {
            "" => Error::file(&self.path, problem),
            name => Error::file(&self.path, format!("{name}: {problem}")),
        }
    }

    pub(super) fn new(path: &Path, name: &str, shape: Vec<usize>, place: Place) -> Self {
        Self { path: path.to_owned(), name: name.to_owned(), shape, unsupported: None, place }
    }
}
