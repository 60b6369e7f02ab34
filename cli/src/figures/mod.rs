//! Figures of results, as SVG.
//!
//! A figure is a constant in a file here and a line in [`FIGURES`]: it says which results it fits and makes a [`Plot`] of
//! one, which [`mod@crate::plot::svg`] draws.

pub mod convergence;
mod data;
mod samples;
mod signs;
mod theory;

use crate::error::Result;
use crate::plot::Plot;
use crate::store::ResultFile;

/// A kind of figure.
pub struct Figure {
    /// Name on the command line and in the name of the file.
    pub name: &'static str,
    /// What it shows.
    pub description: &'static str,
    /// What a result must hold for it.
    pub needs: &'static str,
    /// Whether a result holds that.
    pub fits: fn(&ResultFile) -> bool,
    /// The figure of a result; fails when a dataset is missing or damaged.
    pub draw: fn(&ResultFile) -> Result<Plot>,
}

svsde::registry! {
    /// Every figure.
    pub static FIGURES: [Figure] = [
        trajectories::TRAJECTORIES,
        observables::OBSERVABLES,
        histogram::HISTOGRAM,
        stationary::STATIONARY,
        local_exponent::LOCAL_EXPONENT,
        flattening::FLATTENING,
        alignment::ALIGNMENT,
        tail_ccdf::TAIL_CCDF,
        hill::HILL,
        ks_scan::KS_SCAN,
        step_bias::STEP_BIAS,
        phase_diagram::PHASE_DIAGRAM,
        noise::NOISE,
    ];
}

/// Names of all figures.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|figure| figure.name)
}

/// The figures that `file` can give.
pub fn fitting(file: &ResultFile) -> Vec<&'static Figure> {
    FIGURES.iter().copied().filter(|figure| (figure.fits)(file)).collect()
}

/// `figure` of `file`, with the title of the result and, where it is not whole, a word of that.
///
/// # Errors
/// When a dataset is missing or damaged.
pub fn plot(figure: &Figure, file: &ResultFile) -> Result<Plot> {
    let mut plot = (figure.draw)(file)?;
    let title = file.title();
    if !title.trim().is_empty() {
        plot.title = format!("{}: {}", title.trim(), plot.title);
    }
    if !file.finished() {
        plot.title += " (unfinished)";
    }
    Ok(plot)
}
