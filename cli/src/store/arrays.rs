//! Arrays from `.npy`, `.csv` and HDF5 files: real, finite, and of the shape asked for.

use super::{csv, h5, npy};
use crate::error::{Error, InputProblem, Result};
use ndarray::{Array1, Array2, ArrayD, Ix1, Ix2};
use std::path::Path;

/// Reads an array of any shape, in standard layout; the extension names the format.
///
/// `dataset` is for `.h5` and `.hdf5` only, where it may be left out if the file holds one dataset. A `.csv` is
/// always two-dimensional. Integers and truth values become `f64`.
///
/// # Errors
///
/// [`Error::Io`] if the file cannot be read; [`Error::Input`] if it does not hold a real array, if a value is NaN
/// or infinite, or if there are no values.
pub fn read_array(path: &Path, dataset: Option<&str>) -> Result<ArrayD<f64>> {
    let array = match extension(path).as_str() {
        "npy" => npy::read(path)?,
        "csv" => csv::read(path)?,
        "h5" | "hdf5" => h5::read(path, dataset)?,
        _ => return Err(refused(path, InputProblem::UnknownFormat { known: ".npy, .csv or .h5" })),
    };
    if array.is_empty() {
        return Err(refused(path, InputProblem::Empty { shape: array.shape().to_vec() }));
    }
    let columns: usize = array.shape().iter().skip(1).product();
    match array.iter().enumerate().find(|(_, value)| !value.is_finite()) {
        Some((index, &value)) => {
            let (row, column) = (index / columns, index % columns);
            Err(refused(path, InputProblem::NotFinite { row, column, value }))
        }
        None => Ok(array),
    }
}

/// Reads a two-dimensional array.
pub fn read_matrix(path: &Path, dataset: Option<&str>) -> Result<Array2<f64>> {
    let array = read_array(path, dataset)?;
    let found = array.shape().to_vec();
    array
        .into_dimensionality::<Ix2>()
        .map_err(|_| refused(path, shape(found, "it must be a matrix, with two dimensions".to_owned())))
}

/// Reads a one-dimensional array, or the only row or column of a two-dimensional one.
pub fn read_vector(path: &Path, dataset: Option<&str>) -> Result<Array1<f64>> {
    let array = read_array(path, dataset)?;
    let found = array.shape().to_vec();
    let length = array.len();
    let flat = match found.as_slice() {
        [_] | [1, _] | [_, 1] => array.into_shape_with_order(length).ok(),
        _ => None,
    };
    flat.and_then(|flat| flat.into_dimensionality::<Ix1>().ok()).ok_or_else(|| {
        refused(path, shape(found, "it must be a vector: one dimension, one row or one column".to_owned()))
    })
}

fn shape(found: Vec<usize>, rule: String) -> InputProblem {
    InputProblem::Shape { found, rule }
}

/// In lower case, empty where there is none.
pub(super) fn extension(path: &Path) -> String {
    path.extension().map(|extension| extension.to_string_lossy().to_lowercase()).unwrap_or_default()
}

pub(super) fn refused(path: &Path, problem: InputProblem) -> Error {
    Error::Input { path: path.to_owned(), problem }
}

pub(super) fn io(path: &Path, source: std::io::Error) -> Error {
    Error::Io { path: path.to_owned(), source }
}
