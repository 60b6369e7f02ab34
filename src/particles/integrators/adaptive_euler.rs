//! Euler–Maruyama with Milstein's term and step doubling on one Brownian path.
//!
//! # Scheme
//! Over each interval one whole step and two halves, which follow by the Brownian bridge, all with ½ b b′ (ΔW² − dt). The halves
//! are taken if they keep 0 ≤ x_1 < … < x_n and end within `tolerance`·(mean x + x_k) of the whole step in every component; else
//! both halves are treated likewise.
//!
//! Which step is taken depends on what the path does within it. Without Milstein's term that is not harmless: with tolerance → 0
//! plain Euler then converges to another process (Gaines and Lyons; the trace of the log-gas came out 1.4 % high). Where the noise
//! of one particle depends on others (`muon-gap`) that term is not enough, and the step is chosen from the state at its beginning
//! alone: until noise and drift over it are below √`tolerance` of the gap to the nearest neighbour, whatever happens at 0.
//!
//! A value below 0 forces no more than 8 halvings: then it is reflected, which for dt/256 is a small part of the step error.
//! After 24 halvings, the floor, a process that itself collides or comes to 0 is reflected; one that does not takes the proximal
//! step, where the model has one, which keeps the order. Where the noise is infinite at a collision, the move of a floor step is
//! bounded.
//!
//! # Order
//! Strong 1, weak 1 for smooth coefficients, as long as the tolerance does not refine; else the error follows the tolerance.
//!
//! # When to use
//! Where particles nearly touch, to see that a result does not depend on the method.
//!
//! # Source
//! Gaines and Lyons, SIAM J. Appl. Math. 57 (1997) 1455; Milstein 1975.

use super::{Integrator, Orders, ProximalEuler, Scheme, Work};
use crate::brownian::{Brownian, DEPTH, Increment};
use crate::particles::models::Model;
use crate::particles::order;
use crate::process::StepError;

/// The method.
pub struct AdaptiveEuler {
    /// Largest difference between one step and two halves, relative to mean x + x_k.
    pub tolerance: f64,
}

/// Halvings that a value below 0 forces.
const DEPTH_AT_ZERO: u32 = 8;

/// What is known of it.
pub const SCHEME: Scheme = Scheme {
    name: "adaptive-euler",
    summary: "Euler with Milstein's term and step doubling on one Brownian path; crossings and a tolerance force refinement",
    smooth: Orders::Of(1.0, 1.0),
    log_gas: Orders::Of(0.75, 0.8),
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
        let end = match model.is_noise_singular() {
            true => self.foreseen(model, x, increment, work),
            false => self.doubled(model, x, increment, path, work),
        };
        if let Some(end) = end {
            x.copy_from_slice(&end);
            return Ok(());
        }
        if increment.depth() + 1 < DEPTH {
            work.tally.refined_steps += 1;
            for half in path.halves(increment) {
                self.step(model, x, &half, path, work)?;
            }
            return Ok(());
        }
        if model.collides().is_none() && model.barrier().is_some() {
            return ProximalEuler.step(model, x, increment, path, work);
        }
        let mut end = x.to_vec();
        work.euler(model, x, increment, |_, _| 1.0, &mut end);
        if model.is_noise_singular() {
            for (k, end) in end.iter_mut().enumerate() {
                let (noise, drift) = (work.amplitude[k] * increment.dw[k], work.drift[k] * increment.dt);
                *end = x[k] + bounded(noise, drift, nearest(x, k));
            }
        }
        x.copy_from_slice(&end);
        work.reflect(model, x)
    }
}

impl AdaptiveEuler {
    /// Two halves, if they are admissible and agree with the whole step.
    fn doubled(
        &self,
        model: &dyn Model,
        x: &[f64],
        increment: &Increment,
        path: &mut Brownian,
        work: &mut Work,
    ) -> Option<Vec<f64>> {
        let [first, second] = path.halves(increment);
        let (mut whole, mut middle, mut end) = (x.to_vec(), x.to_vec(), x.to_vec());
        let reflecting = increment.depth() >= DEPTH_AT_ZERO;
        let mut reflections = 0;
        let mut admit = |x: &mut [f64]| {
            if reflecting {
                reflections += order::reflect_at_zero(x);
            }
            is_admissible(model, x)
        };
        work.milstein(model, x, &first, &mut middle);
        if !admit(&mut middle) {
            return None;
        }
        work.milstein(model, &middle, &second, &mut end);
        if !admit(&mut end) {
            return None;
        }
        work.milstein(model, x, increment, &mut whole);
        if reflecting {
            order::reflect_at_zero(&mut whole);
        }
        let scale = x.iter().chain(&end).sum::<f64>() / (2 * x.len()) as f64;
        let close = |(whole, end): (&f64, &f64)| (whole - end).abs() <= self.tolerance * (scale + end);
        let mut agree = whole.iter().zip(&end).all(close);
        if reflections > 0 {
            // Near 0 the mean may be no measure of a single particle; a throw by a near collision must still be refined.
            let short = |(x, end): (&f64, &f64)| (end - x).abs() <= self.tolerance.sqrt() * scale;
            let alone = !model.interacting() || x.len() == 1 || work.amplitude.iter().all(|&b| b == 0.0);
            agree |= alone || x.iter().zip(&end).all(short);
        }
        let taken = agree.then_some(end);
        work.tally.reflections += taken.as_ref().map_or(0, |_| reflections);
        taken
    }

    /// One step, if drift and noise foresee no near collision, and there is none; reflected at 0.
    fn foreseen(&self, model: &dyn Model, x: &[f64], increment: &Increment, work: &mut Work) -> Option<Vec<f64>> {
        let mut end = x.to_vec();
        work.euler(model, x, increment, |_, _| 1.0, &mut end);
        let (bound, dt) = (self.tolerance.sqrt(), increment.dt);
        let way = |k: usize| work.amplitude[k] * dt.sqrt() + work.drift[k].abs() * dt;
        let calm = (0..x.len()).all(|k| way(k) <= bound * nearest(x, k));
        let reflections = order::reflect_at_zero(&mut end);
        let taken = (calm && is_admissible(model, &end)).then_some(end);
        work.tally.reflections += taken.as_ref().map_or(0, |_| reflections);
        taken
    }
}

/// Whether the state is ordered, at or above 0, and one that can be left again.
fn is_admissible(model: &dyn Model, x: &[f64]) -> bool {
    let ordered = !model.interacting() || x.is_sorted();
    ordered && x.iter().all(|&x| x >= 0.0) && model.is_defined(x)
}

/// Distance from particle k to its nearest neighbour.
fn nearest(x: &[f64], k: usize) -> f64 {
    let below = if k > 0 { x[k] - x[k - 1] } else { f64::INFINITY };
    let above = x.get(k + 1).map_or(f64::INFINITY, |next| next - x[k]);
    below.min(above)
}

/// The move of particle k over a floor step, where the noise goes as the inverse of the gap g to its neighbour.
///
/// A noise b = K/g moves g² by about K√h, whatever g is, and a drift a = K²/g³ moves g⁴ by about K²h; plain steps, by K√h/g and
/// K²h/g³, are not bounded. A part longer than the gap is shortened to what it moves by that rule: √(b√h·g), ⁴√(ah·g³).
fn bounded(noise: f64, drift: f64, gap: f64) -> f64 {
    let shorten = |way: f64, power: f64| {
        let longer = way.abs() > gap;
        if longer { way.signum() * gap * (way.abs() / gap).powf(power) } else { way }
    };
    shorten(noise, 0.5) + shorten(drift, 0.25)
}
