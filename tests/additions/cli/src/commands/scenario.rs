//! `svsde scenario`.

use super::{Exit, print};
use crate::store::ResultFile;
use std::path::PathBuf;
use std::process::ExitCode;

/// Print the scenario of a result, which runs it again
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The result
    #[arg(value_name = "FILE.h5")]
    file: PathBuf,
}

/// Prints it.
pub fn run(args: Args) -> Exit {
    let file = ResultFile::open(&args.file)?;
    print(&file.text("scenario").unwrap_or_default());
    Ok(ExitCode::SUCCESS)
}
