//! A plot as SVG: page, panels, legend, notes.
//!
//! Text is `<text>` in the generic family `sans-serif`; its width is estimated. Colours of ground, text and grid are attributes of
//! elements with a class, so that the style sheet of a page overrides them.

use super::axis::{Frame, Tick};
use super::marks::{self, Area};
use super::text::{self, SIZE, escape, text, wrap};
use super::{Mark, Panel, Plot, Scale, Shape};

/// Width of a figure with panels in rows of two.
pub const WIDE: f64 = 900.0;
/// Width of a figure with one panel below the other.
pub const NARROW: f64 = 480.0;
const EDGE: f64 = 16.0;
const LINE: f64 = 24.0;

/// Draws `plot` on a page of `width`; the same plot gives the same bytes.
pub fn draw(plot: &Plot, width: f64) -> String {
    let mut body = String::new();
    for (k, line) in title(plot, width).iter().enumerate() {
        body += &text((width / 2.0, EDGE + (k + 1) as f64 * LINE), "middle", "font-weight=\"bold\"", line);
    }
    let curves = plot.panels.iter().flat_map(|panel| &panel.marks).map(marks::curves).sum();
    let (areas, end) = areas(plot, width);
    body.extend(plot.panels.iter().zip(&areas).map(|(panel, area)| draw_panel(panel, area, curves)));
    let (legend, mut y) = draw_legend(plot, width, end);
    body += &legend;
    y += 6.0;
    for note in plot.notes.iter().chain(&left_out(plot)) {
        for line in wrap(note, width - 2.0 * EDGE) {
            y += LINE - 3.0;
            body += &text((EDGE, y), "start", "", &line);
        }
    }
    let height = marks::number(y + EDGE);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\">\n\
         <title>{}</title>\n<rect class=\"svsde-ground\" x=\"0\" y=\"0\" width=\"{width}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n\
         <g class=\"svsde-text\" font-family=\"sans-serif\" font-size=\"{SIZE}\" fill=\"#1A1A1A\">\n{body}</g>\n</svg>\n",
        escape(&plot.title)
    )
}

/// The title in lines; bold letters are wider.
fn title(plot: &Plot, width: f64) -> Vec<String> {
    wrap(&plot.title, 0.88 * (width - 2.0 * EDGE))
}

/// Where the axes of each panel are on a page of `width`, and where the last row of panels ends.
pub fn areas(plot: &Plot, width: f64) -> (Vec<Area<'_>>, f64) {
    let columns = if width >= WIDE && plot.panels.len() > 1 { 2 } else { 1 };
    let size = (width / columns as f64, if width >= WIDE && columns == 1 { 500.0 } else { 360.0 });
    let top = EDGE + LINE * title(plot, width).len() as f64 + 6.0;
    let corner = |k: usize| ((k % columns) as f64 * size.0, top + (k / columns) as f64 * size.1);
    let areas = plot.panels.iter().enumerate().map(|(k, panel)| area(panel, corner(k), size)).collect();
    (areas, top + plot.panels.len().div_ceil(columns) as f64 * size.1)
}

fn area(panel: &Panel, (left, top): (f64, f64), (width, height): (f64, f64)) -> Area<'_> {
    let coordinates = || panel.marks.iter().flat_map(marks::coordinates);
    let x = Frame::new(&panel.x, coordinates().filter_map(|(x, _)| x));
    let y = Frame::new(&panel.y, coordinates().filter_map(|(_, y)| y));
    let label = if panel.y.label.is_empty() { 0.0 } else { LINE };
    let names = y_ticks(panel, &y).iter().map(|(_, name)| text::width(name)).fold(0.0, f64::max);
    Area {
        left: left + EDGE + label + names + 12.0,
        right: left + width - 32.0,
        top: top + if panel.title.is_empty() { 12.0 } else { 34.0 },
        bottom: top + height - 62.0,
        edge: left + EDGE,
        x,
        y,
    }
}

fn y_ticks(panel: &Panel, y: &Frame) -> Vec<Tick> {
    y.ticks(if matches!(panel.y.scale, Scale::Names(_)) { 24 } else { 6 })
}

fn draw_panel(panel: &Panel, area: &Area, curves: usize) -> String {
    // Names on the horizontal axis must not touch.
    let room = area.right - area.left;
    let fits = |ticks: &[Tick]| ticks.iter().map(|(_, name)| text::width(name) + 14.0).sum::<f64>() <= room;
    let x_ticks = (2..=if matches!(panel.x.scale, Scale::Names(_)) { 24 } else { 7 })
        .rev()
        .map(|most| area.x.ticks(most))
        .find(|ticks| fits(ticks))
        .unwrap_or_default();
    let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    let mut out = grid(area, panel, &x_ticks, &y_ticks(panel, &area.y));
    if !panel.title.is_empty() {
        out += &text((middle.0, area.top - 10.0), "middle", "", &panel.title);
    }
    out += &text((middle.0, area.bottom + 49.0), "middle", "", &panel.x.label);
    let left = area.edge + 14.0;
    let turned = format!("transform=\"rotate(-90 {} {})\"", marks::number(left), marks::number(middle.1));
    out += &text((left, middle.1), "middle", &turned, &panel.y.label);
    let drawn: String = panel.marks.iter().map(|mark| marks::draw(mark, area, curves)).collect();
    if drawn.is_empty() {
        out += &text(middle, "middle", "", "nothing to draw");
    }
    out += &drawn;
    let [x, y, width, height] = [area.left, area.top, room, area.bottom - area.top].map(marks::number);
    out + &format!(
        "<rect class=\"svsde-frame\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"none\" stroke=\"#4D4D4D\" stroke-width=\"1.5\"/>\n"
    )
}

fn grid(area: &Area, panel: &Panel, x_ticks: &[Tick], y_ticks: &[Tick]) -> String {
    let (mut lines, mut names) = (String::new(), String::new());
    for (at, name) in x_ticks {
        let x = area.left + at * (area.right - area.left);
        if !matches!(panel.x.scale, Scale::Names(_)) {
            let [x, top, bottom] = [x, area.top, area.bottom].map(marks::number);
            lines += &format!("M{x},{top}L{x},{bottom}");
        }
        names += &text((x, area.bottom + 23.0), "middle", "", name);
    }
    for (at, name) in y_ticks {
        let y = area.bottom - at * (area.bottom - area.top);
        if !matches!(panel.y.scale, Scale::Names(_)) {
            let [left, right, y] = [area.left, area.right, y].map(marks::number);
            lines += &format!("M{left},{y}L{right},{y}");
        }
        names += &text((area.left - 7.0, y + 6.0), "end", "", name);
    }
    if lines.is_empty() {
        return names;
    }
    format!("<path class=\"svsde-grid\" d=\"{lines}\" fill=\"none\" stroke=\"#E6E6E6\" stroke-width=\"1.5\"/>\n{names}")
}

/// The legend below `y`, and where it ends.
fn draw_legend(plot: &Plot, width: f64, mut y: f64) -> (String, f64) {
    let mut shown: Vec<(&str, Vec<&Mark>)> = Vec::new();
    for mark in plot.panels.iter().flat_map(|panel| &panel.marks) {
        let Some(label) = mark.label.as_deref() else { continue };
        match shown.iter_mut().find(|(other, _)| *other == label) {
            None => shown.push((label, vec![mark])),
            Some((_, marks)) if !marks.iter().any(|other| same_look(other, mark)) => marks.push(mark),
            Some(_) => {}
        }
    }
    let (mut out, mut x) = (String::new(), width);
    for (label, marks) in shown {
        let wide = 46.0 + text::width(label) + 22.0;
        if x + wide > width - EDGE {
            x = EDGE + 8.0;
            y += LINE;
        }
        out.extend(marks.into_iter().map(|mark| marks::sample(mark, (x, y - 6.0))));
        out += &text((x + 46.0, y), "start", "", label);
        x += wide;
    }
    (out, y)
}

fn same_look(a: &Mark, b: &Mark) -> bool {
    std::mem::discriminant(&a.shape) == std::mem::discriminant(&b.shape) && a.colour == b.colour && a.dash == b.dash
}

/// What is not shown.
fn left_out(plot: &Plot) -> Vec<String> {
    let (mut infinite, mut zero) = (0, 0);
    for panel in &plot.panels {
        let log = |axis: &super::Axis, value: f64| axis.scale == Scale::Log && value <= 0.0;
        for mark in &panel.marks {
            if let Shape::Band(spans) | Shape::Errors(spans) = &mark.shape {
                infinite +=
                    spans.iter().filter(|(x, low, high)| !x.is_finite() || low.is_nan() || high.is_nan()).count();
            }
            let (Shape::Line(points) | Shape::Dots(points)) = &mark.shape else { continue };
            infinite += points.iter().filter(|(x, y)| !(x.is_finite() && y.is_finite())).count();
            zero += points.iter().filter(|(x, y)| log(&panel.x, *x) || log(&panel.y, *y)).count();
        }
    }
    let said = [(infinite, "not finite"), (zero, "not positive, on logarithmic axes")];
    said.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("Left out: {n} points that are {what}.")).collect()
}
