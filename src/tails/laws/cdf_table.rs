//! A law whose integrals are tabulated.

use super::log_density::{LogDensity, log_add};
use super::{Distribution, log_one_minus_exp};
use crate::random::Stream;
use crate::roots::newton;
use rand::RngExt;

/// The law of x with density e^{φ(t)}/(x ∫e^φ), t = log x − shift.
#[derive(Debug)]
pub struct CdfTable {
    density: LogDensity,
    shift: f64,
    log_total: f64,
    edges: Vec<f64>,
    /// log of the integral below each edge.
    below: Vec<f64>,
    /// log of the integral above each edge.
    above: Vec<f64>,
}

/// Draws after which the tangent at the middle of a panel is known to be far above the density: next to 1 is usual.
const REJECTIONS: usize = 100;

impl CdfTable {
    /// Of log x − `shift`.
    pub fn new(density: LogDensity, shift: f64) -> Self {
        let edges = density.edges();
        let panels: Vec<f64> = edges.windows(2).map(|pair| density.log_panel(pair[0], pair[1])).collect();
        let beyond = |t: f64, whole: bool| if whole { f64::NEG_INFINITY } else { density.log_below(t) };
        let (first, last) = (edges[0], edges[edges.len() - 1]);
        let mut below = vec![beyond(first, first <= density.begin)];
        let mut above = vec![density.log_above(last)];
        for (k, panel) in panels.iter().enumerate() {
            below.push(log_add(below[k], *panel));
            above.push(log_add(above[k], panels[panels.len() - 1 - k]));
        }
        above.reverse();
        Self { density, shift, log_total: above[0], edges, below, above }
    }

    /// log of the integral above t.
    fn log_above(&self, t: f64) -> f64 {
        let k = self.edges.partition_point(|&edge| edge <= t);
        match (self.edges.get(k), self.above.get(k)) {
            _ if k == 0 => log_add(self.above[0], self.between(t, self.edges[0])),
            (Some(&edge), Some(&above)) => log_add(above, self.density.log_panel(t, edge)),
            _ => self.density.log_above(t),
        }
    }

    /// log of the integral below t.
    fn log_below(&self, t: f64) -> f64 {
        match self.edges.partition_point(|&edge| edge <= t) {
            0 => self.density.log_below(t),
            k if k == self.edges.len() => log_add(self.below[k - 1], self.between(self.edges[k - 1], t)),
            k if self.edges[k - 1] == t => self.below[k - 1],
            k => log_add(self.below[k - 1], self.density.log_panel(self.edges[k - 1], t)),
        }
    }

    /// log of an integral beyond the panels, where there is hardly any.
    fn between(&self, low: f64, high: f64) -> f64 {
        let (inner, outer) = if low < self.edges[0] { (high, low) } else { (low, high) };
        let [inner, outer] = [inner, outer]
            .map(|t| if low < self.edges[0] { self.density.log_below(t) } else { self.density.log_above(t) });
        if outer < inner { inner + log_one_minus_exp(outer - inner) } else { f64::NEG_INFINITY }
    }
}

impl Distribution for CdfTable {
    fn log_density(&self, x: f64) -> f64 {
        let log = x.ln();
        self.density.at(log - self.shift) - self.log_total - log
    }

    fn log_survival(&self, x: f64) -> f64 {
        let t = x.ln() - self.shift;
        if t <= self.density.begin { 0.0 } else { (self.log_above(t) - self.log_total).min(0.0) }
    }

    fn log_cdf(&self, x: f64) -> f64 {
        let t = x.ln() - self.shift;
        if t <= self.density.begin { f64::NEG_INFINITY } else { (self.log_below(t) - self.log_total).min(0.0) }
    }

    fn cdf(&self, x: f64) -> f64 {
        self.log_cdf(x).exp()
    }

    fn quantile(&self, log_survival: f64) -> f64 {
        let log_cdf = log_one_minus_exp(log_survival);
        let upper = log_survival < log_cdf;
        let (target, of) = if upper { (log_survival, &self.above) } else { (log_cdf, &self.below) };
        let reached = |integral: &f64| {
            if upper { integral - self.log_total >= target } else { integral - self.log_total < target }
        };
        let k = of.partition_point(reached);
        // Beyond the panels: by whole panels until the root is between.
        let step = self.edges[self.edges.len() - 1] - self.edges[self.edges.len() - 2];
        let mut low = if k == 0 { self.density.begin.max(self.edges[0] - step) } else { self.edges[k - 1] };
        let mut high = self.edges.get(k).copied().unwrap_or(self.edges[self.edges.len() - 1] + step);
        let integral = |t: f64| if upper { self.log_above(t) } else { self.log_below(t) };
        let side = |t: f64| integral(t) - self.log_total - target;
        let mut length = step;
        while k == self.edges.len() && (side(high) > 0.0) == upper && high.is_finite() {
            (low, high, length) = (high, high + length, 2.0 * length);
        }
        while k == 0 && (side(low) > 0.0) != upper && low > self.density.begin {
            (high, low, length) = (low, (low - length).max(self.density.begin), 2.0 * length);
        }
        // Logarithms of integrals of log-concave densities bend by at most the square of their slope: the error of the last step is about 1e-16.
        let t = newton((low, high), 1e-8, |t| {
            let integral = integral(t);
            let slope = (self.density.at(t) - integral).exp();
            (integral - self.log_total - target, if upper { -slope } else { slope })
        });
        (t + self.shift).exp()
    }

    /// A panel by its share, then rejection: below the tangent at its middle lies all of φ. Where much is rejected, the quantile of a share of the
    /// panel.
    fn sample(&self, rng: &mut Stream) -> f64 {
        let mut uniform = || rng.rng().random::<f64>();
        let share = self.log_total + (-uniform()).ln_1p();
        let k = self.below.partition_point(|&below| below < share).clamp(1, self.edges.len() - 1);
        let (low, high) = (self.edges[k - 1], self.edges[k]);
        let middle = 0.5 * (low + high);
        let (top, slope) = (self.density.at(middle), self.density.slope_at(middle));
        let rise = slope * (high - low);
        for _ in 0..REJECTIONS {
            let u = uniform();
            let part = if rise.abs() < 1e-12 { u } else { (u * rise.exp_m1()).ln_1p() / rise };
            let t = low + part * (high - low);
            if (-uniform()).ln_1p() <= self.density.at(t) - top - slope * (t - middle) {
                return (t + self.shift).exp();
            }
        }
        let panel = self.above[k - 1] + log_one_minus_exp(self.above[k] - self.above[k - 1]);
        self.quantile((log_add(self.above[k], panel + uniform().ln()) - self.log_total).min(0.0))
    }
}
