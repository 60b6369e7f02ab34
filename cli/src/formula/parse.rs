//! Reading a formula.

use super::names::{Apply, CONSTANTS, FUNCTIONS, Function, Scope, continues_name, starts_name};
use super::value::Value;
use super::{DEEPEST, ExpressionError, LONGEST};
use std::collections::BTreeSet;
use std::ops::Range;

/// The formula and the names of the parameters it uses.
pub(super) fn parse(text: &str, scope: Scope) -> Result<(Value, BTreeSet<String>), ExpressionError> {
    if text.len() > LONGEST {
        let message = format!("the formula has {} bytes, more than {LONGEST}", text.len());
        return Err(ExpressionError::new(0..text.len(), message));
    }
    if text.trim().is_empty() {
        return Err(ExpressionError::new(0..text.len(), "the formula is empty"));
    }
    let mut reader = Reader { text, scope, read: 0, used: BTreeSet::new(), depth: 0, operand: 0..0 };
    let value = reader.formula(SUM)?;
    if reader.ahead().is_some() {
        return Err(reader.leftover());
    }
    Ok((value, reader.used))
}

// How tightly operators bind. A sign is weaker than a power and stronger than a product, so that -x^2 = -(x^2).
const SUM: u8 = 1;
const PRODUCT: u8 = 2;
const POWER: u8 = 3;

type Parsed = Result<Value, ExpressionError>;

/// A piece of the text and where it is.
type Piece<'a> = (&'a str, Range<usize>);

struct Reader<'a> {
    text: &'a str,
    scope: Scope<'a>,
    /// How many bytes are read.
    read: usize,
    used: BTreeSet<String>,
    depth: usize,
    /// Where the last operand is.
    operand: Range<usize>,
}

impl<'a> Reader<'a> {
    /// The next piece after spaces: a name, a number or an operator; none at the end of the text.
    fn ahead(&self) -> Option<Piece<'a>> {
        let rest = self.text[self.read..].trim_start();
        let start = self.text.len() - rest.len();
        let length = match rest.chars().next()? {
            c if starts_name(c) => rest.find(|c: char| !continues_name(c)).unwrap_or(rest.len()),
            '.' | '0'..='9' => numeral(rest),
            '*' if rest.starts_with("**") => 2,
            c => c.len_utf8(),
        };
        Some((&rest[..length], start..start + length))
    }

    fn is_next(&self, piece: &str) -> bool {
        self.ahead().is_some_and(|(found, _)| found == piece)
    }

    /// Operands joined by operators that bind at least as tightly as `least`.
    fn formula(&mut self, least: u8) -> Parsed {
        let mut value = match self.ahead() {
            Some((sign @ ("+" | "-"), at)) => {
                self.enter(at)?;
                let value = self.formula(POWER)?;
                self.depth -= 1;
                if sign == "-" { value.unary(|a| -a) } else { value }
            }
            _ => self.operand()?,
        };
        while let Some((operator, at)) = self.ahead() {
            let tightness = match operator {
                "+" | "-" => SUM,
                "*" | "/" => PRODUCT,
                "^" | "**" => POWER,
                _ => break,
            };
            if tightness < least {
                break;
            }
            if tightness == POWER {
                self.enter(at)?;
                value = value.power(self.formula(POWER)?);
                self.depth -= 1;
                continue;
            }
            self.read = at.end;
            let right = self.formula(tightness + 1)?;
            value = match operator {
                "+" => value.binary(|a, b| a + b, right),
                "-" => value.binary(|a, b| a - b, right),
                "*" => value.binary(|a, b| a * b, right),
                _ => value.binary(|a, b| a / b, right),
            };
        }
        Ok(value)
    }

    fn operand(&mut self) -> Parsed {
        let Some((piece, at)) = self.ahead() else { return Err(self.misplaced()) };
        let start = at.start;
        let value = match piece.chars().next() {
            Some('(') => {
                self.enter(at)?;
                let value = self.formula(SUM)?;
                self.close(start)?;
                value
            }
            Some('.' | '0'..='9') => self.number(piece, at)?,
            Some(c) if starts_name(c) => self.named(piece, at)?,
            _ => return Err(self.misplaced()),
        };
        self.operand = start..self.read;
        Ok(value)
    }

    fn number(&mut self, piece: &str, at: Range<usize>) -> Parsed {
        self.read = at.end;
        match piece.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Value::Number(number)),
            Ok(_) => Err(ExpressionError::new(at, format!("the number {piece} is too large"))),
            Err(_) => Err(ExpressionError::new(at, format!("`{piece}` is not a number"))),
        }
    }

    fn named(&mut self, name: &str, at: Range<usize>) -> Parsed {
        self.read = at.end;
        let called = self.is_next("(");
        let constant = CONSTANTS.iter().find(|constant| constant.0 == name);
        let value = if name == self.scope.variable {
            Some(Value::Variable)
        } else if let Some(&number) = self.scope.parameters.get(name) {
            self.used.insert(name.to_owned());
            Some(Value::Number(number))
        } else {
            constant.map(|&(_, number)| Value::Number(number))
        };
        let function = FUNCTIONS.iter().find(|function| function.name == name);
        let (message, help) = match (value, function) {
            (Some(value), _) if !called => return Ok(value),
            (Some(_), _) => (format!("`{name}` is not a function"), format!("write {name}*(...) for a product")),
            (None, Some(function)) if called => return self.call(function, at.start),
            (None, Some(function)) => (format!("`{name}` is a function"), format!("write {}", function.call)),
            (None, None) => {
                let kind = if called { "function" } else { "name" };
                (format!("unknown {kind} `{name}`"), self.scope.suggestion(name))
            }
        };
        Err(ExpressionError::new(at, message).help(help))
    }

    /// The arguments of `function`, whose name begins at `start`.
    fn call(&mut self, function: &Function, start: usize) -> Parsed {
        let Some((_, open)) = self.ahead() else { return Err(self.misplaced()) };
        self.enter(open.clone())?;
        let mut arguments = Vec::new();
        if !self.is_next(")") {
            arguments.push(self.formula(SUM)?);
            while let Some((",", comma)) = self.ahead() {
                self.read = comma.end;
                arguments.push(self.formula(SUM)?);
            }
        }
        self.close(open.start)?;
        let found = arguments.len();
        let mut arguments = arguments.into_iter();
        match (function.apply, arguments.next(), arguments.next(), arguments.next()) {
            (Apply::One(function), Some(a), None, None) => Ok(a.unary(function)),
            (Apply::Two(function), Some(a), Some(b), None) => Ok(function(a, b)),
            _ => {
                let needed = match function.apply {
                    Apply::One(_) => "1 argument",
                    Apply::Two(_) => "2 arguments",
                };
                let message = format!("`{}` takes {needed}, not {found}", function.name);
                Err(ExpressionError::new(start..self.read, message).help(format!("write {}", function.call)))
            }
        }
    }

    /// Reads the piece `at` the beginning of a level of nesting, which takes a place on the call stack.
    fn enter(&mut self, at: Range<usize>) -> Result<(), ExpressionError> {
        self.read = at.end;
        self.depth += 1;
        if self.depth <= DEEPEST {
            return Ok(());
        }
        let message = format!("more than {DEEPEST} parentheses, signs or powers within one another");
        Err(ExpressionError::new(at, message))
    }

    /// Reads the `)` of a parenthesis that begins at `open`.
    fn close(&mut self, open: usize) -> Result<(), ExpressionError> {
        match self.ahead() {
            Some((")", at)) => {
                self.read = at.end;
                self.depth -= 1;
                Ok(())
            }
            Some(_) => Err(self.leftover()),
            None => {
                let error = ExpressionError::new(open..open + 1, "`(` is never closed");
                Err(error.help("add the missing `)`"))
            }
        }
    }

    /// The next piece is not where an operand can be.
    fn misplaced(&self) -> ExpressionError {
        let Some((piece, at)) = self.ahead() else {
            let end = self.text.trim_end().len();
            return ExpressionError::new(end..end, "the formula ends where a value is missing");
        };
        match piece {
            ")" | "," | "*" | "/" | "^" | "**" => {
                ExpressionError::new(at, format!("a value is missing before `{piece}`"))
            }
            _ => unexpected(piece, at),
        }
    }

    /// The next piece does not continue the formula after an operand.
    fn leftover(&self) -> ExpressionError {
        let Some((piece, at)) = self.ahead() else { return self.misplaced() };
        let last = &self.text[self.operand.clone()];
        let example = match piece.chars().next() {
            Some('(') => format!("{last}*(...)"),
            Some(c) if starts_name(c) || c.is_ascii_digit() || c == '.' => format!("{last}*{piece}"),
            Some(')') => return ExpressionError::new(at, "`)` closes nothing"),
            _ => return unexpected(piece, at),
        };
        ExpressionError::new(at, format!("an operator is missing before `{piece}`")).help(format!("write {example}"))
    }
}

/// How many bytes at the beginning of `text` are meant to be a number; it may have too many points.
fn numeral(text: &str) -> usize {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let Some(exponent) = text[end..].strip_prefix(['e', 'E']) else { return end };
    let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    let rest = digits.trim_start_matches(|c: char| c.is_ascii_digit());
    if rest.len() < digits.len() { text.len() - rest.len() } else { end }
}

fn unexpected(piece: &str, at: Range<usize>) -> ExpressionError {
    let help = match piece {
        "²" => Some("write ^2"),
        "³" => Some("write ^3"),
        "·" | "×" | "⋅" | "∙" => Some("write *"),
        "−" | "–" => Some("write -"),
        "÷" => Some("write /"),
        "√" => Some("write sqrt(...)"),
        "|" => Some("write abs(...)"),
        "[" | "]" | "{" | "}" => Some("use ( and )"),
        "," => Some("a comma stands between the arguments of a function; decimals have a point"),
        "=" => Some("write only what stands on the right of ="),
        _ => None,
    };
    let message = format!("unexpected `{}`", piece.escape_debug());
    ExpressionError { at, message, help: help.map(str::to_owned) }
}
