//! What several figures read.

use crate::error::Result;
use crate::plot::{Axis, Mark, Shape};
use crate::store::ResultFile;
use crate::study::Scenario;
use ndarray::{Array3, Ix3, s};

/// Most small panels of one figure.
pub const PANELS: usize = 6;

/// A dataset as a flat row.
///
/// # Errors
/// When there is none.
pub fn row(file: &ResultFile, path: &str) -> Result<Vec<f64>> {
    Ok(file.read(path)?.iter().copied().collect())
}

/// The scenario of a result, where it can be read.
pub fn scenario(file: &ResultFile) -> Option<Scenario> {
    Scenario::of(file).ok()
}

/// The axis of time.
pub fn time_axis(file: &ResultFile) -> Axis {
    let steps = scenario(file).is_some_and(|scenario| scenario.study.course().is_some_and(|course| course.whole));
    Axis::linear(if steps { "t [optimiser steps]" } else { "time t [1]" })
}

/// Replicas that failed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Failed {
    /// How many.
    pub count: usize,
    /// Whether none is left, so that all are shown.
    pub all: bool,
}

impl Failed {
    /// Of two flows.
    pub fn and(self, other: Self) -> Self {
        Self { count: self.count + other.count, all: self.all || other.all }
    }

    /// A note, where there are any.
    pub fn note(self) -> Option<String> {
        match self {
            Self { count: 0, .. } => None,
            Self { all: true, .. } => Some(
                "All replicas failed (of a flow, where there are several): shown is what they recorded.".to_owned(),
            ),
            Self { count, .. } => Some(format!("Replicas that failed and are left out: {count}.")),
        }
    }
}

/// A dataset over replicas, times and values, of the replicas whose status is 0, or of all where none is; and which failed.
///
/// # Errors
/// When there is none, or it has other axes.
pub fn cube(file: &ResultFile, path: &str, status: &str) -> Result<(Array3<f64>, Failed)> {
    let values = file.read(path)?;
    let shape = values.shape().to_vec();
    let values = values
        .into_dimensionality::<Ix3>()
        .map_err(|_| file.unreadable(format!("dataset {path}: shape {shape:?}, not replicas, times and values")))?;
    let status = if file.has(status) { row(file, status)? } else { Vec::new() };
    let failed = |replica: &usize| status.get(*replica).is_some_and(|&code| code != 0.0);
    let kept: Vec<usize> = (0..values.shape()[0]).filter(|replica| !failed(replica)).collect();
    let failed = Failed { count: values.shape()[0] - kept.len(), all: kept.is_empty() };
    if failed.all || failed.count == 0 {
        return Ok((values, failed));
    }
    Ok((values.select(ndarray::Axis(0), &kept), failed))
}

/// Mean and standard deviation of the finite ones among `values`; no deviation of fewer than two.
pub fn mean_and_deviation(values: impl Iterator<Item = f64>) -> (f64, Option<f64>) {
    let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt()))
}

/// Lines along time of value k, mean over replicas, with a band of one standard deviation to each side.
pub fn course(times: &[f64], values: &Array3<f64>, k: usize, f: fn(f64) -> f64, style: &Mark) -> Vec<Mark> {
    let moments: Vec<(f64, f64, Option<f64>)> = times
        .iter()
        .zip(values.slice(s![.., .., k]).columns())
        .map(|(&t, column)| {
            let (mean, deviation) = mean_and_deviation(column.iter().map(|&value| f(value)));
            (t, mean, deviation)
        })
        .filter(|(_, mean, _)| mean.is_finite())
        .collect();
    let band: Vec<(f64, f64, f64)> =
        moments.iter().filter_map(|&(t, mean, deviation)| Some((t, mean - deviation?, mean + deviation?))).collect();
    let line = moments.iter().map(|&(t, mean, _)| (t, mean)).collect();
    let mut marks = vec![Mark { shape: Shape::Line(line), ..style.clone() }];
    if !band.is_empty() {
        marks.insert(0, Mark { shape: Shape::Band(band), label: None, ..style.clone() });
    }
    marks
}

/// The flows of a regression.
pub fn flows(file: &ResultFile) -> Vec<&'static str> {
    svsde::matrix::update_rules::names().filter(|name| file.has(&format!("flows/{name}/sigma"))).collect()
}

/// A dataset of a flow as number and row of each replica that did not fail, or of all where every one did.
///
/// # Errors
/// When there is none.
pub fn of_flow(file: &ResultFile, flow: &str, dataset: &str) -> Result<Vec<(usize, Vec<f64>)>> {
    let rows = file.replicas(&format!("flows/{flow}/{dataset}"))?;
    let status = row(file, &format!("flows/{flow}/status"))?;
    let all_failed = !status.contains(&0.0);
    let rows = rows.into_iter().enumerate();
    Ok(rows.filter(|(replica, _)| all_failed || status.get(*replica) == Some(&0.0)).collect())
}

/// A note that names what has no panel.
pub fn not_shown(what: &str, names: &[String]) -> Option<String> {
    const NAMED: usize = 12;
    let more = if names.len() > NAMED { format!(" and {} more", names.len() - NAMED) } else { String::new() };
    let listed = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| format!("Not shown: {what} {listed}{more}."))
}

/// Units with their powers raised.
pub fn raised(units: &str) -> String {
    units.replace("^2", "^{2}").replace("^3", "^{3}").replace("^4", "^{4}")
}

/// `text` in at most `most` characters, cut in the middle.
pub fn shortened(text: &str, most: usize) -> String {
    let all: Vec<char> = text.chars().collect();
    if all.len() <= most {
        return text.to_owned();
    }
    let (head, tail) = (most / 2, most - most / 2 - 1);
    all[..head].iter().chain(&['…']).chain(&all[all.len() - tail..]).collect()
}
