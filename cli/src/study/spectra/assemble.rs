//! From a scenario's tables to a particle model and its method, and which of them go together.

use crate::scenario::{Drift, GapDiffusion, Initial, Integrator, Model, PowerDiffusion, Scenario, Sgd};
use std::sync::Arc;
use svsde::matrix::models::MatrixDynamics;
use svsde::particles::evolution::Method;
use svsde::particles::integrators::{AdaptiveEuler, EulerMaruyama, Integrator as OneStep, ProximalEuler, TamedEuler};
use svsde::particles::models::{self, Confinement, Diffusion};
use svsde::random::Stream;

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
    let (integrator, finer): (Arc<dyn OneStep>, Arc<dyn OneStep>) = match integrator {
        Integrator::TamedEuler(_) => (Arc::new(TamedEuler), Arc::new(TamedEuler)),
        Integrator::AdaptiveEuler(adaptive) => {
            let method = AdaptiveEuler::new(adaptive.tolerance);
            let finer = method.refined();
            (Arc::new(method), Arc::new(finer))
        }
        Integrator::ProximalEuler(_) => (Arc::new(ProximalEuler), Arc::new(ProximalEuler)),
        Integrator::EulerMaruyama(_) | Integrator::Exact(_) => (Arc::new(EulerMaruyama), Arc::new(EulerMaruyama)),
    };
    Method::Steps { integrator, dt, refined: refine.then_some(finer) }
}

/// Why a model cannot be integrated so at all, with the key that is in the way; `None` where it can.
pub fn unfit(integrator: &Integrator, model: &Model) -> Option<String> {
    let particles = particle_model(model)?;
    let reason = match (integrator, model) {
        (Integrator::ProximalEuler(_), _) if particles.barrier().is_some() => return None,
        (Integrator::ProximalEuler(_), Model::MuonGap(gap)) => match gap.diffusion {
            GapDiffusion::Value(diffusion) => format!(
                "with diffusion = {diffusion} the repulsion of a close pair does not keep up with its noise, and a proximal step has \
                 no limit; use diffusion = \"matched\", or adaptive-euler"
            ),
            GapDiffusion::Rule(_) if gap.cols == 1 => "with cols = 1 there is no repulsion".to_owned(),
            GapDiffusion::Rule(_) => {
                format!("with gradient_noise = {} there is no repulsion", gap.gradient_noise)
            }
        },
        (Integrator::ProximalEuler(_), _) => "its drift is not the gradient of a convex barrier".to_owned(),
        (Integrator::Exact(_), _) if particles.transition().is_some() => return None,
        (Integrator::Exact(_), Model::Sgd(Sgd { drift: Drift::Uniform, .. })) => {
            "the transition law is not known with drift = \"uniform\"".to_owned()
        }
        (Integrator::Exact(_), Model::Sgd(_)) => {
            "with constants = \"published\" the transition law is known for cols = 1 only".to_owned()
        }
        (Integrator::Exact(_), Model::PowerDiffusion(power)) => {
            format!("the transition law is known for p = q = 1 only, not for p = {}, q = {}", power.p, power.q)
        }
        (Integrator::Exact(_), _) => "its transition law is not known".to_owned(),
        _ => return None,
    };
    Some(reason)
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
    if let Model::MuonPolar(polar) = &scenario.model {
        let start = match &scenario.initial {
            Some(Initial::Linspace { from, .. }) => Some(*from),
            Some(Initial::Values { sigma: Some(sigma), .. }) => sigma.iter().copied().reduce(f64::min),
            _ => None,
        };
        let floor = 3.0 * polar.gradient_noise / polar.curvature;
        let time = scenario.course().end;
        let end = start.map(|start| start - polar.learning_rate * time);
        if polar.gradient_noise > 0.0 && end.is_some_and(|end| end < floor) {
            warnings.push(format!(
                "the smallest singular value falls by learning_rate = {} a step and comes below 3 gradient_noise / curvature = {floor} \
                 before time.end = {time}: perturbation theory does not hold there; compare with model.matrix-muon",
                polar.learning_rate
            ));
        }
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
/// The inequality that fails, in words, with the keys that it is about.
pub fn stationary(model: &Model) -> Result<(), String> {
    let unknown = Err(format!("no exact stationary law of model.{} is known", model.name()));
    let flat = |curvature: f64| match curvature > 0.0 {
        true => Ok(()),
        false => Err(format!("a stationary law needs curvature > 0, but it is {curvature}")),
    };
    match model {
        Model::MatrixSgd(sgd) => sgd.stationary_deviation().map(|_| ()),
        Model::Sgd(sgd) if sgd.drift == Drift::Quadratic => flat(sgd.curvature),
        Model::PowerDiffusion(power) => {
            let PowerDiffusion { alpha, beta, p, q, .. } = power;
            // The law of one particle is that of all.
            let one = Model::PowerDiffusion(PowerDiffusion { cols: 1, ..power.clone() });
            let drawn = match particle_model(&one) {
                Some(one) => one.stationary(&mut Stream::new(0, 0, "problem")).map_err(|why| why.to_string()),
                None => return unknown,
            };
            drawn.map(|_| ()).map_err(|why| format!("{why}; here alpha = {alpha}, beta = {beta}, p = {p}, q = {q}"))
        }
        Model::Sgd(_) => Err("the stationary law with drift = \"uniform\" cannot be drawn from exactly".to_owned()),
        _ => unknown,
    }
}
