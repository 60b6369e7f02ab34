//! Measurement operators and targets from a `[measurement.*]` table: read from files, or drawn for each replica.

use crate::error::{Error, InputProblem, Result};
use crate::scenario::{FileMeasurement, Measurement};
use crate::store;
use ndarray::{Array2, Axis};
use std::path::Path;
use svsde::matrix::measurement::{Dense, Entries, MeasurementOperator, Planted, RankOne, Samples, rank_tolerance};
use svsde::matrix::problem::Problem;
use svsde::random::Stream;

/// 𝒜 and y.
pub type Data = (Box<dyn MeasurementOperator>, Vec<f64>);

/// Relative distance of the targets from the range of 𝒜 above which they are inconsistent.
const CONSISTENT: f64 = 1e-8;

/// Reads the data that files give; `None` for data that are drawn for each replica.
///
/// # Errors
/// [`Error::Input`] for a file that cannot be read or has another shape.
pub fn read(measurement: &Measurement, shape: (usize, usize)) -> Result<Option<Data>> {
    match measurement {
        Measurement::File(file) => read_matrix(file, shape).map(Some),
        Measurement::Samples(samples) => {
            let (m, n) = shape;
            let inputs = store::read_matrix(&samples.inputs, samples.inputs_dataset.as_deref())?;
            let outputs = store::read_matrix(&samples.outputs, samples.outputs_dataset.as_deref())?;
            let (rows, count) = inputs.dim();
            if rows != n {
                let rule = format!("the inputs must have n = {n} rows (model.regression.cols), one column a sample");
                return Err(shape_error(&samples.inputs, inputs.shape(), rule));
            }
            if outputs.dim() != (m, count) {
                let rule =
                    format!("the outputs must be {m} x {count}: model.regression.rows, and one column for each input");
                return Err(shape_error(&samples.outputs, outputs.shape(), rule));
            }
            Ok(Some((Box::new(Samples::new(inputs, m)?), outputs.iter().copied().collect())))
        }
        Measurement::Gaussian(_) | Measurement::Entries(_) | Measurement::RankOne(_) => Ok(None),
    }
}

fn read_matrix(file: &FileMeasurement, (m, n): (usize, usize)) -> Result<Data> {
    let array = store::read_array(&file.matrix, file.matrix_dataset.as_deref())?;
    let found = array.shape().to_vec();
    let targets = store::read_vector(&file.targets, file.targets_dataset.as_deref())?;
    let d = found.first().copied().unwrap_or(0);
    if found != [d, m * n] && found != [d, m, n] {
        let rule = format!("a measurement matrix of a {m} x {n} W must be d x {} or d x {m} x {n}", m * n);
        return Err(shape_error(&file.matrix, &found, rule));
    }
    if targets.len() != d {
        let rule =
            format!("the measurement matrix {} has {d} rows: one target for each is needed", file.matrix.display());
        return Err(shape_error(&file.targets, &[targets.len()], rule));
    }
    let count = file.count.unwrap_or(d);
    if count > d {
        let rule = format!("measurement.file.count asks for the first {count} measurements");
        return Err(shape_error(&file.matrix, &found, rule));
    }
    let unusable = |_| shape_error(&file.matrix, &found, "the entries are not contiguous".to_owned());
    let matrix: Array2<f64> = array.into_shape_with_order((d, m * n)).map_err(unusable)?;
    let matrix = matrix.select(Axis(0), &(0..count).collect::<Vec<_>>()) * file.matrix_scale;
    let mut targets = targets.to_vec();
    targets.truncate(count);
    if file.centre_targets {
        let mean = targets.iter().sum::<f64>() / count as f64;
        targets.iter_mut().for_each(|y| *y -= mean);
    }
    Ok((Box::new(Dense::new(matrix, (m, n))), targets))
}

fn shape_error(path: &Path, found: &[usize], rule: String) -> Error {
    Error::Input { path: path.to_owned(), problem: InputProblem::Shape { found: found.to_vec(), rule } }
}

/// Draws operator, planted solution and its measurements, in this order.
///
/// # Errors
/// [`Error::Problem`], in exact arithmetic never.
pub fn draw(measurement: &Measurement, shape: (usize, usize), noise: &mut Stream) -> svsde::Result<Data> {
    let d = count(measurement, shape);
    let normalise = |normalised: bool| if normalised { (d as f64).sqrt().recip() } else { 1.0 };
    let low_rank = |rank: Option<usize>, condition| match rank {
        Some(rank) => Planted::LowRank { rank, condition },
        None => Planted::Gaussian,
    };
    let (operator, planted): (Box<dyn MeasurementOperator>, Planted) = match measurement {
        Measurement::Gaussian(g) => {
            let planted = g.target_blocks.map(|count| Planted::Blocks { count });
            let planted = planted.unwrap_or_else(|| low_rank(g.target_rank, g.target_condition));
            (Box::new(Dense::gaussian(d, shape, normalise(g.normalised), noise)), planted)
        }
        Measurement::RankOne(r) => {
            let operator = RankOne::gaussian(d, shape, normalise(r.normalised), noise);
            (Box::new(operator), low_rank(r.target_rank, r.target_condition))
        }
        Measurement::Entries(e) => {
            (Box::new(Entries::random(d, shape, noise)), low_rank(e.target_rank, e.target_condition))
        }
        Measurement::File(_) | Measurement::Samples(_) => {
            return Err(svsde::Error::UnknownName { name: "a random ensemble for data from files".to_owned() });
        }
    };
    let solution = planted.draw(shape, noise)?;
    let mut targets = vec![0.0; d];
    operator.apply(&solution, &mut targets);
    Ok((operator, targets))
}

/// d of a random ensemble; 0 for data from files.
pub fn count(measurement: &Measurement, (m, n): (usize, usize)) -> usize {
    match measurement {
        Measurement::Gaussian(g) => g.count,
        Measurement::RankOne(r) => r.count,
        Measurement::Entries(e) => (e.fraction * (m * n) as f64).round() as usize,
        Measurement::File(_) | Measurement::Samples(_) => 0,
    }
}

/// What a user should know of data that can be used, but are not what they seem.
///
/// # Errors
/// [`svsde::Error::Inconsistent`] for targets that no W fits although there are fewer measurements than entries.
pub fn warnings(problem: &Problem) -> Result<Vec<String>> {
    let operator = problem.operator();
    let (d, shape) = (operator.count(), operator.shape());
    let sigma = operator.singular_values()?;
    let floor = rank_tolerance(operator) * sigma.last().copied().unwrap_or(0.0);
    let rank = sigma.iter().filter(|&&s| s > floor).count();
    let distance = problem.inconsistency()?;
    let mut warnings: Vec<String> = not_underdetermined(d, shape).into_iter().collect();
    let overdetermined = !warnings.is_empty();
    if distance > CONSISTENT && !overdetermined {
        return Err(svsde::Error::Inconsistent { rank, count: d, distance }.into());
    }
    if distance > CONSISTENT {
        warnings.push(format!(
            "no W fits the targets: the relative residual cannot go below {distance:.3e}; 'solution' means least squares below"
        ));
    }
    if problem.targets().iter().all(|&y| y == 0.0) {
        let text = "every target is 0: W = 0 solves the problem, and a flow that starts there does not move";
        warnings.push(text.to_owned());
    }
    if rank < d.min(shape.0 * shape.1) {
        warnings.push(format!(
            "the measurement matrix has rank {rank}, not {}: {} of its {d} rows depend on the others; the run goes on with its range",
            d.min(shape.0 * shape.1),
            d - rank,
        ));
    }
    Ok(warnings)
}

/// Says what changes when there are at least as many measurements as entries.
pub fn not_underdetermined(d: usize, (m, n): (usize, usize)) -> Option<String> {
    (d >= m * n).then(|| {
        format!(
            "not underdetermined: d = {d} for a {m} x {n} W with mn = {}; where they are independent the kernel is {{0}}, \
             so that every alpha_i is 0, the self-polar flow stands still and all solutions coincide",
            m * n
        )
    })
}
