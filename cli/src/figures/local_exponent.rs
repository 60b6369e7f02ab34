//! How fast a tail falls, place by place.

use super::Figure;
use super::samples::{any, per_sample};
use super::stationary::variable;
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use svsde::density::Solution;
use svsde::tails::report::SampleReport;

/// d log(−log p)/d log x of a density; of samples d log(−log S)/d log x with its 95 % band.
pub static LOCAL_EXPONENT: Figure = Figure {
    name: "local_exponent",
    description: "local exponent of the tail, with its band where there is one",
    needs: "/stationary/local_tail_exponent or /tails/<sample>/stretch",
    fits: |file| file.typed::<Solution>("stationary").is_ok() || any(file, |_| true),
    draw,
};

fn draw(file: &ResultFile) -> Result<Plot> {
    const TITLE: &str = "local exponent of the tail";
    if let Ok(density) = file.typed("stationary") {
        let panels = vec![of_density(density, variable(file).0)];
        return Ok(Plot { title: TITLE.to_owned(), panels, notes: Vec::new() });
    }
    let mut plot = per_sample(file, TITLE, |sample| Some(of_sample(sample)))?;
    plot.notes.push("The band takes the values as independent.".to_owned());
    Ok(plot)
}

fn of_density(Solution { x, local_tail_exponent, facts, .. }: Solution, variable: &str) -> Panel {
    // It is 0 where there is none: before the mode, and where p > 1.
    let points: Vec<(f64, f64)> =
        x.data.into_iter().zip(local_tail_exponent.data).filter(|(_, theta)| *theta != 0.0).collect();
    // Just below p = 1 it has a pole.
    let last = points.last().map_or(1.0, |point| point.1);
    let mut marks = vec![Mark::new(Shape::Line(points), 0).labelled("d log(−log p)/d log x")];
    if let Some(exponent) = facts.tail_exponent {
        marks.push(Mark::of(Shape::Horizontal(exponent), BLACK).dashed().labelled(format!("limit θ = {exponent:.4}")));
    }
    let limit = facts.tail_exponent.unwrap_or(last).max(last).max(0.05);
    let y = Axis::linear("local exponent θ [1]").within(0.0, 2.5 * limit);
    Panel { title: String::new(), x: Axis::log(variable), y, marks }
}

fn of_sample(sample: &SampleReport) -> Panel {
    let stretch = &sample.stretch;
    let (x, theta) = (stretch.x.data.iter().copied(), stretch.theta.data.iter().copied());
    let band = x.clone().zip(&stretch.low.data).zip(&stretch.high.data).map(|((x, low), high)| (x, *low, *high));
    let marks = vec![
        Mark::new(Shape::Band(band.collect()), 0).labelled("95 % band"),
        Mark::new(Shape::Line(x.zip(theta).collect()), 0).labelled("d log(−log S)/d log x"),
    ];
    let y = Axis::linear("local exponent θ [1]");
    Panel { title: String::new(), x: Axis::log("x [as analysed]"), y, marks }
}
