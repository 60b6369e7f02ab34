//! Where the tail begins.

use super::Figure;
use super::data::{per_sample, row, samples};
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;

/// Kolmogorov–Smirnov distance from a power law against the x_min above which it is fitted.
pub struct KsScan;

impl Figure for KsScan {
    fn name(&self) -> &'static str {
        "ks_scan"
    }

    fn description(&self) -> &'static str {
        "distance from a power law against x_min"
    }

    fn needs(&self) -> &'static str {
        "/tails/<sample>/x_min_scan, as svsde tails writes where x_min is searched"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        !samples(file, "x_min_scan/ks_distance").is_empty()
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        per_sample(file, "x_min_scan/ks_distance", "distance from a power law above x_{min}", |path| panel(file, path))
    }
}

fn panel(file: &ResultFile, path: &str) -> Result<Panel> {
    let read = |dataset: &str| row(file, &format!("{path}/x_min_scan/{dataset}"));
    let line = read("x_min")?.into_iter().zip(read("ks_distance")?).collect();
    let mut marks = vec![Mark::new(Shape::Line(line), 0).labelled("Kolmogorov–Smirnov distance")];
    marks.extend(
        file.number_of(path, "x_min").map(|x| Mark::of(Shape::Vertical(x), BLACK).dashed().labelled("x_{min} chosen")),
    );
    Ok(Panel { title: String::new(), x: Axis::log("x_{min} [as analysed]"), y: Axis::linear("distance D [1]"), marks })
}
