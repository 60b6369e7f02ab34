//! What is wrong with a scenario: file, line, caret, rule and the way out.

use super::place::{Places, Sources};
use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, NamedSource, SourceCode};
use serde::Deserialize;
use serde::de::value::{Error as Probe, StrDeserializer};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One thing that is wrong with a scenario, and the place.
///
/// Shown as its message alone; [`Finding::place`] is where.
#[derive(Debug)]
pub struct Finding {
    source: NamedSource<Arc<str>>,
    span: Range<usize>,
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
}

impl Finding {
    pub(super) fn new(
        name: Arc<str>,
        text: Arc<str>,
        span: Range<usize>,
        message: String,
        help: Option<String>,
    ) -> Self {
        let before = text.get(..span.start).unwrap_or(&text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let column = before[start..].chars().filter(|&c| c != '\u{feff}').count() + 1;
        let line = before.matches('\n').count() + 1;
        Self { source: NamedSource::new(name, text), span, line, column, message, help }
    }

    /// `file:line:column`; the file is `command line` for an override.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.source.name(), self.line, self.column)
    }

    /// The text under the caret.
    pub fn excerpt(&self) -> &str {
        self.source.inner().get(self.span.clone()).unwrap_or_default()
    }

    /// The way out, if one is known.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl Diagnostic for Finding {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(None, self.span.clone()))))
    }
}

/// Why a scenario is not valid: the first finding and those that came with it.
///
/// Shown in one line, `file:line:column: message`; [`ScenarioError::render`] draws the carets.
#[derive(Debug)]
pub struct ScenarioError {
    first: Finding,
    others: Vec<Finding>,
}

impl ScenarioError {
    /// All of `findings`, or nothing if there are none.
    pub(super) fn from_findings(findings: impl IntoIterator<Item = Finding>) -> Option<Box<Self>> {
        let mut findings = findings.into_iter();
        let first = findings.next()?;
        Some(Box::new(Self { first, others: findings.collect() }))
    }

    /// The same, each finding with where it comes from beside the place.
    pub(super) fn beside(mut self: Box<Self>, origin: &str) -> Box<Self> {
        for finding in std::iter::once(&mut self.first).chain(&mut self.others) {
            finding.message = format!("{} ({origin})", finding.message);
        }
        self
    }

    /// Every finding, in the order in which they were found.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        std::iter::once(&self.first).chain(&self.others)
    }

    /// Every finding with its line, caret and help; coloured where the terminal allows.
    pub fn render(&self) -> String {
        let handler = GraphicalReportHandler::new();
        let mut out = String::new();
        for finding in self.findings() {
            if handler.render_report(&mut out, finding).is_err() {
                out.push_str(&format!("{}: {finding}\n", finding.place()));
            }
        }
        out
    }
}

impl From<Finding> for Box<ScenarioError> {
    fn from(first: Finding) -> Self {
        Box::new(ScenarioError { first, others: Vec::new() })
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.first.place(), self.first)?;
        match self.others.len() {
            0 => Ok(()),
            more => write!(f, " (and {more} more)"),
        }
    }
}

impl std::error::Error for ScenarioError {}

impl Diagnostic for ScenarioError {
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.first.help()
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.first.source_code()
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.first.labels()
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        let others = self.others.iter().map(|finding| finding as &dyn Diagnostic);
        (!self.others.is_empty()).then(|| Box::new(others) as Box<dyn Iterator<Item = &dyn Diagnostic>>)
    }
}

/// Says what the deserialiser found, in the scenario's own terms.
pub(super) fn explain(error: &toml::de::Error, places: &Places, sources: &Sources) -> Finding {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    if let Some((names, candidates)) =
        message.strip_prefix("unexpected keys in table: ").and_then(|rest| rest.split_once(", available keys: "))
    {
        let name = names.split(", ").next().unwrap_or(names);
        let text = format!("unknown key `{name}`{}", inside(places.table_of_key(&span)));
        return sources.finding(
            span,
            text,
            Some(svsde::text::suggestion(
                name,
                "keys",
                &candidates.split(", ").filter(|key| !key.is_empty()).collect::<Vec<_>>(),
            )),
        );
    }
    let (head, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let name = quoted(head).next().unwrap_or_default();
    let candidates: Vec<&str> = quoted(expected).collect();
    if head.starts_with("unknown field") {
        let text = format!("unknown key `{name}`{}", inside(places.table_of_key(&span)));
        return sources.finding(span, text, Some(svsde::text::suggestion(name, "keys", &candidates)));
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
    let needed = match expected {
        "" if message == "wanted string or table" => "a name in quotes",
        "" => message,
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
        quotes if quotes.starts_with("string values must be quoted") => {
            if span.is_empty() {
                "a value is missing"
            } else {
                "a string must be in quotes"
            }
        }
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

/// The variant names of an externally tagged enum, as TOML spells them.
pub(super) fn kinds<'de, T: Deserialize<'de>>() -> Vec<String> {
    match T::deserialize(StrDeserializer::<Probe>::new("")) {
        Ok(_) => Vec::new(),
        Err(refusal) => quoted(&refusal.to_string()).filter(|name| !name.is_empty()).map(str::to_owned).collect(),
    }
}
