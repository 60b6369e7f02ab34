//! What a scenario will cost, from operation counts; right within a factor of a few.

use crate::scenario::{Integrator, Model, Scenario};
use crate::study::Cost;
use crate::study::flows::cost::decomposition;

/// Seconds per pair of particles of one evaluation of drift and noise, and per particle.
const PER_PAIR: f64 = 1.5e-9;
const PER_PARTICLE: f64 = 4e-8;
/// Seconds per number of an observable.
const PER_OBSERVED: f64 = 3e-8;

/// Estimates the cost of anything but a regression; computes nothing.
pub fn estimate(scenario: &Scenario) -> Cost {
    let (rows, cols) = scenario.model.shape();
    let (m, n) = (rows as f64, cols as f64);
    let rank = m.min(n);
    let evaluation = PER_PAIR * n * n + PER_PARTICLE * n;
    let (step, dt) = match (&scenario.model, &scenario.integrator) {
        (Model::MatrixMuon(_), _) => (decomposition(m, n), 1.0),
        (Model::PolarNoise(_), _) => (1e-8 * m * n, 1.0),
        (Model::PowerDiffusion(_), Some(integrator)) => steps(integrator, PER_PARTICLE * n, scenario),
        (_, Some(integrator)) => steps(integrator, evaluation, scenario),
        _ => (1e-8 * m * n, scenario.course().record_every),
    };
    let records = scenario.course().records().len() as f64;
    let matrix = matches!(scenario.model, Model::MatrixSgd(_) | Model::MatrixMuon(_) | Model::PolarNoise(_));
    let record = if matrix { 3.0 * decomposition(m, n) } else { 0.0 } + PER_OBSERVED * (rank * rank + 20.0 * rank);
    let replicas = scenario.ensemble.replicas as f64;
    let kept = if scenario.keeps_spectra() { replicas * records * rank } else { 0.0 };
    // A batch of replicas is in memory with every record.
    let batch = (replicas.min(256.0) * records).min(f64::from(1 << 21)).max(records) * 60.0;
    Cost {
        seconds: replicas * (scenario.course().end / dt * step + records * record),
        memory: 8.0 * (kept + batch + replicas * 300.0),
        file: 8.0 * (kept + replicas * 20.0 + records * 100.0),
    }
}

/// Seconds per step, and the step.
fn steps(integrator: &Integrator, evaluation: f64, scenario: &Scenario) -> (f64, f64) {
    let cost = integrator.scheme().evaluations * evaluation;
    match integrator.stepper() {
        Some(stepper) if stepper.refine() => (3.0 * cost, stepper.dt()),
        Some(stepper) => (cost, stepper.dt()),
        None => (cost, scenario.course().record_every),
    }
}
