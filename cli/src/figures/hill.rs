//! Hill's plot.

use super::Figure;
use super::data::around;
use super::samples::{any, per_sample};
use crate::plot::{Axis, BLACK, GREY, Mark, Panel, Shape};
use svsde::tails::report::SampleReport;

/// Hill's α of the k largest values against k, with the α of the fit and its k.
pub static HILL: Figure = Figure {
    name: "hill",
    description: "Hill's plot: power-law exponent of the k largest values against k",
    needs: "/tails/<sample>/hill, as svsde tails writes",
    fits: |file| any(file, |_| true),
    draw: |file| per_sample(file, "Hill's plot", |sample| Some(panel(sample))),
};

fn panel(sample: &SampleReport) -> Panel {
    let (count, alpha, error) = (&sample.hill.count.data, &sample.hill.alpha.data, &sample.hill.std_error.data);
    let band = around(count.iter().zip(alpha).zip(error).map(|((&k, &alpha), &error)| (k, alpha, Some(error))));
    // The first few scatter by more than anything else is large.
    let settled = alpha.iter().zip(count).filter(|(_, count)| **count >= 4.0).map(|(alpha, _)| *alpha);
    let top = 1.15 * settled.chain(sample.alpha).filter(|alpha| alpha.is_finite()).fold(1.5, f64::max);
    let line = count.iter().copied().zip(alpha.iter().copied()).collect();
    let mut marks = vec![
        Mark::new(Shape::Band(band), 0).labelled("± standard error"),
        Mark::new(Shape::Line(line), 0).labelled("Hill's α"),
    ];
    let fitted = sample.alpha.map(|alpha| Mark::of(Shape::Horizontal(alpha), BLACK).dashed());
    marks.extend(fitted.map(|mark| mark.labelled("α of the fitted power law")));
    marks.push(Mark::of(Shape::Vertical(sample.n_tail as f64), GREY).dotted().labelled("k at x_{min}"));
    let y = Axis::linear("exponent α [1]").within(1.0, top);
    Panel { title: String::new(), x: Axis::log("number k of largest values [1]"), y, marks }
}
