//! The share of larger values, with the fitted laws.

use super::Figure;
use super::data::{per_sample, row, samples};
use crate::error::Result;
use crate::plot::{Axis, BLACK, GREY, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use svsde::tails::laws::LAWS;

/// Empirical P(X ≥ x) and, above x_min, every law that was fitted there.
pub struct TailCcdf;

/// Points of a law.
const POINTS: usize = 200;

impl Figure for TailCcdf {
    fn name(&self) -> &'static str {
        "tail_ccdf"
    }

    fn description(&self) -> &'static str {
        "survival function of each sample with the laws fitted above x_min"
    }

    fn needs(&self) -> &'static str {
        "/tails/<sample>/values, as svsde tails writes"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        !samples(file, "values").is_empty()
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        per_sample(file, "values", "tails", |path| panel(file, path))
    }
}

fn panel(file: &ResultFile, path: &str) -> Result<Panel> {
    let mut values = row(file, &format!("{path}/values"))?;
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let dots = values.iter().enumerate().map(|(k, &value)| (value, (n - k as f64) / n)).collect();
    let mut marks = vec![Mark::of(Shape::Dots(dots), GREY).labelled("values")];
    if let Some(x_min) = file.number_of(path, "x_min") {
        marks.push(Mark { dash: "2.5 3.5", ..Mark::of(Shape::Vertical(x_min), BLACK) }.labelled("x_{min}"));
        let share = file.number_of(path, "tail_fraction").unwrap_or(1.0);
        let largest = values.last().copied().unwrap_or(x_min);
        marks.extend(laws(file, path, (x_min, 1.3 * largest), share, 0.3 / n));
    }
    Ok(Panel { title: String::new(), x: Axis::log("x [as analysed]"), y: Axis::log("P(X ≥ x) [1]"), marks })
}

/// The laws on an interval, down to the probability `least`.
fn laws(file: &ResultFile, path: &str, (low, high): (f64, f64), share: f64, least: f64) -> Vec<Mark> {
    let at: Vec<f64> = (0..=POINTS).map(|k| low * (high / low).powf(k as f64 / POINTS as f64)).collect();
    let curve = |(k, law): (usize, &&dyn svsde::tails::laws::TailLaw)| {
        let parameters = file.numbers_of(&format!("{path}/{}", law.name()), "parameters")?;
        let law_above = law.at(&parameters, low).ok()?;
        let points = at.iter().map(|&x| (x, share * law_above.log_survival(x).exp())).take_while(|(_, p)| *p >= least);
        Some(Mark::new(Shape::Line(points.collect()), k).labelled(law.title()))
    };
    LAWS.iter().enumerate().filter_map(curve).collect()
}
