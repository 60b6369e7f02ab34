//! Writing results: one HDF5 file a run, put in place under its name only when it is whole.

use super::attributes::{dataset, number, text, texts};
use super::reader::any_version;
use super::typed;
use crate::error::{Error, Result};
use hdf5::File;
use serde::Serialize;
use std::path::{Path, PathBuf};
use svsde::Array;
use svsde::ensemble::{Average, EnsembleResult};
use svsde::process::{StepError, Value};

/// Value of the root attribute `format`.
pub const FORMAT: &str = "svsde-result";
/// Value of the root attribute `format_version`.
pub const FORMAT_VERSION: i64 = 1;

/// Where a result comes from.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// The resolved scenario as TOML; empty where there is none.
    pub scenario: String,
    /// What it shows, in one line.
    pub title: String,
    /// Seed of the random streams.
    pub seed: u64,
}

/// The arrays of a result.
pub enum Content {
    /// Of replicas.
    Ensemble(EnsembleResult),
    /// A struct, by the names of its fields.
    Report(serde_json::Value),
}

impl Content {
    /// What `report` holds, by the names of its fields.
    ///
    /// # Errors
    /// [`Error::Refused`] for what has no place in a file, such as a map whose keys are not texts.
    pub fn of(report: &impl Serialize) -> Result<Self> {
        let value = serde_json::to_value(report);
        value.map(Self::Report).map_err(|_| Error::Refused("a result that has no place in a file".to_owned()))
    }
}

/// A result file that may be written: its folder exists, and nothing finished stands in its place.
///
/// The data go to `NAME.part` beside it, which replaces the file at the end and disappears when the run fails, as do
/// the folders made for it. Where `path` is a symbolic link, the file that it names is written.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    target: PathBuf,
    partial: PathBuf,
    /// Folders that were not there, the innermost first.
    made: Vec<PathBuf>,
}

impl Output {
    /// Claims `path`, making its folder.
    ///
    /// # Errors
    /// [`Error::Refused`] when a finished result, or anything else than an svsde result, is there and `force` is false,
    /// when something that is no file is there, or when the folder cannot be made or the file not be written.
    pub fn claim(path: &Path, force: bool) -> Result<Self> {
        let refuse = |rule| Err(Error::file(path, rule));
        if path.is_dir() {
            return refuse("is a folder; name a file with -o");
        }
        if path.exists() && !path.is_file() {
            return refuse("is a device or a pipe, which cannot hold a result; name a file with -o");
        }
        if path.exists() && !force {
            let what = match any_version(path).and_then(|file| file.attr("finished").ok()?.read_scalar().ok()) {
                Some(true) => Some("holds a finished result"),
                Some(false) => None,
                None => Some("exists and is not an svsde result"),
            };
            if let Some(what) = what {
                return refuse(&format!("{what}; pass --force to replace it, or another file with -o"));
            }
        }
        let target = if path.is_symlink() { path.canonicalize().ok() } else { None };
        let target = target.unwrap_or_else(|| path.to_owned());
        let folder = target.parent().unwrap_or(Path::new(""));
        let missing = |folder: &&Path| !folder.as_os_str().is_empty() && !folder.exists();
        let made = folder.ancestors().take_while(missing).map(Path::to_owned).collect();
        let mut name = target.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let output = Self { path: path.to_owned(), partial: target.with_file_name(name), made, target };
        if let Some(folder) = output.made.first() {
            let refused = |error| output.refused(format!("its folder cannot be made ({error})"));
            std::fs::create_dir_all(folder).map_err(refused)?;
        }
        std::fs::write(&output.partial, []).map_err(|error| output.refused(format!("cannot be written ({error})")))?;
        Ok(output)
    }

    /// The file that is written before it is put in place.
    pub fn partial(&self) -> &Path {
        &self.partial
    }

    fn refused(&self, what: String) -> Error {
        Error::file(&self.path, format!("{what}; name another file with -o"))
    }

    /// Writes the content and puts the file in place.
    ///
    /// # Errors
    /// [`Error::Refused`] when the disk or the library refuses.
    pub fn write(
        self,
        about: &About,
        content: &Content,
        (finished, warnings, wall_seconds): (bool, &[String], f64),
    ) -> Result<()> {
        let written = header(&self.partial, about, (finished, warnings, wall_seconds)).and_then(|file| {
            match content {
                Content::Ensemble(result) => replicas(&file, result),
                Content::Report(report) => typed::write(report, &file),
            }?;
            file.close()
        });
        written.map_err(|error| {
            // What the system said stands somewhere in the library's account of it.
            let (text, mark) = (error.to_string(), "error message = '");
            let reason = text.split_once(mark).and_then(|(_, rest)| rest.split('\'').next()).unwrap_or(&text);
            self.refused(format!("cannot be written ({reason})"))
        })?;
        std::fs::rename(&self.partial, &self.target)
            .map_err(|error| self.refused(format!("cannot be put in place ({error})")))
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        // After a successful write the file has been renamed and there is nothing to remove.
        let _ = std::fs::remove_file(&self.partial);
        // A folder that holds something stays.
        self.made.iter().for_each(|folder| drop(std::fs::remove_dir(folder)));
    }
}

/// A file with what every result says of itself.
fn header(
    path: &Path,
    about: &About,
    (finished, warnings, wall_seconds): (bool, &[String], f64),
) -> hdf5::Result<File> {
    // In the oldest form of a file no attribute may be larger than 64 KiB: 4096 texts.
    let file = File::with_options().with_fapl(|access| access.libver_v18()).create(path)?;
    text(&file, "format", FORMAT)?;
    number(&file, "format_version", FORMAT_VERSION)?;
    text(&file, "svsde_version", env!("CARGO_PKG_VERSION"))?;
    text(&file, "git_commit", env!("SVSDE_GIT_COMMIT"))?;
    text(&file, "scenario", &about.scenario)?;
    text(&file, "title", &about.title)?;
    text(&file, "command", &crate::text::command_line())?;
    number(&file, "seed", about.seed)?;
    text(&file, "created_utc", &jiff::Timestamp::now().to_string())?;
    number(&file, "wall_seconds", wall_seconds)?;
    number(&file, "finished", finished)?;
    texts(&file, "warnings", warnings)?;
    Ok(file)
}

/// Times, what each replica left, and the means over them.
fn replicas(file: &File, record: &EnsembleResult) -> hdf5::Result<()> {
    let outcomes = &record.outcomes;
    let (records, count) = (&[record.times.len()], &[outcomes.len()]);
    let description = "recorded times; optimiser steps for matrix models";
    dataset(file, "time", (&record.times, records), &["time"], "step", description)?;
    let index: Vec<i64> = outcomes.iter().map(|outcome| outcome.replica as i64).collect();
    let description = "number of the replica and of its random stream";
    dataset(file, "replicas/index", (&index, count), &["replica"], "1", description)?;
    let status: Vec<i64> = outcomes.iter().map(|outcome| i64::from(outcome.status)).collect();
    dataset(file, "replicas/status", (&status, count), &["replica"], "1", StepError::CODES)?;
    let failed_at: Vec<f64> = outcomes.iter().map(|outcome| outcome.failed_at).collect();
    let description = "time of the first step that failed, -1 where none did";
    dataset(file, "replicas/failed_at", (&failed_at, count), &["replica"], "step", description)?;

    for average in &record.averages {
        write_average(file, average)?;
    }
    let Some(first) = outcomes.first() else { return Ok(()) };
    for (index, value) in first.values.iter().enumerate() {
        let data: Vec<f64> =
            outcomes.iter().flat_map(|outcome| outcome.values[index].array.data.iter().copied()).collect();
        let Value { path, array } = value;
        let shape: Vec<usize> = count.iter().chain(&array.shape).copied().collect();
        let dims: Vec<&str> = ["replica"].into_iter().chain(array.dims.iter().map(String::as_str)).collect();
        dataset(file, path, (&data, &shape), &dims, &array.units, &array.description)?;
    }
    Ok(())
}

/// Mean and standard error along time and of the average over the recorded times, with the step bias where there is one.
fn write_average(file: &File, average: &Average) -> hdf5::Result<()> {
    let Value { path, array } = &average.quantity;
    let Array { dims, shape, units, description: text, .. } = array;
    let all = [
        "mean over replicas",
        "standard error of the mean",
        "mean over replicas and recorded times",
        "its standard error, by replicas",
    ];
    let bias = [
        "step bias: mean with this step less mean with half of it, along the same Brownian paths",
        "standard error of the step bias",
        "step bias of the mean over replicas and recorded times",
        "its standard error",
    ];
    let sets =
        std::iter::once((["mean", "std_error", "time_mean", "time_mean_error"], all, &average.along, &average.overall));
    let names = ["step_bias", "step_bias_error", "time_step_bias", "time_step_bias_error"];
    let sets = sets.chain(average.bias.iter().map(|(along, overall)| (names, bias, along, overall)));
    for (names, texts, along, overall) in sets {
        let data = [Some(along.mean().to_vec()), along.std_error(), Some(overall.mean().to_vec()), overall.std_error()];
        for (index, data) in data.into_iter().enumerate() {
            let skipped = usize::from(index > 1);
            let Some(data) = data else { continue };
            let (path, description) = (format!("{path}/{}", names[index]), format!("{text}: {}", texts[index]));
            dataset(file, &path, (&data, &shape[skipped..]), &dims[skipped..], units, &description)?;
        }
    }
    Ok(())
}
