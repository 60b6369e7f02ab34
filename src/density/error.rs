//! Why a density cannot be solved for.

use super::Boundary;
use super::equation::Local;

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DensityError {
    /// Drift or diffusion are not finite at a place inside the domain.
    #[error(
        "the {what} is {value} at x = {place}, inside the domain; correct the formula, or end the domain before x with `lower` or `upper`",
        place = plain(*.x)
    )]
    NotFinite {
        /// Which of them.
        what: &'static str,
        /// The place x.
        x: f64,
        /// Its value.
        value: f64,
    },
    /// The diffusion coefficient is not positive at a place inside the domain.
    #[error(
        "the diffusion is {value} at x = {place}, inside the domain, but it must be > 0 there; correct the formula, or end the domain \
         before x with `lower` or `upper`",
        place = plain(*.x)
    )]
    Diffusion {
        /// The place x.
        x: f64,
        /// Its value.
        value: f64,
    },
    /// The density cannot be normalised.
    #[error("{}", no_density(.0))]
    NoStationaryDensity(Box<[Boundary; 2]>),
    /// The density is narrower than numbers resolve.
    #[error(
        "the stationary density at x = {place} is too narrow: a relative width of {width:.1e}, of which numbers cannot tell a thousand parts; \
         rescale x, or take more noise",
        place = plain(*.x)
    )]
    Narrow {
        /// The place x.
        x: f64,
        /// Width of the grid in log x.
        width: f64,
    },
    /// The ends of the domain are too close for where they are.
    #[error(
        "numbers cannot resolve the domain from {} to {}: next to its ends x keeps too few digits; shift x so that an end is 0, or rescale it",
        plain(*.lower),
        plain(*.upper)
    )]
    Domain {
        /// Lower end.
        lower: f64,
        /// Upper end.
        upper: f64,
    },
    /// Drift and diffusion leave the range of numbers everywhere but at one place.
    #[error("drift and diffusion leave the range of numbers next to x = {}; rescale x or time", plain(*.x))]
    Extreme {
        /// The place.
        x: f64,
    },
    /// The solution does not settle.
    #[error(
        "the density is not resolved: log p still changes by {change:.1e} near x = {place} with {cells} cells; drift or diffusion jump, \
         oscillate, vanish or diverge there",
        place = plain(*.x)
    )]
    Unsettled {
        /// Where it changes most.
        x: f64,
        /// Change of log p.
        change: f64,
        /// Number of cells.
        cells: usize,
    },
    /// The density still grows where numbers end.
    #[error("the stationary density is largest nearer to {} than numbers can tell; shift x so that this end is 0, or rescale it", plain(*.at))]
    Unresolved {
        /// The end of the domain.
        at: f64,
    },
    /// The initial density cannot be used.
    #[error("the initial density cannot be used: {0}")]
    Initial(String),
    /// Too few cells.
    #[error("{cells} cells are too few: at least {least} are needed")]
    Cells {
        /// Cells asked for.
        cells: usize,
        /// The least number.
        least: usize,
    },
}

impl DensityError {
    /// Whether this only says that numbers end a step beyond `last`, a place where drift or diffusion are already enormous or tiny.
    pub(super) fn is_overflow(&self, last: &Local) -> bool {
        let extreme = last.log_diffusion.abs() > 115.0 || last.force.abs() > 1e50;
        match self {
            Self::NotFinite { value, .. } => value.is_infinite() || extreme,
            Self::Diffusion { value, .. } => *value == 0.0 && extreme,
            Self::Extreme { .. } => extreme,
            _ => false,
        }
    }
}

/// Plain digits where they are short.
fn plain(x: f64) -> String {
    if x == 0.0 || (1e-3..1e6).contains(&x.abs()) { x.to_string() } else { format!("{x:e}") }
}

fn no_density(ends: &[Boundary; 2]) -> String {
    let class = |end: &Boundary| format!("{} ({})", end.class, end.class.meaning());
    let why = |end: &Boundary| {
        let distance = match end.at {
            0.0 => "x".to_owned(),
            at if at.is_infinite() => "|x|".to_owned(),
            at => format!("|x - {}|", plain(at)),
        };
        let power = match end.exponent.value {
            value if value.abs() < 1e6 => format!("it would go as {distance}^{value:.6}"),
            _ => "it would grow without bound".to_owned(),
        };
        format!("towards {} {power}, whose integral diverges; that end is {}", end.at, class(end))
    };
    let reasons: Vec<String> = ends.iter().filter(|end| !end.integrable).map(why).collect();
    let others = ends.iter().filter(|end| end.integrable);
    let others: Vec<String> = others.map(|end| format!("{} is {}", end.at, class(end))).collect();
    let others = if others.is_empty() { String::new() } else { format!("; {}", others.join(", ")) };
    format!("there is no stationary density: {}{others}", reasons.join("; and "))
}
