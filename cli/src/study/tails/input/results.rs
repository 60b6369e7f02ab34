//! Spectra in results of svsde.

use super::names::stem;
use super::{Item, Kind, Loaded, Source};
use crate::error::Result;
use crate::store::ResultFile;
use std::path::{Path, PathBuf};

/// A dataset of spectra: replicas × times × values.
#[derive(Debug, Clone)]
pub(super) struct Spectra {
    pub(super) path: PathBuf,
    /// Its path in the file.
    pub(super) dataset: String,
    /// The flow of a regression, whose values are σ; otherwise they are λ.
    pub(super) flow: Option<String>,
    pub(super) shape: [usize; 3],
    pub(super) times: Vec<f64>,
    /// Index of the only time wanted.
    pub(super) only: Option<usize>,
}

/// Every dataset of spectra in a result.
pub(super) fn list(path: &Path) -> Result<Vec<Spectra>> {
    let file = ResultFile::open(path)?;
    let mut found = Vec::new();
    for (dataset, flow) in file.spectra_sets() {
        let times = file.row("time")?;
        let shape = file.spectra_shape(&dataset, times.len())?;
        found.push(Spectra { path: path.to_owned(), dataset, flow, shape, times, only: None });
    }
    if found.is_empty() {
        let rule = "it holds no spectra: a stationary study has none, and output.spectra = false leaves them out";
        return Err(file.unreadable(rule.to_owned()));
    }
    Ok(found)
}

impl Spectra {
    /// One item, or one per time.
    pub(super) fn items(self, per_time: bool) -> Vec<Item> {
        if !per_time {
            return vec![self.item()];
        }
        (0..self.times.len()).map(|only| Self { only: Some(only), ..self.clone() }.item()).collect()
    }

    fn item(self) -> Item {
        let name = self.flow.clone().unwrap_or_else(|| stem(&self.path));
        let time = self.only.and_then(|only| self.times.get(only)).copied();
        let [replicas, times, n] = self.shape;
        let values = [replicas, if self.only.is_some() { 1 } else { times }, n];
        Item {
            name: time.map_or(name.clone(), |time| format!("{name}, t = {time}")),
            file: self.path.clone(),
            shape: self.shape.to_vec(),
            kind: Kind::Spectra { time },
            // As read, and as kept.
            bytes: values.iter().try_fold(16u64, |bytes, &n| bytes.checked_mul(n as u64)).unwrap_or(u64::MAX),
            source: Source::Spectra(self),
        }
    }

    /// λ of the replicas that did not fail.
    pub(super) fn load(&self) -> Result<Loaded> {
        let file = ResultFile::open(&self.path)?;
        let own = self.flow.as_ref().map(|flow| format!("flows/{flow}/status"));
        let codes = std::iter::once("replicas/status".to_owned()).chain(own).filter(|path| file.has(path));
        let codes = codes.map(|path| file.replicas(&path)).collect::<Result<Vec<_>>>()?;
        let sound = |replica: usize| codes.iter().all(|codes| codes.get(replica).is_none_or(|code| code == &[0.0]));

        let data = file.spectra(&self.dataset, self.only)?;
        let square = self.flow.is_some();
        let values = data.outer_iter().enumerate().filter(|&(replica, _)| sound(replica));
        let values = values.flat_map(|(_, replica)| replica.into_iter().copied().collect::<Vec<_>>());
        let (lambda, bad): (Vec<f64>, Vec<f64>) =
            values.map(|x| if square { x * x } else { x }).partition(|x| x.is_finite());
        let replicas = (0..self.shape[0]).filter(|&replica| sound(replica)).count();
        let (times, n) = (if self.only.is_some() { 1 } else { self.times.len() }, self.shape[2]);
        Ok(Loaded::Pooled { lambda, replicas, failed: self.shape[0] - replicas, times, n, not_finite: bad.len() })
    }
}
