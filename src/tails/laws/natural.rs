//! Maximum likelihood of a and c in e^{at − c s(t)}/∫e^{at − c s(t)}.
//!
//! # Method
//! The negative log-likelihood per value, F = log ∫e^φ − a m₁ + c m₂ with the sample means m₁ of t and m₂ of s, is convex in (a, c): Newton steps with
//! the covariance of t and s, halved until F falls, from anywhere. Its minimum is at c = 0, a power law, if and only if ∂F/∂c ≥ 0 there, which is
//! m₂ ≥ E s under the best power law.

use super::weight::{Bend, Weight};

/// With a decrement below this Newton converges, and F can no longer tell for its rounding: every step is taken.
const CLOSE: f64 = 1e-9;

/// Sample means, and where the law begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means {
    /// Of t.
    pub first: f64,
    /// Of s(t).
    pub second: f64,
    /// s.
    pub bend: Bend,
    /// Smallest t.
    pub begin: f64,
}

/// The minimum of F.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// a and c.
    pub weight: Weight,
    /// −F: the log-likelihood per value, of t.
    pub log_likelihood: f64,
    /// Covariance of t and s: [tt, ts, ss].
    pub covariance: [f64; 3],
}

impl Means {
    /// Decay −a of the best power law if that is the maximum.
    pub fn power_law(&self) -> Option<f64> {
        if self.begin == f64::NEG_INFINITY {
            return None;
        }
        let mean = self.first - self.begin;
        let decay = 1.0 / mean;
        let expected = match self.bend {
            Bend::Power(p) if decay > p => self.bend.at(self.begin) * decay / (decay - p),
            Bend::Power(_) => f64::INFINITY,
            Bend::Square => self.begin * self.begin + 2.0 * self.begin * mean + 2.0 * mean * mean,
        };
        (self.second >= expected).then_some(decay)
    }

    /// The best a and c > 0; `fixed` holds a. None where Newton's steps do not settle.
    pub fn best(&self, fixed: Option<f64>) -> Option<Best> {
        let spread = match self.bend {
            Bend::Power(_) => self.second,
            Bend::Square => self.second - self.first * self.first,
        };
        let slope = fixed.unwrap_or(match self.bend {
            Bend::Power(_) => 1.0,
            Bend::Square => self.first / spread,
        });
        let start = Weight { slope, size: 0.5 / spread, bend: self.bend, begin: self.begin };
        let (mut here, mut last) = (self.evaluate(start)?, f64::INFINITY);
        for _ in 0..200 {
            let [tt, ts, ss] = here.covariance;
            let (first, second) = (self.first - here.means[0], here.means[1] - self.second);
            // Steps of (a, c) against the gradient (E t − m₁, m₂ − E s), whose Hessian is [[tt, −ts], [−ts, ss]].
            let (da, dc) = if fixed.is_some() {
                (0.0, second / ss)
            } else {
                let determinant = tt * ss - ts * ts;
                ((first * ss + second * ts) / determinant, (second * tt + first * ts) / determinant)
            };
            let decrement = if fixed.is_some() { second * dc } else { first * da + second * dc };
            if !decrement.is_finite() {
                return None;
            }
            // Rounding of the means ends the quadratic convergence.
            if decrement < 1e-24 || (decrement < CLOSE && decrement >= 0.25 * last) {
                return Some(here.best());
            }
            last = decrement;
            // c, and a where it must be positive, stay above a tenth of what they are.
            let whole = self.begin == f64::NEG_INFINITY && self.bend != Bend::Square;
            let bound = |value: f64, change: f64| if change < 0.0 { (-0.9 * value / change).min(1.0) } else { 1.0 };
            let longest = bound(here.weight.size, dc).min(if whole { bound(here.weight.slope, da) } else { 1.0 });
            let step = |share: f64| Weight {
                slope: here.weight.slope + share * da,
                size: here.weight.size + share * dc,
                ..here.weight
            };
            let shares = std::iter::successors(Some(longest), |share| (*share > 1e-9).then_some(0.5 * share));
            let next = shares.map(step).filter_map(|weight| self.evaluate(weight));
            here = next.into_iter().find(|next| next.objective < here.objective || decrement < CLOSE)?;
        }
        None
    }

    fn evaluate(&self, weight: Weight) -> Option<State> {
        let (log_total, [t, s, tt, ts, ss]) = weight.means(|t, s| {
            [t, s, (t - self.first).powi(2), (t - self.first) * (s - self.second), (s - self.second).powi(2)]
        });
        let (dt, ds) = (t - self.first, s - self.second);
        let objective = log_total - weight.slope * self.first + weight.size * self.second;
        let covariance = [tt - dt * dt, ts - dt * ds, ss - ds * ds];
        let sound = objective.is_finite() && covariance.iter().all(|value| value.is_finite());
        sound.then_some(State { weight, objective, means: [t, s], covariance })
    }
}

struct State {
    weight: Weight,
    objective: f64,
    means: [f64; 2],
    covariance: [f64; 3],
}

impl State {
    fn best(&self) -> Best {
        Best { weight: self.weight, log_likelihood: -self.objective, covariance: self.covariance }
    }
}
