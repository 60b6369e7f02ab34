//! `svsde list`: what can be named in a scenario, from the registries.

use super::{Exit, print};
use crate::registry::{self, Kind};
use std::process::ExitCode;

/// List what a scenario can name
#[derive(Debug, clap::Args)]
pub struct Args {
    /// One kind only
    #[arg(value_name = "KIND", value_parser = clap::builder::PossibleValuesParser::new(registry::kinds()))]
    kind: Option<String>,
    /// Print Markdown tables
    #[arg(long)]
    markdown: bool,
}

/// Prints the registries.
pub fn run(args: Args) -> Exit {
    let wanted = |kind: &Kind| args.kind.as_ref().is_none_or(|name| name == kind.name);
    let kinds: Vec<Kind> = registry::all()?.into_iter().filter(wanted).collect();
    let texts: Vec<String> =
        kinds.iter().map(|kind| if args.markdown { kind.markdown() } else { kind.text() }).collect();
    print(&texts.join("\n"));
    Ok(ExitCode::SUCCESS)
}
