//! The last spectrum, value by value.

use super::Figure;
use crate::error::Result;
use crate::plot::{Axis, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;

/// λ_k of the first replica at the last recorded time against k.
pub static SCREE: Figure = Figure {
    name: "scree",
    description: "the last spectrum of the first replica, value by value",
    needs: "/spectra/lambda",
    fits: |file| file.has("spectra/lambda"),
    draw,
};

fn draw(file: &ResultFile) -> Result<Plot> {
    let all = file.read("spectra/lambda")?;
    let one: usize = all.shape().iter().skip(1).product();
    let n = all.shape().last().copied().unwrap_or(0);
    let last = all.iter().take(one).skip(one.saturating_sub(n));
    let dots = last.zip(1..).map(|(lambda, k)| (f64::from(k), *lambda)).collect();
    let marks = vec![Mark::new(Shape::Dots(dots), 0)];
    let (x, y) = (Axis::linear("place k"), Axis::linear("λ_{k}"));
    let panels = vec![Panel { title: String::new(), x, y, marks }];
    Ok(Plot { title: "spectrum at the end".to_owned(), panels, notes: Vec::new() })
}
