//! Whether W and the gradient are aligned, by their polar factors.

use super::Figure;
use super::data::{around, flows, time_axis};
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use crate::summary::alignment::means;
use svsde::matrix::recording::alignment::{POLAR_COSINE, POLAR_DISTANCE};

/// Polar cosine and polar distance along each flow, or of Muon's steps, mean over replicas with its standard error.
pub static ALIGNMENT: Figure = Figure {
    name: "alignment",
    description: "polar cosine and polar distance of W and the gradient along time",
    needs: "/flows/<flow>/alignment of a regression, or /alignment of matrix-muon",
    fits: |file| file.has("time") && (!recorded(file).is_empty() || file.has(&mean_of(POLAR_COSINE))),
    draw,
};

/// A recorded time, the mean over replicas there, and its standard error.
type Point = (f64, f64, Option<f64>);

/// The quantities, each with its symbol.
const SHOWN: [(&str, &str, &str); 2] =
    [(POLAR_COSINE, "polar cosine", "c_{P} [1]"), (POLAR_DISTANCE, "polar distance", "δ_{P} [1]")];

fn draw(file: &ResultFile) -> Result<Plot> {
    let panels = SHOWN.iter().map(|shown| panel(file, shown)).collect::<Result<Vec<_>>>()?;
    let mut notes = vec![
        "c_{P} = −⟨polar W, polar G⟩/√(r_{W}r_{G}), δ_{P} = |polar W + polar G|_{F}, r the ranks; \
         not shown where W or G is 0 but for rounding."
            .to_owned(),
    ];
    if panels.iter().flat_map(|panel| &panel.marks).any(|mark| matches!(mark.shape, Shape::Band(_))) {
        notes.push("Lines are means over replicas, bands ± one standard error.".to_owned());
    }
    Ok(Plot { title: "alignment of W and the gradient".to_owned(), panels, notes })
}

fn panel(file: &ResultFile, (quantity, title, symbol): &(&str, &str, &str)) -> Result<Panel> {
    let mut panel = Panel::new(*title, time_axis(file), Axis::linear(*symbol));
    let flows = recorded(file);
    for (k, flow) in flows.iter().enumerate() {
        panel.marks.extend(marks(&of_flow(file, flow, quantity)?, k, flow));
    }
    if flows.is_empty() {
        panel.marks.extend(marks(&of_muon(file, quantity)?, 0, "matrix-muon"));
    }
    Ok(panel)
}

/// The flows whose alignment was recorded.
fn recorded(file: &ResultFile) -> Vec<&'static str> {
    flows(file).into_iter().filter(|flow| file.has(&format!("flows/{flow}/{POLAR_COSINE}"))).collect()
}

/// A band of the standard error, where there is one, and the mean.
fn marks(points: &[Point], k: usize, label: &str) -> Vec<Mark> {
    let band = around(points.iter().copied());
    let band = (!band.is_empty()).then(|| Mark::new(Shape::Band(band), k));
    let line = points.iter().map(|&(t, mean, _)| (t, mean)).collect();
    band.into_iter().chain([Mark::new(Shape::Line(line), k).labelled(label)]).collect()
}

/// Along a flow, where it is defined.
fn of_flow(file: &ResultFile, flow: &str, quantity: &str) -> Result<Vec<Point>> {
    let means = file.row("time")?.into_iter().zip(means(file, flow, quantity)?);
    Ok(means.filter_map(|(t, mean)| mean.map(|mean| (t, mean.mean, mean.std_error))).collect())
}

/// Of the steps of Muon, of which there is none at time 0.
fn of_muon(file: &ResultFile, quantity: &str) -> Result<Vec<Point>> {
    let (times, means) = (file.row("time")?, file.row(&mean_of(quantity))?);
    let errors = file.optional_row(&format!("{quantity}/std_error"))?;
    let error = |k: usize| errors.as_ref().and_then(|errors| errors.get(k).copied());
    let points = times.into_iter().zip(means).enumerate().map(|(k, (t, mean))| (t, mean, error(k)));
    Ok(points.filter(|point| point.0 > 0.0).collect())
}

/// Where a result of matrix-muon has the mean of `quantity`.
fn mean_of(quantity: &str) -> String {
    format!("{quantity}/mean")
}
