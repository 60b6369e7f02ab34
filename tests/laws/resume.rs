//! A saved process continues to the same bits.

use std::path::Path;
use svsde::ensemble::Study;
use svsde::process::{Process, Snapshot};
use svsde::random::Stream;
use svsde_cli::scenario::parse;
use svsde_cli::study::spectra::SpectralStudy;

const PARTICLES: &str = "rows = 6\ncols = 4\nlearning_rate = 0.5\ndiffusion = 0.1\n";
const NOISY: &str = "rows = 6\ncols = 4\nlearning_rate = 0.1\ngradient_noise = 0.3\n";

fn process(model: &str, integrator: &str) -> Box<dyn Process> {
    let text = format!(
        "[model.{model}\n[initial.linspace]\nfrom = 0.5\nto = 2\n{integrator}\n[time]\nend = 20\nrecord_every = 1\n"
    );
    let scenario = parse(&text, "test.toml", Path::new(""), &[]).unwrap_or_else(|error| panic!("{error}"));
    SpectralStudy::new(&scenario).unwrap().replica(3).unwrap().processes.remove(0)
}

fn advance(process: &mut dyn Process, noise: &mut Stream, steps: usize) {
    for step in 0..steps {
        let dt = process.step_size(0.0).min(1.0);
        process.advance(step as f64 * dt, dt, noise).unwrap();
    }
}

fn bits(process: &mut dyn Process) -> (Vec<u64>, Snapshot) {
    let (mut spectrum, mut rest) = (Vec::new(), Vec::new());
    process.measure(&mut spectrum, &mut rest).unwrap();
    (spectrum.iter().chain(&rest).map(|x| x.to_bits()).collect(), process.save())
}

#[test]
fn every_model_and_integrator_resumes_to_the_same_bits() {
    let stepped = |name: &str| format!("[integrator.{name}]\ndt = 0.05\nrefine = true\n");
    let sgd = format!("sgd]\nconstants = \"published\"\n{PARTICLES}");
    let steps = ["euler-maruyama", "tamed-euler", "adaptive-euler", "proximal-euler"];
    let mut cases: Vec<(String, String)> = steps.iter().map(|name| (sgd.clone(), stepped(name))).collect();
    cases.extend([
        (format!("sgd]\n{PARTICLES}"), "[integrator.exact]".to_owned()),
        (format!("muon-gap]\ndiffusion = \"matched\"\n{NOISY}"), stepped("adaptive-euler")),
        (format!("muon-polar]\ncurvature = 1\n{NOISY}"), stepped("euler-maruyama")),
        (
            "power-diffusion]\nalpha = 1\nbeta = 1\np = 1\nq = 1\nc = 1\ncols = 4\n".to_owned(),
            "[integrator.exact]".to_owned(),
        ),
        (format!("matrix-sgd]\n{PARTICLES}"), String::new()),
        (format!("matrix-muon]\nmomentum = 0.9\n{NOISY}"), String::new()),
        (format!("polar-noise]\nmomentum = 0.9\n{NOISY}"), String::new()),
    ]);
    for (model, integrator) in cases {
        let mut noise = Stream::new(7, 3, "process");
        let mut whole = process(&model, &integrator);
        advance(whole.as_mut(), &mut noise, 9);
        let (snapshot, position) = (whole.save(), noise.position());
        advance(whole.as_mut(), &mut noise, 8);

        let mut resumed = process(&model, &integrator);
        let before = resumed.save();
        assert!(!resumed.restore(&Snapshot::new()), "{model}");
        assert!(resumed.save() == before, "{model}: a refused snapshot changed the state");
        assert!(resumed.restore(&snapshot), "{model}");
        let mut noise = Stream::new(7, 3, "process");
        noise.seek(position);
        advance(resumed.as_mut(), &mut noise, 8);
        assert!(bits(resumed.as_mut()) == bits(whole.as_mut()), "{model} {integrator}");
    }
}
