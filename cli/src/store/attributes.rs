//! Datasets and attributes as results hold them.

use hdf5::types::VarLenUnicode;
use hdf5::{Attribute, Group, Location};
use ndarray::{ArrayViewD, IxDyn};

pub(super) fn dataset<T: hdf5::H5Type>(
    into: &Group,
    path: &str,
    (data, shape): (&[T], &[usize]),
    dims: &[impl AsRef<str>],
    units: &str,
    description: &str,
) -> hdf5::Result<()> {
    let view = ArrayViewD::from_shape(IxDyn(shape), data).map_err(|error| error.to_string())?;
    let made = into.new_dataset_builder().with_data(view).create(path)?;
    text(&made, "units", units)?;
    text(&made, "description", description)?;
    texts(&made, "dims", dims)
}

pub(super) fn text(at: &Location, name: &str, value: &str) -> hdf5::Result<()> {
    at.new_attr::<VarLenUnicode>().create(name)?.write_scalar(&unicode(value))
}

pub(super) fn texts(at: &Location, name: &str, values: &[impl AsRef<str>]) -> hdf5::Result<()> {
    let values: Vec<VarLenUnicode> = values.iter().map(|value| unicode(value.as_ref())).collect();
    at.new_attr::<VarLenUnicode>().shape(values.len()).create(name)?.write(&values)
}

pub(super) fn number<T: hdf5::H5Type>(at: &Location, name: &str, value: T) -> hdf5::Result<()> {
    at.new_attr::<T>().create(name)?.write_scalar(&value)
}

pub(super) fn numbers<T: hdf5::H5Type>(at: &Location, name: &str, values: &[T]) -> hdf5::Result<()> {
    at.new_attr::<T>().shape(values.len()).create(name)?.write(values)
}

/// An HDF5 string, which ends at the first NUL.
fn unicode(value: &str) -> VarLenUnicode {
    value.replace('\0', "").parse().unwrap_or_default()
}

/// A text as people may see it.
pub(super) fn read_text(attribute: hdf5::Result<Attribute>) -> Option<String> {
    Some(shown(attribute.ok()?.read_scalar::<VarLenUnicode>().ok()?.as_str()))
}

/// A list of texts as people may see them.
pub(super) fn read_texts(attribute: hdf5::Result<Attribute>) -> Option<Vec<String>> {
    let values = attribute.ok()?.read_1d::<VarLenUnicode>().ok()?;
    Some(values.iter().map(|text| shown(text.as_str())).collect())
}

/// What would move a terminal's cursor or change its colours is replaced.
pub(super) fn shown(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "\u{fffd}")
}
