//! What several figures read.

use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Shape};
use crate::store::ResultFile;
use crate::study::Scenario;
use ndarray::{Array3, Ix3};
use svsde::observables::{self, Observable};

/// Most small panels of one figure.
pub const PANELS: usize = 6;

/// The axis of time.
pub fn time_axis(file: &ResultFile) -> Axis {
    let steps = Scenario::of(file).is_ok_and(|scenario| scenario.study.course().is_some_and(|course| course.whole));
    Axis::linear(if steps { "t [optimiser steps]" } else { "time t [1]" })
}

/// Replicas that failed.
#[derive(Debug, Default)]
pub struct Failed {
    count: usize,
    /// Whether none of some flow is left, so that all are shown.
    all: bool,
}

impl Failed {
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

/// The replicas whose status is 0, or all `count` where none is or none has a status; the others are added to `failed`.
fn kept(status: &[f64], count: usize, failed: &mut Failed) -> Vec<usize> {
    let kept: Vec<usize> = (0..count).filter(|&replica| status.get(replica).is_none_or(|&code| code == 0.0)).collect();
    failed.count += count - kept.len();
    failed.all |= kept.is_empty();
    if kept.is_empty() { (0..count).collect() } else { kept }
}

/// A dataset over replicas, times and values, of the replicas that did not fail, or of all where every one did; those that did are
/// added to `failed`.
///
/// # Errors
/// When there is none, or it has other axes.
pub fn cube(file: &ResultFile, path: &str, status: &str, failed: &mut Failed) -> Result<Array3<f64>> {
    let values = file.read(path)?;
    let shape = values.shape().to_vec();
    let values = values
        .into_dimensionality::<Ix3>()
        .map_err(|_| file.unreadable(format!("dataset {path}: shape {shape:?}, not replicas, times and values")))?;
    let kept = kept(&file.optional_row(status)?.unwrap_or_default(), shape[0], failed);
    Ok(if kept.len() < shape[0] { values.select(ndarray::Axis(0), &kept) } else { values })
}

/// A row of each replica of `flow` that did not fail, or of all where every one did.
///
/// # Errors
/// When there is no such dataset.
pub fn of_flow(file: &ResultFile, flow: &str, path: &str) -> Result<Vec<Vec<f64>>> {
    let mut rows = file.replicas(path)?;
    let kept = kept(&file.row(&format!("flows/{flow}/status"))?, rows.len(), &mut Failed::default());
    Ok(kept.into_iter().map(|replica| std::mem::take(&mut rows[replica])).collect())
}

/// Mean and standard deviation of the finite ones among `values`; no deviation of fewer than two.
pub fn mean_and_deviation(values: impl Iterator<Item = f64>) -> (f64, Option<f64>) {
    let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt()))
}

/// x, and the value less and plus its error, where it has one.
pub fn around(values: impl IntoIterator<Item = (f64, f64, Option<f64>)>) -> Vec<(f64, f64, f64)> {
    let span = |(x, value, error): (f64, f64, Option<f64>)| error.map(|error| (x, value - error, value + error));
    values.into_iter().filter_map(span).collect()
}

/// From `low` to `high` in `count` steps of equal ratio.
pub fn equal_ratios(low: f64, high: f64, count: usize) -> Vec<f64> {
    (0..=count).map(|k| low * (high / low).powf(k as f64 / count as f64)).collect()
}

/// A line along time, the mean of a row per replica, with a band of one standard deviation to each side.
pub fn course(times: &[f64], rows: &[Vec<f64>], style: &Mark) -> Vec<Mark> {
    let moments = times.iter().enumerate().map(|(k, &t)| {
        let (mean, deviation) = mean_and_deviation(rows.iter().filter_map(|row| row.get(k).copied()));
        (t, mean, deviation)
    });
    let moments: Vec<(f64, f64, Option<f64>)> = moments.filter(|(_, mean, _)| mean.is_finite()).collect();
    let line = moments.iter().map(|&(t, mean, _)| (t, mean)).collect();
    let mut marks = vec![Mark { shape: Shape::Line(line), ..style.clone() }];
    let band = around(moments);
    if !band.is_empty() {
        marks.insert(0, Mark { shape: Shape::Band(band), label: None, ..style.clone() });
    }
    marks
}

/// The flows of a regression.
pub fn flows(file: &ResultFile) -> Vec<&'static str> {
    svsde::matrix::update_rules::names().filter(|name| file.has(&format!("flows/{name}/sigma"))).collect()
}

/// Where a result has `dataset` of an observable.
pub fn path(observable: &Observable, dataset: &str) -> String {
    format!("observables/{}/{dataset}", observable.name)
}

/// The observables of which every one of `files` has `dataset`.
pub fn observables(files: &[ResultFile], dataset: &str) -> Vec<&'static Observable> {
    let all = |observable: &&Observable| files.iter().all(|file| file.has(&path(observable, dataset)));
    observables::OBSERVABLES.iter().copied().filter(all).collect()
}

/// A panel for each of the observables `shown`, and a note that names the `rest`.
///
/// # Errors
/// As `panel`.
pub fn per_observable(
    (shown, rest): (&[&Observable], &[&Observable]),
    panel: impl Fn(&Observable) -> Result<Panel>,
) -> Result<(Vec<Panel>, Option<String>)> {
    let rest: Vec<&str> = rest.iter().map(|observable| observable.name).collect();
    let panels = shown.iter().map(|observable| panel(observable)).collect::<Result<_>>()?;
    Ok((panels, not_shown("observables", &rest)))
}

/// `quantity` in the units of an observable.
pub fn with_units(quantity: &str, observable: &Observable) -> String {
    let units = observable.units.replace("^2", "^{2}").replace("^3", "^{3}").replace("^4", "^{4}");
    format!("{quantity} [{units}]")
}

/// A note that names what has no panel.
pub fn not_shown(what: &str, names: &[impl AsRef<str>]) -> Option<String> {
    const NAMED: usize = 12;
    let more = if names.len() > NAMED { format!(" and {} more", names.len() - NAMED) } else { String::new() };
    let listed = names.iter().take(NAMED).map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| format!("Not shown: {what} {listed}{more}."))
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
