//! From a TOML file and `--set` overrides to a valid [`Scenario`].

use super::diagnostic::{Finding, ScenarioError, explain, kinds, syntax};
use super::overrides::{Override, apply};
use super::place::{Places, Sources};
use super::{Initial, Integrator, Measurement, Model, Scenario, scan};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use svsde::rules::Violation;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the scenario at `path`, applies `overrides` in order, and validates the outcome.
///
/// Relative paths in it, overridden ones included, start at the scenario's folder and come back absolute.
pub fn load(path: &Path, overrides: &[Override]) -> Result<Scenario> {
    let text = std::fs::read_to_string(path).map_err(|source| Error::Io { path: path.to_owned(), source })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    parse(&text, &path.display().to_string(), folder, overrides)
}

/// Like [`load`] for a text; `name` stands for the file in messages, relative paths start at `folder`.
pub fn parse(text: &str, name: &str, folder: &Path, overrides: &[Override]) -> Result<Scenario> {
    let mut scenario = resolve(text, name, overrides)?;
    anchor(&mut scenario, folder)?;
    scenario.fill_in();
    Ok(scenario)
}

pub(super) type Checked<T> = std::result::Result<T, Box<ScenarioError>>;

/// The tables of a scenario with their places.
pub(super) type Root<'i> = Spanned<DeTable<'i>>;

fn resolve(text: &str, name: &str, overrides: &[Override]) -> Checked<Scenario> {
    let mut sources = Sources::default();
    sources.add(name, text);
    let mut root = DeTable::parse(text).map_err(|error| syntax(&error, 0, &sources))?;
    for set in overrides {
        apply(set, root.get_mut(), &mut sources)?;
    }
    let misplaced = SECTIONS.iter().filter_map(|section| section.misplaced(root.get_ref(), &sources));
    let no_table = PLAIN.iter().filter_map(|name| no_table(name, root.get_ref(), &sources));
    let malformed = scan::malformed(root.get_ref(), &sources);
    if let Some(error) = ScenarioError::from_findings(misplaced.chain(no_table).chain(malformed)) {
        return Err(error);
    }
    scan::complete(root.get_mut());
    let scenario = typed(root.clone(), &sources)?;
    if scenario.scan.is_some() {
        scan::points(&root, &sources)?;
    }
    Ok(scenario)
}

/// The scenario that `root` says, every rule checked.
pub(super) fn typed(root: Root, sources: &Sources) -> Checked<Scenario> {
    let places = Places::of(root.get_ref());
    let scenario =
        Scenario::deserialize(toml::Deserializer::from(root)).map_err(|error| explain(&error, &places, sources))?;
    match ScenarioError::from_findings(findings(scenario.violations(), &places, sources)) {
        Some(error) => Err(error),
        None => Ok(scenario),
    }
}

/// Each violation at its place, in the order of the text.
pub(super) fn findings(violations: Vec<Violation>, places: &Places, sources: &Sources) -> Vec<Finding> {
    let place = |violation: &Violation| {
        let value = places.value(&violation.key);
        violation.within.as_ref().map_or(value.clone(), |part| sources.within(&value, part))
    };
    let mut broken: Vec<_> = violations.into_iter().map(|violation| (place(&violation), violation)).collect();
    broken.sort_by_key(|(span, _)| span.start);
    broken.into_iter().map(|(span, violation)| sources.finding(span, violation.message, violation.help)).collect()
}

/// The top-level tables that hold keys directly.
const PLAIN: [&str; 6] = ["stationary", "scan", "tails", "time", "ensemble", "output"];

/// Serde alone would take the array `time = [10, 0, 1]` for the table.
fn no_table(name: &str, root: &DeTable, sources: &Sources) -> Option<Finding> {
    let value = root.get(name).filter(|value| !value.get_ref().is_table())?;
    let text = format!("{name} = {}, but it must be a table [{name}]", sources.slice(&value.span()));
    Some(sources.finding(value.span(), text, None))
}

/// A top-level table that holds exactly one kind.
pub(super) struct Section {
    pub(super) name: &'static str,
    required: bool,
    pub(super) kinds: fn() -> Vec<String>,
}

pub(super) const SECTIONS: [Section; 4] = [
    Section { name: "model", required: true, kinds: kinds::<Model> },
    Section { name: "measurement", required: false, kinds: kinds::<Measurement> },
    Section { name: "initial", required: false, kinds: kinds::<Initial> },
    Section { name: "integrator", required: false, kinds: kinds::<Integrator> },
];

impl Section {
    /// What stands against exactly one known kind.
    fn misplaced(&self, root: &DeTable, sources: &Sources) -> Option<Finding> {
        let name = self.name;
        let kinds = (self.kinds)();
        let list = || Some(format!("kinds: {}", kinds.join(", ")));
        let Some((key, section)) = root.get_key_value(name) else {
            let text = format!("missing table [{name}.*]; exactly one is needed");
            return self.required.then(|| sources.finding(0..0, text, list()));
        };
        let DeValue::Table(table) = section.get_ref() else {
            let text = format!("{name} = {}, but it must be a table [{name}.*]", sources.slice(&section.span()));
            return Some(sources.finding(section.span(), text, list()));
        };
        for (kind, value) in table {
            let found = kind.get_ref().as_ref();
            if !value.get_ref().is_table() {
                let text = format!("`{found}` must stand in a table [{name}.*]");
                return Some(sources.finding(kind.span(), text, list()));
            }
            if !kinds.iter().any(|known| known == found) {
                let candidates: Vec<&str> = kinds.iter().map(String::as_str).collect();
                let text = format!("unknown kind `{found}` in [{name}.*]");
                return Some(sources.finding(
                    kind.span(),
                    text,
                    Some(svsde::text::suggestion(found, "kinds", &candidates)),
                ));
            }
        }
        let mut given = table.keys();
        match (given.next(), given.next()) {
            (None, _) => {
                Some(sources.finding(key.span(), format!("[{name}] is empty; one [{name}.*] is needed"), list()))
            }
            (Some(one), Some(two)) => {
                let text = format!("both [{name}.{one}] and [{name}.{two}] are given; exactly one is allowed");
                Some(sources.finding(two.span(), text, None))
            }
            _ => None,
        }
    }
}

/// Makes every path absolute, starting at `folder`.
fn anchor(scenario: &mut Scenario, folder: &Path) -> Result<()> {
    let mut paths: Vec<&mut PathBuf> = Vec::new();
    if let Some(Measurement::Files(files)) = &mut scenario.measurement {
        paths.extend(files.paths());
    }
    if let Model::Files(files) = &mut scenario.model {
        paths.extend(&mut files.inputs);
    }
    if let Some(Initial::File { path, .. }) = &mut scenario.initial {
        paths.push(path);
    }
    for path in paths {
        let joined = folder.join(&*path);
        *path = std::path::absolute(&joined).map_err(|source| Error::Io { path: joined, source })?;
    }
    Ok(())
}
