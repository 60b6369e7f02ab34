//! Runs a scenario, whichever command built it.

use super::{Exit, note, print, refuse_input, warn};
use crate::error::Result;
use crate::scenario::Override;
use crate::store::{Output, ResultFile};
use crate::study::{self, AnyStudy, Scenario};
use crate::text::command_line;
use indicatif::{HumanCount, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use rayon::ThreadPoolBuilder;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};
use svsde::ensemble::Control;

/// The unfinished file, which the second Ctrl-C removes.
static PARTIAL: OnceLock<PathBuf> = OnceLock::new();

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
    quiet: bool,
}

/// What is printed of a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Tables, short where there are many samples.
    Summary,
    /// Every sample law by law.
    Details,
    /// Everything, for programs.
    Json,
}

/// The scenario that the options of `command` make, with the overrides put in.
pub fn draft(
    command: &str,
    (title, seed, study): (String, u64, impl Into<AnyStudy>),
    overrides: &[Override],
) -> Result<Scenario> {
    let draft = Scenario { title, seed, study: study.into() };
    study::parse(&draft.to_toml(), &format!("scenario of svsde {command}"), Path::new(""), overrides)
}

/// Prints `scenario` or, unless it is to be `printed` alone, does what [`execute`] does.
pub fn print_or_execute(printed: bool, scenario: &Scenario, path: &Path, options: &Options, show: Show) -> Exit {
    if printed {
        print(&scenario.to_toml());
        return Ok(ExitCode::SUCCESS);
    }
    execute(scenario, path, options, show)
}

/// Runs `scenario` into `path` and prints what was found.
pub fn execute(scenario: &Scenario, path: &Path, options: &Options, show: Show) -> Exit {
    let begin = Instant::now();
    let job = scenario.study.prepare(scenario.seed)?;
    refuse_input(path, scenario.study.clone().paths())?;
    let output = Output::claim(path, options.force)?;
    PARTIAL.get_or_init(|| output.partial().to_owned());
    let before = job.warnings();
    warn(&before);

    let bar = progress_bar(options.quiet, job.extent());
    let control = watched(&bar);
    watch_for_interrupts(control.clone());
    let outcome = match ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0).into()).build() {
        Ok(pool) => pool.install(|| job.run(&control)),
        Err(_) => job.run(&control),
    }?;
    bar.finish_and_clear();
    warn(&outcome.notes);
    let Some(content) = outcome.content else {
        note(format!("interrupted before anything was recorded; to run it again: {}", command_line()));
        return Ok(ExitCode::from(130));
    };
    let warnings = [before, outcome.notes, outcome.remarks].concat();
    output.write(&scenario.about(), &content, (outcome.finished, &warnings, begin.elapsed().as_secs_f64()))?;
    tell(path, options, show)?;
    outcome.failures.iter().for_each(note);
    if !outcome.finished {
        note(format!("interrupted; what was found is in {}; to run it again: {}", path.display(), command_line()));
        return Ok(ExitCode::from(130));
    }
    Ok(ExitCode::from(u8::from(!outcome.failures.is_empty())))
}

/// Prints what the result at `path` says.
fn tell(path: &Path, options: &Options, show: Show) -> Result<()> {
    let summary = || study::summary(&ResultFile::open(path)?);
    if show == Show::Json {
        print(&format!("{:#}\n", summary()?.json()));
    } else if !options.quiet {
        print(&format!("{}\nwritten to {}\n", summary()?.parts(show == Show::Details), path.display()));
    }
    Ok(())
}

/// The first Ctrl-C stops at the next step and saves; the second one ends at once.
fn watch_for_interrupts(control: Control) {
    let handler = move || {
        if control.is_stopped() {
            // There is nobody left to tell of a file that cannot be removed.
            let _ = PARTIAL.get().map(std::fs::remove_file);
            std::process::exit(130);
        }
        control.stop();
        note("stopping after this step; Ctrl-C again ends at once and saves nothing");
    };
    if let Err(error) = ctrlc::set_handler(handler) {
        note(format!("warning: Ctrl-C will not save the run: {error}"));
    }
}

/// A control whose progress moves `bar`.
fn watched(bar: &ProgressBar) -> Control {
    let (bar, done) = (bar.clone(), Mutex::new(0.0));
    Control::new(move |amount| {
        if let Ok(mut done) = done.lock() {
            *done += amount;
            bar.set_position(*done as u64);
        }
    })
}

fn progress_bar(quiet: bool, (extent, unit): (f64, &'static str)) -> ProgressBar {
    let target = if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(Some(extent as u64), target);
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
