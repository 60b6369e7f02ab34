//! Reading one item.

use super::{Item, Kind, Source, memory};
use crate::error::{Error, InputProblem, Result};
use crate::store::Stored;
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
    /// [`Error::Input`] when the values take more memory than is available, when the file is damaged, and when a value of
    /// a matrix is NaN or infinite; [`Error::Io`] when the file cannot be read.
    pub fn load(&self) -> Result<Loaded> {
        if let Some(available) = memory::available().filter(|&available| self.bytes > available) {
            let (shape, needed) = (self.shape.clone(), self.bytes);
            return Err(self.refused(InputProblem::Memory { shape, needed, available }));
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

    fn refused(&self, problem: InputProblem) -> Error {
        match &self.source {
            Source::Array(stored) => stored.refused(problem),
            Source::Spectra(spectra) => {
                let name = spectra.dataset.clone();
                Error::Input { path: self.file.clone(), problem: InputProblem::In { name, problem: Box::new(problem) } }
            }
        }
    }
}

fn spectrum(stored: &Stored, array: ArrayD<f64>, rows: usize, cols: usize) -> Result<Loaded> {
    let first = array.shape().first().copied().unwrap_or(1);
    let width = array.len() / first.max(1);
    let shape = array.shape().to_vec();
    let mismatch =
        |_| stored.refused(InputProblem::Shape { found: shape, rule: "it changed while being read".to_owned() });
    let matrix: Array2<f64> = array.into_shape_with_order((first, width)).map_err(mismatch)?;
    let mut bad = matrix.indexed_iter().filter(|(_, value)| !value.is_finite());
    if let Some(((row, column), &value)) = bad.next() {
        return Err(stored.refused(InputProblem::NoSpectrum { count: 1 + bad.count(), row, column, value }));
    }
    let largest = matrix.iter().fold(0.0, |largest: f64, value| largest.max(value.abs()));
    if largest > 0.0 && !ENTRIES.contains(&largest) {
        return Err(stored.refused(InputProblem::Size { largest }));
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
