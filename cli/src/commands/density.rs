//! Solves a stationary study, whichever command built it.

use super::execute::{Options, STOP, claim, progress_bar, watch_for_interrupts};
use super::{Exit, print};
use crate::error::Result;
use crate::scenario::Scenario;
use crate::store::ResultFile;
use crate::study::stationary::{Study, scan};
use crate::summary;
use crate::text::command_line;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use svsde::density::Report;

/// Solves `scenario` into `path` and prints what was found.
pub fn execute(scenario: &Scenario, path: &Path, options: &Options, json: bool) -> Exit {
    let begin = Instant::now();
    watch_for_interrupts();
    let output = claim(path, options)?;
    let study = Study::new(scenario)?;
    for warning in study.warnings() {
        eprintln!("warning: {warning}");
    }
    let (report, finished, notes) = options.pool(|| solve(scenario, &study, options))?;
    for warning in &notes {
        eprintln!("warning: {warning}");
    }
    let warnings = [study.warnings(), &notes].concat();
    output.write_typed(scenario, &report, (finished, &warnings, begin.elapsed().as_secs_f64()))?;
    let file = ResultFile::open(path)?;
    if json {
        print(&format!("{:#}\n", summary::json(&file)?));
    } else if !options.quiet {
        print(&summary::of(&file, false)?.to_string());
        print(&format!("\nwritten to {}\n", path.display()));
    }
    if !finished {
        eprintln!("interrupted; what was solved is in {}; to run it again: {}", path.display(), command_line());
        return Ok(ExitCode::from(130));
    }
    Ok(ExitCode::SUCCESS)
}

/// What was found, whether all of it was, and what is to be said of it.
fn solve(scenario: &Scenario, study: &Study, options: &Options) -> Result<(Report, bool, Vec<String>)> {
    if scenario.scan.is_some() {
        let points = scenario.scan_points()?.len();
        let bar = progress_bar(options.quiet, points as f64, "points");
        let found = scan::solve(scenario, &STOP, &|| bar.inc(1));
        bar.finish_and_clear();
        return found.map(|(report, finished)| (report, finished, Vec::new()));
    }
    let bar = progress_bar(options.quiet, study.records().max(1) as f64, "records");
    let found = study.solve(&STOP, &|| bar.inc(1));
    bar.finish_and_clear();
    let (report, finished) = found?;
    let notes = study.notes(&report);
    Ok((report, finished, notes))
}
