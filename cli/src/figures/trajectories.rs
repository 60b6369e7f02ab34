//! Singular values along time.

use super::Figure;
use super::data::{Failed, course, cube, flows, row, time_axis};
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape, ramp};
use crate::store::ResultFile;
use ndarray::Array3;

/// σ_k(t), mean over replicas with a band of one standard deviation; a panel for each flow.
pub struct Trajectories;

/// Most lines of a panel.
const LINES: usize = 24;
/// Up to this many lines each has a style of its own.
const STYLES: usize = 8;

impl Figure for Trajectories {
    fn name(&self) -> &'static str {
        "trajectories"
    }

    fn description(&self) -> &'static str {
        "singular values along time, mean over replicas"
    }

    fn needs(&self) -> &'static str {
        "/spectra/lambda (output.spectra = true) or /flows/<flow>/sigma"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        file.has("time") && (file.has("spectra/lambda") || !flows(file).is_empty())
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        let mut plot = Plot { title: "singular values along time".to_owned(), ..Plot::default() };
        let (mut lost, mut replicas, mut ranks) = (Failed::default(), 0, Vec::new());
        let mut panel = |title: &str, path: String, status: String, f: fn(f64) -> f64| -> Result<Panel> {
            let (values, out) = cube(file, &path, &status)?;
            lost = lost.and(out);
            replicas = replicas.max(values.shape()[0]);
            ranks = chosen(values.shape()[2]);
            let marks = lines(&row(file, "time")?, &values, f);
            let y = Axis::linear("singular value σ_{k} [W]");
            Ok(Panel { title: title.to_owned(), x: time_axis(file), y, marks })
        };
        if file.has("spectra/lambda") {
            plot.panels.push(panel("", "spectra/lambda".into(), "replicas/status".into(), f64::sqrt)?);
        }
        for flow in flows(file) {
            plot.panels
                .push(panel(flow, format!("flows/{flow}/sigma"), format!("flows/{flow}/status"), |sigma| sigma)?);
        }
        if replicas > 1 {
            plot.notes.push(format!(
                "Mean of up to {replicas} replicas; bands, where a line is named: ± one standard deviation over them."
            ));
        }
        if let Some(last) = ranks.last().filter(|last| **last >= ranks.len()) {
            plot.notes.push(format!(
                "Shown are {} of {} singular values, evenly spaced by rank.",
                ranks.len(),
                last + 1
            ));
        }
        plot.notes.extend(lost.note());
        Ok(plot)
    }
}

/// Which of n values are drawn.
fn chosen(n: usize) -> Vec<usize> {
    let count = n.min(LINES);
    (0..count).map(|k| if count < 2 { 0 } else { k * (n - 1) / (count - 1) }).collect()
}

fn lines(times: &[f64], values: &Array3<f64>, f: fn(f64) -> f64) -> Vec<Mark> {
    let ranks = chosen(values.shape()[2]);
    let last = ranks.len().saturating_sub(1);
    let style = |place: usize, rank: usize| {
        let which = match place {
            0 if last > 0 => " (smallest)",
            place if place == last && last > 0 => " (largest)",
            _ => "",
        };
        let name = format!("σ_{{{}}}{which}", rank + 1);
        let mark = match ranks.len() <= STYLES {
            true => return Mark::new(Shape::Dots(Vec::new()), place).labelled(name),
            false => Mark::of(Shape::Dots(Vec::new()), ramp(place as f64 / last as f64)),
        };
        if [0, last / 2, last].contains(&place) { mark.labelled(name) } else { mark }
    };
    let line = |(place, &rank): (usize, &usize)| {
        let style = style(place, rank);
        let mut marks = course(times, values, rank, f, &style);
        // Bands of neighbours would cover each other.
        marks.retain(|mark| style.label.is_some() || !matches!(mark.shape, Shape::Band(_)));
        marks
    };
    ranks.iter().enumerate().flat_map(line).collect()
}
