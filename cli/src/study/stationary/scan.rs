//! A stationary study at every point of a scan.

use super::report::label;
use super::{Answer, Study};
use crate::error::Result;
use crate::scenario::Scenario;
use crate::store::Document;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};
use svsde::density::Shape;
use svsde::process::Value;

/// Where a result has a scan.
pub const SCAN: &str = "scan";

/// Solves every point and gathers what was found, one entry a point, the last key of the scan varying fastest; and whether
/// all points were reached before `stop`.
///
/// # Errors
/// The first point at which anything but the lack of a stationary density stands against an answer.
pub fn solve(scenario: &Scenario, stop: &AtomicBool, progress: &(dyn Fn() + Sync)) -> Result<(Document, bool)> {
    let points = scenario.scan_points()?;
    let answers: Vec<Option<Option<Answer>>> = points
        .par_iter()
        .map(|point| {
            if stop.load(Ordering::Relaxed) {
                return Ok(None);
            }
            let answer = Study::new(point)?.solve_if_any()?;
            progress();
            Ok(Some(answer))
        })
        .collect::<Result<_>>()?;
    let reached: Vec<Option<Answer>> = answers.into_iter().map_while(|answer| answer).collect();
    let finished = reached.len() == points.len();
    let mut document = Document::default();
    axes(scenario, reached.len(), &mut document);
    columns(&reached, &mut document);
    densities(scenario, &reached, &mut document);
    Ok((document, finished))
}

/// The scanned values at each point; texts by their place in the attribute `values`.
fn axes(scenario: &Scenario, reached: usize, document: &mut Document) {
    let axes: Vec<(&str, &[toml::Value])> = scenario.scan.iter().flat_map(|scan| scan.axes()).collect();
    let mut repeat: usize = axes.iter().map(|(_, values)| values.len()).product();
    for (key, values) in axes {
        repeat /= values.len().max(1);
        let place = |index: usize| index / repeat.max(1) % values.len().max(1);
        let number = |value: &toml::Value| value.as_float().or_else(|| value.as_integer().map(|i| i as f64));
        let numbers: Option<Vec<f64>> = values.iter().map(number).collect();
        let path = format!("{SCAN}/{key}");
        let data: Vec<f64> = (0..reached)
            .map(|index| numbers.as_ref().map_or(place(index) as f64, |numbers| numbers[place(index)]))
            .collect();
        let text = if numbers.is_some() {
            "value of the key"
        } else {
            "value of the key, by its place in the attribute values"
        };
        document.values.push(Value::array(&path, &[("point", reached)], data, "1", text));
        if numbers.is_none() {
            label(document, &path, values.iter().map(|v| v.as_str().map_or(v.to_string(), str::to_owned)).collect());
        }
    }
}

fn columns(answers: &[Option<Answer>], document: &mut Document) {
    let mut column = |name: &str, description: &str, f: &dyn Fn(&Answer) -> Option<f64>| {
        let value = |answer: &Option<Answer>| answer.as_ref().and_then(f).filter(|v| v.is_finite()).unwrap_or(0.0);
        let data = answers.iter().map(value).collect();
        document.values.push(Value::array(
            format!("{SCAN}/{name}"),
            &[("point", answers.len())],
            data,
            "1",
            description,
        ));
    };
    column("exists", "1 where there is a stationary density, else 0, and 0 in all other columns", &|_| Some(1.0));
    let shape =
        "1 power law, 2 between power law and stretched exponential, 3 stretched exponential, 4 faster, 5 bounded";
    column("tail_shape", shape, &|a| Some(code(a.tail.shape)));
    column("tail_exponent", "theta in lambda", &|a| Some(a.tail.exponent?.value));
    column("tail_exponent_error", "its error", &|a| Some(a.tail.exponent?.error));
    column("tail_exponent_exact", "p - q + 1, for power diffusions", &|a| a.power?.tail_exponent());
    column("tail_index", "k of a power law x^-k, 0 for other tails", &|a| Some(a.tail.index?.value));
    column("mean", "mean, 0 where it is infinite", &|a| a.stationary.mean());
    column("variance", "variance, 0 where it is infinite", &|a| a.stationary.variance());
    column("kurtosis", "excess kurtosis, 0 where it is infinite", &|a| a.stationary.kurtosis());
    column("moments", "how many of mean, variance, kurtosis are finite", &|a| {
        Some([1.0, 2.0, 4.0].iter().filter(|&&k| a.stationary.has_moment(k)).count() as f64)
    });
    column("median", "median", &|a| Some(a.stationary.quantile(0.5)));
    column("quantile_99", "99 % quantile", &|a| Some(a.stationary.quantile(0.99)));
    column("spectral_gap", "smallest positive relaxation rate", &|a| a.spectrum.gap());
    column("continuous_spectrum", "where the continuous spectrum begins, 0 where there is none", &|a| {
        a.spectrum.continuum
    });
    column("max_log_density_error", "largest |log p - exact| for power diffusions", &|a| a.log_density_error());
}

fn code(shape: Shape) -> f64 {
    match shape {
        Shape::PowerLaw => 1.0,
        Shape::BetweenPowerAndExponential => 2.0,
        Shape::StretchedExponential => 3.0,
        Shape::Faster => 4.0,
        Shape::Bounded => 5.0,
    }
}

/// Densities of up to this many points are kept.
const KEPT: usize = 64;

fn densities(scenario: &Scenario, answers: &[Option<Answer>], document: &mut Document) {
    let cells = scenario.stationary.as_ref().and_then(|stationary| stationary.cells).unwrap_or(0);
    if answers.len() > KEPT {
        return;
    }
    let mut rows = |name: &str, description: &str, f: &dyn Fn(&Answer) -> Vec<f64>| {
        let row = |answer: &Option<Answer>| answer.as_ref().map_or_else(|| vec![0.0; cells], f);
        let data = answers.iter().flat_map(row).collect();
        let axes = [("point", answers.len()), ("cell", cells)];
        document.values.push(Value::array(format!("{SCAN}/{name}"), &axes, data, "1", description));
    };
    rows("x", "centres of the cells, 0 where there is no density", &|a| a.stationary.x().collect());
    rows("log_density", "log p(x)", &|a| a.stationary.log_density().collect());
    rows("cdf", "probability below x", &|a| a.stationary.cdf().collect());
}
