//! The Euler–Maruyama method with a fixed step.
//!
//! # Scheme
//! x⁺ = x + a(x) dt + b(x) ΔW, then absolute values, then ascending order.
//!
//! # Order
//! Strong 1/2, weak 1 for smooth coefficients. On a log-gas the drift is not bounded: a step that nearly closes a gap is
//! followed by one that throws the pair apart, and the error falls slowly.
//!
//! # When to use
//! Smooth coefficients, or to see what a published simulation did. Where particles collide (β < 1), the collisions counted grow
//! without bound as dt → 0 and the spectrum has heavy tails that the process has not.
//!
//! # Source
//! Maruyama 1955; Kloeden and Platen 1992, section 10.2.

use super::{Integrator, Orders, Scheme, Work};
use crate::particles::models::Model;
use crate::process::StepError;
use crate::random::{Brownian, Increment};

/// The method.
pub struct EulerMaruyama;

/// What is known of it.
pub const SCHEME: Scheme = Scheme {
    name: "euler-maruyama",
    summary: "x + a dt + b dW, then reflection by absolute value and sorting",
    smooth: Orders::Of(0.5, 1.0),
    log_gas: Orders::Unbounded,
    source: "Maruyama 1955",
};

impl Integrator for EulerMaruyama {
    fn step(
        &self,
        model: &dyn Model,
        x: &mut [f64],
        increment: &Increment,
        _: &mut Brownian,
        work: &mut Work,
    ) -> Result<(), StepError> {
        let from = x.to_vec();
        work.euler(model, &from, increment, |_, _| 1.0, x);
        work.reflect(model, x)
    }
}
