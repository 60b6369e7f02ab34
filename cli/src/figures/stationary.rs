//! The stationary density of one particle.

use super::Figure;
use super::data::scenario;
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use crate::study::AnyStudy;
use crate::study::stationary::{DensityModel, StationaryStudy};
use std::f64::consts::LN_10;
use svsde::Array;
use svsde::density::Solution;

/// p(x) where most of it is, and log p(x) to 30 decades below its largest value, with the closed law where there is one.
pub static STATIONARY: Figure = Figure {
    name: "stationary",
    description: "stationary density, linear and logarithmic, with the closed law where there is one",
    needs: "/stationary/{x, log_density, cdf}, as svsde stationary writes",
    fits: |file| density(file).is_ok(),
    draw,
};

/// Decades below the largest density that are shown.
const DECADES: f64 = 30.0;
/// Shares of the probability below and above the linear panel.
const CUT: (f64, f64) = (5e-4, 5e-3);
/// Share of the probability below the left end of the logarithmic axis.
const BELOW: f64 = 1e-6;

fn draw(file: &ResultFile) -> Result<Plot> {
    let Solution { facts, x, log_density, exact_log_density, cdf, .. } = density(file)?;
    let curve = |log_p: &Array| -> Curve {
        x.data.iter().zip(&log_p.data).zip(&cdf.data).map(|((&x, &log_p), &cdf)| (x, log_p, cdf)).collect()
    };
    let curves: Vec<Curve> = [&log_density].into_iter().chain(&exact_log_density).map(curve).collect();
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
    Ok(Plot {
        title: "stationary density".to_owned(),
        panels: vec![linear(&curves, names), logarithmic(&curves, names)],
        notes,
    })
}

/// The density of a result.
///
/// # Errors
/// When there is none.
pub fn density(file: &ResultFile) -> Result<Solution> {
    file.typed("stationary")
}

/// The solution in colour, the closed law in black dashes over it.
fn marks(lines: Vec<Vec<(f64, f64)>>) -> Vec<Mark> {
    let solution = |line| Mark::new(Shape::Line(line), 0).labelled("Fokker–Planck solution");
    let law = |line| Mark::of(Shape::Line(line), BLACK).dashed().labelled("closed law");
    lines.into_iter().enumerate().map(|(k, line)| if k == 0 { solution(line) } else { law(line) }).collect()
}

/// Label of the variable, its symbol, and the units of a density over it.
type Names = (&'static str, &'static str, &'static str);

/// A squared singular value or, in a formula, x.
pub fn variable(file: &ResultFile) -> Names {
    match scenario(file).map(|scenario| scenario.study) {
        Some(AnyStudy::StationaryStudy(StationaryStudy { model: DensityModel::Expression(_), .. })) => {
            ("x [1]", "x", "1")
        }
        _ => ("λ [W^{2}]", "λ", "W^{−2}"),
    }
}

type Curve = Vec<(f64, f64, f64)>;

fn linear(curves: &[Curve], (label, symbol, units): Names) -> Panel {
    let within = |&&(_, _, cdf): &&(f64, f64, f64)| (CUT.0..=1.0 - CUT.1).contains(&cdf);
    let shown = |curve: &Curve| curve.iter().filter(within).map(|&(x, log_p, _)| (x, log_p.exp())).collect();
    let middle = curves.iter().flatten().filter(|(_, _, cdf)| (0.05..=0.95).contains(cdf));
    let top = 1.3 * middle.map(|(_, log_p, _)| log_p.exp()).fold(0.0, f64::max);
    let lines: Vec<Vec<(f64, f64)>> = curves.iter().map(shown).collect();
    let highest = lines.iter().flatten().map(|point| point.1).fold(0.0, f64::max);
    let y = Axis::linear(format!("density p({symbol}) [{units}]"));
    let y = if highest > top && top > 0.0 { y.within(0.0, top) } else { y };
    Panel { title: "linear".to_owned(), x: Axis::linear(label), y, marks: marks(lines) }
}

fn logarithmic(curves: &[Curve], (label, symbol, units): Names) -> Panel {
    let largest =
        curves.iter().flatten().filter(|(_, _, cdf)| *cdf > BELOW).map(|point| point.1).fold(f64::MIN, f64::max);
    let within = |&&(_, log_p, cdf): &&(f64, f64, f64)| cdf >= BELOW && log_p >= largest - DECADES * LN_10;
    let shown = |curve: &Curve| curve.iter().filter(within).map(|&(x, log_p, _)| (x, log_p / LN_10)).collect();
    let positive = curves.iter().flatten().filter(within_cdf).all(|point| point.0 > 0.0);
    let (x, title) = match positive {
        true => (Axis::log(label), "both axes logarithmic"),
        false => (Axis::linear(label), "vertical axis logarithmic"),
    };
    let y = Axis::linear(format!("log_{{10}} p({symbol}) [p in {units}]"));
    Panel { title: title.to_owned(), x, y, marks: marks(curves.iter().map(shown).collect()) }
}

fn within_cdf(point: &&(f64, f64, f64)) -> bool {
    point.2 >= BELOW
}
