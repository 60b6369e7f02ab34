//! Marks as elements of SVG.

use super::axis::Frame;
use super::text::{text, width};
use super::thin::thin;
use super::{Cell, Mark, Shape};

/// Most points of a line, and of all lines of a figure.
const MOST: usize = 2000;
const ALL: usize = 16_000;
/// A line with more gaps than this is drawn without them.
const PIECES: usize = 8;

/// A rectangle of the page with its axes.
pub struct Area<'a> {
    /// Left end.
    pub left: f64,
    /// Right end.
    pub right: f64,
    /// Upper end.
    pub top: f64,
    /// Lower end.
    pub bottom: f64,
    /// Left end of the panel, with what is written beside its axes.
    pub edge: f64,
    /// The horizontal axis.
    pub x: Frame<'a>,
    /// The vertical axis.
    pub y: Frame<'a>,
}

impl Area<'_> {
    fn across(&self, place: f64) -> f64 {
        self.left + place * (self.right - self.left)
    }

    fn up(&self, place: f64) -> f64 {
        self.bottom - place * (self.bottom - self.top)
    }

    /// A point within the axes.
    pub fn point(&self, (x, y): (f64, f64)) -> Option<(f64, f64)> {
        Some((self.across(self.x.at(x)?), self.up(self.y.at(y)?)))
    }

    /// x, and the ends of what stands above it, clamped to the panel.
    fn pole(&self, (x, low, high): (f64, f64, f64)) -> Option<(f64, f64, f64)> {
        Some((self.across(self.x.at(x)?), self.up(self.y.clamped(low)?), self.up(self.y.clamped(high)?)))
    }
}

/// The values that an axis must reach.
pub fn coordinates(mark: &Mark) -> Vec<(Option<f64>, Option<f64>)> {
    let poles = |poles: &[(f64, f64, f64)]| {
        poles.iter().flat_map(|&(x, low, high)| [(Some(x), Some(low)), (None, Some(high))]).collect()
    };
    match &mark.shape {
        Shape::Line(points) | Shape::Dots(points) => points.iter().map(|&(x, y)| (Some(x), Some(y))).collect(),
        Shape::Band(all) | Shape::Errors(all) => poles(all),
        Shape::Bars(bars) => bars.iter().flat_map(|b| [(Some(b.0), Some(b.2)), (Some(b.1), Some(0.0))]).collect(),
        Shape::Cells(cells) => {
            cells.iter().flat_map(|c| [(Some(c.x.0), Some(c.y.0)), (Some(c.x.1), Some(c.y.1))]).collect()
        }
        Shape::Vertical(x) => vec![(Some(*x), None)],
        Shape::Horizontal(y) => vec![(None, Some(*y))],
    }
}

/// Among how many the points of a figure are shared.
pub fn curves(mark: &Mark) -> usize {
    match mark.shape {
        Shape::Line(_) | Shape::Dots(_) => 1,
        Shape::Band(_) | Shape::Errors(_) => 2,
        _ => 0,
    }
}

/// `mark` within `area`, one of `curves` curves; empty where nothing of it can be shown.
pub fn draw(mark: &Mark, area: &Area, curves: usize) -> String {
    let most = MOST.min(ALL / curves.max(1)).max(8);
    match &mark.shape {
        Shape::Line(points) => {
            let placed: Vec<Option<(f64, f64)>> = points.iter().map(|&point| area.point(point)).collect();
            let pieces = placed.split(Option::is_none).filter(|piece| !piece.is_empty());
            let mut pieces: Vec<Vec<(f64, f64)>> =
                pieces.map(|piece| piece.iter().flatten().copied().collect()).collect();
            if pieces.len() > PIECES {
                pieces = vec![pieces.concat()];
            }
            // Not a piece between two that are outside, which says little.
            let alone = pieces.len() == 1 || points.iter().any(|(x, y)| !(x.is_finite() && y.is_finite()));
            let drawn = pieces.iter().map(|piece| thin(piece, most)).map(|piece| match piece.as_slice() {
                [] => String::new(),
                [only] if alone => dots(mark, &[*only]),
                [_] => String::new(),
                piece => line(mark, piece),
            });
            drawn.collect()
        }
        Shape::Dots(points) => {
            let placed: Vec<(f64, f64)> = points.iter().filter_map(|&point| area.point(point)).collect();
            if placed.is_empty() { String::new() } else { dots(mark, &thin(&placed, most)) }
        }
        Shape::Band(poles) => {
            let placed: Vec<_> = poles.iter().map(|&pole| area.pole(pole)).collect();
            let edge = |piece: &[Option<(f64, f64, f64)>], y: fn(&(f64, f64, f64)) -> f64| {
                thin(&piece.iter().flatten().map(|p| (p.0, y(p))).collect::<Vec<_>>(), most)
            };
            let pieces = placed.split(Option::is_none).filter(|piece| piece.len() > 1);
            let drawn = pieces.map(|piece| {
                let (lower, upper) = (edge(piece, |p| p.1), edge(piece, |p| p.2));
                band(mark, lower.into_iter().chain(upper.into_iter().rev()))
            });
            drawn.collect()
        }
        Shape::Errors(poles) => {
            let placed = poles.iter().filter_map(|&pole| area.pole(pole));
            let every = poles.len().div_ceil(most).max(1);
            let path: String =
                placed.step_by(every).map(|(x, low, high)| format!("M{}L{}", pair(x, low), pair(x, high))).collect();
            if path.is_empty() { path } else { stroke(mark, &path, "2") }
        }
        Shape::Bars(bars) => {
            let bar = |&(left, right, height): &(f64, f64, f64)| {
                let (left, right) = (area.across(area.x.clamped(left)?), area.across(area.x.clamped(right)?));
                let (_, foot, head) = area.pole((bars.first()?.0, 0.0, height))?;
                let corners = [pair(left, foot), pair(left, head), pair(right, head), pair(right, foot)];
                (height > 0.0 && right > left).then(|| format!("M{}Z", corners.join("L")))
            };
            let path: String = bars.iter().filter_map(bar).collect();
            if path.is_empty() {
                return path;
            }
            format!(
                "<path d=\"{path}\" fill=\"{0}\" fill-opacity=\"0.35\" stroke=\"{0}\" stroke-width=\"1.5\"/>\n",
                mark.colour
            )
        }
        Shape::Cells(cells) => cells.iter().filter_map(|one| cell(mark, one, area)).collect(),
        Shape::Vertical(x) => area.x.at(*x).map_or(String::new(), |x| {
            let x = area.across(x);
            line(mark, &[(x, area.top), (x, area.bottom)])
        }),
        Shape::Horizontal(y) => area.y.at(*y).map_or(String::new(), |y| {
            let y = area.up(y);
            line(mark, &[(area.left, y), (area.right, y)])
        }),
    }
}

/// What stands for `mark` in the legend, 36 wide.
pub fn sample(mark: &Mark, (x, y): (f64, f64)) -> String {
    match mark.shape {
        Shape::Line(_) | Shape::Vertical(_) | Shape::Horizontal(_) => line(mark, &[(x, y), (x + 36.0, y)]),
        Shape::Dots(_) => dots(mark, &[(x + 18.0, y)]),
        Shape::Errors(_) => stroke(mark, &format!("M{}L{}", pair(x + 18.0, y - 8.0), pair(x + 18.0, y + 8.0)), "2"),
        Shape::Band(_) => {
            band(mark, [(x, y - 7.0), (x + 36.0, y - 7.0), (x + 36.0, y + 7.0), (x, y + 7.0)].into_iter())
        }
        Shape::Bars(_) | Shape::Cells(_) => {
            let opacity = if matches!(mark.shape, Shape::Bars(_)) { " fill-opacity=\"0.35\"" } else { "" };
            rectangle((x + 6.0, y - 7.0), (26.0, 14.0), &mark.colour, opacity)
        }
    }
}

fn line(mark: &Mark, points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|&(x, y)| pair(x, y)).collect();
    let dash = if mark.dash.is_empty() { String::new() } else { format!(" stroke-dasharray=\"{}\"", mark.dash) };
    format!(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2.2\" stroke-linejoin=\"round\"{dash}/>\n",
        points.join(" "),
        mark.colour
    )
}

/// Lines of no length with round ends.
fn dots(mark: &Mark, points: &[(f64, f64)]) -> String {
    let path: String = points.iter().map(|&(x, y)| format!("M{0}L{0}", pair(x, y))).collect();
    stroke(mark, &path, "7")
}

fn stroke(mark: &Mark, path: &str, width: &str) -> String {
    let colour = &mark.colour;
    format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\" stroke-linecap=\"round\"/>\n"
    )
}

fn band(mark: &Mark, outline: impl Iterator<Item = (f64, f64)>) -> String {
    let points: Vec<String> = outline.map(|(x, y)| pair(x, y)).collect();
    format!("<polygon points=\"{}\" fill=\"{}\" fill-opacity=\"0.22\"/>\n", points.join(" "), mark.colour)
}

fn cell(mark: &Mark, cell: &Cell, area: &Area) -> Option<String> {
    let (left, right) = (area.across(area.x.clamped(cell.x.0)?), area.across(area.x.clamped(cell.x.1)?));
    let (bottom, top) = (area.up(area.y.clamped(cell.y.0)?), area.up(area.y.clamped(cell.y.1)?));
    let (wide, high) = (right - left, bottom - top);
    let mut out = rectangle((left, top), (wide, high), &mark.colour, "");
    if !cell.text.is_empty() && width(&cell.text) + 6.0 <= wide && high >= 20.0 {
        let ink = if is_dark(&mark.colour) { "fill=\"#FFFFFF\"" } else { "fill=\"#000000\"" };
        out += &text((left + wide / 2.0, top + high / 2.0 + 6.0), "middle", ink, &cell.text);
    }
    Some(out)
}

fn rectangle((x, y): (f64, f64), (width, height): (f64, f64), colour: &str, attributes: &str) -> String {
    let [x, y, width, height] = [x, y, width, height].map(number);
    format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{colour}\"{attributes}/>\n")
}

/// Whether white stands out better than black on `#rrggbb`.
fn is_dark(colour: &str) -> bool {
    let part = |k: usize| colour.get(k..k + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map_or(0.0, f64::from);
    0.299 * part(1) + 0.587 * part(3) + 0.114 * part(5) < 140.0
}

fn pair(x: f64, y: f64) -> String {
    format!("{},{}", number(x), number(y))
}

/// A coordinate to a tenth.
pub fn number(value: f64) -> String {
    let text = format!("{:.1}", if value.is_finite() { value } else { 0.0 });
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
