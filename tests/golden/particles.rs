//! Golden values of the particle level: every model under every integrator that fits it, with half the step beside it.
//!
//! A change of these values is a change of published results, and belongs into the CHANGELOG. `SVSDE_BLESS=1` writes them anew.

use serde::{Deserialize, Serialize};
use std::path::Path;
use svsde::particles::Particles;
use svsde::particles::integrators::Integrator;
use svsde::particles::models::ParticleModel;
use svsde::process::Process;
use svsde::random::{Brownian, Stream};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/particles.json");
/// Longest move of a method that has no step.
const LONGEST: f64 = 0.1;
const STEPS: usize = 5;

#[derive(Debug, Serialize, Deserialize)]
struct Golden {
    /// What decides which vector instructions are used.
    target: String,
    runs: Vec<Run>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Run {
    model: ParticleModel,
    integrator: Integrator,
    /// The state at the end, λ or σ, then that with half the step where it is run.
    state: Vec<f64>,
    /// Their bits.
    bits: Vec<String>,
}

#[cfg(target_arch = "x86_64")]
fn target() -> String {
    let features = [
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
        ("avx512f", is_x86_feature_detected!("avx512f")),
    ];
    let found = features.iter().filter(|feature| feature.1).map(|feature| feature.0);
    std::iter::once("x86_64").chain(found).collect::<Vec<_>>().join(" ")
}

#[cfg(not(target_arch = "x86_64"))]
fn target() -> String {
    std::env::consts::ARCH.to_owned()
}

fn run(model: ParticleModel, integrator: Integrator) -> Run {
    let path = Brownian::new(7, 0, model.count());
    let (shared, method) = (model.clone().into(), integrator.clone().into());
    let mut particles = Particles::new(shared, method, &[0.4, 1.0, 1.7], path);
    let mut rng = Stream::new(7, 0, "process");
    for _ in 0..STEPS {
        let dt = particles.step_size(0.0).min(LONGEST);
        particles.advance(0.0, dt, &mut rng).unwrap_or_else(|error| panic!("{model:?} {integrator:?}: {error}"));
    }
    let saved = particles.save();
    let states = [saved.get("x"), saved.get("refined_x")];
    let state: Vec<f64> = states.into_iter().flatten().flatten().copied().collect();
    let bits = state.iter().map(|x| format!("{:016x}", x.to_bits())).collect();
    Run { model, integrator, state, bits }
}

fn runs() -> Vec<Run> {
    let mut runs = Vec::new();
    for model in ParticleModel::examples() {
        for integrator in Integrator::examples().into_iter().filter(|integrator| integrator.fits(&*model).is_ok()) {
            runs.push(run(model.clone(), integrator));
        }
    }
    runs
}

fn written(golden: &Golden) -> String {
    let runs: Vec<String> = golden.runs.iter().map(|run| serde_json::to_string(run).unwrap()).collect();
    format!("{{\"target\": {:?}, \"runs\": [\n{}\n]}}\n", golden.target, runs.join(",\n"))
}

#[test]
fn values_are_those_of_the_file() {
    let found = Golden { target: target(), runs: runs() };
    if std::env::var_os("SVSDE_BLESS").is_some() {
        std::fs::write(FILE, written(&found)).unwrap();
    }
    assert!(Path::new(FILE).exists(), "run with SVSDE_BLESS=1");
    let golden: Golden = serde_json::from_str(&std::fs::read_to_string(FILE).unwrap()).unwrap();
    assert_eq!(golden.runs.len(), found.runs.len(), "SVSDE_BLESS=1 writes the runs that were added");
    for (golden_run, run) in golden.runs.iter().zip(&found.runs) {
        let of = |run: &Run| format!("{:?} {:?}", run.model, run.integrator);
        assert_eq!(of(golden_run), of(run), "SVSDE_BLESS=1 writes the runs that were added");
        if golden.target == found.target {
            assert_eq!(golden_run, run);
        }
        assert_eq!(golden_run.state.len(), run.state.len());
        for (golden, found) in golden_run.state.iter().zip(&run.state) {
            assert!((golden - found).abs() <= 1e-13 * golden.abs(), "{}: {found}, not {golden}", of(run));
        }
    }
}

/// Each kind of model and each kind of integrator is in some run.
#[test]
fn every_kind_is_run() {
    let runs = runs();
    for (name, _) in ParticleModel::KINDS {
        assert!(runs.iter().any(|run| run.model.name() == *name), "model {name}");
    }
    for (name, _) in Integrator::KINDS {
        assert!(runs.iter().any(|run| run.integrator.name() == *name), "integrator {name}");
    }
}
