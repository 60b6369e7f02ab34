//! Which of the arrays found are wanted.

use super::Source;
use crate::error::{Error, Result};
use crate::scenario::Files;
use crate::store;
use regex::Regex;
use svsde::text::nearest;

/// Names shown of those that are near the one asked for.
const SHOWN: usize = 5;

/// What of the sources of every file passes `dataset` and `layer` of `wanted`; what has no name always does.
pub(super) fn select(files: Vec<Vec<Source>>, wanted: &Files) -> Result<Vec<Source>> {
    let files = match &wanted.dataset {
        Some(name) => files.into_iter().map(|file| named(file, name)).collect::<Result<Vec<_>>>()?,
        None => files,
    };
    let sources: Vec<Source> = files.into_iter().flatten().collect();
    let Some(pattern) = &wanted.layer else { return Ok(sources) };
    let failed = |rule: String| Error::refused(format!("--layer {pattern:?}"), rule);
    let regex = Regex::new(pattern).map_err(|error| {
        let text = error.to_string();
        let reason = text.lines().last().unwrap_or_default().trim_start_matches("error: ");
        failed(format!("not a regular expression: {reason}"))
    })?;
    let matches = |source: &Source| source.name().is_some_and(|name| regex.is_match(name));
    if !sources.iter().any(matches) {
        let names: Vec<&str> = sources.iter().filter_map(Source::name).collect();
        return Err(failed(match names.as_slice() {
            [] => "the inputs hold no named arrays to choose from".to_owned(),
            names => format!("matches none of {}", near(pattern, names)),
        }));
    }
    Ok(sources.into_iter().filter(|source| source.name().is_none() || matches(source)).collect())
}

/// The source called `name`; all of a file without names.
fn named(file: Vec<Source>, name: &str) -> Result<Vec<Source>> {
    let wanted = name.trim_matches('/');
    let available: Vec<&str> = file.iter().filter_map(Source::name).collect();
    let Some(first) = file.first().filter(|_| !available.is_empty()) else { return Ok(file) };
    if !available.contains(&wanted) {
        return Err(store::no_dataset(first.path(), name, &near(wanted, &available)));
    }
    Ok(file.into_iter().filter(|source| source.name() == Some(wanted)).collect())
}

/// All names, or those most like `name`.
fn near(name: &str, names: &[&str]) -> String {
    match names.len() {
        ..=SHOWN => names.join(", "),
        n => format!("{n} arrays, of which the nearest are {}", nearest(name, names, SHOWN).join(", ")),
    }
}
