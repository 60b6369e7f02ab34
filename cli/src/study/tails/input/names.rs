//! Names of items: short where they are unique, and fit for a group of an HDF5 file.

use super::{Item, Source};
use crate::store::Stored;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use svsde::tails::report::RESERVED;

/// Where a skipped array is.
pub(super) fn place(stored: &Stored) -> String {
    match stored.name.as_str() {
        "" => stored.path.display().to_string(),
        name => format!("{}: {}", stored.path.display(), name.replace(char::is_control, "?")),
    }
}

/// The array's name, else the file's.
pub(super) fn of_array(stored: &Stored) -> String {
    if stored.name.is_empty() { stem(&stored.path) } else { group(&stored.name) }
}

/// The file's name without extension.
pub(super) fn stem(path: &Path) -> String {
    group(&path.file_stem().unwrap_or_default().to_string_lossy())
}

/// `/` separates groups, and `.` is the group itself; control characters would be carried out by a terminal.
fn group(name: &str) -> String {
    let shown = |c: char| match c {
        '/' => '.',
        c if c.is_control() => '?',
        c => c,
    };
    let name: String = name.trim_matches('/').chars().map(shown).collect();
    // Entries of the group of all samples.
    if RESERVED.contains(&name.as_str()) {
        return format!("array.{name}");
    }
    if name.chars().all(|c| c == '.') { format!("array{name}") } else { name }
}

/// Puts the file's name before those names that occur twice, and a number behind those that still do.
pub(super) fn make_unique(items: &mut [Item]) {
    let mut count: HashMap<String, usize> = HashMap::new();
    items.iter().for_each(|item| *count.entry(item.name.clone()).or_default() += 1);
    for item in items.iter_mut().filter(|item| count.get(&item.name).is_some_and(|&n| n > 1)) {
        let named_in_file = match &item.source {
            Source::Array(stored) => !stored.name.is_empty(),
            Source::Spectra(spectra) => spectra.flow.is_some(),
        };
        if named_in_file {
            item.name = format!("{}.{}", stem(&item.file), item.name);
        }
    }
    let mut taken = HashSet::new();
    for item in items {
        let numbered = (2..).map(|k| format!("{} ({k})", item.name));
        let free = std::iter::once(item.name.clone()).chain(numbered).find(|name| !taken.contains(name));
        item.name = free.unwrap_or_default();
        taken.insert(item.name.clone());
    }
}
