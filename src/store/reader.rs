//! Reading results.

use super::result::FORMAT;
use crate::error::{Error, InputProblem, Result};
use hdf5::types::VarLenUnicode;
use hdf5::{Dataset, File, Group};
use ndarray::ArrayD;
use std::path::{Path, PathBuf};

/// An svsde result opened for reading.
#[derive(Debug)]
pub struct ResultFile {
    path: PathBuf,
    file: File,
}

/// What is known of a dataset without reading it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Entry {
    /// Path in the file.
    pub path: String,
    /// Lengths of the axes.
    pub shape: Vec<usize>,
    /// Names of the axes.
    pub dims: Vec<String>,
    /// Units.
    pub units: String,
    /// What it is.
    pub description: String,
}

impl ResultFile {
    /// Opens `path`.
    ///
    /// # Errors
    /// [`Error::Io`] when there is no such file, [`Error::Input`] when it is not an svsde result.
    pub fn open(path: &Path) -> Result<Self> {
        std::fs::File::open(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
        let unreadable = |detail: String| Error::Input {
            path: path.to_owned(),
            problem: InputProblem::Unreadable { format: "svsde result", detail },
        };
        let file = File::open(path).map_err(|_| {
            unreadable("it does not open as HDF5: another format, damaged, or being written".to_owned())
        })?;
        let result = Self { path: path.to_owned(), file };
        match result.text("format") {
            Some(format) if format == FORMAT => Ok(result),
            _ => Err(unreadable(format!("the root has no attribute format = {FORMAT:?}"))),
        }
    }

    /// The file's path as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A text attribute of the root.
    pub fn text(&self, name: &str) -> Option<String> {
        let value: VarLenUnicode = self.file.attr(name).ok()?.read_scalar().ok()?;
        Some(value.as_str().to_owned())
    }

    /// A list of texts at the root.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let values = self.file.attr(name).and_then(|attr| attr.read_1d::<VarLenUnicode>());
        values.map(|values| values.iter().map(|v| v.as_str().to_owned()).collect()).unwrap_or_default()
    }

    /// A number at the root.
    pub fn number<T: hdf5::H5Type>(&self, name: &str) -> Option<T> {
        self.file.attr(name).ok()?.read_scalar().ok()
    }

    /// Whether there is a dataset at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.file.dataset(path).is_ok()
    }

    /// A dataset of floating-point numbers.
    ///
    /// # Errors
    /// [`Error::Hdf5`] when there is none.
    pub fn read(&self, path: &str) -> Result<ArrayD<f64>> {
        let read = self.file.dataset(path).and_then(|dataset| dataset.read_dyn::<f64>());
        read.map_err(|source| Error::Hdf5 { path: self.path.clone(), source })
    }

    /// Names of the groups directly below `group`, empty when there is no such group.
    pub fn groups(&self, group: &str) -> Vec<String> {
        let names = |group: Group| {
            let groups = group.groups().unwrap_or_default();
            groups.iter().filter_map(|g| g.name().rsplit('/').next().map(str::to_owned)).collect()
        };
        self.file.group(group).map(names).unwrap_or_default()
    }

    /// Every dataset.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries = Vec::new();
        if let Ok(root) = self.file.group("/") {
            collect(&root, &mut entries);
        }
        entries
    }
}

fn collect(group: &Group, entries: &mut Vec<Entry>) {
    entries.extend(group.datasets().unwrap_or_default().iter().map(entry));
    group.groups().unwrap_or_default().iter().for_each(|group| collect(group, entries));
}

fn entry(dataset: &Dataset) -> Entry {
    let text = |name: &str| {
        let value = dataset.attr(name).and_then(|attr| attr.read_scalar::<VarLenUnicode>());
        value.map(|value| value.as_str().to_owned()).unwrap_or_default()
    };
    let dims = dataset.attr("dims").and_then(|attr| attr.read_1d::<VarLenUnicode>());
    Entry {
        path: dataset.name(),
        shape: dataset.shape(),
        dims: dims.map(|dims| dims.iter().map(|d| d.as_str().to_owned()).collect()).unwrap_or_default(),
        units: text("units"),
        description: text("description"),
    }
}
