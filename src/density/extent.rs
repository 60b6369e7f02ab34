//! Where a stationary density has to be resolved, found from drift and diffusion alone.

use super::equation::Local;
use super::panels::{GAUSS, integrate, outward};
use super::{DensityError, FokkerPlanck};
use crate::roots;

/// Coordinates between which the density is solved.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Where the grid begins.
    pub left: f64,
    /// The largest density per unit of y.
    pub mode: f64,
    /// Where the grid ends.
    pub right: f64,
}

/// The coordinates where drift and diffusion can be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Window {
    /// Coordinates y, ascending.
    coordinates: Vec<f64>,
    /// log(p dx/dy) there, up to a constant.
    log_mass: Vec<f64>,
}

/// Distance in y of the places first looked at.
const STEP: f64 = 0.5;
/// A minimum of log g that is this far below its neighbours is a zero of g.
const VANISHING: f64 = 12.0;
/// Towards a finite end the grid goes down to this distance of the mode in log x, unless much is beyond.
const NEAR: f64 = 138.0;
/// What is beyond is little when the density per unit of y has fallen by this in the logarithm.
const LITTLE: f64 = 60.0;

impl Window {
    /// Walks from the middle of the coordinate to both sides, until drift or diffusion leave the range of numbers.
    ///
    /// # Errors
    /// [`DensityError`] where they are undefined, or the diffusion is not positive, at an ordinary place.
    pub fn find(equation: &FokkerPlanck) -> Result<Self, DensityError> {
        let (lowest, highest) = equation.domain.range();
        if lowest + STEP >= highest - STEP {
            return Err(DensityError::Domain { lower: equation.domain.lower(), upper: equation.domain.upper() });
        }
        let start = 0.0_f64.clamp(lowest + STEP, highest - STEP);
        let first = equation.local(start)?;
        let below = walk(equation, (start, first), -STEP, lowest)?;
        let above = walk(equation, (start, first), STEP, highest)?;
        if below.is_empty() || above.is_empty() {
            return Err(DensityError::Extreme { x: first.x });
        }
        let place = |step: &Step| (step.y, step.fixed);
        let middle = [(start, first.log_mass(0.0))];
        let places = below.iter().rev().map(place).chain(middle).chain(above.iter().map(place));
        let (coordinates, fixed): (Vec<f64>, Vec<f64>) = places.unzip();
        let changes = below.iter().rev().map(|step| -step.change).chain(above.iter().map(|step| step.change));
        let changes: Vec<f64> = changes.collect();
        // Far from the mode heights can be so large that their rounding hides the mode: they are summed again from the highest place.
        let mut log_mass = Vec::new();
        let mut highest = below.len();
        for _ in 0..3 {
            log_mass = outward(&changes, highest).iter().zip(&fixed).map(|(log_u, fixed)| log_u + fixed).collect();
            let best = |best: usize, k: usize| if log_mass[k] > log_mass[best] { k } else { best };
            highest = (0..log_mass.len()).fold(highest, best);
        }
        let found = Self { coordinates, log_mass };
        found.check_diffusion(equation, &fixed)?;
        Ok(found)
    }

    /// Refuses a diffusion that comes to 0 between the places looked at; `fixed` is log(dx/dy) − 2 log g there.
    fn check_diffusion(&self, equation: &FokkerPlanck, fixed: &[f64]) -> Result<(), DensityError> {
        let places = self.coordinates.iter().zip(fixed);
        let log_g: Vec<f64> = places.map(|(&y, fixed)| 0.5 * (equation.domain.point(y).2 - fixed)).collect();
        for (y, g) in self.coordinates.windows(3).zip(log_g.windows(3)) {
            if g[1] > g[0].min(g[2]) {
                continue;
            }
            let at = |y: f64| equation.diffusion(equation.domain.point(y).0);
            let (mut low, mut high) = (y[0], y[2]);
            for _ in 0..100 {
                let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
                if at(a) < at(b) { high = b } else { low = a }
            }
            let value = at(0.5 * (low + high));
            if value.is_nan() || value.max(0.0).ln() < g[0].min(g[2]) - VANISHING {
                return Err(DensityError::Diffusion { x: equation.domain.point(low).0, value });
            }
        }
        Ok(())
    }

    /// First and last coordinate.
    pub fn ends(&self) -> (f64, f64) {
        let end = |y: Option<&f64>| y.copied().unwrap_or(0.0);
        (end(self.coordinates.first()), end(self.coordinates.last()))
    }

    /// Where the density per unit of y has not fallen by more than `depth`, in the logarithm, from its maximum.
    ///
    /// # Errors
    /// As [`FokkerPlanck::local`].
    pub fn extent(&self, equation: &FokkerPlanck, depth: f64) -> Result<Extent, DensityError> {
        let mut places: Vec<(f64, f64)> = self.coordinates.iter().copied().zip(self.log_mass.iter().copied()).collect();
        // A peak narrower than the steps of the walk counts as much as any other.
        places.extend(self.peaks(equation)?);
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        let best = |best: (f64, f64), place: &(f64, f64)| if place.1 > best.1 { *place } else { best };
        let (mode, peak) = places.iter().fold((0.0, f64::NEG_INFINITY), best);
        let kept = |place: &(f64, f64)| peak - place.1 < depth;
        let outer = |inside: Option<usize>, next: Option<usize>| match (inside.map(|k| places[k]), next) {
            (Some(inside), Some(next)) => crossing(equation, inside, places[next].0, peak - depth),
            (inside, _) => Ok(inside.map_or(mode, |place| place.0)),
        };
        let inside = places.iter().rposition(kept);
        let right = outer(inside, inside.map(|k| k + 1).filter(|&k| k < places.len()))?;
        let inside = places.iter().position(kept);
        let mut left = outer(inside, inside.and_then(|k| k.checked_sub(1)))?;
        if equation.domain.lower().is_finite() {
            let little = |place: &&(f64, f64)| place.0 < mode - NEAR && peak - place.1 > LITTLE;
            left = left.max(places.iter().take_while(little).last().map_or(left, |place| place.0));
        }
        // A grid of thousands of cells needs thousands of numbers between its ends.
        if right - left < 1e-9 * mode.abs().max(1.0) {
            return Err(DensityError::Narrow { x: equation.domain.point(mode).0, width: right - left });
        }
        Ok(Extent { left, mode, right })
    }

    /// The maxima of the density per unit of y between the places looked at, and their logarithms.
    fn peaks(&self, equation: &FokkerPlanck) -> Result<Vec<(f64, f64)>, DensityError> {
        let mut peaks = Vec::new();
        for (pair, heights) in self.coordinates.windows(2).zip(&self.log_mass) {
            let rises = |y: f64| Ok(slope(equation, y)? > 0.0);
            if rises(pair[0])? && slope(equation, pair[1])? < 0.0 {
                let (peak, _) = roots::try_bisect((pair[0], pair[1]), 0.0, rises)?;
                peaks.push((peak, climb(equation, (pair[0], *heights), peak)?));
            }
        }
        Ok(peaks)
    }
}

/// Step of the differences in [`slope`].
const DIFFERENCE: f64 = 1e-5;

/// d log(p dx/dy)/dy.
pub fn slope(equation: &FokkerPlanck, y: f64) -> Result<f64, DensityError> {
    let (lowest, highest) = equation.domain.range();
    let (low, high) = ((y - DIFFERENCE).max(lowest), (y + DIFFERENCE).min(highest));
    let change = equation.local(high)?.log_mass(0.0) - equation.local(low)?.log_mass(0.0);
    Ok(equation.local(y)?.force + change / (high - low))
}

/// One step of a walk.
struct Step {
    /// Where it ends.
    y: f64,
    /// Change of log(g²p).
    change: f64,
    /// log(p dx/dy) at its end less log(g²p).
    fixed: f64,
}

/// Steps from `start` towards `end`.
fn walk(equation: &FokkerPlanck, start: (f64, Local), step: f64, end: f64) -> Result<Vec<Step>, DensityError> {
    let (mut steps, mut y, mut log_u, mut here) = (Vec::new(), start.0, 0.0, start.1);
    let inside = |y: f64| if step > 0.0 { y <= end } else { y >= end };
    while inside(y + step) {
        let next = equation.local(y + step).and_then(|next| Ok((next, integrate(equation, &GAUSS, y, y + step)?)));
        match next {
            Ok((next, change)) if (log_u + change).abs() < 1e290 => {
                (y, log_u, here) = (y + step, log_u + change, next);
                steps.push(Step { y, change, fixed: next.log_mass(0.0) });
            }
            Ok(_) => break,
            Err(error) if error.is_overflow(&here) => break,
            Err(error) => return Err(error),
        }
    }
    Ok(steps)
}

/// log(p dx/dy) at `y`, from a neighbouring coordinate where it is known.
fn climb(equation: &FokkerPlanck, from: (f64, f64), y: f64) -> Result<f64, DensityError> {
    let (parts, width) = (8, (y - from.0) / 8.0);
    let mut log_u = from.1 - equation.local(from.0)?.log_mass(0.0);
    for part in 0..parts {
        let low = from.0 + f64::from(part) * width;
        log_u += integrate(equation, &GAUSS, low, low + width)?;
    }
    Ok(equation.local(y)?.log_mass(log_u))
}

/// Where log(p dx/dy) falls to `level` between `inside` and `outside`.
fn crossing(equation: &FokkerPlanck, inside: (f64, f64), outside: f64, level: f64) -> Result<f64, DensityError> {
    let mut known = inside;
    let above = |y: f64| {
        let height = climb(equation, known, y)?;
        if height > level {
            known = (y, height);
        }
        Ok(height > level)
    };
    Ok(roots::try_bisect((inside.0, outside), 1e-14, above)?.0)
}
