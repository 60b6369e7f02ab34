//! What a figure consists of, before it is drawn.

pub mod axis;
pub mod hover;
mod marks;
pub mod svg;
pub mod text;
pub mod thin;

/// A figure: panels in rows of two, one legend below them, and notes.
///
/// In every text `_{k}` is a subscript and `^{2}` a superscript.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plot {
    /// One line above the panels.
    pub title: String,
    /// The panels, by rows.
    pub panels: Vec<Panel>,
    /// Sentences below the legend.
    pub notes: Vec<String>,
}

/// Axes and what is drawn between them.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Above the axes; may be empty.
    pub title: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// Drawn in this order.
    pub marks: Vec<Mark>,
}

/// An axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Quantity, symbol and unit.
    pub label: String,
    /// How values become lengths.
    pub scale: Scale,
    /// The ends, where they do not follow from the marks; what lies outside is not drawn.
    pub range: Option<(f64, f64)>,
}

/// How values become lengths.
#[derive(Debug, Clone, PartialEq)]
pub enum Scale {
    /// In proportion.
    Linear,
    /// By their logarithms; values that are not positive are left out.
    Log,
    /// Name i takes the interval from i − ½ to i + ½.
    Names(Vec<String>),
}

/// Something drawn, in one colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What.
    pub shape: Shape,
    /// `#rrggbb`.
    pub colour: String,
    /// Lengths of dashes and gaps, empty for a solid line.
    pub dash: &'static str,
    /// Its line in the legend; equal ones are shown once.
    pub label: Option<String>,
}

/// What is drawn; values that are not finite are left out.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A line through points in ascending order of x; a single one becomes a dot.
    Line(Vec<(f64, f64)>),
    /// Between the lower and the upper line, as x, lower, upper.
    Band(Vec<(f64, f64, f64)>),
    /// Points.
    Dots(Vec<(f64, f64)>),
    /// Upright bars of error, as x, lower, upper.
    Errors(Vec<(f64, f64, f64)>),
    /// Bars of a histogram, as left, right, height.
    Bars(Vec<(f64, f64, f64)>),
    /// Rectangles with a text in each, where it fits; without any a line of the legend.
    Cells(Vec<Cell>),
    /// A line across the panel at this x.
    Vertical(f64),
    /// A line across the panel at this y.
    Horizontal(f64),
}

/// A rectangle.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Left and right.
    pub x: (f64, f64),
    /// Bottom and top.
    pub y: (f64, f64),
    /// In its middle.
    pub text: String,
}

impl Panel {
    /// With nothing in it.
    pub fn new(title: impl Into<String>, x: Axis, y: Axis) -> Self {
        Self { title: title.into(), x, y, marks: Vec::new() }
    }
}

impl Axis {
    /// In proportion.
    pub fn linear(label: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Linear, range: None }
    }

    /// By logarithms.
    pub fn log(label: impl Into<String>) -> Self {
        Self { label: label.into(), scale: Scale::Log, range: None }
    }

    /// One place for each name.
    pub fn names(label: impl Into<String>, names: Vec<String>) -> Self {
        Self { label: label.into(), scale: Scale::Names(names), range: None }
    }

    /// With these ends.
    pub fn within(self, low: f64, high: f64) -> Self {
        Self { range: Some((low, high)), ..self }
    }
}

/// The colours of Okabe and Ito that stand out on white.
const COLOURS: [&str; 7] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9"];
const DASHES: [&str; 5] = ["", "9 4", "2.5 3.5", "11 4 2.5 4", "16 5"];
/// For what is neither better nor worse.
pub const GREY: &str = "#8C8C8C";
/// For what is given beside the data.
pub const BLACK: &str = "#000000";

/// Colour k.
pub fn colour(k: usize) -> String {
    COLOURS[k % COLOURS.len()].to_owned()
}

/// From light to dark blue for 0 ≤ t ≤ 1.
pub fn ramp(t: f64) -> String {
    let mix = |light: f64, dark: f64| (light + (dark - light) * t.clamp(0.0, 1.0)).round() as u8;
    format!("#{:02X}{:02X}{:02X}", mix(184.0, 8.0), mix(212.0, 48.0), mix(236.0, 107.0))
}

impl Mark {
    /// Colour and dashes number k, no two of which are equal for k < 35.
    pub fn new(shape: Shape, k: usize) -> Self {
        Self { shape, colour: colour(k), dash: DASHES[k % DASHES.len()], label: None }
    }

    /// A solid mark of this colour.
    pub fn of(shape: Shape, colour: impl Into<String>) -> Self {
        Self { shape, colour: colour.into(), dash: "", label: None }
    }

    /// With dashes.
    pub fn dashed(self) -> Self {
        Self { dash: DASHES[1], ..self }
    }

    /// With short dashes.
    pub fn dotted(self) -> Self {
        Self { dash: DASHES[2], ..self }
    }

    /// With a line in the legend.
    pub fn labelled(self, label: impl Into<String>) -> Self {
        Self { label: Some(label.into()), ..self }
    }
}
