//! Datasets of an HDF5 file.

use super::number::not_real;
use super::stored::{Place, Stored};
use crate::error::{Error, Result};
use hdf5::types::TypeDescriptor;
use hdf5::{Dataset, File, Group};
use ndarray::{ArrayD, IxDyn};
use std::path::Path;

/// Groups are searched to this depth: a file may link a group into itself.
const DEPTH: usize = 8;

/// Reads `dataset`, or the only one there is.
pub(super) fn read(path: &Path, dataset: Option<&str>) -> Result<ArrayD<f64>> {
    let file = open(path, "HDF5")?;
    let dataset = match dataset {
        Some(name) => file.dataset(name).map_err(|_| missing(path, name, &names(&file)))?,
        None => match names(&file).as_slice() {
            [only] => file.dataset(only).map_err(Error::hdf5(path))?,
            several => return Err(missing(path, "", several)),
        },
    };
    values(path, &dataset)
}

/// Every dataset, by name.
pub(super) fn list(path: &Path) -> Result<Vec<Stored>> {
    let file = open(path, "HDF5")?;
    let stored = |name: &String| {
        let set = file.dataset(name).map_err(Error::hdf5(path))?;
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

/// Opens a file of what messages call `format`.
pub(super) fn open(path: &Path, format: &str) -> Result<File> {
    std::fs::File::open(path).map_err(Error::io(path))?;
    let detail = "it does not open as HDF5: another format, damaged, or being written";
    File::open(path).map_err(|_| Error::unreadable(path, format, detail))
}

fn missing(path: &Path, name: &str, names: &[String]) -> Error {
    let available = if names.is_empty() { "no dataset".to_owned() } else { names.join(", ") };
    no_dataset(path, name, &available)
}

/// The file at `path` has no dataset `name`, or several where none was named.
pub fn no_dataset(path: &Path, name: &str, available: &str) -> Error {
    let wanted = if name.is_empty() { "name the dataset to read".to_owned() } else { format!("no dataset {name:?}") };
    Error::file(path, format!("{wanted}; the file holds {available}"))
}

/// The paths of all datasets, without the leading slash.
fn names(file: &File) -> Vec<String> {
    let mut names = Vec::new();
    visit(file, DEPTH, &mut |set| names.push(set.name().trim_start_matches('/').to_owned()));
    names.sort();
    names.dedup();
    names
}

/// Every dataset of a group and of the groups in it, down to a depth.
pub(super) fn visit(group: &Group, depth: usize, one: &mut dyn FnMut(&Dataset)) {
    group.datasets().unwrap_or_default().iter().for_each(&mut *one);
    if depth > 0 {
        group.groups().unwrap_or_default().iter().for_each(|inner| visit(inner, depth - 1, one));
    }
}

fn values(path: &Path, dataset: &Dataset) -> Result<ArrayD<f64>> {
    let failed = Error::hdf5(path);
    let descriptor = dataset.dtype().and_then(|dtype| dtype.to_descriptor()).map_err(failed)?;
    let shape = dataset.shape();
    let count = shape.iter().try_fold(1usize, |product, &n| product.checked_mul(n)).unwrap_or(usize::MAX);
    if Vec::<f64>::new().try_reserve_exact(count).is_err() {
        return Err(Error::shape(path, &shape, "this does not fit into memory"));
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
            return Err(Error::file(path, not_real("complex", hint)));
        }
        other => return Err(Error::file(path, not_real(&other.to_string(), ""))),
    };
    ArrayD::from_shape_vec(IxDyn(&shape), values).map_err(|error| Error::unreadable(path, "HDF5", error))
}
