//! Runs a scenario, whichever command built it.

use super::{Exit, print};
use crate::error::Result;
use crate::scenario::{Model, Scenario, Time};
use crate::store::{Output, ResultFile};
use crate::study::flows::RegressionStudy;
use crate::study::spectra::SpectralStudy;
use crate::summary;
use crate::text::command_line;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use svsde::ensemble::Outcome;
use svsde::ensemble::{self, Control, Plan, Study};

/// Set by the first Ctrl-C.
pub(super) static STOP: AtomicBool = AtomicBool::new(false);
/// The unfinished file, which the second Ctrl-C removes.
static PARTIAL: OnceLock<PathBuf> = OnceLock::new();

/// Failed replicas that are reported one by one.
const REPORTED: usize = 10;

/// Options that every command that runs a scenario has.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Threads to use; the results do not depend on it [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Replace a finished result
    #[arg(long)]
    force: bool,
    /// No progress and no summary
    #[arg(long, short)]
    pub(super) quiet: bool,
}

impl Options {
    /// Runs `work` on as many threads as were asked for.
    pub(super) fn pool<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match rayon::ThreadPoolBuilder::new().num_threads(self.threads.unwrap_or(0).into()).build() {
            Ok(pool) => pool.install(work),
            Err(_) => work(),
        }
    }
}

/// Claims the result, and tells the second Ctrl-C of the unfinished file.
pub(super) fn claim(path: &Path, options: &Options) -> Result<Output> {
    let output = Output::claim(path, options.force)?;
    PARTIAL.get_or_init(|| output.partial().to_owned());
    Ok(output)
}

/// Runs `scenario` into `path` and prints the summary of the result.
pub fn execute(scenario: &Scenario, path: &Path, options: &Options) -> Exit {
    let begin = Instant::now();
    watch_for_interrupts();
    let output = claim(path, options)?;
    let prepared = Prepared::of(scenario)?;
    for warning in &prepared.warnings {
        eprintln!("warning: {warning}");
    }
    let replicas = scenario.ensemble.replicas;
    let bar = progress_bar(options.quiet, prepared.steps, "steps");
    let total = scenario.course().end * (replicas * prepared.processes) as f64;
    let covered = Mutex::new(0.0);
    let progress = |time: f64| {
        if let Ok(mut covered) = covered.lock() {
            *covered += time;
            bar.set_position((*covered / total * prepared.steps) as u64);
        }
    };
    let control = Control { stop: &STOP, progress: &progress };
    let plan =
        Plan { seed: scenario.seed, replicas, times: scenario.course().records(), spectra: scenario.keeps_spectra() };
    let record = options.pool(|| ensemble::run(prepared.study.as_ref(), &plan, &control))?;
    bar.finish_and_clear();

    if record.outcomes.is_empty() || record.times.is_empty() {
        eprintln!("interrupted before anything was recorded; to run it again: {}", command_line());
        return Ok(ExitCode::from(130));
    }
    output.write(scenario, &record, &prepared.warnings, begin.elapsed().as_secs_f64())?;
    if !options.quiet {
        print(&summary::of(&ResultFile::open(path)?, false)?.to_string());
        print(&format!("\nwritten to {}\n", path.display()));
    }
    let failed: Vec<&Outcome> = record.outcomes.iter().filter(|outcome| outcome.status != 0).collect();
    failed.iter().take(REPORTED).for_each(|outcome| report_failures(outcome, prepared.step));
    if failed.len() > REPORTED {
        eprintln!("and {} replicas more: /replicas/status of the result tells which", failed.len() - REPORTED);
    }
    if !record.finished {
        eprintln!("interrupted; what was recorded is in {}; to run it again: {}", path.display(), command_line());
        return Ok(ExitCode::from(130));
    }
    Ok(if record.failures() > 0 { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// A scenario that can be run.
struct Prepared {
    study: Box<dyn Study>,
    warnings: Vec<String>,
    /// Processes per replica.
    processes: usize,
    /// Steps of all replicas and processes together.
    steps: f64,
    /// Length of a step.
    step: f64,
}

impl Prepared {
    fn of(scenario: &Scenario) -> Result<Self> {
        let Time { end, record_every, .. } = *scenario.course();
        let replicas = scenario.ensemble.replicas as f64;
        if let Model::Regression(model) = &scenario.model {
            let study = RegressionStudy::new(scenario, model)?;
            let (warnings, processes) = (study.warnings().to_vec(), model.flows.len());
            return Ok(Self {
                study: Box::new(study),
                warnings,
                processes,
                steps: replicas * processes as f64 * end,
                step: 1.0,
            });
        }
        let study = SpectralStudy::new(scenario)?;
        let step = study.step().unwrap_or(record_every);
        let steps = replicas * end / step;
        Ok(Self { warnings: study.warnings().to_vec(), study: Box::new(study), processes: 1, steps, step })
    }
}

/// Says what of a replica failed, where and why.
fn report_failures(outcome: &Outcome, step: f64) {
    let why = |status: u8| match status {
        1 => "the state became infinite or NaN; try a smaller learning rate or step, or rescale the data",
        2 => "a decomposition failed; rescale the data",
        _ => "an implicit step was not solved; try a smaller step",
    };
    if !outcome.values.iter().any(|value| value.path.starts_with("flows/")) {
        let (at, step) = (outcome.failed_at, (outcome.failed_at / step).round());
        eprintln!("replica {} failed after {step} steps, at t = {at:.6}: {}", outcome.replica, why(outcome.status));
        return;
    }
    let number = |path: &str| outcome.values.iter().find(|value| value.path == path).map_or(0.0, |value| value.data[0]);
    for group in outcome.values.iter().filter_map(|value| value.path.strip_suffix("/status")) {
        let (status, at) = (number(&format!("{group}/status")), number(&format!("{group}/failed_at")));
        if status == 0.0 {
            continue;
        }
        let flow = group.rsplit('/').next().unwrap_or(group);
        eprintln!("replica {}: {flow} failed at step {at}: {}", outcome.replica, why(status as u8));
    }
}

/// The first Ctrl-C stops at the next step and saves; the second one ends at once.
pub(super) fn watch_for_interrupts() {
    let handler = || {
        if STOP.swap(true, Ordering::Relaxed) {
            // There is nobody left to tell of a file that cannot be removed.
            let _ = PARTIAL.get().map(std::fs::remove_file);
            std::process::exit(130);
        }
        eprintln!("stopping after this step; Ctrl-C again ends at once and saves nothing");
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        eprintln!("warning: Ctrl-C will not save the run: {error}");
    }
}

pub(super) fn progress_bar(quiet: bool, steps: f64, unit: &'static str) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
    let template = format!("{{wide_bar}} {{human_pos}}/{{human_len}} {unit}  {{rate}}  {{eta}} left");
    if let Ok(style) = ProgressStyle::with_template(&template) {
        let rate = move |state: &ProgressState, out: &mut dyn Write| {
            let _ = write!(out, "{} {unit}/s", HumanCount(state.per_sec() as u64));
        };
        bar.set_style(style.with_key("rate", rate));
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}
