//! `svsde flatten`: spectral flattening for a given measurement matrix, without writing a scenario.

use super::Exit;
use super::execute::{Options, Show, draft, print_or_execute};
use super::run::default_output;
use crate::error::{Error, Result};
use crate::scenario::{Data, Ensemble, Initial, Measurement, MeasurementFile, Output, Override, Time};
use crate::store;
use crate::study::flows::{FlowModel, FlowStudy};
use crate::study::{AnyStudy, Scenario};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use svsde::linalg;
use svsde::matrix::optimizer::Schedule;
use svsde::matrix::regression::{GradientRate, Regression};
use svsde::matrix::start::{Start, Zero};
use svsde::matrix::update_rules;

/// Spectral flattening for a given measurement matrix: every flow from W = 0, without writing a scenario
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Measurement matrix, d x mn (row i is vec A_i, row-major) or d x m x n: .npy, .csv or .h5
    #[arg(long, value_name = "A.npy")]
    measurements: PathBuf,
    /// Dataset of the matrix, for .h5
    #[arg(long, value_name = "PATH")]
    measurements_dataset: Option<String>,
    /// Targets, d numbers: .npy, .csv or .h5
    #[arg(long, value_name = "y.npy")]
    targets: PathBuf,
    /// Dataset of the targets, for .h5
    #[arg(long, value_name = "PATH")]
    targets_dataset: Option<String>,
    /// Rows of W; not needed for a d x m x n matrix
    #[arg(long, value_name = "m")]
    rows: Option<NonZeroUsize>,
    /// Columns of W; not needed for a d x m x n matrix
    #[arg(long, value_name = "n")]
    cols: Option<NonZeroUsize>,
    /// Flows to run [default: all]
    #[arg(long = "flow", value_name = "NAME")]
    flows: Vec<String>,
    /// Step size [default: one that lets a polar flow go ten times the spectral norm of the least-squares solution]
    #[arg(long, value_name = "ETA", allow_negative_numbers = true)]
    learning_rate: Option<f64>,
    /// Number of steps
    #[arg(long, value_name = "T", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
    /// Seed of the random streams
    #[arg(long, default_value_t = 0)]
    seed: u64,
    /// Override a key of the scenario: model.polar=jordan
    #[arg(long = "set", value_name = "KEY=VALUE")]
    overrides: Vec<Override>,
    /// The result [default: results/<stem of the matrix>_flatten.h5]
    #[arg(short, long, value_name = "OUT.h5")]
    output: Option<PathBuf>,
    /// Print the scenario and do not run it
    #[arg(long)]
    print_scenario: bool,
    #[command(flatten)]
    options: Options,
}

/// Builds the scenario and runs it.
pub fn run(args: Args) -> Exit {
    let scenario = scenario_of(&args)?;
    let path = args.output.unwrap_or_else(|| default_output(&args.measurements, "_flatten"));
    print_or_execute(args.print_scenario, &scenario, &path, &args.options, Show::Summary)
}

fn scenario_of(args: &Args) -> Result<Scenario> {
    let shape = shape(args)?;
    let measurement = Measurement::File(MeasurementFile {
        matrix: args.measurements.clone(),
        matrix_dataset: args.measurements_dataset.clone(),
        targets: args.targets.clone(),
        targets_dataset: args.targets_dataset.clone(),
        count: None,
        centre_targets: false,
        matrix_scale: 1.0,
    });
    let steps = f64::from(args.steps);
    let model = Regression {
        flows: match args.flows.is_empty() {
            true => update_rules::names().map(str::to_owned).collect(),
            false => args.flows.clone(),
        },
        gradient_learning_rate: Some(GradientRate::Stable),
        schedule: Schedule::Linear,
        ..Regression::new(shape, args.learning_rate.unwrap_or(1.0))
    };
    let study = FlowStudy {
        model: FlowModel { regression: model },
        measurement,
        initial: Initial::Start(Start::Zero(Zero {})),
        time: Time { end: steps, burn_in: 0.0, record_every: (steps / 200.0).ceil() },
        ensemble: Ensemble::default(),
        output: Output::default(),
    };
    let title = format!("Spectral flattening for {}", args.measurements.display());
    let mut scenario = draft("flatten", (title, args.seed, study), &args.overrides)?;
    let chosen = args.learning_rate.is_some() || args.overrides.iter().any(|set| RATE_KEYS.contains(&set.key.as_str()));
    if let (false, AnyStudy::FlowStudy(FlowStudy { model, measurement, time, .. })) = (chosen, &mut scenario.study) {
        let model = &mut model.regression;
        model.learning_rate = default_rate(measurement, model.shape(), time.end)?;
    }
    Ok(scenario)
}

/// The keys that set the step size.
const RATE_KEYS: [&str; 2] = ["model.learning_rate", "model.regression.learning_rate"];

fn shape(args: &Args) -> Result<(usize, usize)> {
    let (rows, cols) = (args.rows.map(NonZeroUsize::get), args.cols.map(NonZeroUsize::get));
    if let (Some(rows), Some(cols)) = (rows, cols) {
        return Ok((rows, cols));
    }
    let array = store::read_array(&args.measurements, args.measurements_dataset.as_deref())?;
    match *array.shape() {
        [_, m, n] if rows.is_none_or(|rows| rows == m) && cols.is_none_or(|cols| cols == n) => Ok((m, n)),
        _ => {
            let rule = "it does not say the shape of W by itself; give both --rows and --cols";
            Err(Error::shape(&args.measurements, array.shape(), rule))
        }
    }
}

/// 20‖𝒜⁺y‖₂/T: with a linear schedule a polar flow can go 10‖𝒜⁺y‖₂ in spectral norm; 1/T when y = 0.
fn default_rate(measurement: &Measurement, shape: (usize, usize), steps: f64) -> Result<f64> {
    let size = |(operator, targets): Data| -> Result<f64> {
        let solution = operator.pseudo_inverse(&targets)?;
        Ok(linalg::singular_values(solution.view())?.last().copied().unwrap_or(0.0))
    };
    let size = match measurement {
        Measurement::File(file) => size(file.read(shape)?)?,
        Measurement::Samples(samples) => size(samples.read(shape)?)?,
        Measurement::Random(_) => 0.0,
    };
    let rate = if size > 0.0 { 20.0 * size / steps } else { 1.0 / steps };
    Ok(format!("{rate:.3e}").parse().unwrap_or(rate))
}
