//! What the documents print of the program is what the program prints, and what they name is there.

use std::fs;
use std::path::{Path, PathBuf};
use svsde_cli::registry;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn markdown_in(folder: &Path) -> Vec<PathBuf> {
    let is_markdown = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "md");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(is_markdown).collect()
}

/// The pages of `docs`, its folders included.
fn pages() -> Vec<PathBuf> {
    let docs = root().join("docs");
    let folders = fs::read_dir(&docs).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let pages: Vec<PathBuf> = folders.chain([docs.clone()]).flat_map(|folder| markdown_in(&folder)).collect();
    assert!(pages.len() >= 10);
    pages
}

/// Every page of `docs`, one after the other.
fn docs() -> String {
    pages().iter().map(|page| read(page)).collect()
}

#[test]
fn the_registry_page_is_what_the_program_prints() {
    let tables: Vec<String> = registry::all().unwrap().iter().map(registry::Kind::markdown).collect();
    let page = read(&root().join("docs/reference/registry.md"));
    assert!(page == tables.join("\n"), "svsde list --markdown > docs/reference/registry.md");
}

#[test]
fn every_shipped_scenario_is_named_and_says_what_it_shows() {
    let documents = read(&root().join("README.md")) + &docs();
    let mut found = 0;
    for entry in fs::read_dir(root().join("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(documents.contains(&format!("scenarios/{name}")), "{name}");
            assert!(read(&path).starts_with("# "), "{name}");
            found += 1;
        }
    }
    assert!(found >= 3);
}

/// Every key that a regression takes is explained.
#[test]
fn every_key_of_a_regression_is_named() {
    let docs = docs();
    let model = svsde::Regression::new((2, 2), 0.1);
    let keys = toml::Table::try_from(&model).unwrap();
    for key in keys.keys().map(String::as_str).chain(["gradient_learning_rate", "polar_iterations"]) {
        assert!(docs.contains(&format!("`{key}`")), "{key}");
    }
}

/// Every key of every model and integrator that a tested scenario has is explained.
#[test]
fn every_key_of_a_model_and_of_an_integrator_is_named() {
    let docs = docs();
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/scenarios/good")).unwrap() {
        let text = read(&entry.unwrap().path());
        let scenario = svsde_cli::study::parse(&text, "good", Path::new(""), &[]);
        let Ok(scenario) = scenario else { continue };
        let study = toml::Table::try_from(&scenario.study).unwrap();
        let sections = ["model", "integrator"].iter().filter_map(|section| study.get(*section)?.as_table());
        for (kind, table) in sections.flatten() {
            assert!(docs.contains(&format!("`{kind}`")), "{kind}");
            for key in table.as_table().unwrap().keys() {
                assert!(docs.contains(&format!("`{key}`")), "{kind}.{key}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50);
}

/// Files and folders between backticks and in links; those that CONTRIBUTING.md adds lie in `tests/additions`.
#[test]
fn paths_that_documents_name_are_there() {
    const TOP: [&str; 9] =
        ["src/", "cli/", "tests/", "scripts/", "scenarios/", "docs/", "benches/", "examples/", "notebooks/"];
    let root = root();
    let mut seen = 0;
    for document in markdown_in(&root).into_iter().chain(pages()) {
        for name in read(&document).split(['`', '(', ')']) {
            let (name, _) = name.split_once('#').unwrap_or((name, ""));
            if TOP.iter().any(|top| name.starts_with(top)) && !name.contains(char::is_whitespace) {
                let there = root.join(name).exists() || root.join("tests/additions").join(name).exists();
                assert!(there, "{}: {name}", document.display());
                seen += 1;
            }
        }
    }
    assert!(seen > 50);
}

/// The anchor that a heading has on a page: its words in lower case, joined by hyphens.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// Targets of the links and pictures of a page that lead to files: path (empty for the page itself) and anchor.
fn links(text: &str) -> Vec<(&str, &str)> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(target, _)| target);
    let files = targets.filter(|target| !target.contains("://") && !target.contains(char::is_whitespace));
    files.map(|target| target.split_once('#').unwrap_or((target, ""))).collect()
}

#[test]
fn links_lead_to_files_and_headings() {
    let mut seen = 0;
    for document in pages().into_iter().chain([root().join("README.md")]) {
        let text = read(&document);
        for (path, heading) in links(&text) {
            let target = if path.is_empty() { document.clone() } else { document.parent().unwrap().join(path) };
            assert!(target.exists(), "{}: {path}", document.display());
            if !heading.is_empty() {
                let page = read(&target);
                let mut headings = page.lines().filter(|line| line.starts_with('#'));
                let there = headings.any(|line| anchor(line.trim_start_matches('#')) == heading);
                assert!(there, "{}: {path}#{heading}", document.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 50);
}
