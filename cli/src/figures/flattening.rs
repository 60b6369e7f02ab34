//! Where the flows of a regression lead, and whether the flattening condition foresaw it.

use super::Figure;
use super::data::{Failed, course, cube, flows, mean_and_deviation, of_flow, row, time_axis};
use super::signs;
use crate::error::Result;
use crate::plot::{Axis, BLACK, GREY, Mark, Panel, Plot, Scale, Shape};
use crate::store::ResultFile;
use ndarray::{Array3, Ix2, s};
use svsde::linalg;

/// σ at the end, entropy along time, its predicted and observed sign, and the nuclear norm over the least possible one.
pub struct Flattening;

impl Figure for Flattening {
    fn name(&self) -> &'static str {
        "flattening"
    }

    fn description(&self) -> &'static str {
        "spectra at the end, entropies, predicted and observed sign, nuclear norms of a regression"
    }

    fn needs(&self) -> &'static str {
        "/flows/<flow>/{sigma, flatness, nuclear_norm} of a regression"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        file.has("time") && flows(file).iter().any(|flow| file.has(&format!("flows/{flow}/{ENTROPY}/value")))
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        let times = row(file, "time")?;
        let mut ends = Panel {
            title: format!("spectrum at t = {}", times.last().copied().unwrap_or(0.0)),
            x: Axis::linear("rank k, ascending [1]"),
            y: Axis::linear("singular value σ_{k} [W]"),
            marks: Vec::new(),
        };
        let mut entropies = Panel {
            title: "entropy of σ/Σσ".to_owned(),
            x: time_axis(file),
            y: Axis::linear("entropy H [nat]"),
            marks: Vec::new(),
        };
        let mut ratios = Panel {
            title: "nuclear norm over the least one".to_owned(),
            x: time_axis(file),
            y: Axis::linear("|W|_{∗} / min |W|_{∗} [1]"),
            marks: Vec::new(),
        };
        let least = match file.has(LEAST) {
            true => Some(row(file, LEAST)?),
            false => None,
        };
        let mut lost = Failed::default();
        let flows: Vec<&str> =
            flows(file).into_iter().filter(|flow| file.has(&format!("flows/{flow}/{ENTROPY}/value"))).collect();
        for (k, flow) in flows.iter().enumerate() {
            let (sigma, out) = cube(file, &format!("flows/{flow}/sigma"), &format!("flows/{flow}/status"))?;
            lost = lost.and(out);
            let style = Mark::new(Shape::Dots(Vec::new()), k).labelled(*flow);
            ends.marks
                .extend(spectrum(sigma.slice(s![.., sigma.shape()[1].saturating_sub(1).., ..]).to_owned(), &style));
            let norm = scalar(file, flow, "nuclear_norm")?;
            let mut entropy = scalar(file, flow, &format!("{ENTROPY}/value"))?;
            // Where W = 0 there is no entropy.
            entropy.zip_mut_with(&norm, |entropy, &norm| *entropy = if norm > 0.0 { *entropy } else { f64::NAN });
            entropies.marks.extend(course(&times, &entropy, 0, |entropy| entropy, &style));
            if let Some(least) = &least {
                let ratio = norm_ratio(file, flow, least)?;
                ratios.marks.extend(course(&times, &ratio, 0, |ratio| ratio, &style));
            }
        }
        let references =
            [("min_frobenius", "least Frobenius norm", GREY), ("min_nuclear", "least nuclear norm", BLACK)];
        for (group, name, colour) in references {
            let path = format!("references/{group}/weights");
            if file.has(&path) {
                let style = Mark::of(Shape::Dots(Vec::new()), colour).dashed().labelled(name);
                ends.marks.extend(spectrum(reference(file, &path)?, &style));
            }
        }
        if least.is_some() {
            ratios.marks.push(Mark::of(Shape::Horizontal(1.0), BLACK).dashed().labelled("least nuclear norm"));
        }
        let largest = |mark: &Mark| match &mark.shape {
            Shape::Line(points) => points.last().map(|point| point.1).filter(|&value| value > 0.0),
            _ => None,
        };
        if spreads(ends.marks.iter().filter_map(largest)) {
            ends.marks.iter_mut().for_each(relative);
            ends.y = Axis::linear("σ_{k} / largest σ_{k} [1]");
        }
        if spreads(ratios.marks.iter().filter_map(largest)) {
            ratios.y.scale = Scale::Log;
        }
        let mut notes = vec![
            "Flatter, less flat: sign of the rate of the entropy; predicted Σα_{i}∂H/∂σ_{i}, observed dH/ds. With replicas: of their mean."
                .to_owned(),
        ];
        if entropies.marks.iter().any(|mark| matches!(mark.shape, Shape::Band(_))) {
            notes.push("Lines are means over replicas, bands ± one standard deviation.".to_owned());
        }
        if least.is_none() {
            notes.push("There is no least nuclear norm in the result (model.references = false).".to_owned());
        }
        notes.extend(lost.note());
        let mut panels = vec![ends, entropies, signs::panel(file, &flows, &times)?];
        panels.extend(least.is_some().then_some(ratios));
        Ok(Plot { title: "spectral flattening".to_owned(), panels, notes })
    }
}

/// Whether sizes are too different for one linear axis.
fn spreads(sizes: impl Iterator<Item = f64>) -> bool {
    let (low, high) = sizes.fold((f64::MAX, 0.0), |(low, high), size| (size.min(low), size.max(high)));
    high > 10.0 * low
}

/// Divides the heights by the last one.
fn relative(mark: &mut Mark) {
    if let Shape::Line(points) | Shape::Dots(points) = &mut mark.shape {
        let last = points.last().map_or(1.0, |point| point.1);
        points.iter_mut().for_each(|point| point.1 /= if last > 0.0 { last } else { 1.0 });
    }
}

const ENTROPY: &str = signs::ENTROPY;
const LEAST: &str = "references/min_nuclear/nuclear_norm";

/// A number for each replica and time as R × T × 1, of the replicas that did not fail.
fn scalar(file: &ResultFile, flow: &str, dataset: &str) -> Result<Array3<f64>> {
    let rows = of_flow(file, flow, dataset)?;
    let length = rows.iter().map(|(_, row)| row.len()).min().unwrap_or(0);
    Ok(Array3::from_shape_fn((rows.len(), length, 1), |(replica, time, _)| rows[replica].1[time]))
}

/// The nuclear norm over the least one of each replica, where W is not 0.
fn norm_ratio(file: &ResultFile, flow: &str, least: &[f64]) -> Result<Array3<f64>> {
    let rows = of_flow(file, flow, "nuclear_norm")?;
    let length = rows.iter().map(|(_, row)| row.len()).min().unwrap_or(0);
    Ok(Array3::from_shape_fn((rows.len(), length, 1), |(k, time, _)| {
        let (replica, norms) = &rows[k];
        let least = least.get(*replica).copied().unwrap_or(0.0);
        if norms[time] > 0.0 && least > 0.0 { norms[time] / least } else { f64::NAN }
    }))
}

/// σ_k against k, mean over replicas, of R × 1 × n values.
fn spectrum(sigma: Array3<f64>, style: &Mark) -> [Mark; 2] {
    let mean = |k: usize| mean_and_deviation(sigma.slice(s![.., 0, k]).iter().copied()).0;
    let points: Vec<(f64, f64)> =
        (0..if sigma.shape()[1] == 0 { 0 } else { sigma.shape()[2] }).map(|k| (k as f64 + 1.0, mean(k))).collect();
    [
        Mark { shape: Shape::Line(points.clone()), ..style.clone() },
        Mark { shape: Shape::Dots(points), label: None, ..style.clone() },
    ]
}

/// The singular values, ascending, of the matrices at `path` as R × 1 × n.
fn reference(file: &ResultFile, path: &str) -> Result<Array3<f64>> {
    let weights = file.read(path)?;
    let mut all = Vec::new();
    for w in weights.outer_iter() {
        if let Ok(w) = w.into_dimensionality::<Ix2>() {
            let mut sigma = linalg::singular_values(w)?.to_vec();
            sigma.sort_by(f64::total_cmp);
            all.push(sigma);
        }
    }
    let length = all.first().map_or(0, Vec::len);
    Ok(Array3::from_shape_fn((all.len(), 1, length), |(replica, _, k)| all[replica][k]))
}
