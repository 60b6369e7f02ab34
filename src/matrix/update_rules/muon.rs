//! Muon: the polar factor of the gradient.

use super::UpdateRule;

/// W ← W − η polar(G).
pub static MUON: UpdateRule = UpdateRule::new("muon", "W <- W - eta polar(G)", |step, out| {
    let (polar, iterations) = step.polar;
    (polar.factor)(step.gradient, step.rounding, iterations, out)
});
