//! Where the flows of a regression lead, and whether the flattening condition foresaw it.

use super::Figure;
use super::data::{Failed, course, cube, flows, mean_and_deviation, of_flow, time_axis};
use super::signs::{self, ENTROPY};
use crate::error::Result;
use crate::plot::{Axis, BLACK, GREY, Mark, Panel, Plot, Scale, Shape};
use crate::store::ResultFile;
use crate::summary::reference_spectra;

/// σ at the end, entropy along time, its predicted and observed sign, and the nuclear norm over the least possible one.
pub static FLATTENING: Figure = Figure {
    name: "flattening",
    description: "spectra at the end, entropies, predicted and observed sign, nuclear norms of a regression",
    needs: "/flows/<flow>/{sigma, flatness, nuclear_norm} of a regression",
    fits: |file| file.has("time") && !with_entropy(file).is_empty(),
    draw,
};

fn draw(file: &ResultFile) -> Result<Plot> {
    let times = file.row("time")?;
    let mut ends = Panel::new(
        format!("spectrum at t = {}", times.last().copied().unwrap_or(0.0)),
        Axis::linear("rank k, ascending [1]"),
        Axis::linear("singular value σ_{k} [W]"),
    );
    let mut entropies = Panel::new("entropy of σ/Σσ", time_axis(file), Axis::linear("entropy H [nat]"));
    let y = Axis::linear("|W|_{∗} / min |W|_{∗} [1]");
    let mut ratios = Panel::new("nuclear norm over the least one", time_axis(file), y);
    let with_least = file.has(LEAST);
    let mut lost = Failed::default();
    let flows = with_entropy(file);
    for (k, flow) in flows.iter().enumerate() {
        let style = Mark::new(Shape::Dots(Vec::new()), k).labelled(*flow);
        let sigma = cube(file, &format!("flows/{flow}/sigma"), &format!("flows/{flow}/status"), &mut lost)?;
        let last = sigma.axis_iter(ndarray::Axis(1)).next_back();
        let last = last.map_or(Vec::new(), |last| last.outer_iter().map(|row| row.to_vec()).collect());
        ends.marks.extend(spectrum(&last, &style));
        let norms = of_flow(file, flow, &format!("flows/{flow}/nuclear_norm"))?;
        let mut entropy = of_flow(file, flow, &format!("flows/{flow}/{ENTROPY}/value"))?;
        // Where W = 0 there is no entropy.
        for (entropy, norm) in entropy.iter_mut().flatten().zip(norms.iter().flatten()) {
            *entropy = defined(*entropy, *norm);
        }
        entropies.marks.extend(course(&times, &entropy, &style));
        if with_least {
            let least = of_flow(file, flow, LEAST)?.concat();
            let ratio = |(norms, least): (&Vec<f64>, f64)| {
                norms.iter().map(|&norm| defined(norm / least, norm.min(least))).collect()
            };
            let ratio: Vec<Vec<f64>> = norms.iter().zip(least).map(ratio).collect();
            ratios.marks.extend(course(&times, &ratio, &style));
        }
    }
    for (group, name, colour) in
        [("min_frobenius", "least Frobenius norm", GREY), ("min_nuclear", "least nuclear norm", BLACK)]
    {
        let style = Mark::of(Shape::Dots(Vec::new()), colour).dashed().labelled(name);
        let spectra = reference_spectra(file, group)?;
        ends.marks.extend(spectra.into_iter().flat_map(|spectra| spectrum(&spectra, &style)));
    }
    if with_least {
        ratios.marks.push(Mark::of(Shape::Horizontal(1.0), BLACK).dashed().labelled("least nuclear norm"));
    }
    if spreads(&ends) {
        ends.marks.iter_mut().for_each(relative);
        ends.y = Axis::linear("σ_{k} / largest σ_{k} [1]");
    }
    if spreads(&ratios) {
        ratios.y.scale = Scale::Log;
    }
    let mut notes = vec![
        "Flatter, less flat: sign of the rate of the entropy; predicted Σα_{i}∂H/∂σ_{i}, observed dH/ds. With replicas: of their mean."
            .to_owned(),
    ];
    if entropies.marks.iter().any(|mark| matches!(mark.shape, Shape::Band(_))) {
        notes.push("Lines are means over replicas, bands ± one standard deviation.".to_owned());
    }
    if !with_least {
        notes.push("There is no least nuclear norm in the result (model.references = false).".to_owned());
    }
    notes.extend(lost.note());
    let mut panels = vec![ends, entropies, signs::panel(file, &flows, &times)?];
    panels.extend(with_least.then_some(ratios));
    Ok(Plot { title: "spectral flattening".to_owned(), panels, notes })
}

/// The flows whose entropy was recorded.
fn with_entropy(file: &ResultFile) -> Vec<&'static str> {
    flows(file).into_iter().filter(|flow| file.has(&format!("flows/{flow}/{ENTROPY}/value"))).collect()
}

/// `value` where `size` is positive, else not a number.
fn defined(value: f64, size: f64) -> f64 {
    if size > 0.0 { value } else { f64::NAN }
}

/// Whether the last values of the lines are too different for one linear axis.
fn spreads(panel: &Panel) -> bool {
    let largest = |mark: &Mark| match &mark.shape {
        Shape::Line(points) => points.last().map(|point| point.1).filter(|&value| value > 0.0),
        _ => None,
    };
    let sizes = panel.marks.iter().filter_map(largest);
    let (low, high) = sizes.fold((f64::MAX, 0.0_f64), |(low, high), size| (size.min(low), size.max(high)));
    high > 10.0 * low
}

/// Divides the heights by the last one.
fn relative(mark: &mut Mark) {
    if let Shape::Line(points) | Shape::Dots(points) = &mut mark.shape {
        let last = points.last().map_or(1.0, |point| point.1);
        points.iter_mut().for_each(|point| point.1 /= if last > 0.0 { last } else { 1.0 });
    }
}

const LEAST: &str = "references/min_nuclear/nuclear_norm";

/// σ_k against k, mean over replicas.
fn spectrum(spectra: &[Vec<f64>], style: &Mark) -> [Mark; 2] {
    let mean = |k: usize| mean_and_deviation(spectra.iter().map(|sigma| sigma[k])).0;
    let points: Vec<(f64, f64)> = (0..spectra.first().map_or(0, Vec::len)).map(|k| (k as f64 + 1.0, mean(k))).collect();
    [
        Mark { shape: Shape::Line(points.clone()), ..style.clone() },
        Mark { shape: Shape::Dots(points), label: None, ..style.clone() },
    ]
}
