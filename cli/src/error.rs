//! What stops a command.

use std::path::PathBuf;

/// Result with the crate's [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What stops a command: a bad scenario, a bad input file, an ill-posed problem, or I/O.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The scenario does not say a valid run; carries file, place and rule.
    #[error(transparent)]
    Scenario(#[from] Box<crate::diagnostic::ScenarioError>),
    /// An input file does not hold what it should.
    #[error("{}: {problem}", path.display())]
    Input {
        /// The file as the user named it.
        path: PathBuf,
        /// What is wrong with its content.
        problem: InputProblem,
    },
    /// The inputs are readable, but together they pose no solvable problem.
    #[error(transparent)]
    Problem(#[from] svsde::Error),
    /// A scenario of another kind than was asked for.
    #[error("{0}")]
    Study(&'static str),
    /// A result file cannot be written where it was asked for.
    #[error("{}: {rule}", path.display())]
    Output {
        /// The result file.
        path: PathBuf,
        /// Why it cannot be written, and the way out.
        rule: String,
    },
    /// A choice among the arrays of the inputs that picks none.
    #[error("{option} {value:?}: {rule}")]
    Selection {
        /// The option that chooses.
        option: &'static str,
        /// Its value.
        value: String,
        /// Why it picks none, and the way out.
        rule: String,
    },
    /// No input has a spectrum.
    #[error("the inputs hold nothing to analyse: {skipped}")]
    NothingToAnalyse {
        /// What was skipped, and why.
        skipped: String,
    },
    /// Inputs that cannot be compared.
    #[error("{what}: {rule}")]
    Compare {
        /// The input.
        what: String,
        /// Why not, and the way out.
        rule: String,
    },
    /// The operating system refused a file operation.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The refusal.
        source: std::io::Error,
    },
    /// The HDF5 library refused an operation.
    #[error("{}: {source}", path.display())]
    Hdf5 {
        /// The HDF5 file.
        path: PathBuf,
        /// The library's message.
        source: hdf5::Error,
    },
}

/// What can be wrong with the content of an input file.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum InputProblem {
    /// A result without what was asked of it.
    #[error("{detail}")]
    Lacking {
        /// What is missing, and what there is.
        detail: String,
    },
    /// The extension is none of those that can be read.
    #[error("cannot tell the format from the extension; use {known}")]
    UnknownFormat {
        /// Extensions that can be read.
        known: &'static str,
    },
    /// A folder where a file is wanted.
    #[error("is a folder; name the files in it")]
    Folder,
    /// A file without content.
    #[error("the file is empty: it has 0 bytes")]
    NoBytes,
    /// One of several arrays in a file.
    #[error("{name}: {problem}")]
    In {
        /// Name of the array in the file.
        name: String,
        /// What is wrong with it.
        problem: Box<InputProblem>,
    },
    /// NaN or infinity in a matrix that is to be decomposed; rows and columns count from 0.
    #[error(
        "{count} of the values are NaN or infinite, the first ({value}) in row {row}, column {column} (counted from 0); \
         such a matrix has no singular values: mend it, or leave it out"
    )]
    NoSpectrum {
        /// Values that are not finite.
        count: usize,
        /// Row of the first one.
        row: usize,
        /// Column of the first one.
        column: usize,
        /// The first one.
        value: f64,
    },
    /// More than the machine can hold.
    #[error(
        "shape {shape:?} needs about {} of memory, and {} are available; take a part of it, or a larger machine",
        indicatif::HumanBytes(*needed), indicatif::HumanBytes(*available)
    )]
    Memory {
        /// Shape of the array.
        shape: Vec<usize>,
        /// Bytes needed to read and decompose it.
        needed: u64,
        /// Bytes available.
        available: u64,
    },
    /// Not a file of the format that its extension names, or one cut short.
    #[error("not a readable {format} file: {detail}")]
    Unreadable {
        /// Format named by the extension.
        format: &'static str,
        /// What the parser found.
        detail: String,
    },
    /// The file ends before the array does.
    #[error("truncated: the header announces {expected} values, the file holds {found}")]
    Truncated {
        /// Number of values announced.
        expected: u64,
        /// Number of whole values present.
        found: u64,
    },
    /// The element type is not real.
    #[error("element type {found} is not supported; use a real floating-point or integer type{hint}")]
    ElementType {
        /// Type as the file names it.
        found: String,
        /// A way out, empty or starting with a space.
        hint: &'static str,
    },
    /// NaN or infinity; rows and columns count from 0.
    #[error("row {row}, column {column} holds {value}; every value must be finite (rows and columns count from 0)")]
    NotFinite {
        /// Row, counted from 0.
        row: usize,
        /// Column, counted from 0.
        column: usize,
        /// The offending value.
        value: f64,
    },
    /// A field of a text file is not a number; lines and columns count from 1.
    #[error("line {line}, column {column}: {text:?} is not a number")]
    NotANumber {
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1.
        column: usize,
        /// The field as written.
        text: String,
    },
    /// The squares of a matrix overflow or underflow.
    #[error(
        "the largest entry is {largest:e} in size, but it must be between 1e-70 and 1e70; multiply the matrix by a constant"
    )]
    Size {
        /// Largest entry in size.
        largest: f64,
    },
    /// The array has no rows or no columns.
    #[error("shape {shape:?} holds no values; at least one row and one column are needed")]
    Empty {
        /// Shape found.
        shape: Vec<usize>,
    },
    /// The array has the wrong shape.
    #[error("shape {found:?}, but {rule}")]
    Shape {
        /// Shape found.
        found: Vec<usize>,
        /// What it must be, and why.
        rule: String,
    },
    /// An HDF5 file has no dataset of the name asked for.
    #[error("{}; the file holds {available}", if name.is_empty() { "name the dataset to read".to_owned() } else { format!("no dataset {name:?}") })]
    NoDataset {
        /// Name asked for, empty when none was and the choice is not clear.
        name: String,
        /// Names present, comma-separated.
        available: String,
    },
}
