//! A saved process continues to the same bits.

use svsde::matrix::models::MatrixModel;
use svsde::matrix::start::{Linspace, Start};
use svsde::particles::integrators::Integrator;
use svsde::particles::models::ParticleModel;
use svsde::process::{Process, ReplicaSource, Snapshot};
use svsde::random::Stream;
use svsde::{MatrixReplicas, MatrixStart, ParticleReplicas, ParticleStart};

const MATRICES: [&str; 3] = [
    "matrix-sgd = { rows = 6, cols = 4, learning_rate = 0.5, diffusion = 0.1 }",
    "matrix-muon = { rows = 6, cols = 4, learning_rate = 0.1, gradient_noise = 0.3, momentum = 0.9 }",
    "polar-noise = { rows = 6, cols = 4, learning_rate = 0.1, gradient_noise = 0.3, momentum = 0.9 }",
];

/// Every particle model under every integrator that fits it, and every model of a matrix.
fn sources() -> Vec<(String, Box<dyn ReplicaSource>)> {
    let start = || Start::from(Linspace { from: 0.5, to: 2.0 });
    let mut sources: Vec<(String, Box<dyn ReplicaSource>)> = Vec::new();
    for model in ParticleModel::examples() {
        for integrator in Integrator::examples() {
            let name = format!("{model:?} {}", integrator.name());
            if integrator.fits(&*model).is_ok() {
                let source = ParticleReplicas::new(model.clone(), integrator, ParticleStart::Drawn(start())).unwrap();
                sources.push((name, Box::new(source)));
            }
        }
    }
    assert_eq!(MATRICES.len(), MatrixModel::KINDS.len());
    for text in MATRICES {
        let model: MatrixModel = toml::from_str(text).unwrap();
        let source = MatrixReplicas::new(model, Some(MatrixStart::Drawn(start()))).unwrap();
        sources.push((text.to_owned(), Box::new(source)));
    }
    assert!(sources.len() > 15);
    sources
}

fn advance(process: &mut dyn Process, rng: &mut Stream, steps: usize) {
    for step in 0..steps {
        let dt = process.step_size(0.0).min(1.0);
        process.advance(step as f64 * dt, dt, rng).unwrap();
    }
}

fn bits(process: &mut dyn Process) -> (Vec<u64>, Snapshot) {
    let (mut spectrum, mut rest) = (Vec::new(), Vec::new());
    process.measure(&mut spectrum, &mut rest).unwrap();
    (spectrum.iter().chain(&rest).map(|x| x.to_bits()).collect(), process.save())
}

#[test]
fn every_model_and_integrator_resumes_to_the_same_bits() {
    for (name, source) in sources() {
        let process = || source.replica(7, 3).unwrap().processes.remove(0);
        let mut rng = Stream::new(7, 3, "process");
        let mut whole = process();
        advance(whole.as_mut(), &mut rng, 9);
        let (snapshot, position) = (whole.save(), rng.position());
        advance(whole.as_mut(), &mut rng, 8);

        let mut resumed = process();
        let before = resumed.save();
        assert!(!resumed.restore(&Snapshot::new()), "{name}");
        assert!(resumed.save() == before, "{name}: a refused snapshot changed the state");
        assert!(resumed.restore(&snapshot), "{name}");
        let mut rng = Stream::new(7, 3, "process");
        rng.seek(position);
        advance(resumed.as_mut(), &mut rng, 8);
        assert!(bits(resumed.as_mut()) == bits(whole.as_mut()), "{name}");
    }
}
