//! Reading a formula.

use super::names::{Apply, Function, Meaning, Scope, starts_name};
use super::tokens::{Input, Parsed, Refusal, State, leftover, misplaced, name, numeral, place, refuse, space};
use super::value::Value;
use super::{DEEPEST, ExpressionError, LONGEST};
use std::collections::BTreeSet;
use winnow::Parser;
use winnow::combinator::{Infix, Prefix, alt, expression, opt, peek, preceded};
use winnow::stream::Stream;
use winnow::token::one_of;

/// The formula and the names of the parameters it uses.
pub(super) fn parse(text: &str, scope: Scope) -> Result<(Value, BTreeSet<String>), ExpressionError> {
    if text.len() > LONGEST {
        let message = format!("the formula has {} bytes, more than {LONGEST}", text.len());
        return Err(ExpressionError::new(0..text.len(), message));
    }
    if text.trim().is_empty() {
        return Err(ExpressionError::new(0..text.len(), "the formula is empty"));
    }
    let state = State { text, scope, used: BTreeSet::new(), depth: 0, operand: 0..0 };
    let mut input = Input { input: text, state };
    match whole(&mut input) {
        Ok(value) => Ok((value, input.state.used)),
        Err(Refusal::Error(error)) => Err(error),
        Err(Refusal::NotHere) => Err(misplaced(&mut input)),
    }
}

fn whole(input: &mut Input) -> Parsed<Value> {
    let value = formula(input)?;
    space(input)?;
    if input.is_empty() { Ok(value) } else { refuse(leftover(input)) }
}

// Binding powers. A sign stands between product and power, so that -x^2 = -(x^2); the power takes a sign on its right.
const SUM: i64 = 10;
const PRODUCT: i64 = 20;
const SIGN: i64 = 30;
const POWER: i64 = 40;

fn formula(input: &mut Input) -> Parsed<Value> {
    expression(operand).prefix(prefix).infix(infix).parse_next(input)
}

fn prefix<'a>(input: &mut Input<'a>) -> Parsed<Prefix<Input<'a>, Value, Refusal>> {
    space(input)?;
    let start = place(input);
    let sign = one_of(['+', '-']).parse_next(input)?;
    deepen(input, start)?;
    Ok(match sign {
        '-' => Prefix(SIGN, |input, a| Ok(shallower(input, a.unary(|a| -a)))),
        _ => Prefix(SIGN, |input, a| Ok(shallower(input, a))),
    })
}

fn infix<'a>(input: &mut Input<'a>) -> Parsed<Infix<Input<'a>, Value, Refusal>> {
    space(input)?;
    let start = place(input);
    let operator = alt(("**", "^", "*", "/", "+", "-")).parse_next(input)?;
    Ok(match operator {
        "+" => Infix::Left(SUM, |_, a, b| Ok(a.binary(|a, b| a + b, b))),
        "-" => Infix::Left(SUM, |_, a, b| Ok(a.binary(|a, b| a - b, b))),
        "*" => Infix::Left(PRODUCT, |_, a, b| Ok(a.binary(|a, b| a * b, b))),
        "/" => Infix::Left(PRODUCT, |_, a, b| Ok(a.binary(|a, b| a / b, b))),
        _ => {
            // Nothing binds tighter, so that the operator read is applied, and the depth goes down again.
            deepen(input, start)?;
            Infix::Right(POWER, |input, a, b| Ok(shallower(input, a.power(b))))
        }
    })
}

fn operand(input: &mut Input) -> Parsed<Value> {
    space(input)?;
    let start = place(input);
    let value = match input.peek_token() {
        Some('+' | '-') => return Err(Refusal::NotHere),
        Some('(') => group(input)?,
        Some('.' | '0'..='9') => number(input)?,
        Some(c) if starts_name(c) => named(input)?,
        _ => return refuse(misplaced(input)),
    };
    input.state.operand = start..place(input);
    Ok(value)
}

fn group(input: &mut Input) -> Parsed<Value> {
    let open = open(input)?;
    let value = formula(input)?;
    close(input, open)?;
    Ok(value)
}

fn number(input: &mut Input) -> Parsed<Value> {
    let start = place(input);
    let text = numeral(input)?;
    let error = |message| ExpressionError::new(start..start + text.len(), message);
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(Value::Number(number)),
        Ok(_) => refuse(error(format!("the number {text} is too large"))),
        Err(_) => refuse(error(format!("`{text}` is not a number"))),
    }
}

fn named(input: &mut Input) -> Parsed<Value> {
    let start = place(input);
    let name = name(input)?;
    let error = |message| ExpressionError::new(start..start + name.len(), message);
    let called = opt(peek(preceded(space, '('))).parse_next(input)?.is_some();
    let Some(meaning) = input.state.scope.meaning(name) else {
        let kind = if called { "function" } else { "name" };
        return refuse(error(format!("unknown {kind} `{name}`")).help(input.state.scope.suggestion(name)));
    };
    if let Meaning::Parameter(_) = meaning {
        input.state.used.insert(name.to_owned());
    }
    match (meaning, called) {
        (Meaning::Function(function), true) => call(input, function, start),
        (Meaning::Function(function), false) => {
            refuse(error(format!("`{name}` is a function")).help(format!("write {}", function.call)))
        }
        (_, true) => {
            refuse(error(format!("`{name}` is not a function")).help(format!("write {name}*(...) for a product")))
        }
        (meaning, false) => meaning.value().ok_or(Refusal::NotHere),
    }
}

fn call(input: &mut Input, function: &Function, start: usize) -> Parsed<Value> {
    space(input)?;
    let open = open(input)?;
    let mut arguments = Vec::new();
    if opt(peek(preceded(space, ')'))).parse_next(input)?.is_none() {
        arguments.push(formula(input)?);
        while opt(preceded(space, ',')).parse_next(input)?.is_some() {
            arguments.push(formula(input)?);
        }
    }
    close(input, open)?;
    apply(function, arguments).map_err(|found| {
        let needed = function.apply.arguments();
        let plural = if needed == 1 { "" } else { "s" };
        let message = format!("`{}` takes {needed} argument{plural}, not {found}", function.name);
        Refusal::Error(ExpressionError::new(start..place(input), message).help(format!("write {}", function.call)))
    })
}

/// The value of a call, or how many arguments there are if that is the wrong number.
fn apply(function: &Function, arguments: Vec<Value>) -> Result<Value, usize> {
    let found = arguments.len();
    let mut arguments = arguments.into_iter();
    match (function.apply, arguments.next(), arguments.next(), arguments.next()) {
        (Apply::One(function), Some(a), None, None) => Ok(a.unary(function)),
        (Apply::Two(function), Some(a), Some(b), None) => Ok(a.binary(function, b)),
        (Apply::Power, Some(a), Some(b), None) => Ok(a.power(b)),
        _ => Err(found),
    }
}

/// Reads `(` and gives its place.
fn open(input: &mut Input) -> Parsed<usize> {
    let start = place(input);
    '('.parse_next(input)?;
    deepen(input, start)?;
    Ok(start)
}

fn close(input: &mut Input, open: usize) -> Parsed<()> {
    space(input)?;
    if input.is_empty() {
        let error = ExpressionError::new(open..open + 1, "`(` is never closed");
        return refuse(error.help("add the missing `)`"));
    }
    match opt(')').parse_next(input)? {
        Some(_) => {
            input.state.depth -= 1;
            Ok(())
        }
        None => refuse(leftover(input)),
    }
}

/// Counts a level of nesting that begins at `start`: it takes a place on the call stack.
fn deepen(input: &mut Input, start: usize) -> Parsed<()> {
    input.state.depth += 1;
    if input.state.depth <= DEEPEST {
        return Ok(());
    }
    let message = format!("more than {DEEPEST} parentheses, signs or powers within one another");
    refuse(ExpressionError::new(start..place(input), message))
}

fn shallower<T>(input: &mut Input, value: T) -> T {
    input.state.depth -= 1;
    value
}
