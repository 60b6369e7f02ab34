//! `svsde tails`: which law the tails of spectra follow, without writing a scenario.

use super::execute::{Options, STOP, claim, progress_bar, watch_for_interrupts};
use super::{Exit, print, refuse_input};
use crate::error::{Error, Result};
use crate::scenario::{self, Ensemble, Files, Model, Normalise, Output, Override, Quantity, Scenario, Tails};
use crate::store::ResultFile;
use crate::study::tails::{Outcome, Study, TAILS};
use crate::summary;
use crate::text::command_line;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

/// Fit and compare tail laws on spectra: samples, matrices, checkpoints, results of svsde
///
/// A vector is samples; a matrix gets its singular values. Files: .npy, .npz, .csv, .safetensors, .h5.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<PathBuf>,
    /// The only array wanted of a file that has names
    #[arg(long, value_name = "PATH")]
    dataset: Option<String>,
    /// Only arrays whose name this regular expression matches somewhere
    #[arg(long, value_name = "REGEX")]
    layer: Option<String>,
    /// Each recorded time of a result by itself, in place of all times pooled
    #[arg(long)]
    per_time: bool,
    /// What of a matrix: squared singular values or singular values
    #[arg(long, value_enum, default_value_t)]
    quantity: Quantity,
    /// What values are divided by
    #[arg(long, value_enum, default_value_t)]
    normalise: Normalise,
    /// Laws to fit, separated by commas [default: all; svsde list tails prints them]
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    laws: Option<Vec<String>>,
    /// Where the tail begins [default: where a power law fits best]
    #[arg(long, value_name = "X", allow_hyphen_values = true)]
    x_min: Option<f64>,
    /// Fewest values of a tail in the search for x_min [default: 10]
    #[arg(long, value_name = "N", conflicts_with = "x_min")]
    least_tail: Option<usize>,
    /// Synthetic samples of each p-value and of the errors of x_min; 0 for none [default: 1000, for p-values of other laws 100]
    #[arg(long, value_name = "N")]
    bootstrap: Option<usize>,
    /// Seed of the synthetic samples
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Override a key of the scenario: tails.candidates=1000
    #[arg(long = "set", value_name = "KEY=VALUE")]
    overrides: Vec<Override>,
    /// The result [default: results/tails_<stem of the first input>.h5]
    #[arg(short, long, value_name = "OUT.h5")]
    output: Option<PathBuf>,
    /// Print the scenario and do not run it
    #[arg(long)]
    print_scenario: bool,
    /// Print what was found as JSON
    #[arg(long, conflicts_with = "details")]
    json: bool,
    /// Print every sample law by law, also where there are many
    #[arg(long)]
    details: bool,
    #[command(flatten)]
    options: Options,
}

/// Arrays that were skipped, up to this many, are named where there is nothing else.
const NAMED: usize = 3;

/// How a result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// Tables, short where there are many samples.
    Summary,
    /// Every sample law by law.
    Details,
    /// Everything, for programs.
    Json,
}

/// Builds the scenario and runs it.
pub fn run(args: Args) -> Exit {
    let first = args.inputs.first().map(PathBuf::as_path).unwrap_or(Path::new(""));
    let stem = first.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let scenario = scenario_of(&args, &stem)?;
    if args.print_scenario {
        print(&scenario.to_toml());
        return Ok(ExitCode::SUCCESS);
    }
    let path = args.output.unwrap_or_else(|| Path::new("results").join(format!("tails_{stem}.h5")));
    let format = match (args.json, args.details) {
        (true, _) => OutputFormat::Json,
        (_, true) => OutputFormat::Details,
        _ => OutputFormat::Summary,
    };
    execute(&scenario, &path, &args.options, format)
}

fn scenario_of(args: &Args, stem: &str) -> Result<Scenario> {
    let usual = Tails::default();
    let tails = Tails {
        quantity: args.quantity,
        normalise: args.normalise,
        laws: args.laws.clone().unwrap_or(usual.laws),
        x_min: args.x_min,
        least_tail: args.least_tail.unwrap_or(usual.least_tail),
        candidates: usual.candidates,
        bootstrap: args.bootstrap.unwrap_or(usual.bootstrap),
        bootstrap_laws: args.bootstrap.unwrap_or(usual.bootstrap_laws),
    };
    let files = Files {
        inputs: args.inputs.clone(),
        dataset: args.dataset.clone(),
        layer: args.layer.clone(),
        per_time: args.per_time,
    };
    let more = args.inputs.len() - 1;
    let title = if more == 0 { format!("Tails of {stem}") } else { format!("Tails of {stem} and {more} files more") };
    let draft = Scenario {
        title,
        seed: args.seed,
        model: Model::Files(files),
        measurement: None,
        initial: None,
        integrator: None,
        stationary: None,
        scan: None,
        tails: Some(tails),
        time: None,
        ensemble: Ensemble::default(),
        output: Output::default(),
    };
    scenario::parse(&draft.to_toml(), "scenario of svsde tails", Path::new(""), &args.overrides)
}

/// Runs `scenario` into `path` and prints what was found.
pub fn execute(scenario: &Scenario, path: &Path, options: &Options, format: OutputFormat) -> Exit {
    let begin = Instant::now();
    watch_for_interrupts();
    let study = Study::new(scenario)?;
    refuse_input(path, study.listing.items.iter().map(|item| item.file.as_path()))?;
    let output = claim(path, options)?;
    let bar = progress_bar(options.quiet, study.steps() as f64, "fits");
    let found = options.pool(|| study.solve(&STOP, &|| bar.inc(1)));
    bar.finish_and_clear();
    for failed in &found.failed {
        eprintln!("{}: not analysed: {}", failed.name, failed.reason);
    }
    if found.report.samples.is_empty() {
        return nothing(&found);
    }
    let notes = found
        .report
        .ordered()
        .flat_map(|(name, sample)| sample.notes.iter().map(move |note| format!("{name}: {note}")));
    let warnings: Vec<String> = notes.collect();
    let content = BTreeMap::from([(TAILS, &found.report)]);
    output.write_typed(scenario, &content, (found.finished, &warnings, begin.elapsed().as_secs_f64()))?;
    let file = ResultFile::open(path)?;
    if format == OutputFormat::Json {
        print(&format!("{:#}\n", summary::json(&file)?));
    } else if !options.quiet {
        print(&summary::of(&file, format == OutputFormat::Details)?.to_string());
        print(&format!("\nwritten to {}\n", path.display()));
    }
    if !found.finished {
        eprintln!("interrupted; what was analysed is in {}; to run it again: {}", path.display(), command_line());
        return Ok(ExitCode::from(130));
    }
    Ok(if found.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

/// Why there is no result.
fn nothing(found: &Outcome) -> Exit {
    if !found.finished {
        eprintln!("interrupted before anything was analysed; to run it again: {}", command_line());
        return Ok(ExitCode::from(130));
    }
    if found.failed.is_empty() {
        let skipped = found.report.skipped.iter().take(NAMED).cloned();
        let more = found.report.skipped.len().saturating_sub(NAMED);
        let rest = (more > 0).then(|| format!("and {more} more"));
        return Err(Error::NothingToAnalyse { skipped: skipped.chain(rest).collect::<Vec<_>>().join("; ") });
    }
    eprintln!("error: nothing could be analysed");
    Ok(ExitCode::from(2))
}
