//! Particle models and their matrices through the binary: what a result of each holds, and on what its bits depend.

use crate::support::*;
use std::collections::BTreeMap;
use svsde::observables;
use svsde_cli::store::ResultFile;

/// Name, tables of model and integrator, number of singular values, and whether half a step can be run beside it.
pub const MODELS: [(&str, &str, usize, bool); 11] = [
    (
        "sgd",
        "[model.sgd]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ndiffusion = 0.5\ncurvature = 1\n[integrator.adaptive-euler]\ndt = 0.15\n",
        3,
        true,
    ),
    (
        "sgd-proximal",
        "[model.sgd]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ndiffusion = 0.5\nconstants = 'published'\n[integrator.proximal-euler]\ndt = 0.15\n",
        3,
        true,
    ),
    (
        "sgd-exact",
        "[model.sgd]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ndiffusion = 0.5\n[integrator.exact]\n",
        3,
        false,
    ),
    (
        "muon-gap",
        "[model.muon-gap]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ngradient_noise = 0.5\ndiffusion = 0.1\n[integrator.adaptive-euler]\ndt = 0.15\n",
        3,
        true,
    ),
    (
        "muon-gap-proximal",
        "[model.muon-gap]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ngradient_noise = 0.5\ndiffusion = 'matched'\n[integrator.proximal-euler]\ndt = 0.15\n",
        3,
        true,
    ),
    (
        "muon-polar",
        "[model.muon-polar]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ngradient_noise = 0.1\ncurvature = 1\n[integrator.tamed-euler]\ndt = 0.15\n",
        3,
        true,
    ),
    (
        "power-diffusion",
        "[model.power-diffusion]\nalpha = 1\nbeta = 1\np = 0.5\nq = 1\nc = 0.5\ncols = 3\n[integrator.euler-maruyama]\ndt = 0.15\n",
        3,
        true,
    ),
    (
        "power-exact",
        "[model.power-diffusion]\nalpha = 1\nbeta = 1\np = 1\nq = 1\nc = 0.5\ncols = 3\n[integrator.exact]\n",
        3,
        false,
    ),
    (
        "matrix-sgd",
        "[model.matrix-sgd]\nrows = 3\ncols = 5\nlearning_rate = 0.1\ndiffusion = 0.5\ncurvature = 1\n",
        3,
        false,
    ),
    (
        "matrix-muon",
        "[model.matrix-muon]\nrows = 3\ncols = 5\nlearning_rate = 0.1\ngradient_noise = 0.5\nmomentum = 0.9\n",
        3,
        false,
    ),
    (
        "polar-noise",
        "[model.polar-noise]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ngradient_noise = 0.01\nmomentum = 0.5\n",
        3,
        false,
    ),
];

/// 5 records, 0, 1, 2, 3 and 4, of 4 replicas.
pub const REST: &str =
    "\n[initial.gaussian]\nscale = 1.5\n[time]\nend = 4\nrecord_every = 1\n[ensemble]\nreplicas = 4\n";

fn folder() -> Folder {
    let folder = Folder::new();
    for (name, tables, _, _) in MODELS {
        folder.write(&format!("{name}.toml"), format!("title = \"{name}\"\nseed = 7\n{tables}{REST}"));
    }
    folder
}

/// Runs a scenario of [`folder`]; `sets` are separated by spaces.
fn result(folder: &Folder, name: &str, output: &str, sets: &str) -> ResultFile {
    let sets: String = sets.split_whitespace().map(|set| format!(" --set {set}")).collect();
    folder.done(&format!("run {name}.toml -q --force -o {output}.h5{sets}"));
    folder.result(&format!("{output}.h5"))
}

fn shapes(file: &ResultFile) -> BTreeMap<String, Vec<usize>> {
    file.entries().into_iter().map(|entry| (entry.path, entry.shape)).collect()
}

#[test]
fn every_model_leaves_the_same_arrays() {
    let folder = folder();
    for (name, _, n, steps) in MODELS {
        for refine in [false, true].into_iter().take(1 + usize::from(steps)) {
            let file = result(&folder, name, "out", if refine { "integrator.refine=true" } else { "" });
            for entry in file.entries() {
                assert!(!entry.units.is_empty() && entry.description.len() > 3, "{name}: {}", entry.path);
                assert_eq!(entry.dims.len(), entry.shape.len(), "{name}: {}", entry.path);
                for (dim, &length) in entry.dims.iter().zip(&entry.shape) {
                    let wanted = match dim.as_str() {
                        "time" => 5,
                        "replica" | "order" => 4,
                        "singular value" => n,
                        other => panic!("{name}: {} has an axis {other:?}", entry.path),
                    };
                    assert_eq!(length, wanted, "{name}: {} along {dim}", entry.path);
                }
                assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{name}: {}", entry.path);
            }
            let found = shapes(&file);
            let has = |path: &str, shape: &[usize]| {
                assert_eq!(found.get(path).map(Vec::as_slice), Some(shape), "{name}: {path}");
            };
            has("/time", &[5]);
            has("/spectra/lambda", &[4, 5, n]);
            has("/replicas/status", &[4]);
            has("/replicas/failed_at", &[4]);
            let particles = !name.starts_with("matrix") && name != "polar-noise";
            for count in ["steps", "collisions", "reflections", "refined_steps", "newton_iterations", "collision_rate"]
            {
                assert_eq!(found.contains_key(&format!("/replicas/{count}")), particles, "{name}: {count}");
            }
            for observable in observables::recorded().filter(|_| name != "polar-noise") {
                let at = |set: &str| format!("/observables/{}/{set}", observable.name);
                for (set, over_time) in [("mean", "time_mean"), ("std_error", "time_mean_error")] {
                    has(&at(set), &[5]);
                    has(&at(over_time), &[]);
                }
                for set in ["step_bias", "step_bias_error"] {
                    assert_eq!(found.get(&at(set)).map(Vec::as_slice), refine.then_some(&[5][..]), "{name}: {set}");
                    assert_eq!(found.contains_key(&at(&format!("time_{set}"))), refine, "{name}: {set}");
                }
            }
            assert!(file.read("replicas/status").unwrap().iter().all(|&status| status == 0.0), "{name}");
            assert!(file.read("replicas/failed_at").unwrap().iter().all(|&time| time == -1.0), "{name}");
            let lambda = file.read("spectra/lambda").unwrap();
            let rows: Vec<Vec<f64>> = lambda.rows().into_iter().map(|row| row.to_vec()).collect();
            assert!(rows.iter().all(|row| row.is_sorted() && row[0] >= 0.0), "{name}: {lambda:?}");
            assert!(name == "polar-noise" || rows[0] != rows[1] && rows[0] != rows[5], "{name} stands still");
        }
    }
}

type Formula<'a> = &'a dyn Fn(&[f64]) -> f64;

/// What the file says of the observables follows from the spectra in it.
#[test]
fn means_belong_to_the_spectra() {
    let folder = folder();
    for (name, _, n, _) in MODELS.into_iter().filter(|model| model.0 != "polar-noise") {
        let file = result(&folder, name, "out", "");
        let lambda = file.read("spectra/lambda").unwrap();
        let spectrum =
            |replica: usize, time: usize| -> Vec<f64> { (0..n).map(|k| lambda[[replica, time, k]]).collect() };
        let count = n as f64;
        let moment = |x: &[f64], k: i32| x.iter().map(|x| x.powi(k)).sum::<f64>() / count;
        let central = |x: &[f64], k: i32| x.iter().map(|y| (y - moment(x, 1)).powi(k)).sum::<f64>() / count;
        let entropy = |x: &[f64]| {
            let total: f64 = x.iter().map(|x| x.sqrt()).sum();
            -x.iter().map(|x| x.sqrt() / total).map(|p| p * p.ln()).sum::<f64>()
        };
        let pairwise = |x: &[f64]| {
            let norm = x.iter().sum::<f64>().sqrt();
            let term = |i: usize, j: usize| ((x[i].sqrt() + x[j].sqrt()) / norm).ln();
            -2.0 * (term(0, 1) + term(0, 2) + term(1, 2))
        };
        let formulas: [(&str, Formula); 11] = [
            ("trace", &|x| x[0] + x[1] + x[2]),
            ("mean_lambda", &|x| (x[0] + x[1] + x[2]) / 3.0),
            ("max_lambda", &|x| x[2]),
            ("min_gap", &|x| (x[1] - x[0]).min(x[2] - x[1])),
            ("entropy", &entropy),
            ("effective_rank", &|x| entropy(x).exp()),
            ("stable_rank", &|x| (x[0] + x[1] + x[2]) / x[2]),
            ("kurtosis", &|x| central(x, 4) / central(x, 2).powi(2) - 3.0),
            ("trace_log", &|x| (x[0] * x[1] * x[2]).ln()),
            ("pairwise_log", &pairwise),
            ("hill_alpha", &|x| 1.0 + 1.0 / (x[2] / x[1]).ln()),
        ];
        assert!(
            observables::recorded().map(|o| o.name).eq(formulas.iter().map(|f| f.0)),
            "an observable without a formula"
        );
        for (observable, formula) in formulas {
            let mut averages = Vec::new();
            for time in 0..5 {
                let values: Vec<f64> = (0..4).map(|replica| formula(&spectrum(replica, time))).collect();
                averages.push(values);
            }
            let by_replica: Vec<f64> = (0..4).map(|r| averages.iter().map(|row| row[r]).sum::<f64>() / 5.0).collect();
            let read = |set: &str| -> Vec<f64> {
                file.read(&format!("observables/{observable}/{set}")).unwrap().iter().copied().collect()
            };
            let near = |found: f64, wanted: f64, set: &str| {
                // Rounding relative to the largest replica: a mean may cancel.
                let size = averages.iter().flatten().fold(1.0_f64, |a, b| a.max(b.abs()));
                assert!((found - wanted).abs() <= 1e-12 * size, "{name}: {observable}/{set} {found} {wanted}");
            };
            for (time, values) in averages.iter().enumerate() {
                let (mean, error) = mean_and_error(values);
                near(read("mean")[time], mean, "mean");
                near(read("std_error")[time], error, "std_error");
            }
            let (mean, error) = mean_and_error(&by_replica);
            near(read("time_mean")[0], mean, "time_mean");
            near(read("time_mean_error")[0], error, "time_mean_error");
        }
        let moments = file.read("observables/raw_moments/mean").unwrap();
        for (time, order) in (0..5).flat_map(|time| (0..4).map(move |order| (time, order))) {
            let wanted = (0..4).map(|r| moment(&spectrum(r, time), order as i32 + 1)).sum::<f64>() / 4.0;
            assert!((moments[[time, order]] - wanted).abs() <= 1e-12 * wanted, "{name}: moment {order} at {time}");
        }
    }
}

fn mean_and_error(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    (mean, (values.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (count - 1.0) / count).sqrt())
}

#[test]
fn threads_and_half_steps_do_not_matter() {
    let folder = folder();
    for (name, _, _, steps) in MODELS {
        for threads in 1..=3 {
            folder.done(&format!("run {name}.toml -q --force --threads {threads} -o {threads}.h5"));
        }
        let one = folder.result("1.h5");
        same(&one, &folder.result("2.h5"), "/");
        same(&one, &folder.result("3.h5"), "/");
        if steps {
            let fine = bits(&result(&folder, name, "fine", "integrator.refine=true"), "/");
            for (path, value) in bits(&one, "/") {
                assert!(fine[&path] == value, "{name}: {path} depends on refine");
            }
            assert!(fine["/observables/trace/step_bias"].1.iter().any(|&bits| f64::from_bits(bits) != 0.0), "{name}");
        }
        let other = result(&folder, name, "seed", "seed=8");
        assert!(bits(&one, "/spectra/lambda") != bits(&other, "/spectra/lambda"), "{name}: the seed does nothing");
    }
}

#[test]
fn a_replica_does_not_depend_on_the_others() {
    let folder = folder();
    for (name, _, n, _) in MODELS {
        let (four, two) = (result(&folder, name, "four", ""), result(&folder, name, "two", "ensemble.replicas=2"));
        let whole = bits(&four, "/");
        for (path, (_, data)) in bits(&two, "/").into_iter().filter(|(path, _)| !path.contains("observables/")) {
            let per_replica = path.starts_with("/replicas") || path.starts_with("/spectra");
            assert!(!per_replica || data == whole[&path].1[..data.len()], "{name}: {path}");
        }
        let lambda = &whole["/spectra/lambda"].1;
        assert!(lambda[..5 * n] != lambda[5 * n..10 * n], "{name}: both replicas are the same");
    }
}

#[test]
fn check_prints_what_gives_the_same_bits_and_spectra_can_be_left_out() {
    let folder = folder();
    for (name, ..) in MODELS {
        folder.write("resolved.toml", folder.done(&format!("check {name}.toml")));
        let (direct, resolved) = (result(&folder, name, "a", ""), result(&folder, "resolved", "b", ""));
        same(&direct, &resolved, "/");
        let without = result(&folder, name, "c", "output.spectra=false");
        let mut wanted = bits(&direct, "/");
        wanted.remove("/spectra/lambda").unwrap();
        assert!(bits(&without, "/") == wanted, "{name}");
    }
}
