//! Maximum likelihood of a and c in e^{at − c s(t)}/∫e^{at − c s(t)}.
//!
//! # Method
//! The negative log-likelihood per value, F = log ∫e^φ − a m₁ + c m₂ with the sample means m₁ of t and m₂ of s, is convex in (a, c): Newton steps with
//! the covariance of t and s, halved until F falls, from anywhere; where they lead out of c > 0, steps along a and c apart. Its minimum is at c = 0, a power law, if and only if ∂F/∂c ≥ 0 there, which is
//! m₂ ≥ E s under the best power law.

use super::log_density::{LogDensity, SufficientStatistic};

/// With a decrement below this Newton converges and changes of F are rounding: every step is taken.
const CLOSE: f64 = 1e-9;

/// Largest share of what must stay positive that a step takes away.
const MAX_SHRINK: f64 = 0.9;

/// Sample means, and where the law begins.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Means {
    /// Mean of t.
    pub first: f64,
    /// Mean of s(t).
    pub second: f64,
    /// The function s(t).
    pub statistic: SufficientStatistic,
    /// Smallest t.
    pub begin: f64,
}

/// The minimum of F.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Best {
    /// The law with the best a and c.
    pub density: LogDensity,
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
        let expected = match self.statistic {
            SufficientStatistic::Power(p) if decay > p => self.statistic.at(self.begin) * decay / (decay - p),
            SufficientStatistic::Power(_) => f64::INFINITY,
            SufficientStatistic::Square => self.begin * self.begin + 2.0 * self.begin * mean + 2.0 * mean * mean,
        };
        (self.second >= expected).then_some(decay)
    }

    /// The best a and c > 0; `fixed` holds a. None where the steps do not settle.
    pub fn best(&self, fixed: Option<f64>) -> Option<Best> {
        let (mut here, mut last) = (self.evaluate(self.start(fixed))?, f64::INFINITY);
        for _ in 0..200 {
            let newton = self.newton(&here, fixed.is_some());
            // Rounding of the means ends the quadratic convergence.
            let decrement = newton.map_or(f64::INFINITY, |step| step.decrement);
            if decrement < 1e-24 || (decrement < CLOSE && decrement >= 0.25 * last) {
                return Some(Best {
                    density: here.density,
                    log_likelihood: -here.objective,
                    covariance: here.covariance,
                });
            }
            last = decrement;
            let step = newton.unwrap_or_else(|| self.apart(&here, fixed.is_some()));
            // c, and a where it must be positive, stay above a tenth of what they are.
            let whole = self.begin == f64::NEG_INFINITY && self.statistic != SufficientStatistic::Square;
            let bound =
                |value: f64, change: f64| if change < 0.0 { (-MAX_SHRINK * value / change).min(1.0) } else { 1.0 };
            let for_slope = if whole { bound(here.density.slope, step.slope) } else { 1.0 };
            let longest = for_slope.min(bound(here.density.size, step.size));
            let to = |share: f64| LogDensity {
                slope: here.density.slope + share * step.slope,
                size: here.density.size + share * step.size,
                ..here.density
            };
            let shares = std::iter::successors(Some(longest), |share| (*share > 1e-9).then_some(0.5 * share));
            let mut tried = shares.map(to).filter_map(|density| self.evaluate(density));
            here = tried.find(|next| next.objective < here.objective || decrement < CLOSE)?;
        }
        None
    }

    /// For e^{pt} the best law under which it is exponential, for t² the normal law.
    fn start(&self, fixed: Option<f64>) -> LogDensity {
        let (slope, size) = match self.statistic {
            SufficientStatistic::Power(p) => (p, 1.0 / (self.second - self.statistic.at(self.begin))),
            SufficientStatistic::Square => {
                let spread = self.second - self.first * self.first;
                (self.first / spread, 0.5 / spread)
            }
        };
        LogDensity { slope: fixed.unwrap_or(slope), size, statistic: self.statistic, begin: self.begin }
    }

    /// Newton's step; none where rounding spoils it, or less than a tenth of it would take c to 0.
    fn newton(&self, here: &State, fixed: bool) -> Option<Step> {
        let ([tt, ts, ss], [first, second]) = (here.covariance, self.gradient(here));
        let determinant = tt * ss - ts * ts;
        let (slope, size) = match fixed {
            true => (0.0, second / ss),
            false => ((first * ss + second * ts) / determinant, (second * tt + first * ts) / determinant),
        };
        let decrement = if fixed { second * size } else { first * slope + second * size };
        let sound = decrement >= 0.0 && decrement.is_finite() && 0.1 * size > -MAX_SHRINK * here.density.size;
        sound.then_some(Step { slope, size, decrement })
    }

    /// A step in which a and c each go their own way down.
    fn apart(&self, here: &State, fixed: bool) -> Step {
        let ([tt, _, ss], [first, second]) = (here.covariance, self.gradient(here));
        // Rounding can leave ss ≤ 0 where E s is far below m₂.
        let size = (second / ss.max(0.0)).max(-MAX_SHRINK * here.density.size);
        Step { slope: if fixed { 0.0 } else { first / tt }, size, decrement: f64::INFINITY }
    }

    /// −∂F/∂(a, c), whose Hessian is [[tt, −ts], [−ts, ss]].
    fn gradient(&self, here: &State) -> [f64; 2] {
        [self.first - here.means[0], here.means[1] - self.second]
    }

    fn evaluate(&self, density: LogDensity) -> Option<State> {
        let (log_total, [t, s, tt, ts, ss]) = density.means(|t, s| {
            [t, s, (t - self.first).powi(2), (t - self.first) * (s - self.second), (s - self.second).powi(2)]
        });
        let (dt, ds) = (t - self.first, s - self.second);
        let objective = log_total - density.slope * self.first + density.size * self.second;
        let covariance = [tt - dt * dt, ts - dt * ds, ss - ds * ds];
        let sound = objective.is_finite() && covariance.iter().all(|value| value.is_finite());
        sound.then_some(State { density, objective, means: [t, s], covariance })
    }
}

/// A step of (a, c), and g·H⁻¹g, twice what it should take off F.
#[derive(Debug, Clone, Copy)]
struct Step {
    slope: f64,
    size: f64,
    decrement: f64,
}

struct State {
    density: LogDensity,
    objective: f64,
    means: [f64; 2],
    covariance: [f64; 3],
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Means of samples next to a power law, cut sharply, wide and far out: at the best a and c the law has them. The expectations are good to
    /// 1e-12 of the largest |t| and of s.
    #[test]
    fn the_best_law_has_the_means_of_the_sample() {
        let power = |first, second, p, begin| Means { first, second, statistic: SufficientStatistic::Power(p), begin };
        let hard = [
            power(-0.350_538_204_771_924_43, 0.706_231_662_985_757_2, 1.0, -0.430_651_117_662_257_17),
            power(-1.525_137_019_058_442_6, 0.001_400_780_620_154_629_8, 32.0, -2.071_738_667_943_456_4),
            power(-11.721_859_503_078_004, 0.000_916_891_152_171_393, 4.0, -13.549_708_435_927_263),
            power(-0.967_980_928_628_364_6, 0.383_107_777_637_155_6, 1.0, -1.094_022_697_588_853_2),
            power(-1.647_978_212_117_657, 0.031_579_892_649_248_514, 32.0, -3.252_085_243_759_370_6),
            power(-0.108_009_712_689_758_77, 0.973_529_289_782_820_5, 0.25, -0.182_584_749_189_107_94),
            power(-29.0, 0.25, 32.0, f64::NEG_INFINITY),
            Means { first: 0.0, second: 0.01, statistic: SufficientStatistic::Square, begin: -0.15 },
        ];
        for means in hard {
            assert!(means.power_law().is_none(), "{means:?}");
            let best = means.best(None).unwrap();
            let (_, [t, s]) = best.density.means(|t, s| [t, s]);
            let wide = means.first.abs().max(if means.begin.is_finite() { means.begin.abs() } else { 0.0 });
            assert!(
                (t - means.first).abs() < 1e-11 * wide && (s / means.second - 1.0).abs() < 1e-11,
                "{means:?} {best:?} {t} {s}"
            );
        }
    }
}
