//! Spectral flattening for an `ndarray` of measurements: Muon and gradient descent from W = 0.

use ndarray::Array2;
use std::sync::Arc;
use svsde::ensemble::{Control, Plan, run};
use svsde::matrix::replicas::{FlowReplicas, ProblemSource};
use svsde::matrix::start::{Start, Zero};
use svsde::{Dense, MatrixStart, Regression, Stream};

fn main() -> svsde::Result<()> {
    let (shape, d, steps) = ((6, 6), 10, 4000.0);
    let mut rng = Stream::new(1, 0, "example");
    let measurements = Array2::from_shape_simple_fn((d, 36), || rng.gaussian());
    let targets: Vec<f64> = (0..d).map(|_| rng.gaussian()).collect();
    let flows = ["muon", "gradient"].map(str::to_owned).to_vec();
    let model = Regression { flows, ..Regression::new(shape, 0.01) };
    let problem = Arc::new(model.problem(Box::new(Dense::new(measurements, shape)?), targets)?);
    let start = MatrixStart::Drawn(Start::Zero(Zero {}));
    let source = FlowReplicas::new(model, ProblemSource::Given(problem), start, steps, 1)?;
    let plan = Plan { seed: 0, replicas: 1, times: vec![0.0, steps], spectra: true };
    let result = run(&source, &plan, &Control::default())?;
    for flow in ["muon", "gradient"] {
        let sigma = result.stacked(&format!("flows/{flow}/sigma"));
        let last = sigma.map(|sigma| sigma.iter().skip(6).copied().collect::<Vec<f64>>());
        println!("{flow:>8}: singular values {:.3?}", last.unwrap_or_default());
    }
    Ok(())
}
