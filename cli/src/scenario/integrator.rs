//! `[integrator.*]`: how particles step.

use super::Time;
use serde::{Deserialize, Serialize};
use svsde::rules::{Rules, Table, number};

/// How particles step; exactly one `[integrator.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Integrator {
    /// Fixed steps.
    EulerMaruyama(Fixed),
    /// Fixed steps, bounded drift.
    TamedEuler(Fixed),
    /// Steps halved where they must be.
    AdaptiveEuler(Adaptive),
    /// Semi-implicit steps.
    ProximalEuler(Fixed),
    /// Draws from the transition law.
    Exact(Exact),
}

/// A fixed step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fixed {
    /// Step.
    pub dt: f64,
    /// Run dt/2 too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

/// A step that is halved where it must be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adaptive {
    /// Largest step.
    pub dt: f64,
    /// Largest difference between one step and two halves, relative to the mean particle and to each.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// Run dt/2 too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

/// Below it every step is halved to the floor.
const LEAST_TOLERANCE: f64 = 1e-8;

fn tolerance() -> f64 {
    1e-2
}

/// No step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exact {}

impl Integrator {
    /// Name in scenarios.
    pub fn name(&self) -> &'static str {
        match self {
            Self::EulerMaruyama(_) => "euler-maruyama",
            Self::TamedEuler(_) => "tamed-euler",
            Self::AdaptiveEuler(_) => "adaptive-euler",
            Self::ProximalEuler(_) => "proximal-euler",
            Self::Exact(_) => "exact",
        }
    }

    /// The step, and whether half of it is run too; `None` where there is no step.
    pub fn step(&self) -> Option<(f64, bool)> {
        match self {
            Self::EulerMaruyama(fixed) | Self::TamedEuler(fixed) | Self::ProximalEuler(fixed) => {
                Some((fixed.dt, fixed.refine))
            }
            Self::AdaptiveEuler(adaptive) => Some((adaptive.dt, adaptive.refine)),
            Self::Exact(_) => None,
        }
    }

    /// The step, to be changed.
    pub fn step_mut(&mut self) -> Option<&mut f64> {
        match self {
            Self::EulerMaruyama(fixed) | Self::TamedEuler(fixed) | Self::ProximalEuler(fixed) => Some(&mut fixed.dt),
            Self::AdaptiveEuler(adaptive) => Some(&mut adaptive.dt),
            Self::Exact(_) => None,
        }
    }

    /// Rules on the step, which must fit between records.
    pub(super) fn check(&self, time: &Time, rules: &mut Rules) {
        rules.table(self.name(), |rules| self.check_step(time, rules));
    }

    fn check_step(&self, time: &Time, rules: &mut Rules) {
        if let Some((dt, _)) = self.step() {
            rules.positive("dt", dt);
            if dt.is_finite() && dt > time.record_every && time.record_every > 0.0 {
                let most = number(time.record_every);
                rules.broken("dt", number(dt), format!("it must be at most time.record_every = {most}"));
            }
            if dt > 0.0 && time.end / dt > 1e12 {
                rules.broken("dt", number(dt), format!("this asks for {:.1e} steps; at most 1e12", time.end / dt));
            }
        }
        if let Self::AdaptiveEuler(adaptive) = self {
            adaptive.rules(rules);
        }
    }
}

impl Table for Adaptive {
    fn rules(&self, rules: &mut Rules) {
        rules.within("tolerance", self.tolerance, LEAST_TOLERANCE, 1.0);
    }
}
