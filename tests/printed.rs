//! Results of version 0.1.0 are read by every command, and what `svsde info` prints of them is what `tests/snapshots` holds.
//!
//! `make snapshots` writes what is printed now, to be looked at with `git diff`.

use assert_cmd::Command;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/v0.1.0")
}

/// Names of the results, without `.h5`.
fn results() -> Vec<String> {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let results = files.filter(|path| path.extension().is_some_and(|extension| extension == "h5"));
    let mut names: Vec<_> = results.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    names.sort();
    assert!(names.len() >= 12);
    names
}

/// What `svsde` prints in the folder of the results; `codes` are those with which it may end.
fn svsde(line: &str, codes: &[i32]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_svsde")).args(line.split(' ')).current_dir(folder()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code().is_some_and(|code| codes.contains(&code)), "{line}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn info() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for name in results() {
        let printed = svsde(&format!("info {name}.h5"), &[0]);
        // The first line has the time of the run and its commit; inputs lay where they were made.
        let (_, printed) = printed.split_once('\n').unwrap();
        let printed = printed.trim_start_matches('\n').replace("/home/u/made/", "");
        settings.bind(|| insta::assert_snapshot!(name.as_str(), printed));
    }
}

#[test]
fn info_for_programs_and_in_brief() {
    for name in results() {
        let printed = svsde(&format!("info --json {name}.h5"), &[0]);
        let value: serde_json::Value = serde_json::from_str(&printed).unwrap();
        assert_eq!((&value["finished"], &value["svsde_version"]), (&true.into(), &"0.1.0".into()), "{name}");
        assert!(value["summary"].is_object() || value["summary"].is_array(), "{name}");
        assert!(!svsde(&format!("info --brief {name}.h5"), &[0]).trim().is_empty(), "{name}");
    }
}

#[test]
fn plot_and_report() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().display();
    for name in results() {
        if name != "comparison" {
            let drawn = svsde(&format!("plot {name}.h5 -o {out}/{name}"), &[0]);
            assert!(drawn.lines().count() >= 1 && drawn.lines().all(|line| line.ends_with(".svg")), "{name}: {drawn}");
        }
        svsde(&format!("report {name}.h5 -o {out}/{name}.html"), &[0]);
    }
}

#[test]
fn compare() {
    let few = "--resamples 250 --draws 50";
    let pairs = ["matrix_muon", "muon_gap", "stationary_mean_field", "stationary_power", "stationary_relaxation"]
        .map(|name| format!("compare particles.h5 {name}.h5 {few}"));
    let others = ["particles.h5 exact:laguerre", "regression.h5"].map(|inputs| format!("compare {inputs} {few}"));
    for line in pairs.iter().chain(&others) {
        assert!(svsde(line, &[0, 1]).contains("verdict: "), "{line}");
    }
}
