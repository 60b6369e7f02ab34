//! The share of larger values, with the fitted laws.

use super::Figure;
use super::data::equal_ratios;
use super::samples::{any, per_sample};
use crate::plot::{Axis, BLACK, GREY, Mark, Panel, Shape};
use svsde::tails::laws::LAWS;
use svsde::tails::report::SampleReport;

/// Empirical P(X ≥ x) and, above x_min, every law that was fitted there.
pub static TAIL_CCDF: Figure = Figure {
    name: "tail_ccdf",
    description: "survival function of each sample with the laws fitted above x_min",
    needs: "/tails/<sample>/values, as svsde tails writes",
    fits: |file| any(file, |_| true),
    draw: |file| per_sample(file, "tails", |sample| Some(panel(sample))),
};

/// Points of a law.
const POINTS: usize = 200;

fn panel(sample: &SampleReport) -> Panel {
    let mut values = sample.values.data.clone();
    values.retain(|value| value.is_finite());
    values.sort_by(f64::total_cmp);
    let n = values.len() as f64;
    let dots = values.iter().enumerate().map(|(k, &value)| (value, (n - k as f64) / n)).collect();
    let mut marks = vec![
        Mark::of(Shape::Dots(dots), GREY).labelled("values"),
        Mark::of(Shape::Vertical(sample.x_min), BLACK).dotted().labelled("x_{min}"),
    ];
    marks.extend(laws(sample, 1.3 * values.last().copied().unwrap_or(sample.x_min), 0.3 / n));
    Panel { title: String::new(), x: Axis::log("x [as analysed]"), y: Axis::log("P(X ≥ x) [1]"), marks }
}

/// The laws from x_min to `high`, down to the probability `least`.
fn laws(sample: &SampleReport, high: f64, least: f64) -> Vec<Mark> {
    let low = sample.x_min;
    let at = equal_ratios(low, high, POINTS);
    let curve = |(k, law): (usize, &&svsde::tails::laws::TailLaw)| {
        let above = (law.at)(sample.laws.get(law.name)?.parameters.as_ref()?, low).ok()?;
        let point = |&x: &f64| (x, sample.tail_fraction * above.log_survival(x).exp());
        let points = at.iter().map(point).take_while(|(_, p)| *p >= least);
        Some(Mark::new(Shape::Line(points.collect()), k).labelled(law.title))
    };
    LAWS.iter().enumerate().filter_map(curve).collect()
}
