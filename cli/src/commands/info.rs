//! `svsde info`.

use super::{Exit, print};
use crate::error::Result;
use crate::store::{Entry, ResultFile};
use crate::study;
use crate::summary;
use crate::summary::TAILS;
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
    /// Every sample of a study of tails law by law, and every dataset
    #[arg(long, conflicts_with_all = ["json", "brief"])]
    details: bool,
}

/// Prints attributes, summary and datasets.
pub fn run(args: Args) -> Exit {
    let files = args.files.iter().map(|path| ResultFile::open(path)).collect::<Result<Vec<_>>>()?;
    if args.brief {
        let all = files.iter().map(study::summary).collect::<Result<Vec<_>>>()?;
        print(&summary::brief(&all));
    } else if args.json {
        let all = files.iter().map(json).collect::<Result<Vec<_>>>()?;
        let value = if let [one] = all.as_slice() { one.clone() } else { serde_json::Value::Array(all) };
        print(&format!("{value:#}\n"));
    } else {
        for file in &files {
            print(&describe(file, args.details)?);
        }
    }
    Ok(ExitCode::SUCCESS)
}

const TEXTS: [&str; 6] = ["title", "svsde_version", "git_commit", "created_utc", "command", "scenario"];

fn json(file: &ResultFile) -> Result<serde_json::Value> {
    let mut value = serde_json::json!({
        "file": file.path(),
        "seed": file.number::<u64>("seed"),
        "format_version": file.number::<i64>("format_version"),
        "wall_seconds": file.number::<f64>("wall_seconds"),
        "finished": file.number::<bool>("finished"),
        "warnings": file.texts("warnings"),
        "datasets": file.entries(),
        "summary": study::summary(file)?.json(),
    });
    for name in TEXTS {
        value[name] = file.text(name).into();
    }
    Ok(value)
}

fn describe(file: &ResultFile, details: bool) -> Result<String> {
    let text = |name| file.text(name).unwrap_or_default();
    let state = if file.finished() { "finished" } else { "not finished" };
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
    out.push_str(&study::summary(file)?.parts(details).to_string());
    out.push_str("\ndatasets\n");
    let entries = file.entries();
    let first = entries.iter().find_map(|entry| sample(&entry.path)).map(str::to_owned);
    let shown = |entry: &&Entry| details || sample(&entry.path).is_none_or(|sample| first.as_deref() == Some(sample));
    let hidden = entries.iter().filter(|entry| !shown(entry)).count();
    for entry in entries.iter().filter(shown) {
        let axes: Vec<String> =
            entry.dims.iter().zip(&entry.shape).map(|(dim, length)| format!("{dim} {length}")).collect();
        out.push_str(&format!("  {}  [{}]  {}\n", entry.path, axes.join(", "), entry.description));
    }
    if hidden > 0 {
        out.push_str(&format!("  and {hidden} more of the other samples; --details names them\n"));
    }
    Ok(out)
}

/// The sample of a study of tails that the dataset `path` belongs to.
fn sample(path: &str) -> Option<&str> {
    path.trim_start_matches('/').strip_prefix(TAILS)?.strip_prefix('/')?.split('/').next()
}
