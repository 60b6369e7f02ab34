//! What the README prints of the program is what the program prints.

use svsde::registry;

const README: &str = include_str!("../README.md");

#[test]
fn the_tables_are_those_of_the_registries() {
    let tables: Vec<String> = registry::all().unwrap().iter().map(registry::Kind::markdown).collect();
    assert!(README.contains(&tables.join("\n")), "paste the output of `svsde list --markdown`");
}

#[test]
fn every_shipped_scenario_is_named_and_says_what_it_shows() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios");
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
    let model = svsde::scenario::Regression::new((2, 2), 0.1);
    let keys = toml::Table::try_from(&model).unwrap();
    for key in keys.keys().map(String::as_str).chain(["gradient_learning_rate", "polar_iterations"]) {
        assert!(README.contains(&format!("`{key}`")), "{key}");
    }
}
