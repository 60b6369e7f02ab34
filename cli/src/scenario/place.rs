//! Where each key of a scenario stands, over the file and the `--set` overrides together.
//!
//! The texts share one coordinate, each after the one before, so that a byte range alone names file and place.

use crate::diagnostic::Finding;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The texts that a scenario is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Sources {
    texts: Vec<Text>,
}

#[derive(Debug, Clone)]
struct Text {
    name: Arc<str>,
    text: Arc<str>,
    start: usize,
}

impl Sources {
    /// Adds a text and returns where it starts.
    pub(super) fn add(&mut self, name: &str, text: &str) -> usize {
        let start = self.texts.last().map_or(0, |last| last.start + last.text.len() + 1);
        self.texts.push(Text { name: name.into(), text: text.into(), start });
        start
    }

    /// What is written at `span`.
    pub(super) fn slice(&self, span: &Range<usize>) -> &str {
        self.at(span).and_then(|(text, local)| text.text.get(local)).unwrap_or_default()
    }

    /// The `part` of what the string at `span` holds; all of the string where escapes hide the part.
    pub(super) fn within(&self, span: &Range<usize>, part: &Range<usize>) -> Range<usize> {
        let written = self.slice(span);
        let held = match DeValue::parse(written).map(Spanned::into_inner) {
            Ok(DeValue::String(held)) => held,
            Ok(_) => return span.clone(),
            // The bare word of an override.
            Err(_) => Cow::Borrowed(written),
        };
        match written.find(held.as_ref()) {
            Some(offset) if held.get(part.clone()).is_some() => {
                let start = span.start + offset;
                start + part.start..start + part.end
            }
            _ => span.clone(),
        }
    }

    /// `message` about `span`.
    pub(super) fn finding(&self, span: Range<usize>, message: impl Into<String>, help: Option<String>) -> Finding {
        let (name, text, span) = match self.at(&span) {
            Some((text, local)) => (text.name.clone(), text.text.clone(), local),
            None => (Arc::default(), Arc::default(), 0..0),
        };
        Finding::new(name, text, span, message.into(), help)
    }

    fn at(&self, span: &Range<usize>) -> Option<(&Text, Range<usize>)> {
        let text = self.texts.iter().rev().find(|text| text.start <= span.start)?;
        Some((text, span.start - text.start..span.end.saturating_sub(text.start)))
    }
}

/// The place of one key or array element.
#[derive(Debug)]
struct Place {
    path: String,
    key: Range<usize>,
    value: Range<usize>,
}

/// The places of all keys; a table's value is its header.
#[derive(Debug, Default)]
pub(super) struct Places(Vec<Place>);

impl Places {
    /// Walks through the tables and arrays of `root`.
    pub(super) fn of(root: &DeTable) -> Self {
        let mut places = Self::default();
        places.walk(root, "");
        places
    }

    fn walk(&mut self, table: &DeTable, at: &str) {
        for (key, value) in table {
            let path = if at.is_empty() { key.get_ref().to_string() } else { format!("{at}.{}", key.get_ref()) };
            self.note(path, key.span(), value);
        }
    }

    fn note(&mut self, path: String, key: Range<usize>, value: &Spanned<DeValue>) {
        match value.get_ref() {
            DeValue::Table(table) => self.walk(table, &path),
            DeValue::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    self.note(format!("{path}[{index}]"), element.span(), element);
                }
            }
            _ => {}
        }
        self.0.push(Place { path, key, value: value.span() });
    }

    /// The value at `path`, or the innermost table around it that exists, or the start of the file.
    pub(super) fn value(&self, path: &str) -> Range<usize> {
        let mut path = path;
        loop {
            if let Some(place) = self.0.iter().find(|place| place.path == path) {
                return place.value.clone();
            }
            match path.rfind('.') {
                Some(end) => path = &path[..end],
                None => return 0..0,
            }
        }
    }

    /// The path whose value stands at `span`; empty for the root.
    pub(super) fn path_of_value(&self, span: &Range<usize>) -> &str {
        self.0.iter().find(|place| place.value == *span).map_or("", |place| &place.path)
    }

    /// The path of the table in which the key at `span` stands; empty for the root.
    pub(super) fn table_of_key(&self, span: &Range<usize>) -> &str {
        let path = self.0.iter().find(|place| place.key == *span).map_or("", |place| place.path.as_str());
        path.rsplit_once('.').map_or("", |(table, _)| table)
    }
}
