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
//! A value below 0 forces no more than 8 halvings: then it is reflected. After 20 halvings, the floor, the proximal step is taken
//! where the model has one and its noise is finite: it keeps the order and is the reflected process of β < 1, while an explicit
//! step from a tiny gap would throw the pair apart by any distance. Other processes are reflected, and where the noise is infinite
//! at a collision, the move of a floor step is bounded.
//!
//! The run beside it that gives the step bias has dt/2, a quarter of the tolerance, and both floors two halvings deeper.
//!
//! # Order
//! Strong 1, weak 1 for smooth coefficients, as long as the tolerance does not refine; else the error follows the tolerance.
//!
//! # When to use
//! Where particles nearly touch, to see that a result does not depend on the method.
//!
//! # Source
//! Gaines and Lyons, SIAM J. Appl. Math. 57 (1997) 1455; Milstein 1975.

use super::proximal_euler::proximal_step;
use super::{Method, Orders, Scheme, Stepper, Steps, Workspace};
use crate::particles::models::Sde;
use crate::particles::order;
use crate::process::StepError;
use crate::random::Increment;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Halvings beyond which a collision is not resolved.
const FLOOR: u32 = 20;
/// Halvings that a value below 0 forces.
const FLOOR_AT_ZERO: u32 = 8;
/// Tolerance below which every step is halved to the floor.
const MIN_TOLERANCE: f64 = 1e-8;

/// Parameters of the method.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdaptiveEuler {
    /// Largest step.
    pub dt: f64,
    /// Largest difference between one step and two halves, relative to mean x + x_k.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// Whether to run half the step too, along the same Brownian path.
    #[serde(default)]
    pub refine: bool,
}

fn tolerance() -> f64 {
    1e-2
}

impl AdaptiveEuler {
    /// For `svsde list integrators`.
    pub const SUMMARY: &str =
        "Euler with Milstein's term and step doubling on one Brownian path; crossings and a tolerance force refinement";

    /// Parameters for lists and tests.
    pub fn examples() -> Vec<Self> {
        vec![Self { dt: 0.02, tolerance: tolerance(), refine: true }]
    }
}

impl Table for AdaptiveEuler {
    fn rules(&self, rules: &mut Rules) {
        rules.positive("dt", self.dt);
        rules.within("tolerance", self.tolerance, MIN_TOLERANCE, 1.0);
    }
}

impl Method for AdaptiveEuler {
    fn scheme(&self) -> Scheme {
        Scheme {
            smooth: Orders::Of(1.0, 1.0),
            log_gas: Orders::Of(0.75, 0.8),
            evaluations: 6.0,
            source: "Gaines and Lyons 1997",
        }
    }

    fn steps(&self) -> Option<Steps<'_>> {
        Some(Steps { dt: self.dt, refine: self.refine, stepper: self })
    }
}

impl Stepper for AdaptiveEuler {
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        Halving { tolerance: self.tolerance, deeper: 0 }.step(x, increment, work)
    }

    fn refined_step(&self, x: &mut [f64], half: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        Halving { tolerance: 0.25 * self.tolerance, deeper: 2 }.step(x, half, work)
    }
}

/// How far steps are halved.
struct Halving {
    tolerance: f64,
    /// Halvings below both floors.
    deeper: u32,
}

impl Halving {
    fn step(&self, x: &mut [f64], increment: &Increment, work: &mut Workspace) -> Result<(), StepError> {
        let end = match work.model.is_noise_singular() {
            true => self.foreseen(x, increment, work),
            false => self.doubled(x, increment, work),
        };
        if let Some((end, reflections)) = end {
            work.counts.reflections += reflections;
            x.copy_from_slice(&end);
            return Ok(());
        }
        if increment.depth() < FLOOR + self.deeper {
            work.counts.refined_steps += 1;
            for half in work.path.halves(increment) {
                self.step(x, &half, work)?;
            }
            return Ok(());
        }
        let mut end = x.to_vec();
        work.euler(x, increment, &mut end);
        if work.model.is_noise_singular() {
            for (k, end) in end.iter_mut().enumerate() {
                let (noise, drift) = (work.diffusion[k] * increment.dw[k], work.drift[k] * increment.dt);
                *end = x[k] + bounded(noise, drift, order::nearest(x, k));
            }
        } else if work.model.proximal().is_ok() {
            if work.model.collision_reason().is_some() {
                work.counts.collisions += order::sort(&mut end);
            }
            return proximal_step(x, increment, work);
        }
        x.copy_from_slice(&end);
        work.reflect(x)
    }

    /// Two halves and their reflections, if they are admissible and agree with the whole step.
    fn doubled(&self, x: &[f64], increment: &Increment, work: &mut Workspace) -> Option<(Vec<f64>, u64)> {
        let model = work.model.clone();
        let [first, second] = work.path.halves(increment);
        let (mut whole, mut middle, mut end) = (x.to_vec(), x.to_vec(), x.to_vec());
        let reflecting = increment.depth() >= FLOOR_AT_ZERO + self.deeper;
        let mut reflections = 0;
        let mut admit = |x: &mut [f64]| {
            if reflecting {
                reflections += order::reflect_at_zero(x);
            }
            is_admissible(&*model, x)
        };
        work.milstein(x, &first, &mut middle);
        if !admit(&mut middle) {
            return None;
        }
        work.milstein(&middle, &second, &mut end);
        if !admit(&mut end) {
            return None;
        }
        work.milstein(x, increment, &mut whole);
        if reflecting {
            order::reflect_at_zero(&mut whole);
        }
        let scale = x.iter().chain(&end).sum::<f64>() / (2 * x.len()) as f64;
        let close = |(whole, end): (&f64, &f64)| (whole - end).abs() <= self.tolerance * (scale + end);
        let mut agree = whole.iter().zip(&end).all(close);
        if reflections > 0 {
            // Near 0 the mean may not measure a single particle; a throw by a near collision must still be refined.
            let short = |(x, end): (&f64, &f64)| (end - x).abs() <= self.tolerance.sqrt() * scale;
            let alone = !model.interacting() || x.len() == 1 || work.diffusion.iter().all(|&b| b == 0.0);
            agree |= alone || x.iter().zip(&end).all(short);
        }
        agree.then_some((end, reflections))
    }

    /// One step and its reflections at 0, if drift and noise foresee no near collision, and there is none.
    fn foreseen(&self, x: &[f64], increment: &Increment, work: &mut Workspace) -> Option<(Vec<f64>, u64)> {
        let mut end = x.to_vec();
        work.euler(x, increment, &mut end);
        let (bound, dt) = (self.tolerance.sqrt(), increment.dt);
        let way = |k: usize| work.diffusion[k] * dt.sqrt() + work.drift[k].abs() * dt;
        let calm = (0..x.len()).all(|k| way(k) <= bound * order::nearest(x, k));
        let reflections = order::reflect_at_zero(&mut end);
        (calm && is_admissible(&*work.model, &end)).then_some((end, reflections))
    }
}

/// Whether the state is ordered, at or above 0, and one that can be left again.
fn is_admissible(model: &dyn Sde, x: &[f64]) -> bool {
    let ordered = !model.interacting() || x.is_sorted();
    ordered && x.iter().all(|&x| x >= 0.0) && model.is_defined(x)
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
