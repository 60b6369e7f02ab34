//! Formulas of one variable as users write them, such as `alpha - beta*sqrt(x)`.
//!
//! The conventions are those of mathematics and Python: `^` and `**` are powers, group to the right and bind tighter than
//! a sign before them, so that -x^2 = -(x^2) and 2^3^2 = 2^9; a product is always written with `*`; `log` is natural.
//!
//! Parameters are numbers when a formula is read, and what depends on numbers alone is computed once.

mod names;
mod parse;
mod value;

pub use names::{CONSTANTS, FUNCTIONS, Function, check_name};

use names::Scope;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use value::Value;

/// Bytes of the longest formula.
pub const LONGEST: usize = 4096;

/// How deep parentheses, signs and powers of powers can be nested.
pub const DEEPEST: usize = 64;

/// A formula of one variable.
#[derive(Debug, Clone)]
pub struct Expression {
    value: Value,
    parameters: BTreeSet<String>,
}

impl Expression {
    /// Reads `text`, in which `variable` is what [`Expression::eval`] sets and `parameters` stand for their values.
    ///
    /// # Errors
    /// The first thing in `text` that is not part of a formula; or, at the whole text, a parameter that [`check_name`] refuses.
    pub fn parse(text: &str, variable: &str, parameters: &BTreeMap<String, f64>) -> Result<Self, ExpressionError> {
        for name in parameters.keys() {
            check_name(name, variable).map_err(|reason| ExpressionError::new(0..text.len(), reason))?;
        }
        let (value, parameters) = parse::parse(text, Scope { variable, parameters })?;
        Ok(Self { value, parameters })
    }

    /// The value at `x`: NaN or infinite where the formula is.
    pub fn eval(&self, x: f64) -> f64 {
        self.value.at(x, &mut |_| ())
    }

    /// The value at `x`, infinite where a part of it is: beyond the range of numbers x/(1 + x^2) is not 0.
    pub fn eval_in_range(&self, x: f64) -> f64 {
        let mut overflown = false;
        let value = self.value.at(x, &mut |part| overflown |= part.is_infinite());
        if overflown || value.is_infinite() { f64::INFINITY } else { value }
    }

    /// Names of the parameters that the formula uses.
    pub fn parameters(&self) -> &BTreeSet<String> {
        &self.parameters
    }
}

/// Why a text is not a formula, shown as its message alone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// The bytes of the text that are wrong; empty, at its end, where the text ends too early.
    pub at: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// How to fix it, if that is known.
    pub help: Option<String>,
}

impl ExpressionError {
    fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), help: None }
    }

    fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
