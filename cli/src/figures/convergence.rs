//! What the time step adds to observables, against the step: a figure of several results.

use super::data::{PANELS, around, observables, path, per_observable, with_units};
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use crate::study::{AnyStudy, Scenario};
use svsde::observables::Observable;

/// Name on the command line and in the name of the file.
pub const NAME: &str = "convergence";
/// What it shows.
pub const DESCRIPTION: &str = "step bias of observables against the time step, of several results";
/// What results must hold for it.
pub const NEEDS: &str = "two or more results with step bias whose scenarios differ in the time step alone";

/// What is drawn of each observable.
const BIAS: &str = "time_step_bias";

/// Whether `files` differ in the time step and in nothing else, and have step bias.
pub fn fits(files: &[ResultFile]) -> bool {
    let scenarios: Option<Vec<(f64, toml::Table)>> =
        files.iter().map(|file| without_step(Scenario::of(file).ok()?)).collect();
    let Some(scenarios) = scenarios else { return false };
    let same = scenarios.windows(2).all(|pair| pair[0].1 == pair[1].1 && pair[0].0 != pair[1].0);
    files.len() > 1 && same && !observables(files, BIAS).is_empty()
}

/// Step and the rest of a scenario but for its title.
fn without_step(mut scenario: Scenario) -> Option<(f64, toml::Table)> {
    scenario.title.clear();
    let AnyStudy::ParticleStudy(study) = &scenario.study else { return None };
    let (name, step) = (study.integrator.name(), study.integrator.steps()?.dt);
    let mut rest = toml::Table::try_from(&scenario).ok()?;
    rest.get_mut("integrator")?.get_mut(name)?.as_table_mut()?.remove("dt")?;
    Some((step, rest))
}

/// The size of the step bias of each observable, averaged over the recorded times, with its error.
///
/// # Errors
/// When a dataset is missing or damaged.
pub fn draw(files: &[ResultFile]) -> Result<Plot> {
    let shared = observables(files, BIAS);
    let parts = shared.split_at(shared.len().min(PANELS));
    let (panels, note) = per_observable(parts, |observable| panel(files, observable))?;
    let mut notes = vec![
        "Size of the mean with this step less the mean with half of it, along the same Brownian paths, averaged over the recorded times."
            .to_owned(),
    ];
    notes.extend(note);
    let title = files.first().map(ResultFile::title).unwrap_or_default();
    let unfinished = if files.iter().all(ResultFile::finished) { "" } else { " (unfinished)" };
    Ok(Plot { title: format!("{title}: bias against the time step{unfinished}"), panels, notes })
}

fn panel(files: &[ResultFile], observable: &Observable) -> Result<Panel> {
    let mut all = Vec::new();
    for file in files {
        let first = |dataset: &str| -> Result<Option<f64>> {
            Ok(file.optional_row(&path(observable, dataset))?.and_then(|row| row.first().copied()))
        };
        let step = Scenario::of(file).ok().and_then(without_step).map(|(step, _)| step);
        if let (Some(step), Some(bias)) = (step, first(BIAS)?) {
            all.push((step, bias.abs(), first("time_step_bias_error")?));
        }
    }
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let points: Vec<(f64, f64)> = all.iter().map(|&(step, bias, _)| (step, bias)).collect();
    let errors: Vec<(f64, f64)> = all.iter().filter_map(|&(step, _, error)| Some((step, error?))).collect();
    let label = if errors.is_empty() { "|step bias|, without an error" } else { "|step bias| ± its error" };
    let mut marks = vec![
        Mark::new(Shape::Errors(around(all)), 0),
        Mark::new(Shape::Line(points.clone()), 0),
        Mark::new(Shape::Dots(points), 0).labelled(label),
    ];
    if !errors.is_empty() {
        marks.push(Mark::new(Shape::Line(errors), 1).labelled("error of the step bias"));
    }
    let y = Axis::log(with_units("|step bias|", observable));
    Ok(Panel { title: observable.name.replace('_', " "), x: Axis::log("time step dt [1]"), y, marks })
}
