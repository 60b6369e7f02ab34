//! Reading results.

use super::attributes::{read_text, read_texts};
use super::h5;
use super::result::{FORMAT, FORMAT_VERSION};
use crate::error::{Error, Result};
use hdf5::{Dataset, File, Group};
use ndarray::{ArrayD, IxDyn, s};
use std::path::{Path, PathBuf};

/// Groups this deep below the root are listed: links can make a ring.
const DEPTH: usize = 6;

/// What messages call the format.
const FORMAT_NAME: &str = "svsde result";

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

/// Whether `path` is an HDF5 file that calls itself a result of svsde, of whatever version.
pub fn is_result(path: &Path) -> bool {
    ["h5", "hdf5"].contains(&super::arrays::extension(path).as_str()) && any_version(path).is_some()
}

/// The file at `path`, where it calls itself a result of svsde.
pub(super) fn any_version(path: &Path) -> Option<File> {
    File::open(path).ok().filter(|file| read_text(file.attr("format")).as_deref() == Some(FORMAT))
}

impl ResultFile {
    /// Opens `path`.
    ///
    /// # Errors
    /// [`Error::Io`] when there is no such file, [`Error::Refused`] when it is not an svsde result.
    pub fn open(path: &Path) -> Result<Self> {
        let result = Self { path: path.to_owned(), file: h5::open(path, FORMAT_NAME)? };
        if result.text("format").as_deref() != Some(FORMAT) {
            return Err(result.unreadable(format!("the root has no text attribute format = {FORMAT:?}")));
        }
        match result.number::<i64>("format_version") {
            Some(version) if version <= FORMAT_VERSION => Ok(result),
            version => {
                let found =
                    version.map_or("no format version".to_owned(), |version| format!("format version {version}"));
                Err(result.unreadable(format!("{found}; this program reads up to {FORMAT_VERSION}")))
            }
        }
    }

    /// The error of a file that is not what it should be.
    pub fn unreadable(&self, detail: String) -> Error {
        Error::unreadable(&self.path, FORMAT_NAME, detail)
    }

    /// A dataset as one flat row.
    ///
    /// # Errors
    /// As [`ResultFile::read`].
    pub fn row(&self, path: &str) -> Result<Vec<f64>> {
        Ok(self.read(path)?.iter().copied().collect())
    }

    /// As [`ResultFile::row`]; `None` where there is no such dataset.
    ///
    /// # Errors
    /// As [`ResultFile::read`].
    pub fn optional_row(&self, path: &str) -> Result<Option<Vec<f64>>> {
        self.has(path).then(|| self.row(path)).transpose()
    }

    /// A dataset with one flat row per replica.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none, or when it has not as many rows as there are replicas.
    pub fn replicas(&self, path: &str) -> Result<Vec<Vec<f64>>> {
        let (rows, count) = (self.read(path)?, self.read("replicas/index")?.len());
        if rows.shape().first() != Some(&count) {
            let detail = format!("dataset {path}: shape {:?}, but there are {count} replicas", rows.shape());
            return Err(self.unreadable(detail));
        }
        Ok(rows.outer_iter().map(|row| row.iter().copied().collect()).collect())
    }

    /// The group or dataset `path` as a struct, all of the file for an empty path.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not there, or not what the struct is.
    pub fn typed<T: serde::de::DeserializeOwned>(&self, path: &str) -> Result<T> {
        super::typed::read(&self.file, path).map_err(|error| self.unreadable(error.to_string()))
    }

    /// The file's path as given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The title; empty where there is none.
    pub fn title(&self) -> String {
        self.text("title").unwrap_or_default()
    }

    /// Whether the run came to its end.
    pub fn finished(&self) -> bool {
        self.number("finished") == Some(true)
    }

    /// A text attribute of the root.
    pub fn text(&self, name: &str) -> Option<String> {
        read_text(self.file.attr(name))
    }

    /// A list of texts at the root.
    pub fn texts(&self, name: &str) -> Vec<String> {
        read_texts(self.file.attr(name)).unwrap_or_default()
    }

    /// A number at the root.
    pub fn number<T: hdf5::H5Type>(&self, name: &str) -> Option<T> {
        self.file.attr(name).ok()?.read_scalar().ok()
    }

    /// A number that belongs to the group or dataset `path`.
    pub fn number_of(&self, path: &str, name: &str) -> Option<f64> {
        self.attribute(path, name).ok()?.read_scalar().ok()
    }

    /// Numbers that belong to the group or dataset `path`.
    pub fn numbers_of(&self, path: &str, name: &str) -> Option<Vec<f64>> {
        Some(self.attribute(path, name).ok()?.read_1d::<f64>().ok()?.to_vec())
    }

    /// A text that belongs to the group or dataset `path`.
    pub fn text_of(&self, path: &str, name: &str) -> Option<String> {
        read_text(self.attribute(path, name))
    }

    /// A list of texts that belongs to the group or dataset `path`.
    pub fn texts_of(&self, path: &str, name: &str) -> Option<Vec<String>> {
        read_texts(self.attribute(path, name))
    }

    fn attribute(&self, path: &str, name: &str) -> hdf5::Result<hdf5::Attribute> {
        let of_group = || self.file.group(path).and_then(|group| group.attr(name));
        self.file.dataset(path).and_then(|dataset| dataset.attr(name)).or_else(|_| of_group())
    }

    /// Whether there is a dataset at `path`.
    pub fn has(&self, path: &str) -> bool {
        self.file.dataset(path).is_ok()
    }

    /// A dataset of floating-point numbers.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none, or when its axes are not as long as those of the same name beside it.
    pub fn read(&self, path: &str) -> Result<ArrayD<f64>> {
        let dataset = self.file.dataset(path);
        let read = dataset.as_ref().ok().and_then(|dataset| dataset.read_dyn::<f64>().ok());
        let (Ok(dataset), Some(values)) = (dataset, read) else {
            return Err(self.unreadable(format!("there is no dataset {path} of numbers")));
        };
        self.check_axes(path, &dataset)?;
        Ok(values)
    }

    /// Refuses a dataset with other axes than it names, or with an axis of another length than that axis has in its group or at the root.
    fn check_axes(&self, path: &str, dataset: &Dataset) -> Result<()> {
        let (axes, shape) = (dims(dataset), dataset.shape());
        if axes.is_empty() {
            return Ok(());
        }
        if axes.len() != shape.len() {
            return Err(self.unreadable(format!("dataset {path}: shape {shape:?}, but its axes are {axes:?}")));
        }
        let group = path.trim_start_matches('/').rsplit_once('/').map_or("/", |(group, _)| group);
        let beside = self.file.group(group).and_then(|group| group.datasets()).unwrap_or_default();
        let root = ["time", "replicas/index"].into_iter().filter_map(|path| self.file.dataset(path).ok());
        for other in root.chain(beside) {
            for (axis, length) in dims(&other).iter().zip(other.shape()) {
                let here = axes.iter().zip(&shape).find(|(name, _)| *name == axis);
                if let Some((_, found)) = here.filter(|(_, found)| **found != length) {
                    let other = other.name();
                    let detail = format!(
                        "dataset {path}: axis {axis:?} has length {found}, but {length} in {}",
                        other.trim_start_matches('/')
                    );
                    return Err(self.unreadable(detail));
                }
            }
        }
        Ok(())
    }

    /// Lengths of the axes of a dataset; `None` when there is none.
    pub fn shape(&self, path: &str) -> Option<Vec<usize>> {
        self.file.dataset(path).ok().map(|dataset| dataset.shape())
    }

    /// Every dataset of spectra, and the flow of a regression where it is of one: these are σ, the others λ.
    pub fn spectra_sets(&self) -> Vec<(String, Option<String>)> {
        let flows = self.groups("flows").into_iter().map(|flow| (format!("flows/{flow}/sigma"), Some(flow)));
        let all = std::iter::once(("spectra/lambda".to_owned(), None)).chain(flows);
        all.filter(|(dataset, _)| self.has(dataset)).collect()
    }

    /// Replicas, times and values of a dataset of spectra.
    ///
    /// # Errors
    /// [`Error::Refused`] when it has other axes, or another number of `times`.
    pub fn spectra_shape(&self, dataset: &str, times: usize) -> Result<[usize; 3]> {
        let shape = self.shape(dataset).unwrap_or_default();
        match shape[..] {
            [replicas, records, n] if records == times => Ok([replicas, records, n]),
            _ => Err(self
                .unreadable(format!("dataset {dataset}: shape {shape:?}, but it must be replicas x {times} x values"))),
        }
    }

    /// A dataset over replicas, times and values, or its values at the one time of that index.
    ///
    /// # Errors
    /// [`Error::Refused`] when there is none, or no such time.
    pub fn spectra(&self, path: &str, time: Option<usize>) -> Result<ArrayD<f64>> {
        let Some(time) = time else { return self.read(path) };
        let read = self.file.dataset(path).and_then(|dataset| dataset.read_slice::<f64, _, IxDyn>(s![.., time, ..]));
        read.map_err(|_| self.unreadable(format!("dataset {path} has no record {time}")))
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
        h5::visit(&self.file, DEPTH, &mut |dataset| entries.push(entry(dataset)));
        entries
    }
}

/// Names of the axes.
fn dims(dataset: &Dataset) -> Vec<String> {
    read_texts(dataset.attr("dims")).unwrap_or_default()
}

fn entry(dataset: &Dataset) -> Entry {
    let text = |name: &str| read_text(dataset.attr(name)).unwrap_or_default();
    Entry {
        path: dataset.name(),
        shape: dataset.shape(),
        dims: dims(dataset),
        units: text("units"),
        description: text("description"),
    }
}
