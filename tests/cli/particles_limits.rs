//! Particle models at the edges: one particle, odd record times, starts at a collision, failures, interruption.

use crate::particles::{MODELS, REST};
use crate::support::*;

fn scenario(tables: &str, rest: &str) -> String {
    format!("title = \"edges\"\nseed = 7\n{tables}{rest}")
}

/// The tables of a model of [`MODELS`].
fn tables(name: &str) -> &'static str {
    MODELS.iter().find(|model| model.0 == name).unwrap().1
}

/// Everything in the file is finite.
fn finite(folder: &Folder, name: &str, what: &str) {
    let file = folder.result(name);
    for entry in file.entries() {
        assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{what}: {}", entry.path);
    }
}

#[test]
fn one_particle_and_one_replica() {
    let folder = Folder::new();
    for (name, tables, ..) in MODELS {
        if name == "muon-gap-proximal" {
            continue; // Refused: one particle is not repelled.
        }
        let one = tables.replace("cols = 3", "cols = 1").replace("cols = 5", "cols = 1");
        folder.write("s.toml", scenario(&one, &REST.replace("replicas = 4", "replicas = 1")));
        let text = folder.done("run s.toml --force -o out.h5");
        finite(&folder, "out.h5", name);
        let file = folder.result("out.h5");
        assert_eq!(file.read("spectra/lambda").unwrap().shape(), [1, 5, 1], "{name}");
        assert!(!file.entries().iter().any(|entry| entry.path.ends_with("_error")), "{name}");
        if name != "polar-noise" {
            assert!(text.contains("\none replica: no error bars\n"), "{name}: {text}");
            assert!(file.has("observables/trace/mean") && !file.has("observables/min_gap/mean"), "{name}");
        }
        assert!(!text.contains('±'), "{name}: {text}");
    }
}

/// Steps of 0.15 and records every 0.4 until 1: each record is met by a shorter step.
#[test]
fn records_are_met_between_steps() {
    let folder = Folder::new();
    for (name, tables, ..) in MODELS {
        if ["matrix-muon", "polar-noise"].contains(&name) {
            continue; // These count steps.
        }
        let rest = REST.replace("end = 4\nrecord_every = 1", "end = 1\nburn_in = 0.1\nrecord_every = 0.4");
        folder.write("s.toml", scenario(tables, &rest));
        folder.done("run s.toml -q --force -o out.h5");
        finite(&folder, "out.h5", name);
        let file = folder.result("out.h5");
        let time: Vec<f64> = file.read("time").unwrap().into_iter().collect();
        assert_eq!(time, [0.1, 0.1 + 0.4, 0.1 + 2.0 * 0.4, 1.0], "{name}");
        if file.has("replicas/steps") && ["muon-polar", "power-diffusion"].contains(&name) {
            // 1 step to 0.1, 3 to 0.5, 3 to 0.9 and 1 to 1.
            assert!(file.read("replicas/steps").unwrap().iter().all(|&steps| steps == 8.0), "{name}");
        }
    }
}

/// λ at a time from λ at the start.
type Law<'a> = &'a dyn Fn(f64, f64) -> f64;

/// Without noise the state at each record is known: it is that of the recorded time, not of the nearest step.
#[test]
fn records_are_of_their_time() {
    let folder = Folder::new();
    let rest = REST
        .replace("gaussian]\nscale = 1.5", "values]\nlambda = [1, 4, 9]")
        .replace("end = 4\nrecord_every = 1", "end = 1\nburn_in = 0.1\nrecord_every = 0.4");
    let fall = |lambda: f64, t: f64| (lambda.sqrt() - 0.1 * t).powi(2);
    let decay = |lambda: f64, t: f64| lambda * (-0.2 * t).exp();
    let cases: [(&str, &str, Law); 4] = [
        ("muon-polar", "gradient_noise = 0.1", &fall),
        ("sgd", "diffusion = 0.5", &decay),
        ("sgd-exact", "diffusion = 0.5", &decay),
        ("matrix-sgd", "diffusion = 0.5", &decay),
    ];
    for (name, noise, law) in cases {
        let silent = format!("{} = 0", noise.split(' ').next().unwrap());
        let mut tables = tables(name).replace(noise, &silent).replace("tamed-euler", "euler-maruyama");
        if name == "sgd-exact" {
            tables = tables.replace("[integrator", "curvature = 1\n[integrator");
        }
        folder.write("s.toml", scenario(&tables, &rest));
        folder.done("run s.toml -q --force -o out.h5");
        let lambda = folder.result("out.h5").read("spectra/lambda").unwrap();
        // Two halves of an Euler step h leave x²/4 of λ, x = 2ηκh: 1.3e-3 over steps of 0.15 and what is left; the rest rounds.
        let tolerance = if name == "sgd" { 2e-3 } else { 1e-12 };
        for (record, t) in [0.1, 0.5, 0.9, 1.0].into_iter().enumerate() {
            for (k, start) in [1.0, 4.0, 9.0].into_iter().enumerate() {
                let (found, wanted) = (lambda[[0, record, k]], law(start, t));
                assert!((found - wanted).abs() <= tolerance * wanted, "{name} at {t}: {found} {wanted}");
            }
        }
    }
}

#[test]
fn all_of_time_may_be_burn_in_and_one_step() {
    let folder = Folder::new();
    for (name, tables, ..) in MODELS {
        let rest = REST.replace("end = 4\n", "end = 4\nburn_in = 4\n").replace("record_every = 1", "record_every = 4");
        folder.write("s.toml", scenario(&tables.replace("dt = 0.15", "dt = 4"), &rest));
        folder.done("run s.toml -q --force -o out.h5");
        finite(&folder, "out.h5", name);
        assert_eq!(folder.result("out.h5").read("time").unwrap().into_iter().collect::<Vec<_>>(), [4.0], "{name}");
    }
}

/// Where two values are equal or one is 0, a model starts if its short-time law is known, and says so if not.
#[test]
fn starts_at_a_collision() {
    let sgd = tables("sgd");
    let with = |integrator: &str| sgd.replace("adaptive-euler", integrator);
    let published = |integrator: &str| tables("sgd-proximal").replace("proximal-euler", integrator);
    let uniform = "and the short-time law with drift = \"uniform\" is not known";
    let unknown = "and its short-time law is not known";
    let from_zero_only = "and the short-time law of the published constants is known from W = 0 only";
    let equal = "[initial.values]\nlambda = [1, 1, 2]";
    let (zero, one_zero) = ("[initial.zero]", "[initial.values]\nlambda = [0, 1, 2]");
    let starts = [zero, equal, one_zero];
    let cases = [
        (with("euler-maruyama"), [None; 3]),
        (with("tamed-euler"), [None; 3]),
        (with("adaptive-euler"), [None; 3]),
        (with("proximal-euler"), [None; 3]),
        (tables("sgd-exact").to_owned(), [None; 3]),
        (published("proximal-euler"), [None; 3]),
        (published("adaptive-euler"), [None, Some(from_zero_only), None]),
        (tables("muon-gap").to_owned(), [Some(unknown), Some(unknown), None]),
        (tables("muon-gap-proximal").to_owned(), [Some(unknown), Some(unknown), None]),
        (tables("muon-polar").to_owned(), [Some(unknown), None, Some(unknown)]),
        (tables("power-diffusion").to_owned(), [None; 3]),
        (tables("power-exact").to_owned(), [None; 3]),
        (tables("matrix-sgd").to_owned(), [None; 3]),
        (tables("matrix-muon").to_owned(), [None; 3]),
        (sgd.replace("curvature = 1", "drift = 'uniform'"), [Some(uniform), Some(uniform), None]),
    ];
    let folder = Folder::new();
    for (tables, refusals) in cases {
        for (start, refusal) in starts.into_iter().zip(refusals) {
            let rest = REST.replace("[initial.gaussian]\nscale = 1.5", start);
            folder.write("s.toml", scenario(&tables, &rest));
            let run = folder.svsde("run s.toml -q --force -o out.h5");
            let what = format!("{tables}{start}\n{}", run.stderr);
            match refusal {
                None => {
                    assert_eq!(run.code, Some(0), "{what}");
                    finite(&folder, "out.h5", &what);
                }
                Some(reason) => assert!(run.code == Some(2) && run.stderr.contains(reason), "{what}"),
            }
        }
    }
}

/// Of four replicas that start at random, some are thrown beyond all numbers by too long a step.
#[test]
fn a_replica_that_blows_up_does_not_stop_the_others() {
    let folder = Folder::new();
    let steep = "[model.power-diffusion]\nalpha = 1\nbeta = 1\np = 3\nq = 0\nc = 0.1\ncols = 3\n[integrator.euler-maruyama]\ndt = 0.5\n";
    let rest = REST.replace("end = 4", "end = 20").replace("replicas = 4", "replicas = 8");
    folder.write("s.toml", scenario(steep, &rest));
    let run = folder.svsde("run s.toml --force -o out.h5");
    finite(&folder, "out.h5", "blown up");
    let file = folder.result("out.h5");
    let read = |path: &str| -> Vec<f64> { file.read(path).unwrap().into_iter().collect() };
    let (status, failed_at) = (read("replicas/status"), read("replicas/failed_at"));
    let failures = status.iter().filter(|&&status| status == 1.0).count();
    assert!((1..8).contains(&failures), "{status:?}");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.contains(&format!("failed and left out of the means: {failures} of 8 replicas\n")),
        "{}",
        run.stdout
    );
    let lambda = file.read("spectra/lambda").unwrap();
    for (replica, (&status, &at)) in status.iter().zip(&failed_at).enumerate() {
        let told = run.stderr.contains(&format!("replica {replica} failed after {} steps, at t = {at:.6}: ", at / 0.5));
        assert_eq!((told, at >= 0.0), (status == 1.0, status == 1.0), "{replica}: {at} {}", run.stderr);
        // The last record before the failure is repeated.
        let row = |time: usize| [0, 1, 2].map(|k| lambda[[replica, time, k]]);
        let first = if status == 1.0 { at.floor() as usize } else { 21 };
        assert!((first..21).all(|time| row(time) == row(first)), "{replica}");
    }
    let survivors = (0..8).filter(|&replica| status[replica] == 0.0);
    let traces = survivors.map(|replica| (0..3).map(|k| lambda[[replica, 20, k]]).sum::<f64>());
    let mean = traces.sum::<f64>() / (8 - failures) as f64;
    assert!((read("observables/trace/mean")[20] - mean).abs() < 1e-12 * mean, "the failed replicas are in the mean");
}

#[test]
fn every_replica_may_fail() {
    let folder = Folder::new();
    let steep =
        "[model.power-diffusion]\nalpha = 1\nbeta = 1\np = 9\nq = 0\nc = 0.1\n[integrator.euler-maruyama]\ndt = 1\n";
    folder.write("s.toml", scenario(steep, &REST.replace("scale = 1.5", "scale = 1e6")));
    let run = folder.svsde("run s.toml --force -o out.h5");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    finite(&folder, "out.h5", "all blown up");
    assert!(folder.result("out.h5").read("replicas/status").unwrap().iter().all(|&status| status == 1.0));
    assert!(run.stdout.contains("failed and left out of the means: 4 of 4 replicas\n"), "{}", run.stdout);
    assert!(folder.done("info out.h5").contains("4 of 4 replicas"));
}

#[test]
fn doubtful_choices_are_told_and_kept() {
    let folder = Folder::new();
    let fixed = |name: &str, from: &str| tables(name).replace(from, "euler-maruyama");
    let cases = [
        (
            fixed("sgd-proximal", "proximal-euler"),
            "euler-maruyama with a fixed step: the published constants",
            "use proximal-euler",
        ),
        (
            fixed("sgd", "adaptive-euler"),
            "euler-maruyama with a fixed step: a step that ends near a collision",
            "use proximal-euler",
        ),
        (
            fixed("muon-gap", "adaptive-euler"),
            "euler-maruyama with a fixed step: with a constant diffusion",
            "use adaptive-euler",
        ),
        (
            tables("sgd").replace("curvature", "drift = 'uniform'\ncurvature"),
            "curvature = 1 is not used",
            "drift = \"uniform\"",
        ),
    ];
    for (tables, what, instead) in cases {
        folder.write("s.toml", scenario(&tables, REST));
        let run = folder.svsde("run s.toml -q --force -o out.h5");
        let told =
            run.stderr.trim_end().strip_prefix("warning: ").unwrap_or_else(|| panic!("{}", run.stderr)).to_owned();
        assert!(run.code == Some(0) && told.starts_with(what) && told.contains(instead), "{told}");
        assert_eq!(folder.result("out.h5").texts("warnings"), [told]);
    }
    folder.write("s.toml", scenario(tables("sgd"), REST));
    folder.done("run s.toml -q --force -o out.h5");
    assert!(folder.result("out.h5").texts("warnings").is_empty());
}

/// From a random start every replica has a gradient, and predictions, of its own: the summary compares with all of them. With
/// those of one replica alone the distances are tens of standard errors.
#[test]
fn noise_is_held_against_the_predictions_of_all_replicas() {
    let folder = Folder::new();
    let text = "seed = 5\n[model.polar-noise]\nrows = 12\ncols = 3\nlearning_rate = 0.01\ngradient_noise = 0.01\n\
                [initial.gaussian]\nscale = 1\n[time]\nend = 200\nrecord_every = 10\n[ensemble]\nreplicas = 200\n";
    folder.write("s.toml", text);
    folder.done("run s.toml -q -o out.h5");
    let json: serde_json::Value = serde_json::from_str(&folder.done("info --json out.h5")).unwrap();
    let rows = json["summary"]["noise"].as_array().unwrap();
    assert_eq!(rows.len(), 9);
    for row in rows {
        let number = |value: &serde_json::Value| value.as_f64().unwrap();
        let distance = number(&row["measured"]["mean"]) - number(&row["predicted"]);
        assert!(distance.abs() < 4.0 * number(&row["measured"]["std_error"]), "{row}");
    }
}
