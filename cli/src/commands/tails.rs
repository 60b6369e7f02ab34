//! `svsde tails`: which law the tails of spectra follow, without writing a scenario.

use super::Exit;
use super::execute::{Options, Show, draft, print_or_execute};
use crate::error::Result;
use crate::scenario::{Files, Normalise, Override, Quantity, Tails};
use crate::study::Scenario;
use crate::study::tails::{TailModel, TailStudy};
use std::path::{Path, PathBuf};

/// Fit and compare tail laws on spectra: samples, matrices, checkpoints, results of svsde
///
/// A vector is samples; a matrix gets its singular values. Files: .npy, .npz, .csv, .safetensors, .h5.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    files: Files,
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

/// Builds the scenario and runs it.
pub fn run(args: Args) -> Exit {
    let stem = args.files.inputs.first().and_then(|path| path.file_stem()).unwrap_or_default();
    let stem = stem.to_string_lossy().into_owned();
    let scenario = scenario_of(&args, &stem)?;
    let path = args.output.unwrap_or_else(|| Path::new("results").join(format!("tails_{stem}.h5")));
    let show = match (args.json, args.details) {
        (true, _) => Show::Json,
        (_, true) => Show::Details,
        _ => Show::Summary,
    };
    print_or_execute(args.print_scenario, &scenario, &path, &args.options, show)
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
    let more = args.files.inputs.len() - 1;
    let title = if more == 0 { format!("Tails of {stem}") } else { format!("Tails of {stem} and {more} files more") };
    let study = TailStudy { model: TailModel { files: args.files.clone() }, tails };
    draft("tails", (title, args.seed, study), &args.overrides)
}
