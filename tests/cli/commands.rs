//! `list`, `info`, `completions`, help.

use crate::support::*;
use serde_json::Value;
use svsde_cli::registry;

#[test]
fn list_prints_every_name_and_each_kind_alone() {
    let folder = Folder::new();
    let all = folder.done("list");
    let parts: Vec<String> = registry::kinds().iter().map(|kind| folder.done(&format!("list {kind}"))).collect();
    assert_eq!(parts.join("\n"), all);
    for (kind, part) in registry::all().unwrap().iter().zip(&parts) {
        assert!(part.starts_with(&format!("{}\n", kind.name)), "{part}");
        assert!(!kind.rows.is_empty());
        let markdown = folder.done(&format!("list {} --markdown", kind.name));
        for row in &kind.rows {
            assert!(row.iter().all(|cell| !cell.is_empty()), "{row:?}");
            assert!(part.lines().any(|line| line.split_whitespace().next() == Some(&row[0])), "{row:?}");
            assert!(markdown.contains(&format!("| `{}` | ", row[0])), "{markdown}");
        }
        let bars = |line: &str| line.matches(" | ").count();
        assert!(markdown.lines().skip(2).all(|line| bars(line) >= kind.columns.len() - 1));
    }
    folder.refused(
        "list flow",
        "error: invalid value 'flow' for '[KIND]'\n  \
         [possible values: models, integrators, measurements, initial, flows, polar, scales, flatness, observables, functions, tails, exact-laws]\n\n  \
         tip: a similar value exists: 'flows'\n\nFor more information, try '--help'.",
    );
}

#[test]
fn info_in_words() {
    let folder = Folder::with_data();
    let said = folder.done("run s.toml -o a.h5");
    folder.done(&format!("{FLATTEN} -q -o b.h5"));
    let info = folder.done("info a.h5");
    assert!(info.starts_with("a.h5: finished, svsde "), "{info}");
    let summary = said.strip_suffix("\nwritten to a.h5\n").unwrap();
    assert!(info.contains(summary), "{info}");
    for entry in folder.result("a.h5").entries() {
        assert!(info.contains(&format!("\n  {}  [", entry.path)), "{} is not in\n{info}", entry.path);
    }
    let both = folder.done("info a.h5 b.h5");
    assert!(both.starts_with(&info), "{both}");
    let brief = folder.done("info --brief a.h5 b.h5");
    let lines: Vec<&str> = brief.lines().collect();
    assert_eq!(lines.len(), 3, "{brief}");
    assert!(lines[..2].iter().all(|line| line.starts_with("d = 5 (condition number ")), "{brief}");
    assert!(lines[2].contains("Muon"), "{brief}");
    assert_eq!(folder.done("info --brief a.h5").lines().count(), 1);
}

#[test]
fn info_as_json() {
    let folder = Folder::with_data();
    folder.done("run s.toml -q -o a.h5 --set title=\"one\"");
    let one: Value = serde_json::from_str(&folder.done("info --json a.h5")).unwrap();
    assert_eq!(one["file"], "a.h5");
    assert_eq!(one["title"], "one");
    assert_eq!(one["seed"], 3);
    assert_eq!(one["finished"], true);
    assert_eq!(one["format_version"], 1);
    assert_eq!(one["warnings"], serde_json::json!([]));
    assert!(one["wall_seconds"].is_f64());
    assert!(one["scenario"].as_str().unwrap().contains("[model.regression]"));
    let datasets = one["datasets"].as_array().unwrap();
    assert_eq!(datasets.len(), folder.result("a.h5").entries().len());
    assert!(datasets.iter().all(|set| set["path"].is_string() && set["shape"].is_array() && set["units"].is_string()));
    let flows = one["summary"]["flows"].as_array().unwrap();
    let names: Vec<&str> = flows.iter().map(|flow| flow["name"].as_str().unwrap()).collect();
    assert_eq!(names, svsde::matrix::update_rules::names().collect::<Vec<_>>());
    let residual = folder.result("a.h5").read("flows/muon/relative_residual").unwrap();
    assert_eq!(flows[2]["residual"]["mean"].as_f64(), residual.last().copied());
    let two: Value = serde_json::from_str(&folder.done("info --json a.h5 a.h5")).unwrap();
    assert_eq!(two, Value::Array(vec![one.clone(), one]));
}

#[test]
fn info_refuses_what_is_no_result() {
    let folder = Folder::with_data();
    let rest = "not a readable svsde result file";
    hdf5::File::create(folder.path("other.h5")).unwrap().close().unwrap();
    for options in ["", " --json", " --brief"] {
        folder.refused(&format!("info no.h5{options}"), "error: no.h5: No such file or directory (os error 2)");
        folder.refused(
            &format!("info A.npy{options}"),
            &format!("error: A.npy: {rest}: it does not open as HDF5: another format, damaged, or being written"),
        );
        folder.refused(
            &format!("info other.h5{options}"),
            &format!("error: other.h5: {rest}: the root has no text attribute format = \"svsde-result\""),
        );
    }
}

#[test]
fn completions_know_every_command() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = folder.done(&format!("completions {shell}"));
        for word in [
            "run",
            "check",
            "flatten",
            "stationary",
            "tails",
            "info",
            "list",
            "plot",
            "completions",
            "print-scenario",
            "threads",
        ] {
            assert!(script.contains(word), "{word} is not in the script for {shell}");
        }
    }
    folder.write("svsde.bash", folder.done("completions bash"));
    if let Ok(status) = std::process::Command::new("bash").arg("-n").arg(folder.path("svsde.bash")).status() {
        assert!(status.success(), "the script is no bash");
    }
}

#[test]
fn help_names_every_command_and_explains_it() {
    let folder = Folder::new();
    let help = folder.done("--help");
    for command in ["run", "check", "flatten", "stationary", "tails", "info", "list", "plot", "completions"] {
        let line = help.lines().find(|line| line.split_whitespace().next() == Some(command)).unwrap();
        assert!(line.split_whitespace().count() > 2, "{line}");
        assert!(folder.done(&format!("{command} --help")).contains("Usage: svsde "));
    }
    assert_eq!(folder.done("--version"), format!("svsde {}\n", env!("CARGO_PKG_VERSION")));
}

/// `svsde list | head -1` must not complain.
#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let line = format!("{} list | head -n 1", env!("CARGO_BIN_EXE_svsde"));
    let run = std::process::Command::new("sh").args(["-c", &line]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
    assert_eq!(String::from_utf8_lossy(&run.stdout), "models\n");
}

/// A result that somebody else has changed: refused by name, neither endless nor a panic.
#[test]
fn info_of_a_damaged_result() {
    let folder = Folder::with_data();
    folder.done("run s.toml -q -o out.h5 --set ensemble.replicas=3");
    let damage = |name: &str, change: &dyn Fn(&hdf5::File)| {
        std::fs::copy(folder.path("out.h5"), folder.path(name)).unwrap();
        let file = hdf5::File::open_rw(folder.path(name)).unwrap();
        change(&file);
        file.close().unwrap();
    };
    damage("ring.h5", &|file| file.group("flows").unwrap().link_hard("/", "/flows/self").unwrap());
    assert!(folder.done("info ring.h5").contains("/flows/muon/sigma"));
    damage("gone.h5", &|file| file.unlink("flows/muon/loss").unwrap());
    damage("gone.h5", &|file| file.unlink("flows/muon/nuclear_norm").unwrap());
    damage("short.h5", &|file| {
        file.unlink("flows/muon/nuclear_norm").unwrap();
        let short = ndarray::Array2::<f64>::zeros((1, 7));
        file.new_dataset_builder().with_data(&short).create("flows/muon/nuclear_norm").unwrap();
    });
    damage("newer.h5", &|file| file.attr("format_version").unwrap().write_scalar(&99_i64).unwrap());
    for (name, what) in [
        ("gone.h5", "there is no dataset flows/muon/nuclear_norm of numbers"),
        ("short.h5", "dataset flows/muon/nuclear_norm: shape [1, 7], but there are 3 replicas"),
        ("newer.h5", "format version 99; this program reads up to 1"),
    ] {
        folder.refused(&format!("info {name}"), &format!("error: {name}: not a readable svsde result file: {what}"));
    }
}
