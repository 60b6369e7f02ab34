//! Arrows point one way: no room imports one that stands after it in these lists.

use std::fs;
use std::path::{Path, PathBuf};

/// The library, from the ground up.
const LIBRARY: [&str; 18] = [
    "kinds",         // registries
    "text",          // numbers as people read them
    "array",         // numbers with axes, units and a description
    "rules",         // rules on parameters
    "error",         // what stops a computation
    "roots",         // roots of functions of one variable
    "quadrature",    // integrals
    "linalg",        // decompositions
    "random",        // streams of random numbers, Brownian paths
    "random_matrix", // exact laws
    "observables",   // functions of a spectrum
    "process",       // what evolves and has a spectrum
    "matrix",        // level 1
    "particles",     // level 2
    "density",       // level 3
    "tails",         // which law a tail follows
    "compare",       // the same law along several roads
    "ensemble",      // replicas in parallel
];

/// The command line, from the ground up.
const PROGRAM: [&str; 13] = [
    "diagnostic", // what is wrong with a scenario, and where
    "error",      // what stops a command
    "text",       // sentences and tables
    "formula",    // expressions
    "store",      // files
    "scenario",   // text to tables
    "summary",    // what a result says
    "study",      // from a scenario to a result
    "plot",       // axes and marks, drawn
    "figures",    // what is drawn of a result
    "report",     // one page of HTML
    "registry",   // everything that a scenario can name
    "commands",   // one file a command
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Every `crate::room` in the code of `text`, comments and unit tests left out.
fn imports(text: &str) -> impl Iterator<Item = &str> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split("crate::").skip(1)).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

fn arrows(folder: &str, rooms: &[&str]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut found = Vec::new();
    sources(&folder, &mut found);
    assert!(found.len() > 20, "{folder:?}");
    let mut wrong = Vec::new();
    for path in found {
        let inner = path.strip_prefix(&folder).unwrap();
        let first = inner.components().next().unwrap().as_os_str().to_str().unwrap();
        let room = first.trim_end_matches(".rs");
        if ["lib", "main"].contains(&room) || inner.ends_with("tests.rs") || inner.iter().any(|part| part == "tests") {
            continue;
        }
        let place = rooms.iter().position(|other| *other == room);
        let Some(place) = place else {
            wrong.push(format!("{}: the room {room} is not in the list", path.display()));
            continue;
        };
        for import in imports(&fs::read_to_string(&path).unwrap()) {
            // Names that the root exports, such as `crate::Error`, begin with a capital.
            let other = rooms.iter().position(|other| *other == import);
            if other.is_some_and(|other| other > place) {
                wrong.push(format!("{}: imports crate::{import}, which stands after {room}", path.display()));
            }
        }
    }
    wrong
}

#[test]
fn no_room_imports_one_above_it() {
    let wrong = [arrows("src", &LIBRARY), arrows("cli/src", &PROGRAM)].concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names in the first column of every table of rooms of DESIGN.md.
#[test]
fn the_design_has_the_same_lists() {
    let design = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("DESIGN.md")).unwrap();
    let tables =
        design.split("\n| room | holds |\n").skip(1).map(|table| table.split("\n\n").next().unwrap_or_default());
    let listed: Vec<Vec<&str>> = tables
        .map(|table| {
            let columns = table.lines().filter_map(|line| line.split('|').nth(1));
            columns.flat_map(|column| column.split('`').skip(1).step_by(2)).collect()
        })
        .collect();
    assert_eq!(listed, [LIBRARY.to_vec(), PROGRAM.to_vec()]);
}
