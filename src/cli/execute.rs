//! Runs a scenario, whichever command built it.

use super::{Exit, print};
use crate::ensemble::{self, Control};
use crate::matrix::regression::RegressionStudy;
use crate::scenario::{Model, Scenario};
use crate::store::{Output, ResultFile};
use crate::summary;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::path::Path;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Set by the first Ctrl-C.
static STOP: AtomicBool = AtomicBool::new(false);

/// Options that every command that runs a scenario has.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Threads to use; the results do not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,
    /// Replace a finished result
    #[arg(long)]
    force: bool,
    /// No progress and no summary
    #[arg(long, short)]
    quiet: bool,
}

/// Runs `scenario` into `path` and prints the summary of the result; `again` is the command to repeat the run.
pub fn execute(scenario: &Scenario, path: &Path, options: &Options, again: &str) -> Exit {
    let begin = Instant::now();
    let output = Output::claim(path, options.force)?;
    watch_for_interrupts();
    let Model::Regression(model) = &scenario.model;
    let study = RegressionStudy::new(scenario, model)?;
    for warning in study.warnings() {
        eprintln!("warning: {warning}");
    }
    let replicas = scenario.ensemble.replicas;
    let bar = progress_bar(options.quiet, scenario.time.end * (replicas * model.flows.len()) as f64);
    let progress = |covered: f64| bar.inc(covered as u64);
    let control = Control { stop: &STOP, progress: &progress };
    let times = scenario.time.records();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0).into()).build();
    let run = || ensemble::run(&study, scenario.seed, replicas, &times, &control);
    let record = match &pool {
        Ok(pool) => pool.install(run),
        Err(_) => run(),
    }?;
    bar.finish_and_clear();

    if record.outcomes.is_empty() || record.times.is_empty() {
        eprintln!("interrupted before anything was recorded; to run it again: {again}");
        return Ok(ExitCode::from(130));
    }
    output.write(scenario, &record, study.warnings(), begin.elapsed().as_secs_f64())?;
    if !options.quiet {
        print(&summary::of(&ResultFile::open(path)?)?);
        print(&format!("\nwritten to {}\n", path.display()));
    }
    if !record.finished {
        eprintln!("interrupted; what was recorded is in {}; to run it again: {again}", path.display());
        return Ok(ExitCode::from(130));
    }
    for outcome in record.outcomes.iter().filter(|outcome| outcome.status != 0) {
        eprintln!("replica {} failed at step {} (status {})", outcome.replica, outcome.failed_at, outcome.status);
    }
    Ok(if record.failures() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// The first Ctrl-C stops at the next step and saves; the second one ends at once.
fn watch_for_interrupts() {
    let handler = || {
        if STOP.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        eprintln!("warning: Ctrl-C will not save the run: {error}");
    }
}

fn progress_bar(quiet: bool, steps: f64) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
    let template = "{wide_bar} {human_pos}/{human_len} steps  {per_sec}  {eta} left";
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
