//! The tamed Euler method: the drift of one step is bounded by 1.
//!
//! # Scheme
//! x⁺ = x + a(x) dt / (1 + dt‖a(x)‖) + b(x) ΔW, then absolute values, then ascending order.
//!
//! # Order
//! Strong 1/2, weak 1 for coefficients that are smooth, the drift growing at most polynomially.
//!
//! # When to use
//! Drifts that grow fast far out, where plain Euler explodes. It bounds the throw apart of a pair that nearly met, but does
//! not keep the order either.
//!
//! # Source
//! Hutzenthaler, Jentzen and Kloeden, Ann. Appl. Probab. 22 (2012) 1611.

use super::{Integrator, Orders, Scheme, Work};
use crate::particles::models::Model;
use crate::process::StepError;
use crate::random::{Brownian, Increment};

/// The method.
pub struct TamedEuler;

/// What is known of it.
pub const SCHEME: Scheme = Scheme {
    name: "tamed-euler",
    summary: "x + a dt / (1 + dt |a|) + b dW, then reflection by absolute value and sorting",
    smooth: Orders::Of(0.5, 1.0),
    log_gas: Orders::Of(0.45, 0.8),
    source: "Hutzenthaler, Jentzen and Kloeden 2012",
};

impl Integrator for TamedEuler {
    fn step(
        &self,
        model: &dyn Model,
        x: &mut [f64],
        increment: &Increment,
        _: &mut Brownian,
        work: &mut Work,
    ) -> Result<(), StepError> {
        let from = x.to_vec();
        let tame = |drift: &[f64], dt: f64| 1.0 / (1.0 + dt * drift.iter().map(|a| a * a).sum::<f64>().sqrt());
        work.euler(model, &from, increment, tame, x);
        work.reflect(model, x)
    }
}
