//! `svsde info`.

use super::{Exit, print};
use crate::error::Result;
use crate::store::ResultFile;
use crate::summary;
use std::path::PathBuf;
use std::process::ExitCode;

/// Say what result files hold
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Results
    #[arg(value_name = "FILE.h5", required = true)]
    files: Vec<PathBuf>,
    /// Everything as JSON
    #[arg(long, conflicts_with = "brief")]
    json: bool,
    /// One sentence a file, and what follows from them together
    #[arg(long)]
    brief: bool,
}

/// Prints attributes, summary and datasets.
pub fn run(args: Args) -> Exit {
    let files = args.files.iter().map(|path| ResultFile::open(path)).collect::<Result<Vec<_>>>()?;
    if args.brief {
        print(&summary::brief(&files)?);
    } else if args.json {
        let all = files.iter().map(json).collect::<Result<Vec<_>>>()?;
        let value = if let [one] = all.as_slice() { one.clone() } else { serde_json::Value::Array(all) };
        print(&format!("{value:#}\n"));
    } else {
        for file in &files {
            print(&describe(file)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

const TEXTS: [&str; 5] = ["title", "svsde_version", "git_commit", "created_utc", "scenario"];

fn json(file: &ResultFile) -> Result<serde_json::Value> {
    let mut value = serde_json::json!({
        "file": file.path(),
        "seed": file.number::<u64>("seed"),
        "format_version": file.number::<i64>("format_version"),
        "wall_seconds": file.number::<f64>("wall_seconds"),
        "finished": file.number::<bool>("finished"),
        "warnings": file.texts("warnings"),
        "datasets": file.entries(),
        "summary": summary::json(file)?,
    });
    for name in TEXTS {
        value[name] = file.text(name).into();
    }
    Ok(value)
}

fn describe(file: &ResultFile) -> Result<String> {
    let text = |name| file.text(name).unwrap_or_default();
    let state = if file.number::<bool>("finished") == Some(true) { "finished" } else { "not finished" };
    let mut out = format!(
        "{}: {state}, svsde {} ({}), {}, {:.1} s\n\n",
        file.path().display(),
        text("svsde_version"),
        text("git_commit"),
        text("created_utc"),
        file.number::<f64>("wall_seconds").unwrap_or(0.0),
    );
    for line in text("scenario").lines() {
        out.push_str(&format!("    {line}\n"));
    }
    out.push('\n');
    out.push_str(&summary::of(file)?);
    out.push_str("\ndatasets\n");
    for entry in file.entries() {
        let axes: Vec<String> =
            entry.dims.iter().zip(&entry.shape).map(|(dim, length)| format!("{dim} {length}")).collect();
        out.push_str(&format!("  {}  [{}]  {}\n", entry.path, axes.join(", "), entry.description));
    }
    Ok(out)
}
