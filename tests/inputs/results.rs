//! Results of svsde.

use crate::support::*;
use assert_cmd::Command;
use hdf5::types::VarLenUnicode;
use ndarray::{Array3, array};
use svsde_cli::scenario::Files;
use svsde_cli::store::{About, Content, Output, ResultFile};
use svsde_cli::study::tails::input::{Kind, Loaded, list};

/// Three replicas, two times, two values; the second replica failed.
fn result(folder: &Folder, sets: &[&str]) -> std::path::PathBuf {
    let path = folder.path("run.h5");
    let file = hdf5::File::create(&path).unwrap();
    let text: VarLenUnicode = "svsde-result".parse().unwrap();
    file.new_attr::<VarLenUnicode>().create("format").unwrap().write_scalar(&text).unwrap();
    file.new_attr::<i64>().create("format_version").unwrap().write_scalar(&1).unwrap();
    let write = |name: &str, data: &[f64]| drop(file.new_dataset_builder().with_data(data).create(name).unwrap());
    write("time", &[0.5, 2.0]);
    write("replicas/index", &[0.0, 1.0, 2.0]);
    write("replicas/status", &[0.0, 3.0, 0.0]);
    for set in sets {
        let mut data = Array3::from_shape_fn((3, 2, 2), |(r, t, k)| (100 * r + 10 * t + k) as f64);
        data[(2, 1, 0)] = f64::NAN;
        file.new_dataset_builder().with_data(&data).create(*set).unwrap();
        if let Some(flow) = set.strip_suffix("/sigma") {
            write(&format!("{flow}/status"), &[0.0, 0.0, 0.0]);
        }
    }
    path
}

#[test]
fn spectra_are_pooled_over_sound_replicas() {
    let folder = Folder::new();
    let listing = all(&[result(&folder, &["spectra/lambda"])]);
    assert_eq!((names(&listing), listing.items[0].kind), (vec!["run"], Kind::Spectra { time: None }));
    assert_eq!(listing.items[0].shape, [3, 2, 2]);
    let lambda = vec![0.0, 1.0, 10.0, 11.0, 200.0, 201.0, 211.0];
    let wanted = Loaded::Pooled { lambda, replicas: 2, failed: 1, times: 2, n: 2, not_finite: 1 };
    assert_eq!(load(&listing.items[0]), wanted);
}

#[test]
fn every_time_is_an_item_on_request() {
    let folder = Folder::new();
    let path = result(&folder, &["spectra/lambda"]);
    let listing = list(&Files { per_time: true, ..files(&[path]) }, 2).unwrap();
    assert_eq!(names(&listing), ["run, t = 0.5", "run, t = 2"]);
    let wanted = [(0.5, vec![0.0, 1.0, 200.0, 201.0], 0), (2.0, vec![10.0, 11.0, 211.0], 1)];
    for (item, (time, lambda, not_finite)) in listing.items.iter().zip(wanted) {
        assert_eq!(item.kind, Kind::Spectra { time: Some(time) });
        assert_eq!(load(item), Loaded::Pooled { lambda, replicas: 2, failed: 1, times: 1, n: 2, not_finite });
    }
}

#[test]
fn every_flow_of_a_regression_is_an_item() {
    let folder = Folder::new();
    let path = result(&folder, &["flows/gradient/sigma", "flows/muon/sigma"]);
    // The flow's own failure counts as much as the replica's.
    let file = hdf5::File::open_rw(&path).unwrap();
    file.dataset("flows/muon/status").unwrap().write(&array![4.0, 0.0, 0.0]).unwrap();
    drop(file);
    let listing = all(std::slice::from_ref(&path));
    assert_eq!(names(&listing), ["gradient", "muon"]);
    let square = |x: f64| x * x;
    let lambda: Vec<f64> = [0.0, 1.0, 10.0, 11.0, 200.0, 201.0, 211.0].map(square).to_vec();
    let gradient = Loaded::Pooled { lambda: lambda.clone(), replicas: 2, failed: 1, times: 2, n: 2, not_finite: 1 };
    assert_eq!(load(&listing.items[0]), gradient);
    let muon = Loaded::Pooled { lambda: lambda[4..].to_vec(), replicas: 1, failed: 2, times: 2, n: 2, not_finite: 1 };
    assert_eq!(load(&listing.items[1]), muon);
    let one = list(&Files { dataset: Some("flows/muon/sigma".to_owned()), ..files(&[path]) }, 2).unwrap();
    assert_eq!(names(&one), ["muon"]);
}

#[test]
fn results_without_spectra_and_with_wrong_ones() {
    let folder = Folder::new();
    assert_eq!(
        folder.refusal(result(&folder, &[])),
        "run.h5: not a readable svsde result file: it holds no spectra: a stationary study has none, and output.spectra = false \
         leaves them out"
    );
    let path = result(&folder, &[]);
    let file = hdf5::File::open_rw(&path).unwrap();
    file.new_dataset_builder().with_data(&array![[1.0], [2.0]]).create("spectra/lambda").unwrap();
    drop(file);
    assert_eq!(
        folder.refusal(path),
        "run.h5: not a readable svsde result file: dataset spectra/lambda: shape [2, 1], but it must be replicas x 2 x values"
    );
}

/// What a run wrote, number for number.
#[test]
fn a_run_comes_back() {
    let folder = Folder::new();
    let scenario = "seed = 1\n[model.matrix-sgd]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ndiffusion = 0.5\ncurvature = 1.0\n\
                    [initial.zero]\n[time]\nend = 2\nrecord_every = 1\n[ensemble]\nreplicas = 4\n";
    folder.file("s.toml", scenario);
    let run = Command::new(env!("CARGO_BIN_EXE_svsde"))
        .current_dir(folder.path(""))
        .args(["run", "s.toml", "-q", "-o", "a.h5"])
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let path = folder.path("a.h5");
    let stored = ResultFile::open(&path).unwrap().read("spectra/lambda").unwrap();
    let (replicas, times, n) = (stored.shape()[0], stored.shape()[1], stored.shape()[2]);
    let lambda: Vec<f64> = stored.into_iter().collect();
    assert_eq!((replicas, n, lambda.len()), (4, 3, 12 * times));
    let wanted = Loaded::Pooled { lambda, replicas, failed: 0, times, n, not_finite: 0 };
    assert_eq!(load(&all(&[path]).items[0]), wanted);
}

/// 16 bytes a text: 80 kB, where the oldest form of an attribute ends at 64 KiB.
#[test]
fn long_lists_of_texts() {
    let folder = Folder::new();
    let path = folder.path("a.h5");
    let names: Vec<String> = (0..5000).map(|k| format!("sample {k}")).collect();
    let content = Content::of(&serde_json::json!({ "tails": { "samples": names.clone() } })).unwrap();
    Output::claim(&path, false).unwrap().write(&About::default(), &content, (true, &names, 0.0)).unwrap();
    let file = ResultFile::open(&path).unwrap();
    assert_eq!(file.texts_of("tails", "samples"), Some(names.clone()));
    assert_eq!(file.texts("warnings"), names);
}
