//! Singular values along time.

use super::Figure;
use super::data::{Failed, course, cube, flows, time_axis};
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape, ramp};
use crate::store::ResultFile;
use ndarray::{Array3, s};

/// σ_k(t), mean over replicas with a band of one standard deviation; a panel for each flow.
pub static TRAJECTORIES: Figure = Figure {
    name: "trajectories",
    description: "singular values along time, mean over replicas",
    needs: "/spectra/lambda (output.spectra = true) or /flows/<flow>/sigma",
    fits: |file| file.has("time") && (file.has("spectra/lambda") || !flows(file).is_empty()),
    draw,
};

/// Most lines of a panel.
const LINES: usize = 24;
/// Up to this many lines each has a style of its own.
const STYLES: usize = 8;

fn draw(file: &ResultFile) -> Result<Plot> {
    let mut plot = Plot { title: "singular values along time".to_owned(), ..Plot::default() };
    let (mut lost, mut replicas, mut ranks) = (Failed::default(), 0, Vec::new());
    let mut panel = |title: &str, path: &str, status: &str, f: fn(f64) -> f64| -> Result<()> {
        let values = cube(file, path, status, &mut lost)?;
        replicas = replicas.max(values.shape()[0]);
        ranks = chosen(values.shape()[2]);
        let marks = lines(&file.row("time")?, &values.mapv_into(f), &ranks);
        let y = Axis::linear("singular value σ_{k} [W]");
        plot.panels.push(Panel { marks, ..Panel::new(title, time_axis(file), y) });
        Ok(())
    };
    if file.has("spectra/lambda") {
        panel("", "spectra/lambda", "replicas/status", f64::sqrt)?;
    }
    for flow in flows(file) {
        panel(flow, &format!("flows/{flow}/sigma"), &format!("flows/{flow}/status"), |sigma| sigma)?;
    }
    if replicas > 1 {
        plot.notes.push(format!(
            "Mean of up to {replicas} replicas; bands, where a line is named: ± one standard deviation over them."
        ));
    }
    let shown = ranks.len();
    if let Some(all) = ranks.last().map(|last| last + 1).filter(|all| *all > shown) {
        plot.notes.push(format!("Shown are {shown} of {all} singular values, evenly spaced by rank."));
    }
    plot.notes.extend(lost.note());
    Ok(plot)
}

/// Which of n values are drawn.
fn chosen(n: usize) -> Vec<usize> {
    let count = n.min(LINES);
    (0..count).map(|k| if count < 2 { 0 } else { k * (n - 1) / (count - 1) }).collect()
}

fn lines(times: &[f64], values: &Array3<f64>, ranks: &[usize]) -> Vec<Mark> {
    let last = ranks.len().saturating_sub(1);
    let line = |(place, &rank): (usize, &usize)| {
        let which = match place {
            0 if last > 0 => " (smallest)",
            place if place == last && last > 0 => " (largest)",
            _ => "",
        };
        let few = ranks.len() <= STYLES;
        let named = few || [0, last / 2, last].contains(&place);
        let nothing = Shape::Dots(Vec::new());
        let style = if few { Mark::new(nothing, place) } else { Mark::of(nothing, ramp(place as f64 / last as f64)) };
        let style = Mark { label: named.then(|| format!("σ_{{{}}}{which}", rank + 1)), ..style };
        let rows: Vec<Vec<f64>> = values.slice(s![.., .., rank]).outer_iter().map(|row| row.to_vec()).collect();
        let mut marks = course(times, &rows, &style);
        // Bands of neighbours would cover each other.
        marks.retain(|mark| named || !matches!(mark.shape, Shape::Band(_)));
        marks
    };
    ranks.iter().enumerate().flat_map(line).collect()
}
