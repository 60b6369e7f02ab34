//! Writing results: one HDF5 file a run, put in place under its name only when it is whole.

use super::attributes::{dataset, number, text, texts};
use super::content::{About, Content};
use super::typed;
use crate::error::{Error, Result};
use hdf5::File;
use hdf5::types::VarLenUnicode;
use ndarray::{ArrayView1, ArrayViewD, IxDyn};
use std::path::{Path, PathBuf};
use svsde::ensemble::{Average, EnsembleResult};
use svsde::process::{StepError, Value};

/// Value of the root attribute `format`.
pub const FORMAT: &str = "svsde-result";
/// Value of the root attribute `format_version`.
pub const FORMAT_VERSION: i64 = 1;

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
    /// [`Error::Output`] when a finished result, or anything else than an svsde result, is there and `force` is false,
    /// when something that is no file is there, or when the folder cannot be made or the file not be written.
    pub fn claim(path: &Path, force: bool) -> Result<Self> {
        let refuse = |rule: &str| Err(Error::Output { path: path.to_owned(), rule: rule.to_owned() });
        if path.is_dir() {
            return refuse("is a folder; name a file with -o");
        }
        if path.exists() && !path.is_file() {
            return refuse("is a device or a pipe, which cannot hold a result; name a file with -o");
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
        Error::Output { path: self.path.clone(), rule: format!("{what}; name another file with -o") }
    }

    /// Writes the content and puts the file in place.
    ///
    /// # Errors
    /// [`Error::Output`] when the disk or the library refuses.
    pub fn write(
        self,
        about: &About,
        content: &Content,
        (finished, warnings, wall_seconds): (bool, &[String], f64),
    ) -> Result<()> {
        self.fill(about, (finished, warnings, wall_seconds), |file| match content {
            Content::Ensemble(result) => replicas(file, result),
            Content::Report(report) => typed::write(report, file),
        })
    }

    fn fill(
        self,
        about: &About,
        (finished, warnings, wall_seconds): (bool, &[String], f64),
        content: impl FnOnce(&File) -> hdf5::Result<()>,
    ) -> Result<()> {
        let written = header(&self.partial, about, (finished, warnings, wall_seconds)).and_then(|file| {
            content(&file)?;
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

/// Whether an svsde result is finished; `None` when it is not an svsde result.
fn finished(path: &Path) -> Option<bool> {
    let file = File::open(path).ok()?;
    let format: VarLenUnicode = file.attr("format").ok()?.read_scalar().ok()?;
    (format.as_str() == FORMAT).then_some(())?;
    file.attr("finished").ok()?.read_scalar().ok()
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
    let times = ArrayView1::from(&record.times).into_dyn();
    let time = "recorded times; optimiser steps for matrix models";
    dataset(file, "time", times, &["time"], "step", time)?;
    let per_replica =
        |number: fn(&svsde::ensemble::ReplicaResult) -> f64| record.outcomes.iter().map(number).collect::<Vec<_>>();
    let replicas: [(&str, Vec<i64>, &str); 2] = [
        (
            "index",
            record.outcomes.iter().map(|o| o.replica as i64).collect(),
            "number of the replica and of its random stream",
        ),
        ("status", record.outcomes.iter().map(|o| i64::from(o.status)).collect(), StepError::CODES),
    ];
    for (name, data, description) in &replicas {
        let view = ArrayView1::from(data).into_dyn();
        dataset(file, &format!("replicas/{name}"), view, &["replica"], "1", description)?;
    }
    let failed_at = per_replica(|outcome| outcome.failed_at);
    let description = "time of the first step that failed, -1 where none did";
    dataset(file, "replicas/failed_at", ArrayView1::from(&failed_at).into_dyn(), &["replica"], "step", description)?;

    for average in &record.averages {
        write_average(file, average)?;
    }
    let Some(first) = record.outcomes.first() else { return Ok(()) };
    for (index, value) in first.values.iter().enumerate() {
        let data: Vec<f64> =
            record.outcomes.iter().flat_map(|outcome| outcome.values[index].data.iter().copied()).collect();
        let shape: Vec<usize> = [record.outcomes.len()].iter().chain(&value.shape).copied().collect();
        let dims: Vec<&str> = ["replica"].iter().chain(&value.dims).copied().collect();
        let view =
            ArrayViewD::from_shape(IxDyn(&shape), &data).map_err(|error| hdf5::Error::from(error.to_string()))?;
        dataset(file, &value.path, view, &dims, value.units, &value.description)?;
    }
    Ok(())
}

/// Mean and standard error along time and of the average over the recorded times, with the step bias where there is one.
fn write_average(file: &File, average: &Average) -> hdf5::Result<()> {
    let Value { path, dims, shape, units, description: text, .. } = &average.quantity;
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
            let view = ArrayViewD::from_shape(IxDyn(&shape[skipped..]), &data)
                .map_err(|error| hdf5::Error::from(error.to_string()))?;
            let description = format!("{text}: {}", texts[index]);
            dataset(file, &format!("{path}/{}", names[index]), view, &dims[skipped..], units, &description)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::ResultFile;

    /// 16 bytes a text: 80 kB, where the oldest form of an attribute ends at 64 KiB.
    #[test]
    fn long_lists_of_texts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.h5");
        let names: Vec<String> = (0..5000).map(|k| format!("sample {k}")).collect();
        let content = Content::of(&serde_json::json!({ "tails": { "samples": names.clone() } })).unwrap();
        Output::claim(&path, false).unwrap().write(&About::default(), &content, (true, &names, 0.0)).unwrap();
        let file = ResultFile::open(&path).unwrap();
        assert_eq!(file.texts_of("tails", "samples"), Some(names.clone()));
        assert_eq!(file.texts("warnings"), names);
    }
}
