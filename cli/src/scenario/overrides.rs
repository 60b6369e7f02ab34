//! `--set KEY=VALUE`: keys of a scenario replaced or added before it is read.

use super::explain::syntax;
use super::place::Sources;
use super::tables::{Checked, Section};
use std::borrow::Cow;
use std::ops::Range;
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
/// use svsde_cli::scenario::Override;
///
/// let set: Override = "model.schedule=linear".parse()?;
/// assert_eq!((set.key.as_str(), set.value.as_str()), ("model.schedule", "linear"));
/// assert!("model.schedule".parse::<Override>().is_err());
/// # Ok::<(), svsde_cli::scenario::OverrideError>(())
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

/// Puts one override into the tables.
pub(super) fn apply<'i>(
    set: &'i Override,
    root: &mut DeTable<'i>,
    sections: &[Section],
    sources: &mut Sources,
) -> Checked<()> {
    let start = sources.add("command line", &format!("--set {}={}", set.key, set.value)) + "--set ".len();
    let mut path = segments(&set.key, start);
    let section = path.first().and_then(|(head, _)| {
        sections.iter().find(|section| section.name == head.as_ref() && !section.kinds.is_empty())
    });
    if let (Some(section), Some((second, span))) = (section, path.get(1).cloned()) {
        let is_kind = section.kinds.iter().any(|kind| *kind == second);
        match root.get_mut(section.name).map(Spanned::get_mut) {
            Some(DeValue::Table(table)) if is_kind => {
                *table = table.remove_entry(second.as_ref()).into_iter().collect();
            }
            Some(DeValue::Table(table)) => {
                if let Some(kind) = left_out(table, &path) {
                    path.insert(1, (kind, span));
                }
            }
            None if !is_kind && path.len() == 2 => {
                let text = format!("there is no [{}.*] table that `{second}` could stand in", section.name);
                let help = format!("write {}.KIND.{second}; kinds: {}", section.name, section.kinds.join(", "));
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

/// The kind that `path` leaves out between its section, which holds `kinds`, and a key or a table in it.
fn left_out<'i>(kinds: &DeTable<'i>, path: &[(Cow<'_, str>, Range<usize>)]) -> Option<Cow<'i, str>> {
    let (kind, keys) = kinds.iter().next()?;
    let (second, _) = path.get(1)?;
    let is_table = keys.get_ref().get(second.as_ref()).is_some_and(|value| value.get_ref().is_table());
    (path.len() == 2 || is_table).then(|| kind.get_ref().clone())
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
