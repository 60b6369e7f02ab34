//! What a result says, in tables and sentences, read from the file alone.

mod regression;
mod row;
mod statistics;

use crate::error::Result;
use crate::store::ResultFile;

/// The summary of a result as text.
///
/// # Errors
/// When the file lacks a dataset that it must have.
pub fn of(file: &ResultFile) -> Result<String> {
    Ok(regression::Regression::read(file)?.text())
}

/// The numbers of the summary as JSON.
///
/// # Errors
/// As [`of`].
pub fn json(file: &ResultFile) -> Result<serde_json::Value> {
    Ok(regression::Regression::read(file)?.json())
}

/// One sentence a file, and what follows from them together.
///
/// # Errors
/// As [`of`].
pub fn brief(files: &[ResultFile]) -> Result<String> {
    let all = files.iter().map(regression::Regression::read).collect::<Result<Vec<_>>>()?;
    Ok(regression::brief(&all))
}
