//! From a TOML file and `--set` overrides to a valid [`Scenario`].

use super::diagnostic::{Finding, ScenarioError, explain, kinds, suggestion, syntax};
use super::place::{Places, Sources};
use super::{Initial, Integrator, Measurement, Model, Scenario};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::borrow::Cow;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One `--set KEY=VALUE`: a key of the scenario replaced or added.
///
/// The key is a dotted path. In `model`, `measurement`, `initial` and `integrator`, of which exactly one kind exists, the kind
/// may be left out: `model.learning_rate` is `model.regression.learning_rate`. A key of another kind chooses that
/// kind and drops the table in the file, so `initial.gaussian.scale=1` replaces `[initial.zero]`, as does
/// `initial.zero={}` the other way round. The value is TOML; a bare word is a string.
///
/// ```
/// use svsde::scenario::Override;
///
/// let set: Override = "model.schedule=linear".parse()?;
/// assert_eq!((set.key.as_str(), set.value.as_str()), ("model.schedule", "linear"));
/// assert!("model.schedule".parse::<Override>().is_err());
/// # Ok::<(), svsde::scenario::OverrideError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Dotted path of the key.
    pub key: String,
    /// The value, as TOML or as a bare word.
    pub value: String,
}

/// The text is not of the form `KEY=VALUE` with a dotted path as the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an override is KEY=VALUE with a dotted key, for example model.learning_rate=0.02")]
pub struct OverrideError;

impl FromStr for Override {
    type Err = OverrideError;

    fn from_str(text: &str) -> std::result::Result<Self, OverrideError> {
        let (key, value) = text.split_once('=').ok_or(OverrideError)?;
        let (key, value) = (key.trim(), value.trim());
        let segment =
            |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        if value.is_empty() || !key.split('.').all(segment) {
            return Err(OverrideError);
        }
        Ok(Self { key: key.to_owned(), value: value.to_owned() })
    }
}

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
    scenario.output.spectra = Some(scenario.keeps_spectra());
    Ok(scenario)
}

type Checked<T> = std::result::Result<T, Box<ScenarioError>>;

fn resolve(text: &str, name: &str, overrides: &[Override]) -> Checked<Scenario> {
    let mut sources = Sources::default();
    sources.add(name, text);
    let mut root = DeTable::parse(text).map_err(|error| syntax(&error, 0, &sources))?;
    for set in overrides {
        apply(set, root.get_mut(), &mut sources)?;
    }
    let places = Places::of(root.get_ref());
    let misplaced = SECTIONS.iter().filter_map(|section| section.misplaced(root.get_ref(), &sources));
    let no_table = PLAIN.iter().filter_map(|name| no_table(name, root.get_ref(), &sources));
    if let Some(error) = ScenarioError::from_findings(misplaced.chain(no_table)) {
        return Err(error);
    }
    let scenario =
        Scenario::deserialize(toml::Deserializer::from(root)).map_err(|error| explain(&error, &places, &sources))?;
    let mut broken: Vec<_> =
        scenario.violations().into_iter().map(|violation| (places.value(&violation.key), violation)).collect();
    broken.sort_by_key(|(span, _)| span.start);
    let findings = broken.into_iter().map(|(span, violation)| sources.finding(span, violation.message, violation.help));
    match ScenarioError::from_findings(findings) {
        Some(error) => Err(error),
        None => Ok(scenario),
    }
}

/// The top-level tables that hold keys directly.
const PLAIN: [&str; 3] = ["time", "ensemble", "output"];

/// Serde alone would take the array `time = [10, 0, 1]` for the table.
fn no_table(name: &str, root: &DeTable, sources: &Sources) -> Option<Finding> {
    let value = root.get(name).filter(|value| !value.get_ref().is_table())?;
    let text = format!("{name} = {}, but it must be a table [{name}]", sources.slice(&value.span()));
    Some(sources.finding(value.span(), text, None))
}

/// A top-level table that holds exactly one kind.
struct Section {
    name: &'static str,
    required: bool,
    kinds: fn() -> Vec<String>,
}

const SECTIONS: [Section; 4] = [
    Section { name: "model", required: true, kinds: kinds::<Model> },
    Section { name: "measurement", required: false, kinds: kinds::<Measurement> },
    Section { name: "initial", required: true, kinds: kinds::<Initial> },
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
                return Some(sources.finding(kind.span(), text, Some(suggestion(found, "kinds", &candidates))));
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

/// Puts one override into the tables.
fn apply<'i>(set: &'i Override, root: &mut DeTable<'i>, sources: &mut Sources) -> Checked<()> {
    let start = sources.add("command line", &format!("--set {}={}", set.key, set.value)) + "--set ".len();
    let mut path = segments(&set.key, start);
    let section = path.first().and_then(|(head, _)| SECTIONS.iter().find(|section| section.name == head.as_ref()));
    if let (Some(section), Some((second, span))) = (section, path.get(1).cloned()) {
        let is_kind = (section.kinds)().iter().any(|kind| *kind == second);
        match root.get_mut(section.name).map(Spanned::get_mut) {
            Some(DeValue::Table(table)) if is_kind => {
                *table = table.remove_entry(second.as_ref()).into_iter().collect();
            }
            Some(DeValue::Table(table)) if path.len() == 2 => {
                if let Some(kind) = table.keys().next() {
                    path.insert(1, (kind.get_ref().clone(), span));
                }
            }
            None if !is_kind && path.len() == 2 => {
                let text = format!("there is no [{}.*] table that `{second}` could stand in", section.name);
                let help = format!("write {}.KIND.{second}; kinds: {}", section.name, (section.kinds)().join(", "));
                return Err(sources.finding(span, text, Some(help)).into());
            }
            _ => {}
        }
    }

    let value = read_value(&set.value, start + set.key.len() + 1, sources)?;
    let Some((last, last_span)) = path.pop() else { return Ok(()) };
    let mut table = root;
    for (segment, span) in path {
        let key = Spanned::new(span.clone(), segment.clone());
        let fresh = || Spanned::new(span.clone(), DeValue::Table(DeTable::new()));
        table = match table.entry(key).or_insert_with(fresh).get_mut() {
            DeValue::Table(table) => table,
            _ => return Err(sources.finding(span, format!("`{segment}` is not a table"), None).into()),
        };
    }
    table.insert(Spanned::new(last_span, last), value);
    Ok(())
}

/// The segments of a dotted key that starts at `start`, with their places.
fn segments(key: &str, start: usize) -> Vec<(Cow<'_, str>, Range<usize>)> {
    let mut at = start;
    key.split('.')
        .map(|segment| {
            let span = at..at + segment.len();
            at = span.end + 1;
            (Cow::Borrowed(segment), span)
        })
        .collect()
}

/// The value of an override, which starts at `at`.
fn read_value<'i>(text: &'i str, at: usize, sources: &Sources) -> Checked<Spanned<DeValue<'i>>> {
    match DeValue::parse(text) {
        Ok(value) => Ok(shifted(value, at)),
        Err(error) if text.starts_with(['"', '\'', '[', '{']) => Err(syntax(&error, at, sources).into()),
        Err(_) => Ok(Spanned::new(at..at + text.len(), DeValue::String(Cow::Borrowed(text)))),
    }
}

/// `value` with every place moved by `offset`.
fn shifted(value: Spanned<DeValue<'_>>, offset: usize) -> Spanned<DeValue<'_>> {
    let moved = |span: Range<usize>| span.start + offset..span.end + offset;
    let span = moved(value.span());
    let inner = match value.into_inner() {
        DeValue::Array(elements) => {
            DeValue::Array(elements.into_iter().map(|element| shifted(element, offset)).collect())
        }
        DeValue::Table(table) => DeValue::Table(
            table
                .into_iter()
                .map(|(key, value)| (Spanned::new(moved(key.span()), key.into_inner()), shifted(value, offset)))
                .collect(),
        ),
        scalar => scalar,
    };
    Spanned::new(span, inner)
}

/// Makes every path absolute, starting at `folder`.
fn anchor(scenario: &mut Scenario, folder: &Path) -> Result<()> {
    let mut paths: Vec<&mut PathBuf> = Vec::new();
    match &mut scenario.measurement {
        Some(Measurement::File(file)) => paths.extend([&mut file.matrix, &mut file.targets]),
        Some(Measurement::Samples(samples)) => paths.extend([&mut samples.inputs, &mut samples.outputs]),
        _ => {}
    }
    if let Initial::File { path, .. } = &mut scenario.initial {
        paths.push(path);
    }
    for path in paths {
        let joined = folder.join(&*path);
        *path = std::path::absolute(&joined).map_err(|source| Error::Io { path: joined, source })?;
    }
    Ok(())
}
