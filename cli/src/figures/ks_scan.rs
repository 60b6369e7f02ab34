//! Where the tail begins.

use super::Figure;
use super::samples::{any, per_sample};
use crate::plot::{Axis, BLACK, Mark, Panel, Shape};
use svsde::tails::report::SampleReport;

/// Kolmogorov–Smirnov distance from a power law against the x_min above which it is fitted.
pub static KS_SCAN: Figure = Figure {
    name: "ks_scan",
    description: "distance from a power law against x_min",
    needs: "/tails/<sample>/x_min_scan, as svsde tails writes where x_min is searched",
    fits: |file| any(file, |sample| sample.x_min_scan.is_some()),
    draw: |file| per_sample(file, "distance from a power law above x_{min}", panel),
};

fn panel(sample: &SampleReport) -> Option<Panel> {
    let scan = sample.x_min_scan.as_ref()?;
    let line = scan.x_min.data.iter().copied().zip(scan.ks_distance.data.iter().copied()).collect();
    let marks = vec![
        Mark::new(Shape::Line(line), 0).labelled("Kolmogorov–Smirnov distance"),
        Mark::of(Shape::Vertical(sample.x_min), BLACK).dashed().labelled("x_{min} chosen"),
    ];
    let (x, y) = (Axis::log("x_{min} [as analysed]"), Axis::linear("distance D [1]"));
    Some(Panel { title: String::new(), x, y, marks })
}
