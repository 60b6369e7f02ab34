//! `svsde compare`: the same quantity along several roads.

use super::{Exit, print, refuse_input};
use crate::store::{About, Content, Output};
use crate::study::comparison::roads;
use crate::summary::{Comparisons, Summary};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;
use svsde::compare::{self, ResamplingSettings, Verdict};

/// Compare spectra and densities of results with each other and with exact laws, with errors
///
/// Every pair is compared. Errors come from replicas taken whole. Exit code 1 when a pair is inconclusive.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Results, and exact laws: exact:laguerre, exact:gamma(shape=2,scale=0.5); svsde list exact-laws prints them
    #[arg(value_name = "INPUT", required = true)]
    inputs: Vec<String>,
    /// Resamples of errors and p-values
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(250..=100_000))]
    resamples: u32,
    /// Spectra drawn from exact laws that are sampled
    #[arg(long, value_name = "N", default_value_t = 2000, value_parser = clap::value_parser!(u32).range(2..=1_000_000))]
    draws: u32,
    /// Seed of draws and resamples
    #[arg(long, value_name = "N", default_value_t = 0)]
    seed: u64,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
    /// Write what was found
    #[arg(short, long, value_name = "OUT.h5")]
    output: Option<PathBuf>,
    /// Replace an existing file
    #[arg(long, requires = "output")]
    force: bool,
}

/// Compares every pair.
pub fn run(args: Args) -> Exit {
    let start = Instant::now();
    let roads = roads(&args.inputs, args.draws as usize, args.seed)?;
    if let Some(path) = &args.output {
        refuse_input(path, &args.inputs)?;
    }
    let output = args.output.as_ref().map(|path| Output::claim(path, args.force)).transpose()?;
    let settings = ResamplingSettings { resamples: args.resamples as usize, seed: args.seed };
    let mut all = Vec::new();
    for (k, b) in roads.iter().enumerate() {
        for a in roads.iter().take(k) {
            all.push(compare::compare(a, b, &settings)?);
        }
    }
    let open = all.iter().any(|comparison| comparison.verdict == Verdict::Inconclusive);
    let found = Comparisons(all);
    if let Some(output) = output {
        let title = format!("Comparison of {}", args.inputs.join(", "));
        let about = About { title, seed: args.seed, ..About::default() };
        output.write(&about, &Content::of(&found.layout())?, (true, &[], start.elapsed().as_secs_f64()))?;
    }
    print(&if args.json { format!("{:#}\n", found.json()) } else { found.text() });
    Ok(ExitCode::from(u8::from(open)))
}
