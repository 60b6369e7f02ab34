//! What the time step adds to observables.

use super::Figure;
use super::data::{PANELS, not_shown, raised, row, time_axis};
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use svsde::observables::{OBSERVABLES, Observable};
use svsde::text::short;

/// Step bias of observables along time with its error; in the titles the statistical error of the mean.
pub struct StepBias;

impl Figure for StepBias {
    fn name(&self) -> &'static str {
        "step_bias"
    }

    fn description(&self) -> &'static str {
        "step bias of observables along time"
    }

    fn needs(&self) -> &'static str {
        "/observables/<name>/step_bias (integrator.refine = true)"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        file.has("time") && !biased(file).is_empty()
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        let mut observables = biased(file);
        let rest: Vec<String> =
            observables.split_off(observables.len().min(PANELS)).iter().map(|o| o.name.to_owned()).collect();
        let panels = observables.iter().map(|observable| panel(file, observable)).collect::<Result<_>>()?;
        let mut notes =
            vec!["Mean with this step less mean with half of it, along the same Brownian paths.".to_owned()];
        if observables.iter().any(|o| file.has(&format!("observables/{}/std_error", o.name))) {
            notes.push(
                "In brackets: the largest statistical error of the mean itself, which no smaller step reduces."
                    .to_owned(),
            );
        }
        notes.extend(not_shown("observables", &rest));
        Ok(Plot { title: "bias of the time step".to_owned(), panels, notes })
    }
}

fn biased(file: &ResultFile) -> Vec<&'static Observable> {
    OBSERVABLES.iter().copied().filter(|o| file.has(&format!("observables/{}/step_bias", o.name))).collect()
}

fn panel(file: &ResultFile, observable: &Observable) -> Result<Panel> {
    let times = row(file, "time")?;
    let read = |name: &str| -> Result<Option<Vec<f64>>> {
        let path = format!("observables/{}/{name}", observable.name);
        if file.has(&path) { row(file, &path).map(Some) } else { Ok(None) }
    };
    let bias = read("step_bias")?.unwrap_or_default();
    let points: Vec<(f64, f64)> = times.iter().copied().zip(bias).collect();
    let around =
        |errors: Vec<f64>| points.iter().zip(errors).map(|(&(t, b), error)| (t, b - error, b + error)).collect();
    let mut marks = vec![Mark::of(Shape::Horizontal(0.0), BLACK).dashed()];
    let statistical = read("std_error")?.unwrap_or_default().into_iter().fold(0.0, f64::max);
    marks.push(Mark::new(Shape::Line(points.clone()), 0));
    let errors = read("step_bias_error")?;
    let label = if errors.is_some() { "step bias ± its error" } else { "step bias, without an error" };
    if let Some(errors) = errors {
        marks.push(Mark::new(Shape::Errors(around(errors)), 0).labelled(label));
    }
    marks.push(Mark::new(Shape::Dots(points), 0).labelled(label));
    let y = Axis::linear(format!("step bias [{}]", raised(observable.units)));
    let name = observable.name.replace('_', " ");
    let title = if statistical > 0.0 { format!("{name} (stat. error {})", short(statistical)) } else { name };
    Ok(Panel { title, x: time_axis(file), y, marks })
}
