//! `[integrator.*]`: the rules on a step that depend on the time of the run.

use super::Time;
use svsde::particles::integrators::Integrator;
use svsde::rules::{Rules, number};

/// Rules on the integrator, whose step must fit between records.
pub(super) fn check(integrator: &Integrator, time: &Time, rules: &mut Rules) {
    rules.table(integrator.name(), |rules| {
        integrator.rules(rules);
        let Some(dt) = integrator.stepper().map(|stepper| stepper.dt()) else { return };
        if dt.is_finite() && dt > time.record_every && time.record_every > 0.0 {
            let most = number(time.record_every);
            rules.broken("dt", number(dt), format!("it must be at most time.record_every = {most}"));
        }
        if dt > 0.0 && time.end / dt > 1e12 {
            rules.broken("dt", number(dt), format!("this asks for {:.1e} steps; at most 1e12", time.end / dt));
        }
    });
}
