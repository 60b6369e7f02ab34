//! Gradient flow: D = G.

use super::UpdateRule;

/// W ← W − ηG.
pub static GRADIENT: UpdateRule = UpdateRule {
    polar_norm: false,
    ..UpdateRule::new("gradient", "W <- W - eta G", |step, out| {
        out.assign(step.gradient);
        Ok(())
    })
};
