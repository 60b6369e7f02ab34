//! Arrays from `.npy`, `.csv` and HDF5 files: real, finite, and of the shape asked for.

use super::{csv, h5, npy};
use crate::error::{Error, Result};
use ndarray::{Array1, Array2, ArrayD, Ix2};
use std::path::Path;

/// Reads an array of any shape, in standard layout; the extension names the format.
///
/// `dataset` is for `.h5` and `.hdf5` only, where it may be left out if the file holds one dataset. A `.csv` is
/// always two-dimensional. Integers and truth values become `f64`.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be read; [`Error::Refused`] if it does not hold a real array, if a value is NaN
/// or infinite, or if there are no values.
pub fn read_array(path: &Path, dataset: Option<&str>) -> Result<ArrayD<f64>> {
    let array = match (extension(path).as_str(), dataset) {
        ("h5" | "hdf5", _) => h5::read(path, dataset)?,
        ("npy" | "csv", Some(name)) => {
            let rule = "which is for .h5, as other files have no datasets; leave it out";
            return Err(Error::file(path, format!("dataset {name:?} is asked for, {rule}")));
        }
        ("npy", None) => npy::read(path)?,
        ("csv", None) => csv::read(path)?,
        _ => return Err(unknown_format(path, ".npy, .csv or .h5")),
    };
    if array.is_empty() {
        return Err(Error::file(path, no_values(array.shape())));
    }
    let columns: usize = array.shape().iter().skip(1).product();
    match array.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        Some((index, value)) => {
            let place = format!("row {}, column {} holds {value}", index / columns, index % columns);
            let rule = "every value must be finite (rows and columns count from 0)";
            Err(Error::file(path, format!("{place}; {rule}")))
        }
        None => Ok(array),
    }
}

/// Reads a two-dimensional array.
pub fn read_matrix(path: &Path, dataset: Option<&str>) -> Result<Array2<f64>> {
    let array = read_array(path, dataset)?;
    let found = array.shape().to_vec();
    let rule = "it must be a matrix, with two dimensions";
    array.into_dimensionality::<Ix2>().map_err(|_| Error::shape(path, &found, rule))
}

/// Reads a one-dimensional array, or the only row or column of a two-dimensional one.
pub fn read_vector(path: &Path, dataset: Option<&str>) -> Result<Array1<f64>> {
    let array = read_array(path, dataset)?;
    match array.shape() {
        [_] | [1, _] | [_, 1] => Ok(array.into_iter().collect()),
        found => Err(Error::shape(path, found, "it must be a vector: one dimension, one row or one column")),
    }
}

/// Says that an array is empty.
pub fn no_values(shape: &[usize]) -> String {
    format!("shape {shape:?} holds no values; at least one row and one column are needed")
}

/// In lower case, empty where there is none.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

pub(super) fn unknown_format(path: &Path, known: &str) -> Error {
    Error::file(path, format!("cannot tell the format from the extension; use {known}"))
}
