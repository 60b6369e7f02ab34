//! What the README prints of the program is what the program prints, and what documents name is there.

use svsde_cli::registry;

const README: &str = include_str!("../README.md");

#[test]
fn the_tables_are_those_of_the_registries() {
    let tables: Vec<String> = registry::all().unwrap().iter().map(registry::Kind::markdown).collect();
    assert!(README.contains(&tables.join("\n")), "paste the output of `svsde list --markdown`");
}

#[test]
fn every_shipped_scenario_is_named_and_says_what_it_shows() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../scenarios");
    let mut found = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(README.contains(&format!("scenarios/{name}")), "{name}");
            assert!(std::fs::read_to_string(&path).unwrap().starts_with("# "), "{name}");
            found += 1;
        }
    }
    assert!(found >= 3);
}

/// Every key that a regression takes is explained.
#[test]
fn every_key_of_a_regression_is_named() {
    let model = svsde_cli::scenario::Regression::new((2, 2), 0.1);
    let keys = toml::Table::try_from(&model).unwrap();
    for key in keys.keys().map(String::as_str).chain(["gradient_learning_rate", "polar_iterations"]) {
        assert!(README.contains(&format!("`{key}`")), "{key}");
    }
}

/// Every key of every model and integrator that a tested scenario has is explained.
#[test]
fn every_key_of_a_model_and_of_an_integrator_is_named() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/scenarios/good");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let scenario = svsde_cli::scenario::parse(&text, "good", std::path::Path::new(""), &[]);
        let Ok(scenario) = scenario else { continue };
        let model = toml::Table::try_from(&scenario.model).unwrap();
        let integrator = scenario.integrator.map(|integrator| toml::Table::try_from(&integrator).unwrap());
        for (kind, table) in model.into_iter().chain(integrator.into_iter().flatten()) {
            assert!(README.contains(&format!("`{kind}`")), "{kind}");
            for key in table.as_table().unwrap().keys() {
                assert!(README.contains(&format!("`{key}`")), "{kind}.{key}");
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
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut seen = 0;
    for document in ["README.md", "DESIGN.md", "CONTRIBUTING.md", "CHANGELOG.md"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        for name in text.split(['`', '(', ')']) {
            if TOP.iter().any(|top| name.starts_with(top)) && !name.contains(char::is_whitespace) {
                let there = root.join(name).exists() || root.join("tests/additions").join(name).exists();
                assert!(there, "{document}: {name}");
                seen += 1;
            }
        }
    }
    assert!(seen > 50);
}
