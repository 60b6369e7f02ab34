//! The log-gas of SGD in its stationary state: spectra, and the mean of their trace with its error.

use svsde::ensemble::{Control, Plan, run};
use svsde::{ParticleReplicas, ParticleStart, ProximalEuler, Sgd};

fn main() -> svsde::Result<()> {
    let gas = Sgd { rows: 12, cols: 8, learning_rate: 1.0, diffusion: 0.05, curvature: 0.2, ..Sgd::default() };
    let integrator = ProximalEuler { dt: 0.1, refine: false };
    let source = ParticleReplicas::new(gas, integrator, ParticleStart::Stationary)?;
    let plan = Plan { seed: 7, replicas: 400, times: vec![0.0, 10.0, 20.0], spectra: true };
    let result = run(&source, &plan, &Control::default())?;
    if let Some(lambda) = result.spectra() {
        println!("spectra: {:?} (replicas, times, values)", lambda.shape());
    }
    for (time, mean, error) in result.mean("trace") {
        println!("t = {time}: trace {mean:.2} ± {error:.2}, exactly 24 in the limit of small steps");
    }
    Ok(())
}
