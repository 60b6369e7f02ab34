//! Reading one item.

use super::{Item, Kind, Source, memory};
use crate::error::{Error, Result};
use crate::store::Stored;
use indicatif::HumanBytes;
use ndarray::{Array2, ArrayD};
use std::path::Path;
use svsde::linalg;

/// Largest entries of matrices whose squares, and the squares of these, are numbers.
const ENTRIES: std::ops::RangeInclusive<f64> = 1e-70..=1e70;

/// The values of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Loaded {
    /// Numbers as stored, in the order of the file: any sign, NaN and infinity included.
    Samples(Vec<f64>),
    /// Singular values of a matrix.
    Spectrum {
        /// Finite, ascending, `cols` of them.
        sigma: Vec<f64>,
        /// Length of the longer side.
        rows: usize,
        /// Length of the shorter side.
        cols: usize,
    },
    /// Spectra of replicas.
    Pooled {
        /// Squared singular values, finite: replica by replica, in it time by time, ascending each time.
        lambda: Vec<f64>,
        /// Replicas in `lambda`.
        replicas: usize,
        /// Replicas left out because they failed.
        failed: usize,
        /// Recorded times in `lambda`.
        times: usize,
        /// Values per replica and time.
        n: usize,
        /// Values of the replicas in `lambda` left out because they are NaN or infinite.
        not_finite: usize,
    },
}

impl Item {
    /// Reads the values, and decomposes a matrix.
    ///
    /// # Errors
    /// [`Error::Refused`] when the values take more memory than is available, when the file is damaged, and when a value of
    /// a matrix is NaN or infinite; [`Error::Io`] when the file cannot be read.
    pub fn load(&self) -> Result<Loaded> {
        if let Some(available) = memory::available().filter(|&available| self.bytes > available) {
            let name = self.source.name().map_or(String::new(), |name| format!("{name}: "));
            let (shape, needed, available) = (&self.shape, HumanBytes(self.bytes), HumanBytes(available));
            let found = format!("{name}shape {shape:?} needs about {needed} of memory, and {available} are available");
            return Err(Error::file(&self.file, format!("{found}; take a part of it, or a larger machine")));
        }
        match &self.source {
            Source::Spectra(spectra) => spectra.load(),
            Source::Array(stored) => {
                let array = stored.read()?;
                match self.kind {
                    Kind::Matrix { rows, cols } => spectrum(stored, array, rows, cols),
                    _ => Ok(Loaded::Samples(array.into_iter().collect())),
                }
            }
        }
    }
}

fn spectrum(stored: &Stored, array: ArrayD<f64>, rows: usize, cols: usize) -> Result<Loaded> {
    let first = array.shape().first().copied().unwrap_or(1);
    let width = array.len() / first.max(1);
    let shape = array.shape().to_vec();
    let mismatch = |_| stored.refused(format!("shape {shape:?}, but it changed while being read"));
    let matrix: Array2<f64> = array.into_shape_with_order((first, width)).map_err(mismatch)?;
    let mut bad = matrix.indexed_iter().filter(|(_, value)| !value.is_finite());
    if let Some(((row, column), &value)) = bad.next() {
        return Err(stored.refused(format!(
            "{} of the values are NaN or infinite, the first ({value}) in row {row}, column {column} (counted from 0); such a matrix has \
             no singular values: mend it, or leave it out",
            1 + bad.count()
        )));
    }
    let largest = matrix.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest > 0.0 && !ENTRIES.contains(&largest) {
        let rule = "it must be between 1e-70 and 1e70; multiply the matrix by a constant";
        return Err(stored.refused(format!("the largest entry is {largest:e} in size, but {rule}")));
    }
    let sigma = linalg::singular_values(matrix.view())?.to_vec();
    Ok(Loaded::Spectrum { sigma, rows, cols })
}

impl Source {
    /// Name in the file; `None` where a file holds one array without a name.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Array(stored) => Some(stored.name.as_str()).filter(|name| !name.is_empty()),
            Self::Spectra(spectra) => Some(&spectra.dataset),
        }
    }

    pub(super) fn path(&self) -> &Path {
        match self {
            Self::Array(stored) => &stored.path,
            Self::Spectra(spectra) => &spectra.path,
        }
    }
}
