//! Observables along time.

use super::Figure;
use super::data::{not_shown, raised, row, time_axis};
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use svsde::observables::{OBSERVABLES, Observable};

/// Mean over replicas with its standard error: how a spectrum relaxes, spreads and changes its volume.
pub struct Observables;

/// What is shown, where it is recorded: size, edge, flatness and volume.
const SHOWN: [&str; 4] = ["mean_lambda", "max_lambda", "entropy", "trace_log"];
const LABEL: &str = "mean over replicas ± standard error";

impl Figure for Observables {
    fn name(&self) -> &'static str {
        "observables"
    }

    fn description(&self) -> &'static str {
        "mean and largest λ, entropy and Tr log WᵀW along time, mean over replicas"
    }

    fn needs(&self) -> &'static str {
        "/observables with two or more recorded times"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        row(file, "time").is_ok_and(|times| times.len() > 1) && recorded(file).any(|o| SHOWN.contains(&o.name))
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        let (shown, rest): (Vec<_>, Vec<_>) = recorded(file).partition(|o| SHOWN.contains(&o.name));
        let panels = shown.into_iter().map(|observable| panel(file, observable)).collect::<Result<_>>()?;
        let rest: Vec<String> = rest.into_iter().map(|o| o.name.to_owned()).collect();
        let notes = not_shown("observables", &rest).into_iter().collect();
        Ok(Plot { title: "observables along time".to_owned(), panels, notes })
    }
}

fn recorded(file: &ResultFile) -> impl Iterator<Item = &'static Observable> {
    OBSERVABLES.iter().copied().filter(|o| file.has(&format!("observables/{}/mean", o.name)))
}

fn panel(file: &ResultFile, observable: &Observable) -> Result<Panel> {
    let of = |dataset: &str| format!("observables/{}/{dataset}", observable.name);
    let mean: Vec<(f64, f64)> = row(file, "time")?.into_iter().zip(row(file, &of("mean"))?).collect();
    let mut marks = vec![Mark::new(Shape::Line(mean.clone()), 0).labelled("mean over replicas")];
    if file.has(&of("std_error")) {
        let errors = row(file, &of("std_error"))?;
        let around = mean.iter().zip(errors).map(|(&(t, value), error)| (t, value - error, value + error));
        marks[0].label = Some(LABEL.to_owned());
        marks.insert(0, Mark::new(Shape::Band(around.collect()), 0));
    }
    let y = Axis::linear(format!("{} [{}]", symbol(observable), raised(observable.units)));
    Ok(Panel { title: observable.name.replace('_', " "), x: time_axis(file), y, marks })
}

fn symbol(observable: &Observable) -> &'static str {
    match observable.name {
        "mean_lambda" => "⟨λ⟩",
        "max_lambda" => "λ_{max}",
        "entropy" => "H",
        _ => "Tr log WᵀW",
    }
}
