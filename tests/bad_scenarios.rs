//! Every `tests/scenarios/bad/*.toml` carries its exact messages; every `good/*.toml` loads and survives printing.
//!
//! Leading comments of a bad scenario: `# set:` an override; then for each finding `# expect:` place and message,
//! `# under:` the text at the caret unless it is empty, and `# help:`
//! where there is advice.

use std::path::{Path, PathBuf};
use svsde_cli::error::Error;
use svsde_cli::scenario::{Finding, Override};
use svsde_cli::study::{Scenario, load, parse};

fn scenarios(kind: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios").join(kind);
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty(), "no {kind} scenarios");
    files
}

fn comments(text: &str, tag: &str) -> Vec<String> {
    text.lines().filter_map(|line| line.strip_prefix(tag)).map(str::to_owned).collect()
}

fn overrides(text: &str) -> Vec<Override> {
    comments(text, "# set: ").iter().map(|set| set.parse().unwrap()).collect()
}

fn described(finding: &Finding, folder: &str) -> Vec<String> {
    let mut lines = vec![format!("# expect: {}: {finding}", finding.place().replace(folder, ""))];
    if !finding.excerpt().is_empty() {
        lines.push(format!("# under: {}", finding.excerpt()));
    }
    lines.extend(finding.advice().map(|help| format!("# help: {help}")));
    lines
}

#[test]
fn bad_scenarios_give_their_exact_messages() {
    let mut wrong = String::new();
    for file in scenarios("bad") {
        let text = std::fs::read_to_string(&file).unwrap();
        let expected: Vec<&str> =
            text.lines().take_while(|line| line.starts_with('#')).filter(|line| !line.starts_with("# set: ")).collect();
        let folder = format!("{}/", file.parent().unwrap().display());
        let found: Vec<String> = match load(&file, &overrides(&text)) {
            Err(Error::Scenario(error)) => error.findings().flat_map(|finding| described(finding, &folder)).collect(),
            other => vec![format!("# {other:?}")],
        };
        if found != expected && std::env::var_os("SVSDE_BLESS").is_some() {
            let sets = text.lines().filter(|line| line.starts_with("# set: "));
            let body = text.lines().skip_while(|line| line.starts_with('#'));
            let lines: Vec<&str> = sets.chain(found.iter().map(String::as_str)).chain(body).collect();
            std::fs::write(&file, lines.join("\n") + "\n").unwrap();
        } else if found != expected {
            wrong +=
                &format!("{}\n  expected\n{}\n  found\n{}\n\n", file.display(), expected.join("\n"), found.join("\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn good_scenarios_load_and_survive_printing() {
    for file in scenarios("good") {
        let text = std::fs::read_to_string(&file).unwrap();
        let scenario = load(&file, &overrides(&text)).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let printed = scenario.to_toml();
        let again = parse(&printed, "printed", Path::new("/elsewhere"), &[]);
        assert_eq!(again.unwrap_or_else(|error| panic!("{error}\n{printed}")), scenario, "{}", file.display());
        let wanted = comments(&text, "# resolves: ");
        for line in &wanted {
            assert!(printed.contains(line.as_str()), "{}: {line:?} is not in\n{printed}", file.display());
        }
    }
}

const SMALL: &str = "
    [model.regression]
    rows = 4
    cols = 3
    learning_rate = 0.1
    [measurement.gaussian]
    count = 6
    [initial.zero]
    [time]
    end = 10
    record_every = 1
";

fn small(sets: &[&str]) -> Scenario {
    let sets: Vec<Override> = sets.iter().map(|set| set.parse().unwrap()).collect();
    parse(SMALL, "small.toml", Path::new("/data"), &sets).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn an_override_equals_the_edit_of_the_file() {
    let edited = |from: &str, to: &str| parse(&SMALL.replace(from, to), "small.toml", Path::new("/data"), &[]).unwrap();
    let faster = edited("learning_rate = 0.1", "learning_rate = 0.02");
    assert_eq!(small(&["model.regression.learning_rate=0.02"]), faster);
    assert_eq!(small(&["model.learning_rate=0.02"]), faster);
    assert_eq!(small(&["model.learning_rate=7", "model.learning_rate = 0.02"]), faster);
    assert_eq!(small(&["ensemble.replicas=5"]), edited("[time]", "[ensemble]\nreplicas = 5\n[time]"));
    assert_eq!(small(&["model.schedule=linear"]), edited("cols = 3", "cols = 3\nschedule = \"linear\""));
    assert_eq!(small(&["model.schedule=\"linear\""]), small(&["model.schedule=linear"]));
    assert_eq!(small(&["title=one line"]), edited("[model.regression]", "title = \"one line\"\n[model.regression]"));
    assert_eq!(small(&["initial.gaussian.scale=2"]), edited("[initial.zero]", "[initial.gaussian]\nscale = 2"));
    assert_eq!(small(&["initial={gaussian={scale=2}}"]), small(&["initial.gaussian={scale=2.0}"]));
    assert_eq!(small(&["measurement.entries.fraction=0.5", "measurement.gaussian.count=6"]), small(&[]));
}

#[test]
fn relative_paths_start_at_the_folder_of_the_scenario() {
    for (sets, lines) in [
        (
            ["measurement.file.matrix=a/A.npy", "measurement.targets=y.csv", "initial.file.path=../W.h5"],
            ["matrix = \"/data/a/A.npy\"", "targets = \"/data/y.csv\"", "path = \"/data/../W.h5\""],
        ),
        (
            ["measurement.samples.inputs=X.npy", "measurement.outputs=Y.npy", "initial.file.path=/W.h5"],
            ["inputs = \"/data/X.npy\"", "outputs = \"/data/Y.npy\"", "path = \"/W.h5\""],
        ),
    ] {
        let printed = small(&sets).to_toml();
        for line in lines {
            assert!(printed.contains(line), "{line} is not in\n{printed}");
        }
    }
}

#[test]
fn a_byte_order_mark_is_no_column() {
    let Err(Error::Scenario(error)) = parse(&format!("\u{feff}tittle = 1\n{SMALL}"), "small.toml", Path::new(""), &[])
    else {
        panic!("this is no scenario");
    };
    assert!(error.to_string().starts_with("small.toml:1:1: unknown key `tittle`"), "{error}");
}

#[test]
fn a_scenario_that_is_not_there_is_named() {
    let error = load(Path::new("no/such.toml"), &[]).unwrap_err();
    assert!(matches!(error, Error::Io { .. }));
    assert!(error.to_string().starts_with("no/such.toml: "), "{error}");
}

#[test]
fn an_error_is_one_line_and_its_rendering_has_the_caret() {
    let sets = ["model.learning_rate=-1".parse().unwrap(), "model.momentum=1".parse().unwrap()];
    let Err(Error::Scenario(error)) = parse(SMALL, "small.toml", Path::new(""), &sets) else {
        panic!("this is no scenario");
    };
    assert_eq!(
        error.to_string(),
        "command line:1:27: model.regression.learning_rate = -1, but it must be > 0 (and 1 more)"
    );
    let drawn = error.render();
    for part in ["--set model.learning_rate=-1", "it must be at least 0 and below 1", "command line:1:27"] {
        assert!(drawn.contains(part), "{part:?} is not in\n{drawn}");
    }
}

#[test]
fn an_override_needs_a_key_and_a_value() {
    for text in ["", "model", "=1", "model.=1", ".x=1", "a b=1", "model.x="] {
        assert!(text.parse::<Override>().is_err(), "{text:?}");
    }
}

#[test]
fn no_damaged_scenario_stops_the_program() {
    for file in scenarios("bad").into_iter().chain(scenarios("good")) {
        let text = std::fs::read_to_string(&file).unwrap();
        let sets = overrides(&text);
        let body: String = text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| [line, "\n"]).collect();
        for (at, character) in body.char_indices() {
            let (before, after) = (&body[..at], &body[at + character.len_utf8()..]);
            for damaged in [before.to_owned(), format!("{before}{after}"), format!("{before}é{{[\"={after}")] {
                if let Err(Error::Scenario(error)) = parse(&damaged, "damaged.toml", Path::new(""), &sets) {
                    let drawn = error.render();
                    assert!(drawn.contains("damaged.toml:") || drawn.contains("command line:"), "{drawn}\n{damaged}");
                }
            }
        }
    }
}
