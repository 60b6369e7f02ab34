//! Noise of the polar factor against perturbation theory.

use super::Figure;
use super::data::around;
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use crate::summary;

/// Each measured quantity over its prediction, with three standard errors to each side.
pub static NOISE: Figure = Figure {
    name: "noise",
    description: "what noise does to the polar factor over what perturbation theory says",
    needs: "/noise, as the model polar-noise writes",
    fits: |file| file.has("noise/displacement/time_mean"),
    draw,
};

/// Standard errors to each side.
const WIDE: f64 = 3.0;

fn draw(file: &ResultFile) -> Result<Plot> {
    let (ratios, unpredicted) = summary::noise_over_predicted(file)?;
    let at = || ratios.iter().enumerate().map(|(k, ratio)| (k as f64, ratio.1, ratio.2));
    let errors = around(at().map(|(x, ratio, error)| (x, ratio, error.map(|error| WIDE * error))));
    let mut marks = vec![Mark::of(Shape::Horizontal(1.0), BLACK).dashed().labelled("leading order in the noise")];
    if !errors.is_empty() {
        marks.push(Mark::new(Shape::Errors(errors), 0).labelled("± three standard errors"));
    }
    let dots = Mark::new(Shape::Dots(at().map(|(x, ratio, _)| (x, ratio)).collect()), 0);
    marks.push(dots.labelled("measured over predicted"));
    let x = Axis::names("quantity", ratios.iter().map(|ratio| symbol(&ratio.0)).collect());
    let panel = Panel { title: String::new(), x, y: Axis::linear("measured / predicted [1]"), marks };
    let mut notes = vec![SYMBOLS.to_owned()];
    if !unpredicted.is_empty() {
        notes.push(format!("Not shown, as the prediction is 0: {}.", unpredicted.join(", ")));
    }
    Ok(Plot { title: "noise of the polar factor".to_owned(), panels: vec![panel], notes })
}

const SYMBOLS: &str = "|ΔP|^{2}: displacement of the polar factor P; M^{2}: variance of the averaged noise; A_{k}: attenuation and Δσ_{k}: drift of singular \
     value k; B_{crit}: critical batch, from the displacement.";

/// Of a quantity of the summary.
fn symbol(name: &str) -> String {
    match name.split_once(' ') {
        Some(("attenuation", k)) => format!("A_{{{k}}}"),
        Some(("drift", k)) => format!("Δσ_{{{k}}}"),
        Some(_) => "B_{crit}".to_owned(),
        None if name == "variance" => "M^{2}".to_owned(),
        None => "|ΔP|^{2}".to_owned(),
    }
}
