//! `svsde check`.

use super::{Exit, print, warn};
use crate::scenario::Override;
use crate::study;
use std::path::PathBuf;
use std::process::ExitCode;

/// Validate a scenario, print it with every default filled in, and estimate its cost; computes nothing
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The scenario
    #[arg(value_name = "SCENARIO.toml")]
    scenario: PathBuf,
    /// Override a key: model.learning_rate=0.02
    #[arg(long = "set", value_name = "KEY=VALUE")]
    overrides: Vec<Override>,
}

/// Prints the resolved scenario and the estimate.
pub fn run(args: Args) -> Exit {
    let scenario = study::load(&args.scenario, &args.overrides)?;
    let job = scenario.study.prepare(scenario.seed)?;
    warn(&job.warnings());
    let cost = job.cost();
    let bytes = |bytes: f64| indicatif::HumanBytes(bytes as u64).to_string();
    let seconds = match cost.seconds {
        s if s < 60.0 => format!("{s:.1} s"),
        s if s < 3600.0 => format!("{:.1} min", s / 60.0),
        s => format!("{:.1} h", s / 3600.0),
    };
    print(&format!(
        "{}\n{}# about {seconds} on one core, {} of memory, a result of {}\n",
        scenario.to_toml(),
        job.listing(),
        bytes(cost.memory),
        bytes(cost.file),
    ));
    Ok(ExitCode::SUCCESS)
}
