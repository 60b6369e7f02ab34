//! Every shipped scenario runs, shortened, and says what it shows.

use crate::support::*;
use std::path::PathBuf;
use svsde_cli::study::AnyStudy;

fn shipped() -> Vec<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
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
        let whole = svsde_cli::study::parse(&checked, name, &folder.root, &[]).unwrap();
        let replicas = toml::Table::try_from(&whole.study).unwrap();
        let replicas = replicas.get("ensemble").map_or(1, |table| table["replicas"].as_integer().unwrap().min(2));
        let timed = whole.study.time().is_some();
        let mut line = format!("run {name} --force -o out.h5");
        if timed {
            line += " --set time.end=8 --set time.burn_in=0 --set time.record_every=4";
        }
        // A stationary study has no replicas, but cells.
        line += &match whole.study {
            AnyStudy::TailStudy(_) => " --set tails.bootstrap=20 --set tails.bootstrap_laws=5".to_owned(),
            AnyStudy::StationaryStudy(_) => " --set stationary.cells=256".to_owned(),
            _ => format!(" --set ensemble.replicas={replicas}"),
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

/// Of `scenarios/findings`: with the overrides of each preset it is a scenario, and what decides names a run.
#[test]
fn every_run_of_a_claim_is_a_scenario() {
    let folder = Folder::new();
    let claims = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios/findings")).unwrap();
    let mut orders = Vec::new();
    for claim in claims.map(|entry| entry.unwrap().path()) {
        let text: toml::Table = std::fs::read_to_string(claim.join("claim.toml")).unwrap().parse().unwrap();
        orders.push(text["order"].as_integer().unwrap());
        let runs = text["run"].as_array().unwrap();
        let names: Vec<&str> = runs.iter().map(|run| run["name"].as_str().unwrap()).collect();
        for run in runs {
            for preset in ["quick", "full"] {
                let mut line =
                    vec!["check".to_owned(), claim.join(run["scenario"].as_str().unwrap()).display().to_string()];
                let keys = ["set", preset].into_iter().filter_map(|key| run.get(key)?.as_array());
                for key in keys.flatten() {
                    line.extend(["--set".to_owned(), key.as_str().unwrap().to_owned()]);
                }
                let done = folder.svsde_words(&line.iter().map(String::as_str).collect::<Vec<_>>());
                assert_eq!(done.code, Some(0), "{line:?}: {}", done.stderr);
            }
        }
        for row in text["decide"].as_array().unwrap() {
            let sources = ["number", "minus", "over"].into_iter().filter_map(|key| row.get(key)?.as_str());
            for source in sources {
                assert!(names.contains(&source.split(':').next().unwrap()), "{}: {source}", claim.display());
            }
        }
    }
    orders.sort();
    assert_eq!(orders, (1..=orders.len() as i64).collect::<Vec<_>>());
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
