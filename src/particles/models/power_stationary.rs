//! Exact draws from the stationary law of a power diffusion.
//!
//! In u = λ^{1−q} for q < 1, and in u = log λ for q ≥ 1, the stationary density is log-concave when p − q + 1 ≥ 0. Rejection
//! from its maximum and two tangents then gives exact independent draws.

use super::{PowerDiffusion, Unavailable};
use crate::random::Stream;
use crate::roots;
use rand::RngExt;

/// A trial succeeds with a probability of at least a third for any log-concave density.
const MAX_TRIALS: usize = 10_000;

/// A stationary law, ready to be drawn from.
pub struct Law<'a> {
    model: &'a PowerDiffusion,
    mode: f64,
    /// Where the tangents touch, and their slopes; none on the left of a mode at 0, the end of the domain.
    left: Option<(f64, f64)>,
    right: (f64, f64),
}

impl<'a> Law<'a> {
    /// Of `model`.
    ///
    /// # Errors
    /// The condition without which there is no stationary law, or which makes it log-concave.
    pub fn new(model: &'a PowerDiffusion) -> Result<Self, Unavailable> {
        let PowerDiffusion { alpha, beta, p, q, .. } = *model;
        let broken = [
            (beta <= 0.0, "a stationary law needs beta > 0: nothing else confines the process"),
            (q >= 1.0 && alpha <= 0.0, "a stationary law needs alpha > 0 when q >= 1: else the process ends at 0"),
            (p - q + 1.0 < 0.0, "exact draws from the stationary law need p - q + 1 >= 0"),
            (p == 0.0 && q == 1.0, "there is no stationary law with p = 0 and q = 1"),
            (
                p == 0.0 && q < 1.0 && beta <= alpha,
                "a stationary law with p = 0 needs beta > alpha: else the drift does not confine",
            ),
        ];
        if let Some((_, rule)) = broken.into_iter().find(|(broken, _)| *broken) {
            return Err(Unavailable::new(rule));
        }
        let mut law = Self { model, mode: 0.0, left: None, right: (0.0, 0.0) };
        law.mode = law.root();
        let peak = law.height(law.mode);
        // Where the density at 0 is within e of its maximum, the maximum alone is the bound down to 0.
        let at_edge = q < 1.0 && law.height(0.0) > peak - 1.0;
        // One unit below the maximum is close to the best place for the tangents of any log-concave density.
        let drop = |law: &Self, u: f64| law.height(u) - peak + 1.0;
        let reach = law.reach();
        let right = law.bisect(law.mode, law.mode + reach, drop);
        law.right = (right, law.slope(right));
        if !at_edge {
            let lowest = if q < 1.0 { 0.0 } else { law.mode - reach };
            let left = law.bisect(law.mode, lowest, drop);
            law.left = (law.slope(left) > 0.0).then_some((left, law.slope(left)));
        }
        Ok(law)
    }

    /// log of the density of u, up to a constant.
    fn height(&self, u: f64) -> f64 {
        let PowerDiffusion { alpha, beta, p, q, c, .. } = *self.model;
        let (k, theta) = (2.0 / (c * c), p - q + 1.0);
        // ∫ λ^{e−1} dλ.
        let power = |lambda: f64, e: f64| if e == 0.0 { lambda.ln() } else { lambda.powf(e) / e };
        if q < 1.0 {
            if u < 0.0 {
                return f64::NEG_INFINITY;
            }
            return k * (alpha * u / (1.0 - q) - beta * u.powf(theta / (1.0 - q)) / theta);
        }
        let lambda = u.exp();
        (1.0 - q) * u + k * (alpha * power(lambda, 1.0 - q) - beta * power(lambda, theta))
    }

    /// Derivative of [`Law::height`].
    fn slope(&self, u: f64) -> f64 {
        let PowerDiffusion { alpha, beta, p, q, c, .. } = *self.model;
        let k = 2.0 / (c * c);
        if q < 1.0 {
            return k / (1.0 - q) * (alpha - beta * u.powf(p / (1.0 - q)));
        }
        (1.0 - q) + k * (alpha * ((1.0 - q) * u).exp() - beta * ((p - q + 1.0) * u).exp())
    }

    /// Where the slope, which decreases, changes sign; the end of the domain when it is negative throughout.
    fn root(&self) -> f64 {
        if self.model.q >= 1.0 {
            return self.bisect(-700.0, 700.0, Self::slope);
        }
        let mut high = 1.0;
        while self.slope(high) > 0.0 && high < 1e300 {
            high *= 2.0;
        }
        if self.slope(0.0) <= 0.0 { 0.0 } else { self.bisect(0.0, high, Self::slope) }
    }

    /// A distance from the mode at which the density has surely fallen by e.
    fn reach(&self) -> f64 {
        let mut reach = if self.model.q < 1.0 { 1e-300_f64.max(1e-12 * self.mode) } else { 1e-12 };
        let peak = self.height(self.mode);
        let down = |u: f64| self.height(u) < peak - 1.0;
        while reach < 1e300 && !(down(self.mode + reach) && (self.model.q < 1.0 || down(self.mode - reach))) {
            reach *= 2.0;
        }
        reach
    }

    /// The sign change of `f` between `inside`, where it is positive, and `outside`.
    fn bisect(&self, inside: f64, outside: f64, f: impl Fn(&Self, f64) -> f64) -> f64 {
        roots::bisect((inside, outside), 0.0, |u| f(self, u) > 0.0).0
    }

    /// An independent draw of λ.
    ///
    /// # Errors
    /// When rounding spoils the bound, for parameters many orders of magnitude apart.
    pub fn draw(&self, rng: &mut Stream) -> Result<f64, Unavailable> {
        let peak = self.height(self.mode);
        // The tangent h(u₀) + h′(u₀)(u − u₀) meets the maximum at u₀ + (peak − h(u₀))/h′(u₀).
        let corner = |(touch, slope): (f64, f64)| touch + (peak - self.height(touch)) / slope;
        let right = corner(self.right);
        let lowest = if self.model.q < 1.0 { 0.0 } else { f64::NEG_INFINITY };
        let left = self.left.map_or(0.0, corner);
        let (rise, fall) = (self.left.map_or(f64::INFINITY, |l| l.1), -self.right.1);
        let masses = [1.0 / rise, right - left, 1.0 / fall];
        let total: f64 = masses.iter().sum();
        for _ in 0..MAX_TRIALS {
            let (choice, level): (f64, f64) = (rng.rng().random::<f64>() * total, rng.rng().random());
            let step = -(1.0 - rng.rng().random::<f64>()).ln();
            let (u, bound) = if choice < masses[0] {
                (left - step / rise, -step)
            } else if choice < masses[0] + masses[1] {
                (left + (choice - masses[0]), 0.0)
            } else {
                (right + step / fall, -step)
            };
            if u >= lowest && (1.0 - level).ln() + bound <= self.height(u) - peak {
                return Ok(if self.model.q < 1.0 { u.powf(1.0 / (1.0 - self.model.q)) } else { u.exp() });
            }
        }
        Err(Unavailable::new(
            "its parameters are too many orders of magnitude apart for exact draws from the stationary law",
        ))
    }
}
