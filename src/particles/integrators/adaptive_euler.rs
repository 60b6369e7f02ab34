//! Euler–Maruyama with step doubling on one Brownian path.
//!
//! # Scheme
//! Over each interval one whole step and two halves, which follow by the Brownian bridge. The halves are taken if they keep
//! 0 ≤ x_1 < … < x_n and end within `tolerance`·(mean x + x_k) of the whole step in every component; else both halves are
//! treated likewise. After 24 halvings, the floor, a process that itself collides or comes to 0 is reflected; one that does
//! not takes the proximal step, where the model has one, which keeps the order. Where the noise is infinite at a collision, the
//! move of a floor step is bounded by what the squared gap would move.
//!
//! # Order
//! That of Euler–Maruyama in dt, as long as the tolerance does not refine; else the error follows the tolerance.
//!
//! # When to use
//! Where particles nearly touch, to see that a result does not depend on the method.
//!
//! # Source
//! Step doubling with a consistent path: Gaines and Lyons, SIAM J. Appl. Math. 57 (1997) 1455.

use super::{Integrator, ProximalEuler, Scheme, Work};
use crate::brownian::{Brownian, DEPTH, Increment};
use crate::particles::models::Model;
use crate::particles::order;
use crate::process::StepError;

/// The method.
pub struct AdaptiveEuler {
    /// Largest difference between one step and two halves, relative to mean x + x_k.
    pub tolerance: f64,
}

/// What is known of it.
pub const SCHEME: Scheme = Scheme {
    name: "adaptive-euler",
    summary: "Euler with step doubling on one Brownian path; crossings and a tolerance force refinement",
    smooth: Some((0.5, 1.0)),
    log_gas: Some((0.5, 1.0)),
    source: "Gaines and Lyons 1997",
};

impl Integrator for AdaptiveEuler {
    fn step(
        &self,
        model: &dyn Model,
        x: &mut [f64],
        increment: &Increment,
        path: &mut Brownian,
        work: &mut Work,
    ) -> Result<(), StepError> {
        let plain = |_: &[f64], _: f64| 1.0;
        let admissible = |x: &[f64]| {
            let above = x.iter().all(|&x| x >= 0.0);
            above && (!model.interacting() || order::is_increasing(x))
        };
        let halves = path.halves(increment);
        let (mut whole, mut middle, mut end) = (x.to_vec(), x.to_vec(), x.to_vec());
        work.euler(model, x, increment, plain, &mut whole);
        work.euler(model, x, &halves[0], plain, &mut middle);
        let mut accepted = false;
        if admissible(&middle) {
            work.euler(model, &middle, &halves[1], plain, &mut end);
            accepted = admissible(&end) && self.within_tolerance(x, &whole, &end);
        }
        if accepted {
            x.copy_from_slice(&end);
            return Ok(());
        }
        if increment.depth() + 1 < DEPTH {
            work.tally.refined_steps += 1;
            for half in &halves {
                self.step(model, x, half, path, work)?;
            }
            return Ok(());
        }
        if model.collides().is_none() && model.barrier().is_some() {
            return ProximalEuler.step(model, x, increment, path, work);
        }
        if model.is_noise_singular() {
            shorten(x, &mut whole);
        }
        x.copy_from_slice(&whole);
        work.reflect(model, x)
    }
}

/// Shortens every move that is longer than the gap to the nearest neighbour to the geometric mean of both.
///
/// Where the noise goes as the inverse of a gap g, that of g² is bounded: over a time h it moves g by about
/// √(noise·g·√h) at most, while a plain step moves it without bound.
fn shorten(from: &[f64], to: &mut [f64]) {
    for (k, to) in to.iter_mut().enumerate() {
        let below = if k > 0 { from[k] - from[k - 1] } else { f64::INFINITY };
        let above = from.get(k + 1).map_or(f64::INFINITY, |next| next - from[k]);
        let (gap, way) = (below.min(above), *to - from[k]);
        if way.abs() > gap {
            *to = from[k] + way.signum() * (way.abs() * gap).sqrt();
        }
    }
}

impl AdaptiveEuler {
    fn within_tolerance(&self, from: &[f64], whole: &[f64], end: &[f64]) -> bool {
        let scale = from.iter().chain(end).sum::<f64>() / (2 * from.len()) as f64;
        let close = |(whole, end): (&f64, &f64)| (whole - end).abs() <= self.tolerance * (scale + end);
        whole.iter().zip(end).all(close)
    }
}
