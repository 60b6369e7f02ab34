//! What a result holds: names, shapes and attributes of the contract.

use crate::support::*;
use hdf5::types::VarLenUnicode;
use std::collections::BTreeMap;
use svsde::matrix::update_rules;
use svsde::observables::flatness;

/// 2 replicas, 4 x 3, 7 records.
fn result() -> Folder {
    let folder = Folder::with_data();
    folder.done("run s.toml -q -o file.h5 --set ensemble.replicas=2");
    folder.done(
        "run s.toml -q -o random.h5 --set measurement.gaussian.count=5 --set ensemble.replicas=2 --set model.blocks=3",
    );
    folder
}

fn text(at: &hdf5::Location, name: &str) -> String {
    at.attr(name).unwrap().read_scalar::<VarLenUnicode>().unwrap().as_str().to_owned()
}

fn texts(at: &hdf5::Location, name: &str) -> Vec<String> {
    let values = at.attr(name).unwrap().read_1d::<VarLenUnicode>().unwrap();
    values.iter().map(|value| value.as_str().to_owned()).collect()
}

fn datasets(group: &hdf5::Group, found: &mut BTreeMap<String, hdf5::Dataset>) {
    found.extend(group.datasets().unwrap().into_iter().map(|set| (set.name(), set)));
    group.groups().unwrap().iter().for_each(|group| datasets(group, found));
}

#[test]
fn every_dataset_says_what_it_is() {
    let folder = result();
    for name in ["file.h5", "random.h5"] {
        let file = hdf5::File::open(folder.path(name)).unwrap();
        let mut found = BTreeMap::new();
        datasets(&file.group("/").unwrap(), &mut found);
        assert!(found.len() > 100, "{} datasets", found.len());
        for (path, set) in found {
            assert!(!text(&set, "units").is_empty(), "{path} has no units");
            assert!(text(&set, "description").len() > 3, "{path} has no description");
            let dims = texts(&set, "dims");
            assert_eq!(dims.len(), set.ndim(), "{path}: {dims:?}, {:?}", set.shape());
            assert!(dims.iter().all(|dim| !dim.is_empty()), "{path}");
            assert!(set.size() > 0, "{path} is empty");
            let length = |dim: &str| dims.iter().position(|name| name == dim).map(|axis| set.shape()[axis]);
            assert!(length("time").is_none_or(|length| length == 7), "{path}");
            assert!(length("replica").is_none_or(|length| length == 2), "{path}");
            assert!(set.read_raw::<f64>().unwrap().iter().all(|x| x.is_finite()), "{path}");
        }
    }
}

#[test]
fn the_root_says_where_it_comes_from() {
    let folder = result();
    let file = hdf5::File::open(folder.path("file.h5")).unwrap();
    for (name, wanted) in
        [("format", "svsde-result"), ("svsde_version", env!("CARGO_PKG_VERSION")), ("title", "a test")]
    {
        assert_eq!(text(&file, name), wanted, "{name}");
    }
    assert!(text(&file, "git_commit").len() >= 7);
    assert!(text(&file, "scenario").contains("\n[model.regression]\nrows = 4\n"));
    let made: jiff::Timestamp = text(&file, "created_utc").parse().unwrap();
    assert!((0.0..600.0).contains(&made.duration_until(jiff::Timestamp::now()).as_secs_f64()), "{made}");
    assert_eq!(file.attr("format_version").unwrap().read_scalar::<i64>().unwrap(), 1);
    assert_eq!(file.attr("seed").unwrap().read_scalar::<u64>().unwrap(), 3);
    assert!(file.attr("finished").unwrap().read_scalar::<bool>().unwrap());
    assert!((0.0..60.0).contains(&file.attr("wall_seconds").unwrap().read_scalar::<f64>().unwrap()));
    assert_eq!(texts(&file, "warnings"), Vec::<String>::new());
}

#[test]
fn names_and_shapes_of_the_contract() {
    let folder = result();
    let (r, t, m, n) = (2, 7, SHAPE.0, SHAPE.1);
    for name in ["file.h5", "random.h5"] {
        let file = folder.result(name);
        let found: BTreeMap<String, Vec<usize>> =
            file.entries().into_iter().map(|entry| (entry.path, entry.shape)).collect();
        let has = |path: String, shape: &[usize]| {
            assert_eq!(found.get(&path).map(Vec::as_slice), Some(shape), "{path} in {name}");
        };
        has("/time".to_owned(), &[t]);
        for name in ["status", "failed_at"] {
            has(format!("/replicas/{name}"), &[r]);
        }
        for flow in update_rules::names() {
            has(format!("/flows/{flow}/sigma"), &[r, t, m.min(n)]);
            has(format!("/flows/{flow}/alpha"), &[r, t, m.min(n)]);
            has(format!("/flows/{flow}/final_weights"), &[r, m, n]);
            for name in ["loss", "misalignment", "trace_alignment", "nuclear_norm", "frobenius_norm"] {
                has(format!("/flows/{flow}/{name}"), &[r, t]);
            }
            for name in ["polar_cosine", "polar_distance", "frame_defect"] {
                has(format!("/flows/{flow}/alignment/{name}"), &[r, t]);
            }
            has(format!("/flows/{flow}/alignment/polar_diagonal"), &[r, t, m.min(n)]);
            for functional in flatness::all() {
                for name in ["value", "predicted_rate", "observed_rate"] {
                    has(format!("/flows/{flow}/flatness/{}/{name}", functional.name), &[r, t]);
                }
            }
        }
        for reference in ["min_nuclear", "min_frobenius"] {
            has(format!("/references/{reference}/weights"), &[r, m, n]);
            has(format!("/references/{reference}/nuclear_norm"), &[r]);
        }
        has("/references/min_nuclear/duality_gap".to_owned(), &[r]);
        assert!(file.read("references/min_nuclear/duality_gap").unwrap().iter().all(|&gap| gap <= 1e-6));
        assert_eq!(
            file.read("time").unwrap().into_iter().collect::<Vec<_>>(),
            [0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0]
        );
    }
    let functionals: Vec<&str> = flatness::all().map(|functional| functional.name).collect();
    assert_eq!(
        functionals,
        ["entropy_sigma", "entropy_lambda", "stable_rank", "pairwise_log", "coefficient_of_variation"]
    );
    let names: Vec<&str> = update_rules::names().collect();
    assert_eq!(names, ["gradient", "norm-matched-gradient", "muon", "self-polar", "signed-random"]);
}

/// The data that a file measurement read stand in the result, and what is derived from W belongs to the W stored.
#[test]
fn the_arrays_belong_together() {
    let folder = result();
    let file = folder.result("file.h5");
    let matrix_stored: Vec<f64> = file.read("measurement/matrix").unwrap().into_iter().take(60).collect();
    assert_eq!(matrix_stored, matrix());
    assert_eq!(file.read("measurement/targets").unwrap().into_iter().take(5).collect::<Vec<_>>(), targets());
    for flow in update_rules::names() {
        let read = |name: &str| file.read(&format!("flows/{flow}/{name}")).unwrap();
        let (weights, sigma, loss) = (read("final_weights"), read("sigma"), read("loss"));
        let w: Vec<f64> = weights.iter().copied().take(12).collect();
        let measured =
            matrix().chunks(12).map(|row| row.iter().zip(&w).map(|(a, w)| a * w).sum::<f64>()).collect::<Vec<_>>();
        let half_square: f64 = measured.iter().zip(targets()).map(|(a, y)| (a - y).powi(2) / 2.0).sum();
        assert!(
            (half_square - loss[[0, 6]]).abs() <= 1e-10 * (1.0 + half_square),
            "{flow}: {half_square} {}",
            loss[[0, 6]]
        );
        let (frobenius, nuclear) = (w.iter().map(|w| w * w).sum::<f64>().sqrt(), read("nuclear_norm")[[0, 6]]);
        assert!((frobenius - read("frobenius_norm")[[0, 6]]).abs() < 1e-12 * frobenius);
        let last: Vec<f64> = (0..3).map(|k| sigma[[0, 6, k]]).collect();
        assert!(last.is_sorted() && last[0] >= 0.0, "{last:?}");
        assert!((last.iter().sum::<f64>() - nuclear).abs() < 1e-12 * nuclear);
        assert!((last.iter().map(|s| s * s).sum::<f64>().sqrt() - frobenius).abs() < 1e-12 * frobenius);
    }
}

#[test]
fn spectra_are_left_out_on_request_only() {
    let folder = Folder::with_data();
    for (set, kept) in [("", true), (" --set output.spectra=false", false)] {
        let stdout = folder.done(&format!("run s.toml --force -o out.h5{set}"));
        let file = folder.result("out.h5");
        assert_eq!(file.has("flows/muon/sigma"), kept);
        assert!(file.has("flows/muon/alpha"));
        assert!(file.text("scenario").unwrap().contains(&format!("spectra = {kept}")));
        assert!(stdout.contains("\n muon "), "{stdout}");
    }
}
