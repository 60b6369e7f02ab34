//! The pieces of a formula, and what is said of one in the wrong place.

use super::ExpressionError;
use super::names::{Scope, continues_name, starts_name};
use std::collections::BTreeSet;
use std::ops::Range;
use winnow::Parser;
use winnow::combinator::{alt, opt, peek};
use winnow::error::ParserError;
use winnow::stream::{Stateful, Stream};
use winnow::token::{any, one_of, take_while};

/// What is left of the text, and what is known so far.
pub(super) type Input<'a> = Stateful<&'a str, State<'a>>;
pub(super) type Parsed<T> = Result<T, Refusal>;

#[derive(Debug)]
pub(super) struct State<'a> {
    pub(super) text: &'a str,
    pub(super) scope: Scope<'a>,
    pub(super) used: BTreeSet<String>,
    pub(super) depth: usize,
    /// Where the last operand is.
    pub(super) operand: Range<usize>,
}

/// Why a parser does not match.
pub(super) enum Refusal {
    /// Something else may.
    NotHere,
    Error(ExpressionError),
}

impl<I: Stream> ParserError<I> for Refusal {
    type Inner = Self;

    fn from_input(_: &I) -> Self {
        Self::NotHere
    }

    fn is_backtrack(&self) -> bool {
        matches!(self, Self::NotHere)
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}

pub(super) fn refuse<T>(error: ExpressionError) -> Parsed<T> {
    Err(Refusal::Error(error))
}

/// How many bytes of the text are read.
pub(super) fn place(input: &Input) -> usize {
    input.state.text.len() - input.input.len()
}

pub(super) fn space(input: &mut Input) -> Parsed<()> {
    take_while(0.., char::is_whitespace).void().parse_next(input)
}

pub(super) fn name<'a>(input: &mut Input<'a>) -> Parsed<&'a str> {
    (one_of(starts_name), take_while(0.., continues_name)).take().parse_next(input)
}

/// What is meant to be a number; it may have too many points.
pub(super) fn numeral<'a>(input: &mut Input<'a>) -> Parsed<&'a str> {
    let exponent = (one_of(['e', 'E']), opt(one_of(['+', '-'])), take_while(1.., '0'..='9'));
    (take_while(1.., ('0'..='9', '.')), opt(exponent)).take().parse_next(input)
}

/// The next piece and its place, without reading it.
fn ahead<'a>(input: &mut Input<'a>) -> Option<(&'a str, Range<usize>)> {
    space(input).ok()?;
    let start = place(input);
    let piece = peek(alt((name, numeral, "**", any.take()))).parse_next(input).ok()?;
    Some((piece, start..start + piece.len()))
}

/// The next piece is not where an operand can be.
pub(super) fn misplaced(input: &mut Input) -> ExpressionError {
    let Some((piece, at)) = ahead(input) else {
        let end = input.state.text.trim_end().len();
        return ExpressionError::new(end..end, "the formula ends where a value is missing");
    };
    match piece {
        ")" | "," | "*" | "/" | "^" | "**" => ExpressionError::new(at, format!("a value is missing before `{piece}`")),
        _ => unexpected(piece, at),
    }
}

/// The next piece does not continue the formula after an operand.
pub(super) fn leftover(input: &mut Input) -> ExpressionError {
    let last = input.state.text.get(input.state.operand.clone()).unwrap_or_default();
    let Some((piece, at)) = ahead(input) else {
        return misplaced(input);
    };
    let example = match piece.chars().next() {
        Some('(') => format!("{last}*(...)"),
        Some(c) if starts_name(c) || c.is_ascii_digit() || c == '.' => format!("{last}*{piece}"),
        Some(')') => return ExpressionError::new(at, "`)` closes nothing"),
        _ => return unexpected(piece, at),
    };
    ExpressionError::new(at, format!("an operator is missing before `{piece}`")).help(format!("write {example}"))
}

fn unexpected(piece: &str, at: Range<usize>) -> ExpressionError {
    let error = ExpressionError::new(at, format!("unexpected `{}`", piece.escape_debug()));
    match instead(piece) {
        Some(help) => error.help(help),
        None => error,
    }
}

fn instead(piece: &str) -> Option<&'static str> {
    Some(match piece {
        "²" => "write ^2",
        "³" => "write ^3",
        "·" | "×" | "⋅" | "∙" => "write *",
        "−" | "–" => "write -",
        "÷" => "write /",
        "√" => "write sqrt(...)",
        "|" => "write abs(...)",
        "[" | "]" | "{" | "}" => "use ( and )",
        "," => "a comma stands between the arguments of a function; decimals have a point",
        "=" => "write only what stands on the right of =",
        _ => return None,
    })
}
