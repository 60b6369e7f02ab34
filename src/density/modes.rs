//! Relaxation rates and eigenfunctions.
//!
//! # Scheme
//! Eigenfunctions φ of the backward operator, up_i(φ_{i+1} − φ_i) − down_i(φ_i − φ_{i−1}) = −rate·φ_i, are those of the symmetrised tridiagonal operator
//! divided by √p_s. Relative differences t_i = φ_{i+1}/φ_i − 1 obey a recursion without cancellation (the differential qd form of the
//! Sturm sequence; Parlett, Acta Numerica 4:459, 1995), so that rates of order 1 keep their digits (tested to 1e-6) beside entries of 10^{100} near a singular end. The
//! number of negative φ_{i+1}/φ_i counts the rates below; bisection isolates one, and Rayleigh quotients of the twisted
//! factorisation (Dhillon and Parlett 2004) finish it. Rates on cells merged by 2 and 4 are extrapolated (Romberg): their errors are powers of h².

use super::limit::limit;
use super::{DensityError, FokkerPlanck, Generator, Stationary};
use crate::roots;

/// A relaxation rate with its eigenfunction.
#[derive(Debug, Clone, PartialEq)]
pub struct Mode {
    /// Rate, extrapolated to infinitely many cells.
    pub rate: f64,
    /// Last change of the extrapolation, and what the mass beyond the grid can do.
    pub error: f64,
    /// φ at the centres of the cells; ∫φ²p_s dx = 1 and φ > 0 at the largest x. At most ±1.8e308, and all 0 where
    /// rounding leaves no digit of it.
    pub eigenfunction: Vec<f64>,
}

/// Cells on which rates are computed, and how far down, in the logarithm, the density per unit of y goes there.
const CELLS: usize = 4096;
const DEPTH: f64 = 200.0;

/// Cells with less than e^−BULK of the heaviest mass are far out.
const BULK: f64 = 40.0;
/// Slower rates are lost in the range of numbers.
const SLOWEST: f64 = 1e-250;

/// The discrete part of the spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// The first modes, ascending, the first of rate 0.
    pub modes: Vec<Mode>,
    /// Where the continuous spectrum begins, if there is one.
    pub continuum: Option<f64>,
}

impl Spectrum {
    /// The smallest positive rate.
    pub fn gap(&self) -> Option<f64> {
        self.modes.get(1).map(|mode| mode.rate).or(self.continuum)
    }
}

impl Stationary {
    /// The first `count` relaxation rates, fewer where there are no more below the continuous spectrum, or where a rate
    /// is below 1e-250.
    ///
    /// Rates come from a grid of their own, on the bulk of the density; eigenfunctions are given at the centres of the cells.
    ///
    /// # Errors
    /// As [`super::FokkerPlanck::local`].
    pub fn spectrum(&self, count: usize) -> Result<Spectrum, DensityError> {
        let continuum = continuum(&self.frame.equation, self.frame.window.ends());
        let own = Generator::new(self, 1);
        let bulk = self.bulk(DEPTH, &[], CELLS.max(16 * count).next_multiple_of(4))?;
        let levels = [1, 2, 4].map(|merged| Generator::new(&bulk, merged));
        let mut modes = Vec::new();
        if count > 0 {
            modes.push(Mode { rate: 0.0, error: 0.0, eigenfunction: vec![1.0; own.cells()] });
        }
        for k in 1..count {
            let (rate, error) = romberg(levels.each_ref().map(|level| level.rate(k)));
            if continuum.is_some_and(|edge| rate >= edge * (1.0 - 1e-6)) {
                break;
            }
            // The first and the last cell stand for all that is beyond them.
            let lumped = (bulk.panels.log_mass[0].exp() + bulk.panels.log_mass[bulk.panels.count()].exp()) * rate;
            let before = modes.last().map_or(0.0, |mode: &Mode| mode.rate);
            if rate < SLOWEST || rate < before {
                break;
            }
            let found = own.twisted(rate).1;
            let known = !found.iter().any(|value| value.is_nan());
            let eigenfunction = if known { found.into_iter().map(held).collect() } else { vec![0.0; own.cells()] };
            modes.push(Mode { rate, error: error + lumped, eigenfunction });
        }
        Ok(Spectrum { modes, continuum })
    }
}

/// Where the continuous spectrum begins: with z = ∫dx/g and the drift μ = f/g − g′/2 of z, at the smaller limit of (μ² + dμ/dz)/2 towards
/// ends that are infinitely far in z (Weyl; Reed and Simon IV, section XIII.4). `None` where there is no such end, or the limits are infinite.
fn continuum(equation: &FokkerPlanck, ends: (f64, f64)) -> Option<f64> {
    let edge = |farthest: f64, side: f64| {
        // dz/dy = (dx/dy)/g, and μ = (force·g/(dx/dy) − dg/dx)/2.
        let step = |t: f64| 1e-4 * t.min(1.0);
        let drift = |y: f64, h: f64| {
            let (here, low, high) = (equation.local(y).ok()?, equation.local(y - h).ok()?, equation.local(y + h).ok()?);
            let speed = (here.log_diffusion - here.log_jacobian).exp();
            Some((speed, 0.5 * speed * (here.force - (high.log_diffusion - low.log_diffusion) / (2.0 * h)), here))
        };
        let potential = |t: f64| {
            let (y, h) = (side * t, step(t));
            let (speed, here, _) = drift(y, h)?;
            let slope = speed * (drift(y + h, h)?.1 - drift(y - h, h)?.1) / (2.0 * h);
            Some(0.5 * (here * here + slope))
        };
        // dz/dt = e^{−log speed}: z is finite where that decays exponentially.
        let stretch = |t: f64| Some(-drift(side * t, step(t))?.0.ln() / t);
        let reach = farthest.abs() - 1.0;
        let bottom = limit(reach, potential);
        let infinite = limit(reach, stretch).value > -1e-3;
        let known = bottom.value.is_finite() && bottom.error < 0.1 * bottom.value.abs() + 1e-6;
        (infinite && known).then_some(if bottom.value > bottom.error { bottom.value } else { 0.0 })
    };
    let edges = [edge(ends.0, -1.0), edge(ends.1, 1.0)];
    edges.into_iter().flatten().min_by(f64::total_cmp)
}

/// The limit of values at steps h, 2h, 4h whose errors are powers of h², and its last change.
fn romberg([a, b, c]: [f64; 3]) -> (f64, f64) {
    let (fine, coarse) = (a + (a - b) / 3.0, b + (b - c) / 3.0);
    let best = fine + (fine - coarse) / 15.0;
    (best, (best - fine).abs())
}

/// t/(1 + t), the difference to the neighbour over this value, where t is the difference over the neighbour's value.
fn turned(t: f64) -> f64 {
    let below = 1.0 + t;
    if t.abs() > 1e200 { 1.0 } else { t / if below == 0.0 { f64::MIN_POSITIVE } else { below } }
}

/// Within the range of numbers: far out eigenfunctions outgrow it where the density is too small for a number.
fn held(value: f64) -> f64 {
    value.clamp(-f64::MAX, f64::MAX)
}

impl Generator {
    /// Number of rates below `rate`.
    pub fn rates_below(&self, rate: f64) -> usize {
        let (mut count, mut t) = (0, 0.0);
        for (&up, &down) in self.up.iter().zip(&self.down) {
            let rise = down * turned(t) - rate;
            t = rise / up;
            // The last cell has no way up: its pivot is the rise itself.
            count += usize::from(if up == 0.0 { rise < 0.0 } else { t < -1.0 });
        }
        count
    }

    /// The k-th rate, counted from 0, which is the rate 0 of the stationary density.
    pub fn rate(&self, k: usize) -> f64 {
        if k == 0 {
            return 0.0;
        }
        let (mut low, mut high): (f64, f64) = (1.0, 1.0);
        while self.rates_below(low) > k && low > 1e-280 {
            (low, high) = (0.125 * low, low);
        }
        while self.rates_below(high) <= k && high < 1e280 {
            (low, high) = (high, 8.0 * high);
        }
        let (mut low, mut high) = roots::bisect((low, high), 1e-3, |rate| self.rates_below(rate) <= k);
        let (mut rate, mut before) = (0.5 * (low + high), f64::INFINITY);
        for _ in 0..60 {
            let change = self.twisted(rate).0;
            let next = rate + change;
            // Quotients gain digits threefold each time, until rounding.
            if change.abs() < 1e-13 * rate || (change.abs() < 1e-9 * rate && change.abs() > 0.5 * before) {
                break;
            }
            before = change.abs();
            // Quotients that leave the bracket have gone to another rate.
            if next > low && next < high {
                rate = next;
                continue;
            }
            if self.rates_below(rate) > k {
                high = rate
            } else {
                low = rate
            }
            rate = 0.5 * (low + high);
        }
        rate
    }

    /// The change of `rate` by a Rayleigh quotient, and the normalised eigenfunction of the best twist.
    fn twisted(&self, rate: f64) -> (f64, Vec<f64>) {
        let n = self.cells();
        let (mut from_left, mut from_right) = (vec![0.0; n], vec![0.0; n]);
        for i in 1..n {
            from_left[i] = (self.down[i - 1] * turned(from_left[i - 1]) - rate) / self.up[i - 1];
        }
        for i in (0..n - 1).rev() {
            from_right[i] = (self.up[i + 1] * turned(from_right[i + 1]) - rate) / self.down[i + 1];
        }
        let residual = |i: usize| self.down[i] * turned(from_left[i]) + self.up[i] * turned(from_right[i]) - rate;
        // A twist far out would leave the eigenfunction too small for numbers where the mass is.
        let heaviest = self.log_mass.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let bulk = (0..n).filter(|&i| self.log_mass[i] > heaviest - BULK);
        let twist = bulk.min_by(|&a, &b| residual(a).abs().total_cmp(&residual(b).abs())).unwrap_or(0);
        let quotient = |t: f64| if 1.0 + t == 0.0 { f64::MIN_POSITIVE } else { 1.0 + t };
        let mut phi = vec![1.0; n];
        for i in (0..twist).rev() {
            phi[i] = held(phi[i + 1] / quotient(from_left[i + 1]));
        }
        for i in twist + 1..n {
            phi[i] = held(phi[i - 1] / quotient(from_right[i - 1]));
        }
        // φ² can be too large for a number where the mass is too small for one.
        let weight = |i: usize| match phi[i].abs() {
            size if size.is_finite() => (2.0 * size.ln() + self.log_mass[i]).exp(),
            _ => 0.0,
        };
        let norm: f64 = (0..n).map(weight).sum();
        let change = residual(twist) * self.log_mass[twist].exp() / norm;
        let scale = norm.sqrt().copysign(phi[n - 1]);
        (change, phi.into_iter().map(|value| value / scale).collect())
    }
}
