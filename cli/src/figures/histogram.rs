//! All squared singular values together, with the laws that they may follow.

use super::Figure;
use super::data::{Failed, cube, equal_ratios};
use super::theory::{self, Theory};
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape, colour};
use crate::scenario::Initial;
use crate::store::ResultFile;
use crate::study::Scenario;
use ndarray::s;

/// Density of λ, pooled over replicas, in equal bins and, on logarithmic axes, in bins of equal ratio.
pub static HISTOGRAM: Figure = Figure {
    name: "histogram",
    description: "pooled squared singular values with the theoretical densities that apply",
    needs: "/spectra/lambda (output.spectra = true)",
    fits: |file| file.has("time") && file.has("spectra/lambda"),
    draw,
};

/// Points of a theoretical density.
const POINTS: usize = 400;

fn draw(file: &ResultFile) -> Result<Plot> {
    let mut lost = Failed::default();
    let lambda = cube(file, "spectra/lambda", "replicas/status", &mut lost)?;
    let times = file.row("time")?;
    let scenario = Scenario::of(file).ok();
    let burnt_in = scenario.as_ref().is_some_and(|scenario| {
        let waits = scenario.study.time().is_some_and(|time| time.burn_in > 0.0);
        waits || matches!(scenario.study.initial(), Some(Initial::Stationary(_)))
    });
    let last = lambda.shape()[1].saturating_sub(1);
    let from = if burnt_in { 0 } else { last };
    let mut values: Vec<f64> =
        lambda.slice(s![.., from.., ..]).iter().copied().filter(|value| (0.0..=1e300).contains(value)).collect();
    values.sort_by(f64::total_cmp);
    let mean = values.iter().sum::<f64>() / values.len().max(1) as f64;
    let mut laws = scenario.map_or(Vec::new(), |scenario| theory::laws(&scenario.study, mean));
    laws.extend(stationary(file)?);
    let when = match (burnt_in, times.get(from), times.get(last)) {
        (true, Some(from), Some(to)) => format!("recorded from t = {from} to t = {to}"),
        (_, _, Some(at)) => format!("at t = {at}"),
        _ => "recorded".to_owned(),
    };
    let replicas = lambda.shape()[0];
    let word = if replicas == 1 { "replica" } else { "replicas" };
    let mut notes = vec![format!("{} values {when}, {replicas} {word}.", values.len())];
    if !laws.is_empty() && !burnt_in {
        notes.push(
            "The laws are those of the stationary state, which need not be reached yet (time.burn_in is 0).".to_owned(),
        );
    }
    let zeros = values.iter().take_while(|value| **value == 0.0).count();
    if zeros > 0 {
        notes.push(format!("Zeros, left out on the logarithmic axis: {zeros}."));
    }
    notes.extend(lost.note());
    let panels = vec![linear(&values, &laws), logarithmic(&values[zeros..], values.len(), &laws)];
    Ok(Plot { title: "squared singular values".to_owned(), panels, notes })
}

/// The density of `/stationary`, by interpolation.
fn stationary(file: &ResultFile) -> Result<Option<Theory>> {
    let (Some(x), Some(p)) = (file.optional_row("stationary/x")?, file.optional_row("stationary/density")?) else {
        return Ok(None);
    };
    let density = move |at: f64| {
        let next = x.partition_point(|&x| x < at);
        match (next.checked_sub(1).and_then(|k| x.get(k).zip(p.get(k))), x.get(next).zip(p.get(next))) {
            (Some((a, p)), Some((b, q))) => p + (q - p) * (at - a) / (b - a),
            _ => 0.0,
        }
    };
    Ok(Some(Theory { name: "Fokker–Planck solution", density: Box::new(density) }))
}

/// Heights of the bins between `edges`, of sorted values.
fn heights(values: &[f64], edges: &[f64], total: usize) -> Vec<(f64, f64, f64)> {
    let below = |edge: f64, last: bool| values.partition_point(|&value| value < edge || (last && value == edge));
    let bin = |(k, pair): (usize, &[f64])| {
        let count = below(pair[1], k + 2 == edges.len()) - below(pair[0], false);
        (pair[0], pair[1], count as f64 / (total as f64 * (pair[1] - pair[0])))
    };
    edges.windows(2).enumerate().map(bin).collect()
}

/// By the rule of Freedman and Diaconis, between 8 and 60.
fn bins(values: &[f64]) -> usize {
    let at = |share: f64| values.get((share * values.len() as f64) as usize).copied().unwrap_or(0.0);
    let width = 2.0 * (at(0.75) - at(0.25)) / (values.len() as f64).cbrt();
    let range = at(0.999) - at(0.001);
    (if width > 0.0 { range / width } else { 8.0 }).clamp(8.0, 60.0) as usize
}

fn curves(laws: &[Theory], at: &[f64]) -> Vec<Mark> {
    let line = |law: &Theory| {
        let points = at.iter().map(|&x| (x, (law.density)(x))).filter(|(_, p)| *p > 0.0 && p.is_finite());
        Shape::Line(points.collect())
    };
    laws.iter().enumerate().map(|(k, law)| Mark::new(line(law), k + 1).labelled(law.name)).collect()
}

fn linear(values: &[f64], laws: &[Theory]) -> Panel {
    let mut panel = Panel::new("linear", Axis::linear("λ [W^{2}]"), Axis::linear("density p(λ) [W^{−2}]"));
    let (Some(&first), Some(&largest)) = (values.first(), values.last()) else { return panel };
    let low = if first < 0.2 * largest { 0.0 } else { first };
    if largest - low <= 1e-9 * largest {
        panel.marks.push(Mark::of(Shape::Vertical(largest), colour(0)).labelled("all values"));
        return panel;
    }
    // The far tail is for the other panel.
    let high = values.get((0.999 * values.len() as f64) as usize).copied().unwrap_or(largest);
    let high = if largest > 1.5 * high && high > low { high } else { largest };
    let count = bins(values);
    let edges: Vec<f64> = (0..=count).map(|k| low + (high - low) * k as f64 / count as f64).collect();
    let bars = heights(values, &edges, values.len());
    let top = bars.iter().map(|bar| bar.2).fold(0.0, f64::max);
    let at: Vec<f64> = (1..=POINTS).map(|k| low + (high - low) * k as f64 / POINTS as f64).collect();
    panel.marks.push(Mark::of(Shape::Bars(bars), colour(0)).labelled("values"));
    panel.marks.extend(curves(laws, &at));
    panel.x.range = Some((low, high));
    panel.y.range = Some((0.0, 1.25 * top));
    panel
}

fn logarithmic(values: &[f64], total: usize, laws: &[Theory]) -> Panel {
    let (x, y) = (Axis::log("λ [W^{2}]"), Axis::log("density p(λ) [W^{−2}]"));
    let mut panel = Panel::new("both axes logarithmic", x, y);
    let (Some(&low), Some(&high)) = (values.first(), values.last()) else { return panel };
    // Values far below all others say nothing of the density there.
    let low = low.max(values[values.len() / 1000]).max(1e-12 * high);
    if high / low < 1.0 + 1e-9 {
        panel.marks.push(Mark::of(Shape::Vertical(high), colour(0)).labelled("all values"));
        return panel;
    }
    let bars = heights(values, &equal_ratios(low, high, bins(values).min(40)), total).into_iter();
    let middles = bars.map(|(left, right, height)| ((left * right).sqrt(), height));
    let dots: Vec<(f64, f64)> = middles.filter(|dot| dot.1 > 0.0).collect();
    let ends = dots.iter().fold((f64::MAX, 0.0_f64), |(low, high), dot| (low.min(dot.1), high.max(dot.1)));
    panel.marks.push(Mark::of(Shape::Dots(dots), BLACK).labelled("values in bins of equal ratio"));
    panel.marks.extend(curves(laws, &equal_ratios(low, high, POINTS)));
    panel.x.range = Some((low / 1.1, high * 1.1));
    panel.y.range = (ends.0 < ends.1).then_some((0.3 * ends.0, 4.0 * ends.1));
    panel
}
