//! Every shipped scenario runs, shortened, and says what it shows.

use crate::support::*;
use std::path::PathBuf;

fn shipped() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")).collect();
    files.sort();
    assert!(files.len() >= 3, "{files:?}");
    files
}

#[test]
fn every_shipped_scenario_runs() {
    let folder = Folder::new();
    for path in shipped() {
        let name = path.to_str().unwrap();
        let warned = name.ends_with("sgd_collisions.toml");
        // That one shows what fixed-step Euler does, and the program says so.
        let done = |line: &str| {
            let run = folder.svsde(line);
            let told = "warning: euler-maruyama with a fixed step: the published constants";
            assert!(run.code == Some(0), "{line}: {}", run.stderr);
            assert!(if warned { run.stderr.starts_with(told) } else { run.stderr.is_empty() }, "{}", run.stderr);
            run.stdout
        };
        let checked = done(&format!("check {name}"));
        assert!(checked.contains("\n# about "), "{checked}");
        let whole: svsde::scenario::Scenario = toml::from_str(&checked).unwrap();
        let replicas = whole.ensemble.replicas.min(2);
        let timed = whole.time.is_some();
        let mut line = format!("run {name} --force -o out.h5");
        if timed {
            line += " --set time.end=8 --set time.burn_in=0 --set time.record_every=4";
        }
        // A stationary study has no replicas, but cells.
        line += &if whole.is_tails() {
            " --set tails.bootstrap=20 --set tails.bootstrap_laws=5".to_owned()
        } else if whole.is_stationary() {
            " --set stationary.cells=256".to_owned()
        } else {
            format!(" --set ensemble.replicas={replicas}")
        };
        let said = done(&line);
        assert!(said.starts_with(&format!("{}\n", whole.title)), "{said}");
        let file = folder.result("out.h5");
        assert_eq!(file.number::<bool>("finished"), Some(true), "{name}");
        assert_eq!(file.has("time"), timed, "{name}");
        if timed {
            assert_eq!(file.read("time").unwrap().len(), 3, "{name}");
        }
        for entry in file.entries() {
            assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{name}: {}", entry.path);
        }
    }
}

#[test]
fn every_shipped_scenario_says_what_it_shows() {
    for path in shipped() {
        let text = std::fs::read_to_string(&path).unwrap();
        let first = text.lines().next().unwrap();
        let said = first.strip_prefix("# ").unwrap_or_else(|| panic!("{}: {first}", path.display()));
        assert!(said.split_whitespace().count() >= 6 && said.ends_with(['.', '?', ':']), "{}: {first}", path.display());
        assert!(text.lines().nth(1).unwrap().starts_with("title = \""), "{}", path.display());
    }
}
