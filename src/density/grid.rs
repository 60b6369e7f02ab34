//! Grids: where the cells of a density lie.
//!
//! The places are y(s) at equal steps of s, with a smooth ds/dy = M(y), so that errors have expansions in powers of the number of cells.
//! With r = d log(p dx/dy)/dy, M = √(|r′| + b)/(1 + r²)^{1/8}: about equal shares of the curvature of the logarithm, less of it far out
//! where r is large, and a background b that spends a given share of the cells on straight parts, such as a power law.

use super::extent::{Extent, slope};
use super::{DensityError, FokkerPlanck};

/// A smooth map from [0, 1] to the coordinates of an extent.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Knots of y.
    coordinates: Vec<f64>,
    /// s at the knots, ascending from 0.
    shares: Vec<f64>,
    /// ds/dy at the knots.
    density: Vec<f64>,
}

/// Knots of the map.
const KNOTS: usize = 1025;

impl Grid {
    /// Of `extent`, with about the share `straight` of the cells on straight parts.
    ///
    /// # Errors
    /// As [`FokkerPlanck::local`].
    pub fn new(equation: &FokkerPlanck, extent: &Extent, straight: f64) -> Result<Self, DensityError> {
        let width = (extent.right - extent.left) / (KNOTS - 1) as f64;
        let coordinates: Vec<f64> = (0..KNOTS).map(|k| extent.left + k as f64 * width).collect();
        let slopes = coordinates.iter().map(|&y| slope(equation, y)).collect::<Result<Vec<_>, _>>()?;
        let bend = |k: usize| {
            let (low, high) = (k.saturating_sub(1), (k + 1).min(KNOTS - 1));
            (slopes[high] - slopes[low]) / ((high - low) as f64 * width)
        };
        let weight = |k: usize| (1.0 + slopes[k] * slopes[k]).powf(-0.125);
        let root = |bend: f64, floor: f64| (bend * bend + floor * floor).powf(0.25);
        let bends: Vec<f64> = (0..KNOTS).map(bend).collect();
        let mean = |f: &dyn Fn(usize) -> f64| (0..KNOTS).map(f).sum::<f64>() / KNOTS as f64;
        let (curved, flat) = (mean(&|k| root(bends[k], 0.0) * weight(k)), mean(&weight));
        let floor = (straight / (1.0 - straight) * curved / flat).powi(2);
        let density: Vec<f64> = (0..KNOTS).map(|k| root(bends[k], floor.max(1e-300)) * weight(k)).collect();
        let mut shares = vec![0.0];
        for pair in density.windows(2) {
            shares.push(shares[shares.len() - 1] + 0.5 * width * (pair[0] + pair[1]));
        }
        let total = shares[KNOTS - 1];
        let scaled = |values: Vec<f64>| values.into_iter().map(|value| value / total).collect();
        Ok(Self { coordinates, shares: scaled(shares), density: scaled(density) })
    }

    /// y at s = k/`count` for k = 0 to `count`.
    pub fn places(&self, count: usize) -> Vec<f64> {
        let mut knot = 0;
        let mut place = |k: usize| {
            let s = k as f64 / count as f64;
            while knot + 2 < KNOTS && self.shares[knot + 1] < s {
                knot += 1;
            }
            self.between(knot, s)
        };
        (0..=count).map(&mut place).collect()
    }

    /// Cubic Hermite interpolation of y(s), whose slope is 1/M, between two knots.
    fn between(&self, knot: usize, s: f64) -> f64 {
        let (low, high) = (knot, knot + 1);
        let width = self.shares[high] - self.shares[low];
        let rise = self.coordinates[high] - self.coordinates[low];
        let t = ((s - self.shares[low]) / width).clamp(0.0, 1.0);
        self.coordinates[low] + hermite(rise, [low, high].map(|k| width / self.density[k]), t)
    }
}

/// Cubic Hermite interpolation at t in [0, 1] between 0 at t = 0 and `rise` at t = 1, of these slopes there.
pub(super) fn hermite(rise: f64, slopes: [f64; 2], t: f64) -> f64 {
    // Slopes within three times the secant keep the interpolant monotone (Fritsch and Carlson 1980).
    let [d0, d1] = slopes.map(|slope| slope.min(3.0 * rise));
    t * (d0 + t * ((3.0 * rise - 2.0 * d0 - d1) + t * (d0 + d1 - 2.0 * rise)))
}
