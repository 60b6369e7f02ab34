//! What the time step adds to observables.

use super::Figure;
use super::data::{PANELS, around, observables, path, per_observable, time_axis, with_units};
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use std::slice::from_ref;
use svsde::observables::Observable;
use svsde::text::short;

/// Step bias of observables along time with its error; in the titles the statistical error of the mean.
pub static STEP_BIAS: Figure = Figure {
    name: "step_bias",
    description: "step bias of observables along time",
    needs: "/observables/<name>/step_bias (integrator.refine = true)",
    fits: |file| file.has("time") && !observables(from_ref(file), "step_bias").is_empty(),
    draw,
};

fn draw(file: &ResultFile) -> Result<Plot> {
    let biased = observables(from_ref(file), "step_bias");
    let (shown, rest) = biased.split_at(biased.len().min(PANELS));
    let (panels, note) = per_observable((shown, rest), |observable| panel(file, observable))?;
    let mut notes = vec!["Mean with this step less mean with half of it, along the same Brownian paths.".to_owned()];
    if shown.iter().any(|observable| file.has(&path(observable, "std_error"))) {
        notes.push(
            "In brackets: the largest statistical error of the mean itself, which no smaller step reduces.".to_owned(),
        );
    }
    notes.extend(note);
    Ok(Plot { title: "bias of the time step".to_owned(), panels, notes })
}

fn panel(file: &ResultFile, observable: &Observable) -> Result<Panel> {
    let read = |dataset: &str| file.optional_row(&path(observable, dataset));
    let bias = read("step_bias")?.unwrap_or_default();
    let points: Vec<(f64, f64)> = file.row("time")?.into_iter().zip(bias).collect();
    let mut marks = vec![Mark::of(Shape::Horizontal(0.0), BLACK).dashed(), Mark::new(Shape::Line(points.clone()), 0)];
    let mut label = "step bias, without an error";
    if let Some(errors) = read("step_bias_error")? {
        label = "step bias ± its error";
        let spans = around(points.iter().zip(errors).map(|(&(t, bias), error)| (t, bias, Some(error))));
        marks.push(Mark::new(Shape::Errors(spans), 0).labelled(label));
    }
    marks.push(Mark::new(Shape::Dots(points), 0).labelled(label));
    let statistical = read("std_error")?.unwrap_or_default().into_iter().fold(0.0, f64::max);
    let name = observable.name.replace('_', " ");
    let title = if statistical > 0.0 { format!("{name} (stat. error {})", short(statistical)) } else { name };
    Ok(Panel { title, x: time_axis(file), y: Axis::linear(with_units("step bias", observable)), marks })
}
