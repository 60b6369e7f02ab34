//! The proximal (semi-implicit) Euler–Maruyama method for log-gases.
//!
//! # Scheme
//! σ⁺ = argmin over 0 < σ_1 < … < σ_n of ½‖σ − (σ_t + √(2ηD) ΔW)‖² + dt·V(σ), V the convex potential of the model: the noise of the
//! step, then the repulsion at its end. Unique, ordered and positive for every dt > 0 and every β > 0.
//!
//! # Order
//! Strong and weak 1 where particles stay apart. The step is low in Σσ² by dt²‖∇V‖² on average, and E‖∇V‖² contains the mean of
//! 1/gap², which is infinite for β ≤ 1: the weak order is (1 + β)/2 for β < 1, 3/4 for the published constants, and 1 up to a
//! logarithm for β = 1.
//!
//! # When to use
//! Log-gases, always. For β < 1 its limit is the reflected process (the multivalued equation).
//!
//! # Source
//! Ngo and Taguchi, Ann. Appl. Probab. 30 (2020) 673; Cépa and Lépingle, Probab. Theory Relat. Fields 107 (1997) 429.

use super::{Integrator, Orders, Scheme, Work};
use crate::particles::models::Model;
use crate::process::StepError;
use crate::random::{Brownian, Increment};

/// The method.
pub struct ProximalEuler;

/// What is known of it.
pub const SCHEME: Scheme = Scheme {
    name: "proximal-euler",
    summary: "semi-implicit in sigma: ordered and positive for every dt and every beta > 0; sgd and muon-gap",
    smooth: Orders::Of(1.0, 1.0),
    log_gas: Orders::Of(0.85, 0.85),
    source: "Ngo and Taguchi 2020",
};

impl Integrator for ProximalEuler {
    fn step(
        &self,
        model: &dyn Model,
        x: &mut [f64],
        increment: &Increment,
        _: &mut Brownian,
        work: &mut Work,
    ) -> Result<(), StepError> {
        let Some(gas) = model.barrier() else { return Err(StepError::NotSolved { iterations: 0 }) };
        let problem = &mut work.barrier;
        problem.prepare(x.len());
        let mut sigma: Vec<f64> = x.iter().map(|x| x.sqrt()).collect();
        gas.proximal(&sigma, &increment.dw, increment.dt, problem);
        work.tally.newton_iterations += problem.minimise(&mut sigma)?;
        work.tally.steps += 1;
        // Only where nothing keeps σ_1 from 0 is there anything to reflect, and only without repulsion anything to sort.
        work.reflect(model, &mut sigma)?;
        x.iter_mut().zip(&sigma).for_each(|(x, sigma)| *x = sigma * sigma);
        Ok(())
    }

    fn starts_anywhere(&self) -> bool {
        true
    }
}
