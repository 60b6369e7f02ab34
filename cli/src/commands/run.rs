//! `svsde run`.

use super::execute::{Options, Show, execute};
use super::{Exit, refuse_input};
use crate::scenario::Override;
use crate::study;
use std::path::{Path, PathBuf};

/// Run a scenario and write one HDF5 result
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario
    #[arg(value_name = "SCENARIO.toml")]
    scenario: PathBuf,
    /// The result [default: results/<scenario stem>.h5]
    #[arg(short, long, value_name = "OUT.h5")]
    output: Option<PathBuf>,
    /// Override a key: model.learning_rate=0.02
    #[arg(long = "set", value_name = "KEY=VALUE")]
    overrides: Vec<Override>,
    #[command(flatten)]
    options: Options,
}

/// Loads and runs the scenario.
pub fn run(args: Args) -> Exit {
    let scenario = study::load(&args.scenario, &args.overrides)?;
    let path = args.output.unwrap_or_else(|| default_output(&args.scenario, ""));
    refuse_input(&path, [args.scenario.as_path()])?;
    execute(&scenario, &path, &args.options, Show::Summary)
}

/// `results/<stem of path><suffix>.h5`.
pub fn default_output(path: &Path, suffix: &str) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Path::new("results").join(format!("{stem}{suffix}.h5"))
}
