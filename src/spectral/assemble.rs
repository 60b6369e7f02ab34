//! From a scenario's tables to a particle model and its method, and which of them go together.

use crate::matrix::ornstein_uhlenbeck::stationary_deviation;
use crate::noise::{Segment, Stream};
use crate::particles::evolution::Method;
use crate::particles::integrators::{AdaptiveEuler, EulerMaruyama, ProximalEuler, TamedEuler};
use crate::particles::models::{self, Confinement, Diffusion};
use crate::scenario::{Drift, GapDiffusion, Integrator, Model, Scenario};
use std::sync::Arc;

/// The particle model of a scenario; `None` for a matrix.
pub fn particle_model(model: &Model) -> Option<Arc<dyn models::Model>> {
    Some(match model {
        Model::Sgd(sgd) => {
            let confinement = match sgd.drift {
                Drift::Quadratic => Confinement::Quadratic(sgd.curvature),
                Drift::Uniform => Confinement::Uniform,
            };
            let shape = (sgd.rows, sgd.cols);
            Arc::new(models::Sgd::new(shape, sgd.learning_rate, sgd.diffusion, confinement, sgd.constants))
        }
        Model::MuonGap(gap) => {
            let diffusion = match gap.diffusion {
                GapDiffusion::Value(diffusion) => Diffusion::Constant(diffusion),
                GapDiffusion::Rule(_) => Diffusion::Matched,
            };
            let shape = (gap.rows, gap.cols);
            Arc::new(models::MuonGap::new(shape, gap.learning_rate, gap.gradient_noise, diffusion, gap.constants))
        }
        Model::MuonPolar(polar) => {
            let shape = (polar.rows, polar.cols);
            Arc::new(models::MuonPolar::new(shape, polar.learning_rate, polar.gradient_noise, polar.curvature))
        }
        Model::PowerDiffusion(power) => Arc::new(models::PowerDiffusion {
            alpha: power.alpha,
            beta: power.beta,
            p: power.p,
            q: power.q,
            c: power.c,
            count: power.cols,
        }),
        _ => return None,
    })
}

/// How `integrator` moves the particles.
pub fn method(integrator: &Integrator) -> Method {
    let Some((dt, refine)) = integrator.step() else { return Method::Exact };
    let integrator: Arc<dyn crate::particles::integrators::Integrator> = match integrator {
        Integrator::TamedEuler(_) => Arc::new(TamedEuler),
        Integrator::AdaptiveEuler(adaptive) => Arc::new(AdaptiveEuler { tolerance: adaptive.tolerance }),
        Integrator::ProximalEuler(_) => Arc::new(ProximalEuler),
        Integrator::EulerMaruyama(_) | Integrator::Exact(_) => Arc::new(EulerMaruyama),
    };
    Method::Steps { integrator, dt, refine }
}

/// Why a model cannot be integrated so at all; `None` where it can.
pub fn unfit(integrator: &Integrator, model: &dyn models::Model) -> Option<&'static str> {
    match integrator {
        Integrator::ProximalEuler(_) if model.barrier().is_none() => Some(
            "the proximal step needs a repulsion that keeps up with the noise and comes from a convex barrier: sgd, and muon-gap with diffusion = \"matched\" and noise",
        ),
        Integrator::Exact(_) if model.transition().is_none() => {
            Some("no exact transition law of this model is known with these keys")
        }
        _ => None,
    }
}

/// What is doubtful about a choice that can be run.
pub fn warnings(scenario: &Scenario, model: &dyn models::Model) -> Vec<String> {
    let mut warnings = Vec::new();
    if let Some(integrator @ (Integrator::EulerMaruyama(_) | Integrator::TamedEuler(_))) = &scenario.integrator
        && let Some(reason) = model.defies_fixed_steps()
    {
        let instead = if model.barrier().is_some() { "proximal-euler" } else { "adaptive-euler" };
        warnings.push(format!(
            "{} with a fixed step: {reason}. The collisions it counts and the tails it shows depend on dt; use {instead}, or \
             lower dt and compare",
            integrator.name()
        ));
    }
    if let Model::Sgd(sgd) = &scenario.model
        && sgd.drift == Drift::Uniform
        && sgd.curvature != 0.0
    {
        warnings.push(format!("curvature = {} is not used: drift = \"uniform\" takes its place", sgd.curvature));
    }
    warnings
}

/// Whether the model has a stationary law that can be drawn from exactly; else why not.
///
/// # Errors
/// The inequality that fails, in words.
pub fn stationary(model: &Model) -> Result<(), String> {
    match (particle_model(model), model) {
        (Some(particles), _) => {
            let mut noise = Stream::new(0, 0, Segment::Problem);
            particles.stationary(&mut noise).map(|_| ()).map_err(|reason| reason.to_string())
        }
        (None, Model::MatrixSgd(sgd)) => match stationary_deviation(sgd.diffusion, sgd.curvature) {
            Some(_) => Ok(()),
            None => Err("a stationary law needs curvature > 0".to_owned()),
        },
        _ => Err(format!("no exact stationary law of model.{} is known", model.name())),
    }
}
