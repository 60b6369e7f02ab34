//! What CONTRIBUTING.md promises: a model, an integrator, an observable, … is one new file and one line of a registry.
//!
//! The files of `tests/additions`, and the lines of `tests/additions/lines.toml`, are put into a copy of the workspace, which is
//! built and used. The copy lies in the target folder and is kept, so that only what changed is built again.

use serde::Deserialize;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One addition: the new file, and the line that makes it known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Addition {
    /// What is added.
    what: String,
    /// The new file.
    file: String,
    /// The file that gets the line.
    registry: String,
    /// The line after which it is put, blanks around it aside.
    after: String,
    /// The line.
    line: String,
}

#[derive(Deserialize)]
struct Additions {
    addition: Vec<Addition>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn additions() -> Vec<Addition> {
    let text = fs::read_to_string(root().join("tests/additions/lines.toml")).unwrap();
    toml::from_str::<Additions>(&text).unwrap().addition
}

/// Every file below `folder`, relative to `root`.
fn files(root: &Path, folder: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(root.join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().into_string().unwrap());
        if entry.file_type().unwrap().is_dir() {
            found.extend(files(root, &name));
        } else {
            found.insert(name);
        }
    }
    found
}

/// `text` with the line of `addition`, indented as the one before it.
fn with_line(text: &str, addition: &Addition) -> String {
    let Addition { what, registry, after, line, .. } = addition;
    let places: Vec<usize> = text.lines().enumerate().filter(|(_, l)| l.trim() == after).map(|(k, _)| k).collect();
    let [place] = places[..] else { panic!("{what}: {after:?} stands {} times in {registry}", places.len()) };
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let indent = lines[place].len() - lines[place].trim_start().len();
    lines.insert(place + 1, format!("{}{line}", " ".repeat(indent)));
    lines.join("\n") + "\n"
}

/// Writes what is not there already, so that the build takes only what changed for new.
fn write(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|there| there == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The workspace in `copy`, with every addition.
fn put_together(copy: &Path, additions: &[Addition]) {
    let root = root();
    let mut kept = BTreeSet::new();
    let parts = ["src", "cli", "benches", "examples"]
        .map(|part| if root.join(part).is_dir() { files(&root, part) } else { BTreeSet::new() });
    let loose = ["Cargo.toml", "Cargo.lock", "README.md"].map(str::to_owned);
    for name in parts.into_iter().flatten().chain(loose) {
        let mut bytes = fs::read(root.join(&name)).unwrap();
        for addition in additions.iter().filter(|addition| addition.registry == name) {
            bytes = with_line(&String::from_utf8(bytes).unwrap(), addition).into_bytes();
        }
        write(&copy.join(&name), &bytes);
        kept.insert(name);
    }
    for addition in additions {
        assert!(kept.insert(addition.file.clone()), "{}: {} is not new", addition.what, addition.file);
        write(&copy.join(&addition.file), &fs::read(root.join("tests/additions").join(&addition.file)).unwrap());
    }
    for name in ["src", "cli"].into_iter().flat_map(|part| files(copy, part)).filter(|name| !kept.contains(name)) {
        fs::remove_file(copy.join(name)).unwrap();
    }
}

/// Builds the program with the additions, and gives its path.
fn build() -> PathBuf {
    let program = Path::new(env!("CARGO_BIN_EXE_svsde"));
    let (profile, target) = (program.parent().unwrap(), program.ancestors().nth(2).unwrap());
    let copy = target.join("additions/tree");
    put_together(&copy, &additions());
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["build", "--offline", "--locked", "--quiet", "--bin", "svsde"]).current_dir(&copy);
    if !cfg!(debug_assertions) {
        cargo.arg("--release");
    }
    if cfg!(feature = "static-hdf5") {
        cargo.args(["--features", "static-hdf5"]);
    }
    // Dependencies are those that have been built; the program goes elsewhere, and need not be fast.
    cargo.env("CARGO_TARGET_DIR", target.join("additions")).env("CARGO_BUILD_BUILD_DIR", target);
    for package in ["svsde", "svsde-cli"] {
        let profile = if cfg!(debug_assertions) { "dev" } else { "release" };
        cargo.args(["--config", &format!("profile.{profile}.package.{package}.opt-level=0")]);
    }
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target.join("additions").join(profile.file_name().unwrap()).join(program.file_name().unwrap())
}

/// The table of CONTRIBUTING.md.
#[test]
fn the_guide_names_every_addition() {
    let row = |addition: &Addition| {
        let Addition { what, file, registry, line, .. } = addition;
        let name = file.rsplit('/').next().unwrap();
        format!("| {what} | `{file}` ([{name}](tests/additions/{file})) | `{line}` in `{registry}` |\n")
    };
    let table: String = additions().iter().map(row).collect();
    let guide = fs::read_to_string(root().join("CONTRIBUTING.md")).unwrap();
    assert!(guide.contains(&table), "CONTRIBUTING.md must have these rows:\n{table}");
}

#[test]
fn an_addition_is_one_file_and_one_line() {
    let additions = additions();
    let listed: BTreeSet<String> = additions.iter().map(|addition| addition.file.clone()).collect();
    assert_eq!(listed.len(), additions.len());
    let folder = root().join("tests/additions");
    let there: BTreeSet<String> = ["src", "cli"].into_iter().flat_map(|part| files(&folder, part)).collect();
    assert_eq!(listed, there);
    for addition in &additions {
        let Addition { what, file, registry, line, .. } = addition;
        assert!(!root().join(file).exists(), "{what}");
        assert!(!line.contains('\n') && line.len() < 120, "{what}");
        let text = fs::read_to_string(root().join(registry)).unwrap();
        assert_eq!(with_line(&text, addition).lines().count(), text.lines().count() + 1, "{what}");
        let lines = fs::read_to_string(folder.join(file)).unwrap().lines().count();
        assert!(lines <= 115, "{what}: {lines} lines");
    }
}

/// What the program prints in `folder`.
fn output(program: &Path, folder: &Path, line: &str) -> String {
    let output = Command::new(program).args(line.split(' ')).current_dir(folder).output().unwrap();
    let (out, err) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{line}: {out}{err}");
    out
}

fn json(program: &Path, folder: &Path, result: &str) -> serde_json::Value {
    serde_json::from_str(&output(program, folder, &format!("info --json {result}"))).unwrap()
}

const PARTICLES: &str = "
    title = 'Squared Bessel processes'
    model.squared-bessel = { dimension = 3, cols = 4 }
    initial.values.lambda = [1, 1, 1, 1]
    integrator.two-half-steps.dt = 0.05
    time = { end = 1, record_every = 0.5 }
    ensemble.replicas = 400
";

const FLOWS: &str = "
    model.regression = { rows = 4, cols = 3, learning_rate = 0.01, flows = ['sign-gradient', 'muon'] }
    measurement.signs.count = 5
    initial.zero = {}
    time = { end = 400, record_every = 100 }
";

#[test]
fn every_addition_works() {
    let program = build();
    let folder = tempfile::tempdir().unwrap();
    let (program, folder) = (program.as_path(), folder.path());
    let svsde = |line: &str| output(program, folder, line);

    let list = svsde("list");
    for name in
        ["squared-bessel", "two-half-steps", "participation_ratio", "sign-gradient", "signs", "rayleigh", "bulk"]
    {
        assert!(list.lines().any(|line| line.trim_start().starts_with(name)), "{name} is not in\n{list}");
    }

    fs::write(folder.join("particles.toml"), PARTICLES).unwrap();
    svsde("run particles.toml -q -o p.h5");
    let summary = &json(program, folder, "p.h5")["summary"];
    assert_eq!(summary["integrator"], "two-half-steps, dt = 0.05");
    let end = |name: &str| {
        let all = summary["observables"].as_array().unwrap();
        let one = all.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} is not in {summary:#}"));
        ["mean", "std_error"].map(|key| one["end"][key].as_f64().unwrap())
    };
    // E λ(1) = 1 + 3; reflected steps add less than the errors of 1600 particles.
    let [mean, error] = end("mean_lambda");
    assert!((mean - 4.0).abs() < 4.0 * error && error < 0.15, "{mean} {error}");
    // Between 1, one particle that has everything, and 4, all alike.
    let [ratio, _] = end("participation_ratio");
    assert!(1.0 < ratio && ratio < 4.0, "{ratio}");
    let drawn = svsde("plot p.h5 --figure scree");
    assert!(fs::read_to_string(folder.join(drawn.trim())).unwrap().contains("spectrum at the end"));
    assert!(svsde("check particles.toml").starts_with(&svsde("scenario p.h5")));

    fs::write(folder.join("bulk.toml"), "model.bulk = { rows = 16, cols = 4 }\n").unwrap();
    assert!(svsde("run bulk.toml -o b.h5 -q").is_empty());
    assert_eq!(svsde("info --brief b.h5"), "the bulk goes from 0.2500 to 2.2500\n");

    fs::write(folder.join("flows.toml"), FLOWS).unwrap();
    svsde("run flows.toml -q -o f.h5");
    let found = json(program, folder, "f.h5");
    let flows = found["summary"]["flows"].as_array().unwrap();
    let flow = flows.iter().find(|flow| flow["name"] == "sign-gradient").unwrap();
    // Five equations in twelve unknowns have a solution: a residual of 1 at the start, and steps of 0.01 an entry at the end.
    let residual = flow["residual"]["mean"].as_f64().unwrap();
    assert!(residual < 0.1, "{residual}");

    let quantile = |k: i32| (-(1.0 - (f64::from(k) + 0.5) / 500.0).ln() / 3.0).sqrt();
    fs::write(folder.join("x.csv"), (0..500).map(|k| format!("{}\n", quantile(k))).collect::<String>()).unwrap();
    svsde("tails x.csv --bootstrap 20 -q -o t.h5");
    let found = json(program, folder, "t.h5");
    let law = &found["summary"]["tails"]["x"]["whole"]["rayleigh"];
    // Of 500 values at the quantiles of the rate 3 the mean square is 1/3, but for the width of a step of the largest.
    let rate = law["parameters"][0].as_f64().unwrap_or_else(|| panic!("{found:#}"));
    assert!((rate - 3.0).abs() < 0.05 && law["p_value"].as_f64().unwrap() > 0.1, "{law:#}");
}
