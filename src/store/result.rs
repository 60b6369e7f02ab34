//! Writing results: one HDF5 file a run, put in place under its name only when it is whole.

use crate::error::{Error, Result};
use crate::record::Record;
use crate::scenario::Scenario;
use hdf5::types::VarLenUnicode;
use hdf5::{File, Location};
use ndarray::{ArrayView1, ArrayViewD, IxDyn};
use std::path::{Path, PathBuf};

/// Value of the root attribute `format`.
pub const FORMAT: &str = "svsde-result";
/// Value of the root attribute `format_version`.
pub const FORMAT_VERSION: i64 = 1;

/// A result file that may be written: its folder exists, and nothing finished stands in its place.
///
/// The data go to `NAME.part` beside it, which replaces the file at the end and disappears when the run fails.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    partial: PathBuf,
}

impl Output {
    /// Claims `path`, making its folder.
    ///
    /// # Errors
    /// [`Error::Output`] when a finished result, or anything else than an svsde result, is there and `force` is false;
    /// [`Error::Io`] when the folder cannot be made or the file not be written.
    pub fn claim(path: &Path, force: bool) -> Result<Self> {
        let refuse = |rule: &str| Err(Error::Output { path: path.to_owned(), rule: rule.to_owned() });
        if path.is_dir() {
            return refuse("is a folder; name a file with -o");
        }
        if path.exists() && !force {
            match finished(path) {
                Some(true) => {
                    return refuse("holds a finished result; pass --force to replace it, or another file with -o");
                }
                Some(false) => {}
                None => {
                    return refuse(
                        "exists and is not an svsde result; pass --force to replace it, or another file with -o",
                    );
                }
            }
        }
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|source| Error::Io { path: folder.to_owned(), source })?;
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let partial = path.with_file_name(name);
        std::fs::write(&partial, []).map_err(|source| Error::Io { path: partial.clone(), source })?;
        Ok(Self { path: path.to_owned(), partial })
    }

    /// Writes the record and puts the file in place.
    ///
    /// # Errors
    /// [`Error::Hdf5`] or [`Error::Io`] when the disk or the library refuses.
    pub fn write(self, scenario: &Scenario, record: &Record, warnings: &[String], wall_seconds: f64) -> Result<()> {
        let failed = |source| Error::Hdf5 { path: self.partial.clone(), source };
        write(&self.partial, scenario, record, warnings, wall_seconds).map_err(failed)?;
        std::fs::rename(&self.partial, &self.path).map_err(|source| Error::Io { path: self.path.clone(), source })
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // After a successful write the file has been renamed and there is nothing to remove.
        let _ = std::fs::remove_file(&self.partial);
    }
}

/// Whether an svsde result is finished; `None` when it is not an svsde result.
fn finished(path: &Path) -> Option<bool> {
    let file = File::open(path).ok()?;
    let format: VarLenUnicode = file.attr("format").ok()?.read_scalar().ok()?;
    (format.as_str() == FORMAT).then_some(())?;
    file.attr("finished").ok()?.read_scalar().ok()
}

fn write(
    path: &Path,
    scenario: &Scenario,
    record: &Record,
    warnings: &[String],
    wall_seconds: f64,
) -> hdf5::Result<()> {
    let file = File::create(path)?;
    text(&file, "format", FORMAT)?;
    number(&file, "format_version", FORMAT_VERSION)?;
    text(&file, "svsde_version", env!("CARGO_PKG_VERSION"))?;
    text(&file, "git_commit", env!("SVSDE_GIT_COMMIT"))?;
    text(&file, "scenario", &scenario.to_toml())?;
    text(&file, "title", &scenario.title)?;
    number(&file, "seed", scenario.seed)?;
    text(&file, "created_utc", &jiff::Timestamp::now().to_string())?;
    number(&file, "wall_seconds", wall_seconds)?;
    number(&file, "finished", record.finished)?;
    texts(&file, "warnings", warnings)?;

    let times = ArrayView1::from(&record.times).into_dyn();
    let time = "recorded times; optimiser steps for matrix models";
    dataset(&file, "time", times, &["time"], "step", time)?;
    let per_replica =
        |number: fn(&crate::record::Outcome) -> f64| record.outcomes.iter().map(number).collect::<Vec<_>>();
    let replicas: [(&str, Vec<i64>, &str); 2] = [
        (
            "index",
            record.outcomes.iter().map(|o| o.replica as i64).collect(),
            "number of the replica and of its random stream",
        ),
        (
            "status",
            record.outcomes.iter().map(|o| i64::from(o.status)).collect(),
            "0: ok; 1: a state became infinite or NaN; 2: a decomposition failed",
        ),
    ];
    for (name, data, description) in &replicas {
        let view = ArrayView1::from(data).into_dyn();
        dataset(&file, &format!("replicas/{name}"), view, &["replica"], "1", description)?;
    }
    let failed_at = per_replica(|outcome| outcome.failed_at);
    let description = "time of the first step that failed, -1 where none did";
    dataset(&file, "replicas/failed_at", ArrayView1::from(&failed_at).into_dyn(), &["replica"], "step", description)?;

    let Some(first) = record.outcomes.first() else { return Ok(()) };
    for (index, value) in first.values.iter().enumerate() {
        let data: Vec<f64> =
            record.outcomes.iter().flat_map(|outcome| outcome.values[index].data.iter().copied()).collect();
        let shape: Vec<usize> = [record.outcomes.len()].iter().chain(&value.shape).copied().collect();
        let dims: Vec<&str> = ["replica"].iter().chain(&value.dims).copied().collect();
        let view =
            ArrayViewD::from_shape(IxDyn(&shape), &data).map_err(|error| hdf5::Error::from(error.to_string()))?;
        dataset(&file, &value.path, view, &dims, value.units, &value.description)?;
    }
    file.close()
}

fn dataset<T: hdf5::H5Type>(
    file: &File,
    path: &str,
    data: ArrayViewD<T>,
    dims: &[&str],
    units: &str,
    description: &str,
) -> hdf5::Result<()> {
    let made = file.new_dataset_builder().with_data(data).create(path)?;
    text(&made, "units", units)?;
    text(&made, "description", description)?;
    texts(&made, "dims", dims)
}

fn text(at: &Location, name: &str, value: &str) -> hdf5::Result<()> {
    at.new_attr::<VarLenUnicode>().create(name)?.write_scalar(&unicode(value))
}

fn texts(at: &Location, name: &str, values: &[impl AsRef<str>]) -> hdf5::Result<()> {
    let values: Vec<VarLenUnicode> = values.iter().map(|value| unicode(value.as_ref())).collect();
    at.new_attr::<VarLenUnicode>().shape(values.len()).create(name)?.write(&values)
}

fn number<T: hdf5::H5Type>(at: &Location, name: &str, value: T) -> hdf5::Result<()> {
    at.new_attr::<T>().create(name)?.write_scalar(&value)
}

/// An HDF5 string, which ends at the first NUL.
fn unicode(value: &str) -> VarLenUnicode {
    value.replace('\0', "").parse().unwrap_or_default()
}
