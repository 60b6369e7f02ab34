//! The stationary density of one particle.

use super::Figure;
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use crate::study::stationary::{DensityModel, StationaryStudy};
use crate::study::{AnyStudy, Scenario};
use std::f64::consts::LN_10;
use svsde::Array;
use svsde::density::Solution;

/// p(x) where most of it is, and log p(x) to 30 decades below its largest value, with the closed law where there is one.
pub static STATIONARY: Figure = Figure {
    name: "stationary",
    description: "stationary density, linear and logarithmic, with the closed law where there is one",
    needs: "/stationary/{x, log_density, cdf}, as svsde stationary writes",
    fits: |file| file.typed::<Solution>("stationary").is_ok(),
    draw,
};

/// Decades below the largest density that are shown.
const DECADES: f64 = 30.0;
/// Shares of the probability below and above the linear panel.
const CUT: (f64, f64) = (5e-4, 5e-3);
/// Share of the probability below the left end of the logarithmic axis.
const BELOW: f64 = 1e-6;

fn draw(file: &ResultFile) -> Result<Plot> {
    let Solution { facts, x, log_density, exact_log_density, cdf, .. } = file.typed("stationary")?;
    let curve = |log_p: &Array| -> Vec<Point> {
        x.data.iter().zip(&log_p.data).zip(&cdf.data).map(|((&x, &log_p), &cdf)| (x, log_p, cdf)).collect()
    };
    let curves: Vec<Vec<Point>> = [&log_density].into_iter().chain(&exact_log_density).map(curve).collect();
    let names = variable(file);
    let mut notes = Vec::new();
    if let (None, Some(error), Some(exponent)) = (facts.tail_index, facts.tail_exponent_error, facts.tail_exponent) {
        notes.push(format!("Tail exp(−aλ^{{θ}}) with θ = {exponent:.4} ± {error:.1e}."));
    }
    if let Some(index) = facts.tail_index {
        notes.push(format!("Tail λ^{{−k}} with k = {index:.4}."));
    }
    if let Some(error) = facts.max_log_density_error {
        notes.push(format!("Largest difference of log p from the closed law: {error:.1e}."));
    }
    let panels = vec![linear(&curves, names), logarithmic(&curves, names)];
    Ok(Plot { title: "stationary density".to_owned(), panels, notes })
}

/// Label of the variable, its symbol, and the units of a density over it.
type Names = (&'static str, &'static str, &'static str);

/// A squared singular value or, in a formula, x.
pub fn variable(file: &ResultFile) -> Names {
    match Scenario::of(file).map(|scenario| scenario.study) {
        Ok(AnyStudy::StationaryStudy(StationaryStudy { model: DensityModel::Expression(_), .. })) => {
            ("x [1]", "x", "1")
        }
        _ => ("λ [W^{2}]", "λ", "W^{−2}"),
    }
}

/// x, log p and the probability below x.
type Point = (f64, f64, f64);

/// What is `shown` of the solution in colour, and of the closed law in black dashes over it.
fn marks(curves: &[Vec<Point>], shown: impl Fn(&Point) -> Option<(f64, f64)>) -> Vec<Mark> {
    let lines = curves.iter().map(|curve| Shape::Line(curve.iter().filter_map(&shown).collect()));
    let mark = |(k, line)| match k {
        0 => Mark::new(line, 0).labelled("Fokker–Planck solution"),
        _ => Mark::of(line, BLACK).dashed().labelled("closed law"),
    };
    lines.enumerate().map(mark).collect()
}

fn linear(curves: &[Vec<Point>], (label, symbol, units): Names) -> Panel {
    let highest = |low: f64, high: f64| {
        let within = curves.iter().flatten().filter(|point| (low..=high).contains(&point.2));
        within.map(|point| point.1.exp()).fold(0.0, f64::max)
    };
    let (low, high) = (CUT.0, 1.0 - CUT.1);
    let marks = marks(curves, |&(x, log_p, cdf)| (low..=high).contains(&cdf).then(|| (x, log_p.exp())));
    let top = 1.3 * highest(0.05, 0.95);
    let y = Axis::linear(format!("density p({symbol}) [{units}]"));
    let y = if highest(low, high) > top && top > 0.0 { y.within(0.0, top) } else { y };
    Panel { marks, ..Panel::new("linear", Axis::linear(label), y) }
}

fn logarithmic(curves: &[Vec<Point>], (label, symbol, units): Names) -> Panel {
    let all = || curves.iter().flatten();
    let largest = all().filter(|point| point.2 > BELOW).map(|point| point.1).fold(f64::MIN, f64::max);
    let least = largest - DECADES * LN_10;
    let marks = marks(curves, |&(x, log_p, cdf)| (cdf >= BELOW && log_p >= least).then_some((x, log_p / LN_10)));
    let (x, title) = match all().filter(|point| point.2 >= BELOW).all(|point| point.0 > 0.0) {
        true => (Axis::log(label), "both axes logarithmic"),
        false => (Axis::linear(label), "vertical axis logarithmic"),
    };
    let y = Axis::linear(format!("log_{{10}} p({symbol}) [p in {units}]"));
    Panel { marks, ..Panel::new(title, x, y) }
}
