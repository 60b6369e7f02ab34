//! Observables along time.

use super::Figure;
use super::data::{around, observables, path, per_observable, time_axis, with_units};
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use std::slice::from_ref;
use svsde::observables::Observable;

/// Mean over replicas with its standard error: how a spectrum relaxes, spreads and changes its volume.
pub static OBSERVABLES: Figure = Figure {
    name: "observables",
    description: "mean and largest λ, entropy and Tr log WᵀW along time, mean over replicas",
    needs: "/observables with two or more recorded times",
    fits: |file| {
        let moves = file.row("time").is_ok_and(|times| times.len() > 1);
        moves && observables(from_ref(file), "mean").into_iter().any(|observable| symbol(observable).is_some())
    },
    draw,
};

/// What is shown, where it is recorded: size, edge, flatness and volume.
const SHOWN: [(&str, &str); 4] =
    [("mean_lambda", "⟨λ⟩"), ("max_lambda", "λ_{max}"), ("entropy", "H"), ("trace_log", "Tr log WᵀW")];

fn symbol(observable: &Observable) -> Option<&'static str> {
    SHOWN.iter().find(|shown| shown.0 == observable.name).map(|shown| shown.1)
}

fn draw(file: &ResultFile) -> Result<Plot> {
    let recorded = observables(from_ref(file), "mean").into_iter();
    let (shown, rest): (Vec<_>, Vec<_>) = recorded.partition(|observable| symbol(observable).is_some());
    let (panels, note) = per_observable((&shown, &rest), |observable| panel(file, observable))?;
    Ok(Plot { title: "observables along time".to_owned(), panels, notes: note.into_iter().collect() })
}

fn panel(file: &ResultFile, observable: &Observable) -> Result<Panel> {
    let (times, mean) = (file.row("time")?, file.row(&path(observable, "mean"))?);
    let points: Vec<(f64, f64)> = times.into_iter().zip(mean).collect();
    let mut marks = Vec::new();
    let mut label = "mean over replicas";
    if let Some(errors) = file.optional_row(&path(observable, "std_error"))? {
        let band = around(points.iter().zip(errors).map(|(&(t, mean), error)| (t, mean, Some(error))));
        marks.push(Mark::new(Shape::Band(band), 0));
        label = "mean over replicas ± standard error";
    }
    marks.push(Mark::new(Shape::Line(points), 0).labelled(label));
    let y = Axis::linear(with_units(symbol(observable).unwrap_or_default(), observable));
    Ok(Panel { title: observable.name.replace('_', " "), x: time_axis(file), y, marks })
}
