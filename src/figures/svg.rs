//! A plot as SVG: page, panels, legend, notes.
//!
//! Text is `<text>` in the generic family `sans-serif`; its width is estimated. Colours of ground, text and grid are attributes of
//! elements with a class, so that the style sheet of a page overrides them.

use super::axis::{Frame, Tick};
use super::marks::{self, Area};
use super::plot::{Mark, Panel, Plot, Scale, Shape};

/// Width of every figure.
pub const WIDTH: f64 = 900.0;
const SIZE: f64 = 17.0;
/// Subscripts and superscripts.
const SMALL: f64 = 14.0;
/// Width of a common letter over the height.
const ASPECT: f64 = 0.58;
const EDGE: f64 = 16.0;
const LINE: f64 = 24.0;

/// Draws `plot`; the same plot gives the same bytes.
pub fn draw(plot: &Plot) -> String {
    let columns = if plot.panels.len() == 1 { 1 } else { 2 };
    let size = (WIDTH / columns as f64, if columns == 1 { 500.0 } else { 360.0 });
    let mut body = String::new();
    let mut y = EDGE;
    // Bold letters are wider.
    for line in wrap(&plot.title, 0.88 * (WIDTH - 2.0 * EDGE)) {
        y += LINE;
        body += &text((WIDTH / 2.0, y), "middle", "font-weight=\"bold\"", &line);
    }
    let points = plot.panels.iter().flat_map(|panel| &panel.marks).map(marks::curves).sum();
    for (k, panel) in plot.panels.iter().enumerate() {
        let corner = ((k % columns) as f64 * size.0, y + 6.0 + (k / columns) as f64 * size.1);
        body += &draw_panel(panel, corner, size, points);
    }
    y += 6.0 + plot.panels.len().div_ceil(columns) as f64 * size.1;
    let (legend, mut y) = draw_legend(plot, y);
    body += &legend;
    y += 6.0;
    for note in plot.notes.iter().chain(&left_out(plot)) {
        for line in wrap(note, WIDTH - 2.0 * EDGE) {
            y += LINE - 3.0;
            body += &text((EDGE, y), "start", "", &line);
        }
    }
    let height = marks::number(y + EDGE);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" role=\"img\">\n\
         <title>{}</title>\n<rect class=\"svsde-ground\" x=\"0\" y=\"0\" width=\"{WIDTH}\" height=\"{height}\" fill=\"#FFFFFF\"/>\n\
         <g class=\"svsde-text\" font-family=\"sans-serif\" font-size=\"{SIZE}\" fill=\"#1A1A1A\">\n{body}</g>\n</svg>\n",
        escape(&plot.title)
    )
}

fn draw_panel(panel: &Panel, (left, top): (f64, f64), (width, height): (f64, f64), curves: usize) -> String {
    let coordinates = || panel.marks.iter().flat_map(marks::coordinates);
    let x = Frame::new(&panel.x, coordinates().filter_map(|(x, _)| x));
    let y = Frame::new(&panel.y, coordinates().filter_map(|(_, y)| y));
    let y_ticks = y.ticks(if matches!(panel.y.scale, Scale::Names(_)) { 24 } else { 6 });
    let label = if panel.y.label.is_empty() { 0.0 } else { LINE };
    let names = y_ticks.iter().map(|(_, name)| self::width(name)).fold(0.0, f64::max);
    let area = Area {
        left: left + EDGE + label + names + 12.0,
        right: left + width - 32.0,
        top: top + if panel.title.is_empty() { 12.0 } else { 34.0 },
        bottom: top + height - 62.0,
        x,
        y,
    };
    // Names on the horizontal axis must not touch.
    let room = area.right - area.left;
    let fits = |ticks: &[Tick]| ticks.iter().map(|(_, name)| self::width(name) + 14.0).sum::<f64>() <= room;
    let x_ticks = (2..=if matches!(panel.x.scale, Scale::Names(_)) { 24 } else { 7 })
        .rev()
        .map(|most| area.x.ticks(most))
        .find(|ticks| fits(ticks))
        .unwrap_or_default();
    let middle = ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
    let mut out = grid(&area, panel, &x_ticks, &y_ticks);
    if !panel.title.is_empty() {
        out += &text((middle.0, area.top - 10.0), "middle", "", &panel.title);
    }
    out += &text((middle.0, area.bottom + 49.0), "middle", "", &panel.x.label);
    let turned = format!("transform=\"rotate(-90 {} {})\"", marks::number(left + EDGE + 14.0), marks::number(middle.1));
    out += &text((left + EDGE + 14.0, middle.1), "middle", &turned, &panel.y.label);
    let drawn: String = panel.marks.iter().map(|mark| marks::draw(mark, &area, curves)).collect();
    if drawn.is_empty() {
        out += &text(middle, "middle", "", "nothing to draw");
    }
    out += &drawn;
    out + &format!(
        "<rect class=\"svsde-frame\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"none\" stroke=\"#4D4D4D\" stroke-width=\"1.5\"/>\n",
        marks::number(area.left),
        marks::number(area.top),
        marks::number(room),
        marks::number(area.bottom - area.top)
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
fn draw_legend(plot: &Plot, mut y: f64) -> (String, f64) {
    let mut shown: Vec<(&str, Vec<&Mark>)> = Vec::new();
    for mark in plot.panels.iter().flat_map(|panel| &panel.marks) {
        let Some(label) = mark.label.as_deref() else { continue };
        match shown.iter_mut().find(|(other, _)| *other == label) {
            None => shown.push((label, vec![mark])),
            Some((_, marks)) if !marks.iter().any(|other| same_look(other, mark)) => marks.push(mark),
            Some(_) => {}
        }
    }
    let (mut out, mut x) = (String::new(), WIDTH);
    for (label, marks) in shown {
        let wide = 46.0 + width(label) + 22.0;
        if x + wide > WIDTH - EDGE {
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
        let log = |axis: &super::plot::Axis, value: f64| axis.scale == Scale::Log && value <= 0.0;
        for mark in &panel.marks {
            let (Shape::Line(points) | Shape::Dots(points)) = &mark.shape else { continue };
            infinite += points.iter().filter(|(x, y)| !(x.is_finite() && y.is_finite())).count();
            zero += points.iter().filter(|(x, y)| log(&panel.x, *x) || log(&panel.y, *y)).count();
        }
    }
    let said = [(infinite, "not finite"), (zero, "not positive, on logarithmic axes")];
    said.into_iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("Left out: {n} points that are {what}.")).collect()
}

/// Estimated width.
pub fn width(text: &str) -> f64 {
    let (mut width, mut small) = (0.0, false);
    for character in plain(text) {
        match character {
            Piece::Small(on) => small = on,
            Piece::Character(character) => width += aspect(character) * if small { SMALL } else { SIZE },
        }
    }
    width
}

/// Width over height, a little too wide for the usual fonts.
fn aspect(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | ';' | '|' | '(' | ')' | '[' | ']' | '/' => 0.4,
        'm' | 'w' | 'M' | 'W' | '−' | '±' | '+' | '≥' | 'Σ' => 0.9,
        'A'..='Z' => 0.7,
        'a'..='z' | '0'..='9' | 'α'..='ω' => ASPECT,
        _ if character.is_ascii() => 0.62,
        _ => 1.0,
    }
}

/// `text` in lines of at most `room`, broken at blanks and, where a word is longer, within it.
fn wrap(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let most = ((room / (ASPECT * SIZE)) as usize).max(1);
    for word in text.split_whitespace() {
        let characters: Vec<char> = word.chars().collect();
        for piece in characters.chunks(most).map(|piece| piece.iter().collect::<String>()) {
            match lines.last_mut() {
                Some(line) if width(line) + width(&piece) + ASPECT * SIZE <= room => *line += &format!(" {piece}"),
                _ => lines.push(piece),
            }
        }
    }
    lines
}

enum Piece {
    Small(bool),
    Character(char),
}

fn plain(text: &str) -> Vec<Piece> {
    pieces(text).into_iter().map(|(piece, _)| piece).collect()
}

/// The characters of `text` with the shifts of its subscripts (down) and superscripts (up).
fn pieces(text: &str) -> Vec<(Piece, f64)> {
    let (mut out, mut shift) = (Vec::new(), 0.0);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '_' | '^' if shift == 0.0 && rest.next_if_eq(&'{').is_some() => {
                shift = if character == '_' { 4.0 } else { -6.0 };
                out.push((Piece::Small(true), shift));
            }
            '}' if shift != 0.0 => {
                out.push((Piece::Small(false), -shift));
                shift = 0.0;
            }
            _ => out.push((Piece::Character(character), 0.0)),
        }
    }
    if shift != 0.0 {
        out.push((Piece::Small(false), -shift));
    }
    out
}

/// A text at `(x, y)`, its base line.
pub fn text((x, y): (f64, f64), anchor: &str, attributes: &str, content: &str) -> String {
    let (mut inner, mut after) = (String::new(), None);
    for (piece, shift) in pieces(content) {
        match piece {
            Piece::Small(true) => inner += &format!("<tspan dy=\"{shift}\" font-size=\"{SMALL}\">"),
            Piece::Small(false) => {
                inner += "</tspan>";
                after = Some(shift);
            }
            // The base line returns with the next character.
            Piece::Character(character) => match after.take() {
                Some(shift) => inner += &format!("<tspan dy=\"{shift}\">{}</tspan>", escape(&character.to_string())),
                None => inner += &escape(&character.to_string()),
            },
        }
    }
    let space = if attributes.is_empty() { "" } else { " " };
    format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\"{space}{attributes}>{inner}</text>\n",
        marks::number(x),
        marks::number(y)
    )
}

/// With the characters of XML escaped, and blanks for those that it does not allow.
fn escape(text: &str) -> String {
    let escaped = |character: char| match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => " ".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(escaped).collect()
}
