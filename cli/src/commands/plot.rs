//! `svsde plot`.

use super::{Exit, note, print, replaceable, unwritable};
use crate::error::{Error, Result};
use crate::figures::{self, FIGURES, Figure, convergence};
use crate::plot::svg;
use crate::store::ResultFile;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Draw figures of results, as SVG
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Results
    #[arg(value_name = "FILE.h5", required = true)]
    files: Vec<PathBuf>,
    /// The folder that they are put in, made where there is none
    #[arg(short, long, value_name = "DIR", default_value = "figures")]
    output: PathBuf,
    /// Only these figures, separated by commas; default all that a file can give
    #[arg(long = "figure", value_name = "NAME", value_delimiter = ',',
          value_parser = clap::builder::PossibleValuesParser::new(figures::names().chain([convergence::NAME])))]
    figures: Vec<String>,
    /// Say which figures each file can give, and draw nothing
    #[arg(long)]
    list: bool,
}

/// Draws everything, then writes it.
pub fn run(args: Args) -> Exit {
    let files = args.files.iter().map(|path| ResultFile::open(path)).collect::<Result<Vec<_>>>()?;
    let together = convergence::fits(&files);
    if args.list {
        print(&files.iter().map(list).collect::<String>());
        if together {
            print(&format!("together\n  {:<15} {}\n", convergence::NAME, convergence::DESCRIPTION));
        }
        return Ok(ExitCode::SUCCESS);
    }
    let place = |file: &ResultFile, figure: &str| {
        let stem = file.path().file_stem().unwrap_or_default().to_string_lossy();
        args.output.join(format!("{stem}_{figure}.svg"))
    };
    let mut drawn: BTreeMap<PathBuf, &Path> = BTreeMap::new();
    let mut all = Vec::new();
    let something = files.iter().any(|file| !figures::fitting(file).is_empty());
    for file in &files {
        if something && args.figures.is_empty() && figures::fitting(file).is_empty() {
            note(format!("{}: holds nothing to draw", file.path().display()));
            continue;
        }
        for figure in wanted(file, &args.figures)? {
            let path = place(file, figure.name);
            if let Some(other) = drawn.insert(path.clone(), file.path()) {
                let (a, b) = (other.display(), file.path().display());
                let rule = match other == file.path() {
                    true => format!("is wanted twice; name {a} once"),
                    false => format!("is wanted of {a} and of {b}; draw them into different folders with -o"),
                };
                return Err(Error::file(&path, rule));
            }
            replaceable(&path, "<svg", ["an SVG", "folder"])?;
            all.push((path, svg::draw(&figures::plot(figure, file)?, svg::WIDE)));
        }
    }
    let asked = args.figures.iter().any(|name| name == convergence::NAME);
    if let Some(first) = files.first().filter(|_| together && (asked || args.figures.is_empty())) {
        let path = place(first, convergence::NAME);
        replaceable(&path, "<svg", ["an SVG", "folder"])?;
        all.push((path, svg::draw(&convergence::draw(&files)?, svg::WIDE)));
    } else if let Some(first) = files.first().filter(|_| asked) {
        return Err(Error::file(first.path(), format!("figure {} needs {}", convergence::NAME, convergence::NEEDS)));
    }
    fs::create_dir_all(&args.output).map_err(unwritable(&args.output, "folder"))?;
    for (path, svg) in all {
        fs::write(&path, svg).map_err(unwritable(&path, "folder"))?;
        print(&format!("{}\n", path.display()));
    }
    Ok(ExitCode::SUCCESS)
}

fn list(file: &ResultFile) -> String {
    let fitting = figures::fitting(file);
    let lines = fitting.iter().map(|figure| format!("  {:<15} {}\n", figure.name, figure.description));
    let lines: String = if fitting.is_empty() { "  none\n".to_owned() } else { lines.collect() };
    format!("{}\n{lines}", file.path().display())
}

/// The figures of `names` or, where there are no names, all that `file` can give.
fn wanted(file: &ResultFile, names: &[String]) -> Result<Vec<&'static Figure>> {
    let fitting = figures::fitting(file);
    if names.is_empty() && fitting.is_empty() {
        let needs: Vec<String> =
            FIGURES.iter().map(|figure| format!("\n  {}: {}", figure.name, figure.needs)).collect();
        return Err(Error::file(
            file.path(),
            format!("holds nothing to draw; what each figure needs:{}", needs.concat()),
        ));
    }
    let chosen = FIGURES.iter().copied().filter(|figure| names.iter().any(|name| name == figure.name));
    for figure in chosen.clone() {
        if !(figure.fits)(file) {
            let list: Vec<&str> = fitting.iter().map(|figure| figure.name).collect();
            let list = if list.is_empty() { "none".to_owned() } else { list.join(", ") };
            let detail = format!("figure {} needs {}; this result can give: {list}", figure.name, figure.needs);
            return Err(Error::file(file.path(), detail));
        }
    }
    Ok(if names.is_empty() { fitting } else { chosen.collect() })
}
