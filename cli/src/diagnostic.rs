//! What is wrong with a scenario: file, line, caret, rule and the way out.

use miette::{Diagnostic, GraphicalReportHandler, LabeledSpan, NamedSource, SourceCode};
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
    pub(crate) fn from_findings(findings: impl IntoIterator<Item = Finding>) -> Option<Box<Self>> {
        let mut findings = findings.into_iter();
        let first = findings.next()?;
        Some(Box::new(Self { first, others: findings.collect() }))
    }

    /// The same, each finding with where it comes from beside the place.
    pub(crate) fn beside(mut self: Box<Self>, origin: &str) -> Box<Self> {
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
