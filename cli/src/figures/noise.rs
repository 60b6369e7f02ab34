//! Noise of the polar factor against perturbation theory.

use super::Figure;
use super::data::around;
use crate::error::Result;
use crate::plot::{Axis, BLACK, Mark, Panel, Plot, Shape};
use crate::store::ResultFile;
use crate::summary::noise::{self, MEASURED, Row};

/// Each measured quantity over its prediction, with three standard errors to each side.
pub static NOISE: Figure = Figure {
    name: "noise",
    description: "what noise does to the polar factor over what perturbation theory says",
    needs: "/noise, as the model polar-noise writes",
    fits: |file| file.has(MEASURED),
    draw,
};

/// Standard errors to each side.
const WIDE: f64 = 3.0;

fn draw(file: &ResultFile) -> Result<Plot> {
    let (shown, rest): (Vec<Row>, Vec<Row>) = noise::read(file)?.into_iter().partition(|row| row.predicted != 0.0);
    let dots = shown.iter().enumerate().map(|(k, row)| (k as f64, row.measured.mean / row.predicted));
    let dots: Vec<(f64, f64)> = dots.collect();
    let errors = around(dots.iter().zip(&shown).map(|(&(x, ratio), row)| {
        let error = row.measured.std_error.map(|error| WIDE * (error / row.predicted.abs()));
        (x, ratio, error)
    }));
    let mut marks = vec![Mark::of(Shape::Horizontal(1.0), BLACK).dashed().labelled("leading order in the noise")];
    if !errors.is_empty() {
        marks.push(Mark::new(Shape::Errors(errors), 0).labelled("± three standard errors"));
    }
    marks.push(Mark::new(Shape::Dots(dots), 0).labelled("measured over predicted"));
    let x = Axis::names("quantity", shown.iter().map(|row| symbol(&row.name)).collect());
    let panel = Panel { title: String::new(), x, y: Axis::linear("measured / predicted [1]"), marks };
    let mut notes = vec![SYMBOLS.to_owned()];
    if !rest.is_empty() {
        let names: Vec<String> = rest.into_iter().map(|row| row.name).collect();
        notes.push(format!("Not shown, as the prediction is 0: {}.", names.join(", ")));
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
