//! `[scan]`: one stationary study for every combination of values.

use super::tables::{Checked, Tables};
use crate::diagnostic::Finding;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Most combinations of one scan.
const MOST_POINTS: usize = 10_000;

/// `[scan]`: keys of the model, each with the values that it takes.
///
/// For `expression` the name of a parameter is a key too. A key that the model's table leaves out has the first value there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Scan(toml::Table);

impl Scan {
    /// Number of combinations.
    pub fn points(&self) -> usize {
        self.axes().map(|(_, values)| values.len()).product()
    }

    /// The keys in the order of the file, with their values; the last key varies fastest.
    pub fn axes(&self) -> impl Iterator<Item = (&str, &[toml::Value])> {
        self.0.iter().filter_map(|(key, values)| Some((key.as_str(), values.as_array()?.as_slice())))
    }
}

/// A key and its values.
type Axis<'a, 'i> = (&'a Spanned<Cow<'i, str>>, Vec<&'a Spanned<DeValue<'i>>>);

/// The keys whose values are a list.
fn axes<'a, 'i>(root: &'a DeTable<'i>) -> Vec<Axis<'a, 'i>> {
    let scan = root.get("scan").and_then(|scan| scan.get_ref().as_table());
    let axis =
        |(key, values): (_, &'a Spanned<DeValue<'i>>)| Some((key, values.get_ref().as_array()?.iter().collect()));
    scan.into_iter().flatten().filter_map(axis).collect()
}

/// What stands against a list of values for every key.
fn malformed(tables: &Tables) -> Option<Finding> {
    let (root, sources) = (tables.root.get_ref(), &tables.sources);
    let (header, scan) = root.get_key_value("scan")?;
    let table = scan.get_ref().as_table()?;
    for (key, values) in table {
        let rule = match values.get_ref().as_array() {
            None => "it must be a list of values",
            Some(values) if values.is_empty() => "it must hold at least one value",
            Some(_) => continue,
        };
        let written = sources.slice(&values.span());
        return Some(sources.finding(values.span(), format!("scan.{} = {written}, but {rule}", key.get_ref()), None));
    }
    let count = axes(root).iter().fold(1_usize, |count, (_, values)| count.saturating_mul(values.len()));
    let message = match count {
        _ if table.is_empty() => "[scan] is empty; name a key of the model, or leave the table out".to_owned(),
        count if count > MOST_POINTS => {
            format!("this scan has {count} combinations, more than the {MOST_POINTS} that are allowed")
        }
        _ => return None,
    };
    Some(sources.finding(header.span(), message, None))
}

/// Checks the scan, and gives every scanned key that the model's table leaves out its first value.
///
/// # Errors
/// Where it is not a list of values for every key.
pub fn complete(tables: &mut Tables) -> Checked<()> {
    if let Some(finding) = malformed(tables) {
        return Err(finding.into());
    }
    let root = tables.root.get_mut();
    let firsts: Vec<_> =
        axes(root).into_iter().filter_map(|(key, values)| Some((key.clone(), (*values.first()?).clone()))).collect();
    for (key, value) in firsts {
        if let Some(table) = table_of(root, key.get_ref())
            && !table.contains_key(key.get_ref().as_ref())
        {
            table.insert(key, value);
        }
    }
    // What was put into the model's table shares its place with the scan, and is to be found there first.
    if let Some((key, scan)) = root.remove_entry("scan") {
        root.insert(key, scan);
    }
    Ok(())
}

/// The table in which the model has `key`: its own, or that of its parameters.
fn table_of<'a, 'i>(root: &'a mut DeTable<'i>, key: &str) -> Option<&'a mut DeTable<'i>> {
    let (_, model) = table_mut(root.get_mut("model")?)?.iter_mut().next()?;
    let model = table_mut(model)?;
    let is_parameter = model
        .get("parameters")
        .and_then(|value| value.get_ref().as_table())
        .is_some_and(|table| table.contains_key(key));
    if is_parameter { table_mut(model.get_mut("parameters")?) } else { Some(model) }
}

fn table_mut<'a, 'i>(value: &'a mut Spanned<DeValue<'i>>) -> Option<&'a mut DeTable<'i>> {
    match value.get_mut() {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}

/// What `read` makes of every combination, the last key of the scan varying fastest.
///
/// # Errors
/// The first combination that `read` refuses.
pub fn points<T>(tables: &Tables, read: impl Fn(&Tables) -> Checked<T>) -> Checked<Vec<T>> {
    let axes = axes(tables.root.get_ref());
    let mut base = tables.clone();
    base.root.get_mut().remove("scan");
    let count: usize = axes.iter().map(|(_, values)| values.len()).product();
    (0..count)
        .map(|index| {
            let mut one = base.clone();
            let (mut label, mut left) = (Vec::new(), count);
            for (key, values) in &axes {
                left /= values.len().max(1);
                let value = values[index / left.max(1) % values.len().max(1)];
                label.push(format!("{} = {}", key.get_ref(), tables.sources.slice(&value.span())));
                if let Some(table) = table_of(one.root.get_mut(), key.get_ref()) {
                    table.insert((*key).clone(), value.clone());
                }
            }
            read(&one).map_err(|error| error.beside(&format!("in the scan, at {}", label.join(", "))))
        })
        .collect()
}
