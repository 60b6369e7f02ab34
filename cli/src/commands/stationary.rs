//! `svsde stationary`: the density of one particle, without writing a scenario.

use super::Exit;
use super::execute::{Options, Show, draft, print_or_execute};
use crate::error::{Error, Result};
use crate::scenario::{ExpressionModel, Override, Parameters, StationarySettings};
use crate::study::Scenario;
use crate::study::stationary::{DensityModel, StationaryStudy};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use svsde::density::MeanFieldKind;

/// Stationary density of one particle and how fast it is reached, without writing a scenario
///
/// The equation is d lambda = (alpha - beta lambda^p) dt + c lambda^(q/2) dB with all five numbers, a mean field with --model,
/// or any other with --drift and --noise.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Cells of the grid [default: refined until the tolerance is met]
    #[arg(long, value_name = "N")]
    cells: Option<usize>,
    /// How far down the tail is resolved, as a logarithm to base 10 of the density
    #[arg(long, value_name = "DECADES", allow_hyphen_values = true)]
    log10_tail: Option<f64>,
    /// Relative error that is asked for [default: 1e-9]
    #[arg(long, value_name = "ERROR", allow_hyphen_values = true)]
    tolerance: Option<f64>,
    /// Eigenvalues of the relaxation [default: 10]
    #[arg(long, value_name = "N")]
    modes: Option<usize>,
    /// Override a key of the scenario: stationary.cells=4000
    #[arg(long = "set", value_name = "KEY=VALUE")]
    overrides: Vec<Override>,
    /// The result [default: results/stationary.h5, with --model results/stationary_<NAME>.h5]
    #[arg(short, long, value_name = "OUT.h5")]
    output: Option<PathBuf>,
    /// Print the scenario and do not solve it
    #[arg(long)]
    print_scenario: bool,
    /// Print what was found as JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    options: Options,
    #[command(flatten)]
    power: Power,
    #[command(flatten)]
    mean_field: MeanFieldArgs,
    #[command(flatten)]
    formulas: Formulas,
}

/// What can stand in place of the five numbers.
const INSTEAD: [&str; 2] = ["kind", "drift"];

/// Coefficients of the power diffusion; the first three replace those of a mean field.
#[derive(Debug, clap::Args, Serialize)]
#[command(next_help_heading = "Coefficients (with --model: in place of what the other options give)")]
struct Power {
    /// Constant drift
    #[arg(long, value_name = "A", allow_hyphen_values = true, required_unless_present_any = INSTEAD)]
    alpha: Option<f64>,
    /// Restoring drift
    #[arg(long, value_name = "B", allow_hyphen_values = true, required_unless_present_any = INSTEAD)]
    beta: Option<f64>,
    /// Power of the restoring drift
    #[arg(long, value_name = "P", allow_hyphen_values = true, required_unless_present_any = INSTEAD)]
    p: Option<f64>,
    /// Power of the squared noise
    #[arg(long, value_name = "Q", allow_hyphen_values = true, required_unless_present_any = INSTEAD)]
    q: Option<f64>,
    /// Size of the noise
    #[arg(long, value_name = "C", allow_hyphen_values = true, required_unless_present_any = INSTEAD)]
    c: Option<f64>,
}

/// A mean field and what its coefficients are made of.
#[derive(Debug, clap::Args, Serialize)]
#[command(next_help_heading = "Mean fields of SGD and Muon")]
#[group(conflicts_with_all = ["p", "q", "drift"])]
struct MeanFieldArgs {
    /// The mean field
    #[serde(rename = "of")]
    #[arg(id = "kind", long = "model", value_name = "NAME", value_parser = kinds())]
    kind: Option<MeanFieldKind>,
    /// Rows of W
    #[arg(long, value_name = "m", requires = "kind")]
    rows: Option<usize>,
    /// Columns of W
    #[arg(long, value_name = "n", requires = "kind")]
    cols: Option<usize>,
    /// Learning rate
    #[arg(long, value_name = "ETA", requires = "kind", allow_hyphen_values = true)]
    learning_rate: Option<f64>,
    /// Diffusion of an entry of W
    #[arg(long, value_name = "D", requires = "kind", allow_hyphen_values = true)]
    diffusion: Option<f64>,
    /// Curvature of the loss
    #[arg(long, value_name = "KAPPA", requires = "kind", allow_hyphen_values = true)]
    curvature: Option<f64>,
    /// Standard deviation of the noise on an entry of the gradient
    #[arg(long, value_name = "NU", requires = "kind", allow_hyphen_values = true)]
    gradient_noise: Option<f64>,
    /// Rank of the gradient [default: n]
    #[arg(long, value_name = "r", requires = "kind")]
    rank: Option<usize>,
    /// Gap between singular values
    #[arg(long, value_name = "DELTA", requires = "kind", allow_hyphen_values = true)]
    gap: Option<f64>,
}

/// Drift and noise as formulas.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Formulas: dx = DRIFT dt + NOISE dB")]
#[group(conflicts_with_all = ["alpha", "beta", "p", "q", "c"])]
struct Formulas {
    /// Drift, a formula in x and the parameters
    #[arg(long, value_name = "DRIFT", allow_hyphen_values = true, requires = "noise")]
    drift: Option<String>,
    /// Factor on dB, likewise
    #[arg(long, value_name = "NOISE", allow_hyphen_values = true, requires = "drift")]
    noise: Option<String>,
    /// Value of a name in the formulas
    #[arg(long = "parameter", value_name = "NAME=VALUE", requires = "drift", value_parser = parameter)]
    parameters: Vec<(String, f64)>,
    /// Left end of the interval [default: 0]
    #[arg(long, value_name = "L", allow_hyphen_values = true, requires = "drift")]
    lower: Option<f64>,
    /// Right end of the interval [default: inf]
    #[arg(long, value_name = "U", allow_hyphen_values = true, requires = "drift")]
    upper: Option<f64>,
}

fn kinds() -> impl TypedValueParser<Value = MeanFieldKind> {
    let find =
        |name: String| MeanFieldKind::ALL.into_iter().find(|kind| kind.name() == name).ok_or("unknown mean field");
    PossibleValuesParser::new(MeanFieldKind::ALL.map(MeanFieldKind::name)).try_map(find)
}

fn parameter(text: &str) -> std::result::Result<(String, f64), String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("a parameter is NAME=VALUE, for example alpha=1.5".to_owned());
    };
    match value.trim().parse() {
        Ok(value) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value)),
        Ok(_) => Err("the name is missing; a parameter is NAME=VALUE".to_owned()),
        Err(_) => Err(format!("{value:?} is not a number")),
    }
}

/// Builds the scenario and solves it.
pub fn run(args: Args) -> Exit {
    let scenario = scenario_of(&args)?;
    let suffix = args.mean_field.kind.map_or(String::new(), |kind| format!("_{}", kind.name()));
    let path = args.output.unwrap_or_else(|| Path::new("results").join(format!("stationary{suffix}.h5")));
    let show = if args.json { Show::Json } else { Show::Summary };
    print_or_execute(args.print_scenario, &scenario, &path, &args.options, show)
}

fn scenario_of(args: &Args) -> Result<Scenario> {
    let (title, model) = model_of(args)?;
    let usual = StationarySettings::default();
    let stationary = StationarySettings {
        cells: args.cells,
        log10_tail: args.log10_tail,
        tolerance: args.tolerance.unwrap_or(usual.tolerance),
        modes: args.modes.unwrap_or(usual.modes),
    };
    let study = StationaryStudy { model, stationary, scan: None, initial: None, time: None };
    draft("stationary", (title, 0, study), &args.overrides)
}

/// The model, and a title for it.
fn model_of(args: &Args) -> Result<(String, DensityModel)> {
    let Args { power, mean_field, formulas, .. } = args;
    if let (Some(drift), Some(noise)) = (&formulas.drift, &formulas.noise) {
        let model = ExpressionModel {
            drift: drift.clone(),
            diffusion: noise.clone(),
            lower: formulas.lower.unwrap_or(0.0),
            upper: formulas.upper.unwrap_or(f64::INFINITY),
            parameters: formulas.parameters.iter().cloned().collect::<Parameters>(),
        };
        return Ok((
            format!("Stationary density of dx = ({drift}) dt + ({noise}) dB"),
            DensityModel::Expression(model),
        ));
    }
    // Options have the names of the keys.
    let mut keys = toml::Table::try_from(power).map_err(unfit)?;
    if let Some(of) = mean_field.kind {
        keys.extend(toml::Table::try_from(mean_field).map_err(unfit)?);
        let title = format!("Stationary density of the mean field {}", of.name());
        return Ok((title, DensityModel::MeanField(keys.try_into().map_err(unfit)?)));
    }
    let equation = "d lambda = (alpha - beta lambda^p) dt + c lambda^(q/2) dB";
    let model = DensityModel::PowerDiffusion(keys.try_into().map_err(unfit)?);
    Ok((format!("Stationary density of {equation}"), model))
}

/// Options that no scenario can hold.
fn unfit(error: impl Display) -> Error {
    Error::Refused(error.to_string())
}
