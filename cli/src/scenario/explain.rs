//! What the TOML reader found, in the scenario's own terms.

use super::place::{Places, Sources};
use crate::diagnostic::Finding;

/// Says what the deserialiser found, in the scenario's own terms.
pub(super) fn explain(error: &toml::de::Error, places: &Places, sources: &Sources) -> Finding {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let unknown_key = |name: &str, candidates: &[&str]| {
        let text = format!("unknown key `{name}`{}", inside(places.table_of_key(&span)));
        sources.finding(span.clone(), text, Some(svsde::text::suggestion(name, "keys", candidates)))
    };
    if let Some((names, candidates)) =
        message.strip_prefix("unexpected keys in table: ").and_then(|rest| rest.split_once(", available keys: "))
    {
        let candidates: Vec<&str> = candidates.split(", ").filter(|key| !key.is_empty()).collect();
        return unknown_key(names.split(", ").next().unwrap_or(names), &candidates);
    }
    let (head, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let name = quoted(head).next().unwrap_or_default();
    let candidates: Vec<&str> = quoted(expected).collect();
    if head.starts_with("unknown field") {
        return unknown_key(name, &candidates);
    }
    if head.starts_with("missing field") {
        let text = match places.path_of_value(&span) {
            "" => format!("missing table [{name}]"),
            table => format!("missing key `{name}`{}", inside(table)),
        };
        return sources.finding(span, text, None);
    }
    let path = places.path_of_value(&span);
    if head.starts_with("unknown variant") {
        let key = match path.rsplit('.').next() {
            Some("of") => "mean field",
            key => key.unwrap_or(path),
        };
        let text = format!("unknown {key} `{name}`");
        return sources.finding(span, text, Some(svsde::text::suggestion(name, "values", &candidates)));
    }
    let value = sources.slice(&span).lines().next().unwrap_or_default();
    let largest = format!("a whole number, at most {}", if expected == "u32" { u32::MAX.into() } else { u64::MAX });
    let needed = match expected {
        "" if message == "wanted string or table" => "a name in quotes",
        // Of so many digits that its type is not asked for.
        "" if message == "integer number overflowed" => &largest,
        "" => message,
        "usize" | "u64" | "u32" if head.contains("integer") && !value.starts_with('-') => &largest,
        "usize" | "u64" | "u32" => "a whole number, at least 0",
        "f64" => "a number",
        "a boolean" => "true or false",
        "a string" | "string" => "a string in quotes",
        "path string" => "a file name in quotes",
        "a sequence" => "an array",
        other => other,
    };
    sources.finding(span, format!("{path} = {value}, but it must be {needed}"), None)
}

/// Says where a text stops being TOML, `offset` bytes into the texts.
pub(super) fn syntax(error: &toml::de::Error, offset: usize, sources: &Sources) -> Finding {
    let span = error.span().unwrap_or(0..0);
    let text = match error.message() {
        quotes if quotes.starts_with("string values must be quoted") => match span.is_empty() {
            true => "a value is missing",
            false => "a string must be in quotes",
        },
        other => other,
    };
    sources.finding(span.start + offset..span.end + offset, format!("not valid TOML: {text}"), None)
}

fn inside(table: &str) -> String {
    if table.is_empty() { String::new() } else { format!(" in [{table}]") }
}

/// The names between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}
