//! Hill's plot.

use super::Figure;
use super::data::{per_sample, row, samples};
use crate::error::Result;
use crate::plot::{Axis, BLACK, GREY, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;

/// Hill's α of the k largest values against k, with the α of the fit and its k.
pub struct Hill;

impl Figure for Hill {
    fn name(&self) -> &'static str {
        "hill"
    }

    fn description(&self) -> &'static str {
        "Hill's plot: power-law exponent of the k largest values against k"
    }

    fn needs(&self) -> &'static str {
        "/tails/<sample>/hill, as svsde tails writes"
    }

    fn fits(&self, file: &ResultFile) -> bool {
        !samples(file, "hill/alpha").is_empty()
    }

    fn draw(&self, file: &ResultFile) -> Result<Plot> {
        per_sample(file, "hill/alpha", "Hill's plot", |path| panel(file, path))
    }
}

fn panel(file: &ResultFile, path: &str) -> Result<Panel> {
    let read = |dataset: &str| row(file, &format!("{path}/hill/{dataset}"));
    let (count, alpha, error) = (read("count")?, read("alpha")?, read("std_error")?);
    let band =
        count.iter().zip(&alpha).zip(error).map(|((&k, &alpha), error)| (k, alpha - error, alpha + error)).collect();
    let fitted = file.number_of(path, "alpha");
    // The first few scatter by more than anything else is large.
    let settled = alpha.iter().zip(&count).filter(|(_, count)| **count >= 4.0).map(|(alpha, _)| *alpha);
    let top = 1.15 * settled.chain(fitted).filter(|alpha| alpha.is_finite()).fold(1.5, f64::max);
    let line = count.into_iter().zip(alpha).collect();
    let mut marks = vec![
        Mark::new(Shape::Band(band), 0).labelled("± standard error"),
        Mark::new(Shape::Line(line), 0).labelled("Hill's α"),
    ];
    marks.extend(
        fitted.map(|alpha| Mark::of(Shape::Horizontal(alpha), BLACK).dashed().labelled("α of the fitted power law")),
    );
    marks.extend(
        file.number_of(path, "n_tail")
            .map(|n| Mark { dash: "2.5 3.5", ..Mark::of(Shape::Vertical(n), GREY) }.labelled("k at x_{min}")),
    );
    let y = Axis::linear("exponent α [1]").within(1.0, top);
    Ok(Panel { title: String::new(), x: Axis::log("number k of largest values [1]"), y, marks })
}
