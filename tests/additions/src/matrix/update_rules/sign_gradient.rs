//! Steps along the signs of the gradient's entries: D = sign G.

use super::UpdateRule;

/// W ← W − η sign G.
pub static SIGN_GRADIENT: UpdateRule = UpdateRule {
    polar_norm: false,
    ..UpdateRule::new("sign-gradient", "W <- W - eta sign(G), entry by entry", |step, out| {
        out.zip_mut_with(step.gradient, |out, g| *out = if *g == 0.0 { 0.0 } else { g.signum() });
        Ok(())
    })
};
