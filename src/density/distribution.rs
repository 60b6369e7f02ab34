//! Probabilities, quantiles and moments of a stationary density.

use super::Stationary;
use super::grid::hermite;
use crate::roots;

impl Stationary {
    /// The probability of values below x.
    pub fn cdf_at(&self, x: f64) -> f64 {
        let ends = &self.panels.x;
        let next = ends.partition_point(|&end| end <= x);
        if next == 0 || next == ends.len() {
            return self.beyond(x, next > 0);
        }
        let (low, high) = (next - 1, next);
        let domain = self.frame.equation.domain;
        let (y0, y1) = (self.panels.coordinates[low], self.panels.coordinates[high]);
        let t = ((domain.coordinate(x) - y0) / (y1 - y0)).clamp(0.0, 1.0);
        self.below[low] + self.rise(low, t)
    }

    /// The value below which values fall with probability `p`, 0 ≤ p ≤ 1.
    pub fn quantile(&self, p: f64) -> f64 {
        let last = self.below.len() - 1;
        let domain = self.frame.equation.domain;
        // From above where that is the smaller number, for its relative accuracy.
        let upper = p > 0.5;
        let (target, next) = match upper {
            false => (p, self.below.partition_point(|&below| below < p)),
            true => (1.0 - p, self.above.partition_point(|&above| above > 1.0 - p)),
        };
        if next == 0 || next > last {
            let (end, mass, side) = if next == 0 { (0, self.below[0], 1.0) } else { (last, self.above[last], -1.0) };
            let y = self.panels.coordinates[end] + side * (target / mass).ln() / self.edge_rate(next > last);
            return domain.point(y).0;
        }
        let low = next - 1;
        let rest = if upper { self.above[low] - target } else { target - self.below[low] };
        let (share, _) = roots::bisect((0.0, 1.0), f64::EPSILON, |share| self.rise(low, share) < rest);
        let (y0, y1) = (self.panels.coordinates[low], self.panels.coordinates[next]);
        domain.point(y0 + share * (y1 - y0)).0
    }

    /// Mass between the end `low` and the fraction t of the panel above it: cubic Hermite interpolation in y.
    fn rise(&self, low: usize, t: f64) -> f64 {
        let width = self.panels.coordinates[low + 1] - self.panels.coordinates[low];
        let mass = match self.below[low] < 0.5 {
            true => self.below[low + 1] - self.below[low],
            false => self.above[low] - self.above[low + 1],
        };
        hermite(mass, [low, low + 1].map(|k| width * self.panels.log_mass[k].exp()), t)
    }

    /// Decay of the density per unit of y beyond the first or the last end.
    fn edge_rate(&self, upper: bool) -> f64 {
        let end = if upper { self.below.len() - 1 } else { 0 };
        let mass = if upper { self.above[end] } else { self.below[end] };
        (self.panels.log_mass[end].exp() / mass).max(f64::MIN_POSITIVE)
    }

    fn beyond(&self, x: f64, upper: bool) -> f64 {
        let domain = self.frame.equation.domain;
        let end = if upper { self.below.len() - 1 } else { 0 };
        let outside = if upper { x >= domain.upper() } else { x <= domain.lower() };
        let distance = (domain.coordinate(x) - self.panels.coordinates[end]).abs();
        let left = if outside || !distance.is_finite() { 0.0 } else { (-self.edge_rate(upper) * distance).exp() };
        if upper { 1.0 - self.above[end] * left } else { self.below[end] * left }
    }

    /// ∫ p dx by Simpson's rule on the faces and centres of the cells, a rule other than the one that normalised p.
    pub fn simpson(&self) -> f64 {
        let (y, mass) = (&self.panels.coordinates, |k: usize| self.panels.log_mass[k].exp());
        let cell = |k: usize| {
            let (a, b) = (y[k + 1] - y[k], y[k + 2] - y[k + 1]);
            (a + b) / 6.0
                * ((2.0 - b / a) * mass(k) + (a + b) * (a + b) / (a * b) * mass(k + 1) + (2.0 - a / b) * mass(k + 2))
        };
        let last = self.panels.count();
        self.below[0] + (0..last).step_by(2).map(cell).sum::<f64>() + self.above[last]
    }

    /// Whether ∫|x|^k p dx is finite.
    pub fn has_moment(&self, k: f64) -> bool {
        let finite = |end: &super::Boundary| {
            end.at.is_finite() || end.exponent.value + k < -1.0 - 1e-6 - end.exponent.error.min(1e-3)
        };
        self.frame.boundaries.iter().all(finite)
    }

    /// ∫ (x − centre)^k p dx, `None` where it is infinite.
    pub fn moment(&self, k: i32, centre: f64) -> Option<f64> {
        if !self.has_moment(f64::from(k)) {
            return None;
        }
        // The logarithm of |x − centre|^k: far out the power alone can be too large for a number.
        let power = |x: f64, log_mass: f64| {
            let size = (log_mass + f64::from(k) * (x - centre).abs().ln()).exp();
            if k % 2 == 1 && x < centre { -size } else { size }
        };
        let last = self.panels.x.len() - 1;
        // Beyond an infinite end |x|^k p dx/dy decays at a rate that is smaller by k.
        let beyond = |end: usize, upper: bool, mass: f64| {
            let rate = self.edge_rate(upper);
            let far = if self.frame.boundaries[usize::from(upper)].at.is_infinite() {
                rate / (rate - f64::from(k))
            } else {
                1.0
            };
            if mass > 0.0 { far * power(self.panels.x[end], mass.ln()) } else { 0.0 }
        };
        let inner: f64 = self.panels.points.iter().map(|point| power(point.x, point.log_mass)).sum();
        Some(inner + beyond(0, false, self.below[0]) + beyond(last, true, self.above[last]))
    }

    /// Mean.
    pub fn mean(&self) -> Option<f64> {
        self.moment(1, 0.0)
    }

    /// Variance.
    pub fn variance(&self) -> Option<f64> {
        self.moment(2, self.mean()?)
    }

    /// Excess kurtosis.
    pub fn kurtosis(&self) -> Option<f64> {
        let mean = self.mean()?;
        Some(self.moment(4, mean)? / self.moment(2, mean)?.powi(2) - 3.0)
    }
}
