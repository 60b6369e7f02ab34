//! Figures of results, as SVG.
//!
//! A figure is a file here and a line in [`FIGURES`]: it says which results it fits and makes a [`Plot`] of one, which
//! [`mod@crate::plot::svg`] draws.

pub mod convergence;
mod data;
mod samples;
mod signs;
mod theory;

use crate::error::Result;
use crate::plot::Plot;
use crate::store::ResultFile;

/// A kind of figure.
pub trait Figure: Sync {
    /// Name on the command line and in the name of the file.
    fn name(&self) -> &'static str;

    /// What it shows.
    fn description(&self) -> &'static str;

    /// What a result must hold for it.
    fn needs(&self) -> &'static str;

    /// Whether `file` holds that.
    fn fits(&self, file: &ResultFile) -> bool;

    /// The figure of `file`.
    ///
    /// # Errors
    /// When a dataset is missing or damaged.
    fn draw(&self, file: &ResultFile) -> Result<Plot>;
}

svsde::registry! {
    /// Every figure.
    pub static FIGURES: [dyn Figure] = [
        trajectories::Trajectories,
        observables::Observables,
        histogram::Histogram,
        stationary::Stationary,
        local_exponent::LocalExponent,
        flattening::Flattening,
        tail_ccdf::TailCcdf,
        hill::Hill,
        ks_scan::KsScan,
        step_bias::StepBias,
        phase_diagram::PhaseDiagram,
        noise::Noise,
    ];
}

/// Names of all figures.
pub fn names() -> impl Iterator<Item = &'static str> {
    FIGURES.iter().map(|figure| figure.name())
}

/// The figures that `file` can give.
pub fn fitting(file: &ResultFile) -> Vec<&'static dyn Figure> {
    FIGURES.iter().copied().filter(|figure| figure.fits(file)).collect()
}

/// `figure` of `file`, with the title of the result and, where it is not whole, a word of that.
///
/// # Errors
/// As [`Figure::draw`].
pub fn plot(figure: &dyn Figure, file: &ResultFile) -> Result<Plot> {
    let mut plot = figure.draw(file)?;
    let title = file.text("title").unwrap_or_default();
    if !title.trim().is_empty() {
        plot.title = format!("{}: {}", title.trim(), plot.title);
    }
    if file.number::<bool>("finished") != Some(true) {
        plot.title += " (unfinished)";
    }
    Ok(plot)
}
