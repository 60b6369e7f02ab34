//! Datasets of an HDF5 file.

use super::arrays::{io, refused};
use super::stored::{Place, Stored};
use crate::error::{Error, InputProblem, Result};
use hdf5::types::TypeDescriptor;
use hdf5::{Dataset, File, Group};
use ndarray::{ArrayD, IxDyn};
use std::path::Path;

/// Groups are searched to this depth: a file may link a group into itself.
const DEPTH: usize = 8;

/// Reads `dataset`, or the only one there is.
pub(super) fn read(path: &Path, dataset: Option<&str>) -> Result<ArrayD<f64>> {
    let failed = |source| Error::Hdf5 { path: path.to_owned(), source };
    let file = open(path)?;
    let dataset = match dataset {
        Some(name) => file.dataset(name).map_err(|_| missing(path, name, &names(&file)))?,
        None => match names(&file).as_slice() {
            [only] => file.dataset(only).map_err(failed)?,
            several => return Err(missing(path, "", several)),
        },
    };
    values(path, &dataset)
}

/// Every dataset, by name.
pub(super) fn list(path: &Path) -> Result<Vec<Stored>> {
    let file = open(path)?;
    let stored = |name: &String| {
        let set = file.dataset(name).map_err(|source| Error::Hdf5 { path: path.to_owned(), source })?;
        let mut stored = Stored::new(path, name, set.shape(), Place::Hdf5);
        stored.unsupported = match set.dtype().and_then(|dtype| dtype.to_descriptor()) {
            Ok(
                TypeDescriptor::Integer(_)
                | TypeDescriptor::Unsigned(_)
                | TypeDescriptor::Float(_)
                | TypeDescriptor::Boolean,
            ) => None,
            Ok(other) => Some(format!("element type {other} is not a real number")),
            Err(_) => Some("element type unknown".to_owned()),
        };
        Ok(stored)
    };
    names(&file).iter().map(stored).collect()
}

fn open(path: &Path) -> Result<File> {
    std::fs::File::open(path).map_err(|error| io(path, error))?;
    File::open(path).map_err(|_| {
        let detail = "it does not open as HDF5: another format, damaged, or being written".to_owned();
        refused(path, InputProblem::Unreadable { format: "HDF5", detail })
    })
}

fn missing(path: &Path, name: &str, names: &[String]) -> Error {
    let available = if names.is_empty() { "no dataset".to_owned() } else { names.join(", ") };
    refused(path, InputProblem::NoDataset { name: name.to_owned(), available })
}

/// The paths of all datasets, without the leading slash.
fn names(file: &File) -> Vec<String> {
    fn collect(group: &Group, depth: usize, names: &mut Vec<String>) {
        names.extend(
            group.datasets().unwrap_or_default().iter().map(|set| set.name().trim_start_matches('/').to_owned()),
        );
        if depth > 0 {
            for inner in group.groups().unwrap_or_default() {
                collect(&inner, depth - 1, names);
            }
        }
    }
    let mut names = Vec::new();
    collect(file, DEPTH, &mut names);
    names.sort();
    names.dedup();
    names
}

fn values(path: &Path, dataset: &Dataset) -> Result<ArrayD<f64>> {
    let failed = |source| Error::Hdf5 { path: path.to_owned(), source };
    let element = |found: String, hint| refused(path, InputProblem::ElementType { found, hint });
    let descriptor = dataset.dtype().and_then(|dtype| dtype.to_descriptor()).map_err(failed)?;
    let shape = dataset.shape();
    let count = shape.iter().try_fold(1usize, |product, &n| product.checked_mul(n)).unwrap_or(usize::MAX);
    if Vec::<f64>::new().try_reserve_exact(count).is_err() {
        let rule = "this does not fit into memory".to_owned();
        return Err(refused(path, InputProblem::Shape { found: shape, rule }));
    }
    let values = match descriptor {
        TypeDescriptor::Integer(_) | TypeDescriptor::Unsigned(_) | TypeDescriptor::Float(_) => {
            dataset.read_raw::<f64>().map_err(failed)?
        }
        TypeDescriptor::Boolean => {
            dataset.read_raw::<bool>().map_err(failed)?.into_iter().map(|yes| f64::from(u8::from(yes))).collect()
        }
        TypeDescriptor::Compound(compound)
            if compound.fields.len() == 2 && compound.fields.iter().any(|field| field.name == "r") =>
        {
            let hint = " (save the real part, or real and imaginary parts as separate rows)";
            return Err(element("complex".to_owned(), hint));
        }
        other => return Err(element(other.to_string(), "")),
    };
    ArrayD::from_shape_vec(IxDyn(&shape), values)
        .map_err(|error| refused(path, InputProblem::Unreadable { format: "HDF5", detail: error.to_string() }))
}
