//! What a spectrum is read from: samples, matrices and results.
//!
//! | file | read as |
//! |---|---|
//! | `.npy`, `.csv` | one row or column: samples; a matrix: its singular values |
//! | `.npz`, `.h5` | the same for every array with one or two axes; others are skipped |
//! | `.safetensors` | every tensor with two or more axes, reshaped to (first axis) × (product of the others), so that a convolution (out, in, height, width) becomes out × in·height·width; others are skipped |
//! | result of svsde | `/spectra/lambda` and every `/flows/<flow>/sigma`, squared |
//!
//! A tensor that stacks matrices, such as the experts of one layer, is not told from a convolution: its matrices are read as
//! one, and [`Item::shape`] shows it.

mod load;
mod memory;
mod names;
mod results;
mod select;

pub use load::Loaded;

use crate::error::{Error, Result};
use crate::scenario::Files;
use crate::store::{self, Stored};
use std::path::{Path, PathBuf};

/// One thing to be analysed; its values have not been read.
#[derive(Debug, Clone)]
pub struct Item {
    /// Unique among all inputs, and fit to be the name of one HDF5 group.
    pub name: String,
    /// The file.
    pub file: PathBuf,
    /// Lengths of the axes as stored.
    pub shape: Vec<usize>,
    /// What it is read as.
    pub kind: Kind,
    /// Bytes of memory that [`Item::load`] takes at most, about.
    pub bytes: u64,
    source: Source,
}

/// What an item is read as.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// Numbers.
    Samples,
    /// A matrix, for its singular values; rows ≥ cols.
    Matrix {
        /// Length of the longer side.
        rows: usize,
        /// Length of the shorter side: the number of singular values.
        cols: usize,
    },
    /// Spectra of replicas in a result of svsde.
    Spectra {
        /// The recorded time; `None` for all of them.
        time: Option<f64>,
    },
}

/// An array that is not analysed.
#[derive(Debug, Clone, PartialEq)]
pub struct Skipped {
    /// Its file, and its name there where it has one.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// What the inputs hold.
#[derive(Debug, Clone)]
pub struct Listing {
    /// What will be analysed: inputs in the order given, arrays in the order of their file.
    pub items: Vec<Item>,
    /// What will not, in the same order.
    pub skipped: Vec<Skipped>,
}

impl Listing {
    /// A line per item and per array that is skipped, as comments of a scenario.
    pub fn describe(&self) -> String {
        let item = |item: &Item| {
            let shape: Vec<String> = item.shape.iter().map(usize::to_string).collect();
            let kind = match item.kind {
                Kind::Samples => "samples".to_owned(),
                Kind::Matrix { rows, cols } => format!("{cols} singular values of {rows} x {cols}"),
                Kind::Spectra { .. } => "spectra of replicas".to_owned(),
            };
            let memory = indicatif::HumanBytes(item.bytes);
            format!("# {}: {} in {}, {kind}, {memory}\n", item.name, shape.join(" x "), item.file.display())
        };
        let skipped = |skipped: &Skipped| format!("# skipped {}: {}\n", skipped.name, skipped.reason);
        self.items.iter().map(item).chain(self.skipped.iter().map(skipped)).collect()
    }
}

/// An array in a file, or spectra in a result.
#[derive(Debug, Clone)]
enum Source {
    Array(Stored),
    Spectra(results::Spectra),
}

/// Finds what `files` hold, reading headers only (of a `.csv` the whole file); matrices with fewer than `smallest` singular values are
/// skipped.
///
/// # Errors
/// [`Error::Io`] or [`Error::Refused`] for the first file that cannot be read or is damaged, and when `layer`
/// is no regular expression or matches nothing.
pub fn list(files: &Files, smallest: usize) -> Result<Listing> {
    let found = files.inputs.iter().map(|path| sources(path)).collect::<Result<Vec<_>>>()?;
    let mut listing = Listing { items: Vec::new(), skipped: Vec::new() };
    for source in select::select(found, files)? {
        match source {
            Source::Spectra(spectra) => listing.items.extend(spectra.items(files.per_time)),
            Source::Array(stored) => match kind(&stored, smallest) {
                Ok(kind) => listing.items.push(Item::new(stored, kind)),
                Err(reason) => listing.skipped.push(Skipped { name: names::place(&stored), reason }),
            },
        }
    }
    names::make_unique(&mut listing.items);
    Ok(listing)
}

fn sources(path: &Path) -> Result<Vec<Source>> {
    if store::is_result(path) {
        return Ok(results::list(path)?.into_iter().map(Source::Spectra).collect());
    }
    let found = Stored::list(path)?;
    match found.as_slice() {
        [only] if only.name.is_empty() && only.shape.contains(&0) => Err(only.refused(store::no_values(&only.shape))),
        [only] if only.name.is_empty() && only.shape.len() > 2 => {
            let rule = "it must be a vector or a matrix: one or two axes";
            Err(Error::shape(path, &only.shape, rule))
        }
        _ => Ok(found.into_iter().map(Source::Array).collect()),
    }
}

/// What an array is read as, or why it is not.
fn kind(stored: &Stored, smallest: usize) -> std::result::Result<Kind, String> {
    if let Some(reason) = &stored.unsupported {
        return Err(reason.clone());
    }
    let tensor = stored.is_tensor();
    let (rows, cols) = match stored.shape.as_slice() {
        shape if shape.contains(&0) => return Err(format!("shape {shape:?} holds no values")),
        [] if tensor => return Err("no axes: a number has no spectrum".to_owned()),
        [_] if tensor => return Err("one axis: a vector has no spectrum".to_owned()),
        [_] => return Ok(Kind::Samples),
        [1, _] | [_, 1] if !tensor => return Ok(Kind::Samples),
        [rows, cols] => (*rows, *cols),
        // Counted without overflow when the header was read.
        [rows, rest @ ..] if tensor => (*rows, rest.iter().product()),
        shape => return Err(format!("{} axes: which of them are rows is not known; save it as a matrix", shape.len())),
    };
    let (rows, cols) = (rows.max(cols), rows.min(cols));
    if cols < smallest {
        return Err(format!("singular values: {cols}, fewer than {smallest}"));
    }
    Ok(Kind::Matrix { rows, cols })
}

impl Item {
    fn new(stored: Stored, kind: Kind) -> Self {
        let bytes = memory::of_array(&stored.shape, kind);
        let (name, file, shape) = (names::of_array(&stored), stored.path.clone(), stored.shape.clone());
        Self { name, file, shape, kind, bytes, source: Source::Array(stored) }
    }
}
