//! What stops a command.

use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Result with the crate's [`enum@Error`].
pub type Result<T> = std::result::Result<T, Error>;

/// What stops a command: a bad scenario, a bad input file, an ill-posed problem, or I/O.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The scenario does not say a valid run; carries file, place and rule.
    #[error(transparent)]
    Scenario(#[from] Box<crate::diagnostic::ScenarioError>),
    /// The inputs are readable, but together they pose no solvable problem.
    #[error(transparent)]
    Problem(#[from] svsde::Error),
    /// What was named cannot be used: says what, why, and the way out.
    #[error("{0}")]
    Refused(String),
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

impl Error {
    /// `what` was named and cannot be used, and `why`.
    pub fn refused(what: impl Display, why: impl Display) -> Self {
        Self::Refused(format!("{what}: {why}"))
    }

    /// The file at `path` cannot be used, and `why`.
    pub fn file(path: &Path, why: impl Display) -> Self {
        Self::refused(path.display(), why)
    }

    /// The file at `path` is not of the format that its extension names, or is cut short.
    pub fn unreadable(path: &Path, format: &str, detail: impl Display) -> Self {
        Self::file(path, unreadable(format, detail))
    }

    /// An array in the file at `path` has a shape that breaks a rule.
    pub fn shape(path: &Path, found: &[usize], rule: impl Display) -> Self {
        Self::file(path, format!("shape {found:?}, but {rule}"))
    }

    /// The refusal of the operating system, about `path`.
    pub fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + Copy {
        |source| Self::Io { path: path.to_owned(), source }
    }

    /// The refusal of the HDF5 library, about `path`.
    pub fn hdf5(path: &Path) -> impl Fn(hdf5::Error) -> Self + Copy {
        |source| Self::Hdf5 { path: path.to_owned(), source }
    }
}

/// Says that something is not of the format that its extension names.
pub fn unreadable(format: &str, detail: impl Display) -> String {
    format!("not a readable {format} file: {detail}")
}
