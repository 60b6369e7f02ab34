//! What is wrong with a scenario: file, line, caret, rule and the way out.

use miette::{Diagnostic, GraphicalReportHandler, NamedSource, SourceSpan};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// One thing that is wrong with a scenario, and the place.
///
/// Shown as its message alone; [`Finding::place`] is where.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct Finding {
    #[source_code]
    text: NamedSource<Arc<str>>,
    #[label]
    span: SourceSpan,
    line: usize,
    column: usize,
    message: String,
    #[help]
    help: Option<String>,
}

impl Finding {
    pub(crate) fn new(
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
        Self { text: NamedSource::new(name, text), span: span.into(), line, column, message, help }
    }

    /// `file:line:column`; the file is `command line` for an override.
    pub fn place(&self) -> String {
        format!("{}:{}:{}", self.text.name(), self.line, self.column)
    }

    /// The text under the caret.
    pub fn excerpt(&self) -> &str {
        let start = self.span.offset();
        self.text.inner().get(start..start + self.span.len()).unwrap_or_default()
    }

    /// The way out, if one is known.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }
}

/// Why a scenario is not valid: what was found, at least one thing.
///
/// Shown in one line, `file:line:column: message`; [`ScenarioError::render`] draws the carets.
#[derive(Debug)]
pub struct ScenarioError(Vec<Finding>);

impl ScenarioError {
    /// All of `findings`, or nothing if there are none.
    pub(crate) fn from_findings(findings: impl IntoIterator<Item = Finding>) -> Option<Box<Self>> {
        let findings: Vec<Finding> = findings.into_iter().collect();
        (!findings.is_empty()).then(|| Box::new(Self(findings)))
    }

    /// The same, each finding with where it comes from beside the place.
    pub(crate) fn beside(mut self: Box<Self>, origin: &str) -> Box<Self> {
        for finding in &mut self.0 {
            finding.message = format!("{} ({origin})", finding.message);
        }
        self
    }

    /// Every finding, in the order in which they were found.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
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
    fn from(finding: Finding) -> Self {
        Box::new(ScenarioError(vec![finding]))
    }
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(first) = self.0.first() {
            write!(f, "{}: {first}", first.place())?;
        }
        match self.0.len() {
            ..=1 => Ok(()),
            more => write!(f, " (and {} more)", more - 1),
        }
    }
}

impl std::error::Error for ScenarioError {}
