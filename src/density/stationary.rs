//! The stationary density, to the far tail.
//!
//! # Scheme
//! Cells with faces at equal steps of a smooth map (`grid.rs`) of the coordinate y. Zero flux through every face of the scheme of
//! Scharfetter and Gummel (IEEE Trans. Electron Devices 16:64, 1969; Chang and Cooper, J. Comput. Phys. 6:1, 1970) means
//! log u_{i+1} − log u_i = ∫2f/g² dx between the centres, u = g²p; the integral is a Gauss rule of order 6 and everything stays
//! in logarithms, so that the far tail keeps its relative accuracy. Masses of cells are integrated by the same rule, and what lies beyond the
//! first and the last face follows from the rates of the density there. The number of cells is doubled until the solution stays.

use super::boundary::Boundary;
use super::equation::Local;
use super::extent::{Extent, Window};
use super::grid::Grid;
use super::panels::{GAUSS, Panels, Rule, largest, log_sum};
use super::{DensityError, FokkerPlanck};
use std::sync::Arc;

/// How finely, how far and how exactly to solve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Resolution {
    /// Number of cells; `None`: doubled until the estimated error is under the tolerance.
    pub cells: Option<usize>,
    /// Decades by which the density per unit of y falls from its maximum to the ends of the grid.
    pub decades: f64,
    /// Tolerated error of log p.
    pub tolerance: f64,
}

impl Default for Resolution {
    /// 900 decades, error 1e-9.
    fn default() -> Self {
        Self { cells: None, decades: 900.0, tolerance: 1e-9 }
    }
}

/// A solution whose error of log p is above this is refused, unless the number of cells was given.
const ROUGH: f64 = 0.01;
/// Fewest cells.
pub const FEWEST: usize = 16;
/// Cells to begin with, and not to go beyond.
const CELLS: (usize, usize) = (4096, 1 << 18);

/// A stationary density.
///
/// ```
/// use svsde::density::{Domain, FokkerPlanck, Resolution, Stationary};
///
/// // dX = (2 − X) dt + √X dB has the Gamma density of shape 4 and rate 2.
/// let cir = FokkerPlanck::new(|x| 2.0 - x, f64::sqrt, Domain::default());
/// let gamma = Stationary::solve(&cir, &Resolution::default())?;
/// let exact = |x: f64| (16.0 / 6.0 * x.powi(3)).ln() - 2.0 * x;
/// assert!(gamma.x().zip(gamma.log_density()).all(|(x, log_p)| (log_p - exact(x)).abs() < 1e-8));
/// assert!((gamma.quantile(0.5) - 1.83603).abs() < 1e-5);
/// # Ok::<(), svsde::density::DensityError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Stationary {
    /// Largest change of log p from half as many cells (to twice as many where the number was given), and the doubt about the mass
    /// beyond the grid.
    pub estimated_error: f64,
    /// log of ∫p dx before p was normalised, u = g²p being 1 near the mode: log p = log u − 2 log g − this.
    pub log_normalisation: f64,
    pub(super) frame: Arc<Frame>,
    pub(super) panels: Panels,
    /// Mass below each end of a panel.
    pub(super) below: Vec<f64>,
    /// Mass above each end of a panel.
    pub(super) above: Vec<f64>,
}

/// What solutions on different numbers of cells share.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) equation: FokkerPlanck,
    pub(super) grid: Grid,
    pub(super) extent: Extent,
    pub(super) boundaries: [Boundary; 2],
    pub(super) window: Window,
}

impl Stationary {
    /// Solves `equation`.
    ///
    /// # Errors
    /// [`DensityError::NoStationaryDensity`] with the classes of both ends where there is none; [`DensityError::NotFinite`] and
    /// [`DensityError::Diffusion`] name the x where drift or diffusion are not defined; [`DensityError::Cells`] for fewer than 16 cells;
    /// [`DensityError::Unsettled`] where more cells go on changing the solution, [`DensityError::Narrow`], [`DensityError::Domain`],
    /// [`DensityError::Extreme`] and [`DensityError::Unresolved`] where numbers do not reach.
    pub fn solve(equation: &FokkerPlanck, resolution: &Resolution) -> Result<Self, DensityError> {
        if let Some(cells) = resolution.cells.filter(|&cells| cells < FEWEST) {
            return Err(DensityError::Cells { cells, least: FEWEST });
        }
        let window = Window::find(equation)?;
        let (lowest, highest) = window.ends();
        let boundaries = [Boundary::classify(equation, false, lowest)?, Boundary::classify(equation, true, highest)?];
        if boundaries.iter().any(|end| !end.integrable) {
            return Err(DensityError::NoStationaryDensity(Box::new(boundaries)));
        }
        let extent = window.extent(equation, resolution.decades.abs() * std::f64::consts::LN_10)?;
        let grid = Grid::new(equation, &extent, 0.1)?;
        let frame = Arc::new(Frame { equation: equation.clone(), grid, extent, boundaries, window });
        let solve = |cells: usize| Self::on(&frame, &GAUSS, cells);
        if let Some(cells) = resolution.cells {
            let (mut asked, finer) = (solve(cells)?, solve(2 * cells)?);
            // The finer one is off by a sixty-fourth of that.
            asked.estimated_error += 1.1 * finer.distance(&asked);
            return Ok(asked);
        }
        let mut cells = CELLS.0;
        let mut coarse = solve(cells / 2)?;
        let mut before = f64::INFINITY;
        loop {
            let mut fine = solve(cells)?;
            let mut change = fine.distance(&coarse);
            if change <= resolution.tolerance {
                // On nested cells a jump just behind a face does the same wrong each time; on 7/10 as many it does not, where
                // smooth errors are 10/7 to the sixth, 8.5 times, as large.
                change = change.max(0.1 * fine.distance_at_ends(&solve(7 * cells / 10)?));
            }
            fine.estimated_error += change;
            // Rounding does not shrink with the cells.
            let stalled = change > 0.5 * before && change < 1e-6;
            if change <= resolution.tolerance || stalled || cells >= CELLS.1 {
                return fine.settled(&coarse, change);
            }
            (before, cells, coarse) = (change, 2 * cells, fine);
        }
    }

    /// The same density on `cells` cells by another rule, over the same part of the domain; its error is not estimated.
    ///
    /// # Errors
    /// As [`Stationary::solve`].
    pub fn resolved(&self, cells: usize, rule: &Rule) -> Result<Self, DensityError> {
        Self::on(&self.frame, rule, cells)
    }

    /// On `cells` cells, half of them on straight parts, where the mass per unit of y has fallen by no more than e^−`depth`, and where
    /// `also` is, given in y.
    pub(super) fn bulk(&self, depth: f64, also: &[f64], cells: usize) -> Result<Self, DensityError> {
        let Frame { equation, window, boundaries, .. } = self.frame.as_ref();
        let mut extent = window.extent(equation, depth)?;
        extent.left = also.iter().copied().fold(extent.left, f64::min).max(window.ends().0);
        extent.right = also.iter().copied().fold(extent.right, f64::max).min(window.ends().1);
        let (grid, equation, window) = (Grid::new(equation, &extent, 0.5)?, equation.clone(), window.clone());
        Self::on(&Arc::new(Frame { equation, grid, extent, boundaries: *boundaries, window }), &GAUSS, cells)
    }

    /// On `cells` cells by a given rule.
    fn on(frame: &Arc<Frame>, rule: &Rule, cells: usize) -> Result<Self, DensityError> {
        let equation = &frame.equation;
        let mut panels = Panels::solve(equation, rule, frame.grid.places(2 * cells), frame.extent.mode)?;
        let masses = panels.log_sums(|point| point.log_mass);
        let last = panels.count();
        let (low, high) = (edge(equation, &panels, 0, 1.0)?, edge(equation, &panels, last, -1.0)?);
        let edges = [low.0, high.0];
        let log_total = log_sum(masses.iter().chain(&edges).copied());
        panels.log_density.iter_mut().for_each(|value| *value -= log_total);
        panels.log_mass.iter_mut().for_each(|value| *value -= log_total);
        for point in &mut panels.points {
            point.log_mass -= log_total;
            point.log_scale += log_total;
        }
        let share = |value: &f64| (value - log_total).exp();
        let shares: Vec<f64> = masses.iter().map(share).collect();
        let below = sums(share(&edges[0]), shares.iter());
        let mut above = sums(share(&edges[1]), shares.iter().rev());
        above.reverse();
        Ok(Self {
            estimated_error: edges.iter().map(share).zip([low.1, high.1]).map(|(share, doubt)| share * doubt).sum(),
            log_normalisation: log_total,
            frame: frame.clone(),
            panels,
            below,
            above,
        })
    }

    /// Refuses a solution that still changes with the number of cells.
    fn settled(self, coarse: &Self, change: f64) -> Result<Self, DensityError> {
        // Where log p is 1e15, its rounding is of order 1.
        let deepest = largest(self.panels.log_density.iter().map(|log_p| log_p.abs()));
        if change <= ROUGH + 1e-9 * deepest {
            return Ok(self);
        }
        // Where the difference from the coarse solution itself changes most.
        let difference = |k: usize| self.panels.log_density[2 * k] - coarse.panels.log_density[k];
        let jump = |k: &usize| (difference(*k) - difference(k - 1)).abs();
        let place = (1..coarse.panels.x.len()).max_by(|a, b| jump(a).total_cmp(&jump(b))).unwrap_or(0);
        Err(DensityError::Unsettled { x: coarse.panels.x[place], change, cells: self.cells() })
    }

    /// Largest difference of log p from a solution on half as many cells.
    fn distance(&self, coarse: &Self) -> f64 {
        let fine = self.panels.log_density.iter().step_by(2);
        largest(fine.zip(&coarse.panels.log_density).map(|(a, b)| (a - b).abs()))
    }

    /// The same where the grid begins and where it ends.
    fn distance_at_ends(&self, other: &Self) -> f64 {
        let ends = |solution: &Self| [0, solution.panels.count()].map(|end| solution.panels.log_density[end]);
        largest(ends(self).into_iter().zip(ends(other)).map(|(a, b)| (a - b).abs()))
    }

    /// Lower and upper end of the domain.
    pub fn boundaries(&self) -> &[Boundary; 2] {
        &self.frame.boundaries
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.panels.count() / 2
    }

    /// Centres of the cells, ascending.
    pub fn x(&self) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
        centres(&self.panels.x)
    }

    /// log p at the centres.
    pub fn log_density(&self) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
        centres(&self.panels.log_density)
    }

    /// Mass below the centres.
    pub fn cdf(&self) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
        centres(&self.below)
    }

    /// Mass above the centres, with relative accuracy where it is small.
    pub fn survival(&self) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
        centres(&self.above)
    }
}

/// The middle of every cell from what is known at the ends of its halves.
fn centres(values: &[f64]) -> impl DoubleEndedIterator<Item = f64> + ExactSizeIterator + Clone {
    values[1..].iter().step_by(2).copied()
}

/// `first` and its sums with more and more of `rest`.
fn sums<'a>(first: f64, rest: impl Iterator<Item = &'a f64>) -> Vec<f64> {
    let sum = |sum: &mut f64, share: &f64| {
        *sum += share;
        Some(*sum)
    };
    std::iter::once(first).chain(rest.scan(first, sum)).collect()
}

/// Step of the differences in [`edge`].
const STEP: f64 = 0.25;
/// A density that is smaller than the largest one by this in the logarithm adds nothing to the mass.
const NEGLIGIBLE: f64 = 40.0;

/// log of the mass beyond the first or the last end, inward being the sign `side` of y, and its relative error.
///
/// With the rates r = d log(p dx/dy)/dy and r′ there, ∫e^{−rz + r′z²/2}dz ≈ (1 + r′/r²)/r, and the next term is of the order (r′/r²)².
fn edge(equation: &FokkerPlanck, panels: &Panels, end: usize, side: f64) -> Result<(f64, f64), DensityError> {
    let y = panels.coordinates[end];
    let here = equation.local(y)?;
    let inner = [equation.local(y + side * STEP)?, equation.local(y + 2.0 * side * STEP)?];
    let fixed = |local: &Local| local.log_mass(0.0);
    let rate = side * here.force + (4.0 * fixed(&inner[0]) - 3.0 * fixed(&here) - fixed(&inner[1])) / (2.0 * STEP);
    let bend = side * (inner[0].force - here.force) / STEP;
    if rate <= 0.0 {
        let highest = panels.log_mass.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if panels.log_mass[end] > highest - NEGLIGIBLE {
            let domain = equation.domain;
            return Err(DensityError::Unresolved { at: if side > 0.0 { domain.lower() } else { domain.upper() } });
        }
        return Ok((panels.log_mass[end], 1.0));
    }
    let correction = bend / (rate * rate);
    let doubt = if correction.abs() > 0.5 { 1.0 } else { correction * correction };
    Ok((panels.log_mass[end] - rate.ln() + correction.clamp(-0.5, 0.5).ln_1p(), doubt))
}
