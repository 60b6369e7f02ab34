//! `[model.power-diffusion]` with `[stationary]`: its density.

use svsde::particles::models::PowerDiffusion;
use svsde::rules::Rules;

/// Rules where the density is asked for: whether there is one is for the solver to say.
pub(super) fn check_density(model: &PowerDiffusion, rules: &mut Rules) {
    for (key, value) in [("alpha", model.alpha), ("beta", model.beta), ("p", model.p), ("q", model.q)] {
        rules.finite(key, value);
    }
    super::validate::diffuses(rules, model.c);
}
