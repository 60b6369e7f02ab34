//! `svsde report`.

use super::{Exit, print, replaceable, unwritable};
use crate::error::Result;
use crate::report::{self, Claims};
use crate::store::ResultFile;
use std::path::PathBuf;
use std::process::ExitCode;

/// Put results on one page of HTML that needs no network
///
/// Question, findings, summary, figures with values below the pointer, scenario, and where each result comes from.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Results, among them what svsde compare wrote
    #[arg(value_name = "FILE.h5", required = true)]
    files: Vec<PathBuf>,
    /// The page
    #[arg(short, long, value_name = "FILE.html", default_value = "report.html")]
    output: PathBuf,
    /// Claims and their verdicts, as make findings writes them
    #[arg(long, value_name = "FILE.json")]
    findings: Option<PathBuf>,
}

/// Makes the page, then writes it.
pub fn run(args: Args) -> Exit {
    let files = args.files.iter().map(|path| ResultFile::open(path)).collect::<Result<Vec<_>>>()?;
    let claims = args.findings.as_deref().map(Claims::read).transpose()?;
    replaceable(&args.output, "content=\"svsde ", ["a report of svsde", "file"])?;
    let page = report::page(&files, claims.as_ref())?;
    let unwritable = unwritable(&args.output, "file");
    if let Some(folder) = args.output.parent() {
        std::fs::create_dir_all(folder).map_err(unwritable)?;
    }
    std::fs::write(&args.output, page).map_err(unwritable)?;
    print(&format!("{}\n", args.output.display()));
    Ok(ExitCode::SUCCESS)
}
