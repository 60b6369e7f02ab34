//! What the names in a formula stand for.

use super::value::Value;
use std::collections::BTreeMap;
use std::f64::consts::{E, PI};

/// A function that formulas can use.
#[derive(Debug)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// A call, such as `atan2(y, x)`.
    pub call: &'static str,
    /// What the call gives.
    pub formula: &'static str,
    pub(super) apply: Apply,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Apply {
    One(fn(f64) -> f64),
    Two(fn(Value, Value) -> Value),
}

const fn one(name: &'static str, call: &'static str, formula: &'static str, of: fn(f64) -> f64) -> Function {
    Function { name, call, formula, apply: Apply::One(of) }
}

const fn two(name: &'static str, call: &'static str, formula: &'static str, of: fn(Value, Value) -> Value) -> Function {
    Function { name, call, formula, apply: Apply::Two(of) }
}

/// Every function that formulas can use.
pub static FUNCTIONS: &[Function] = &[
    one("sqrt", "sqrt(a)", "square root", f64::sqrt),
    one("cbrt", "cbrt(a)", "cube root", f64::cbrt),
    one("exp", "exp(a)", "e^a", f64::exp),
    one("expm1", "expm1(a)", "e^a - 1, exact for small a", f64::exp_m1),
    one("ln", "ln(a)", "natural logarithm", f64::ln),
    one("log", "log(a)", "natural logarithm, the same as ln", f64::ln),
    one("log1p", "log1p(a)", "ln(1 + a), exact for small a", f64::ln_1p),
    one("log2", "log2(a)", "logarithm to base 2", f64::log2),
    one("log10", "log10(a)", "logarithm to base 10", f64::log10),
    one("sin", "sin(a)", "sine of a in radians", f64::sin),
    one("cos", "cos(a)", "cosine of a in radians", f64::cos),
    one("tan", "tan(a)", "tangent of a in radians", f64::tan),
    one("asin", "asin(a)", "inverse sine, in [-pi/2, pi/2]", f64::asin),
    one("acos", "acos(a)", "inverse cosine, in [0, pi]", f64::acos),
    one("atan", "atan(a)", "inverse tangent, in (-pi/2, pi/2)", f64::atan),
    one("sinh", "sinh(a)", "(e^a - e^-a)/2", f64::sinh),
    one("cosh", "cosh(a)", "(e^a + e^-a)/2", f64::cosh),
    one("tanh", "tanh(a)", "sinh(a)/cosh(a)", f64::tanh),
    one("abs", "abs(a)", "absolute value", f64::abs),
    one("sign", "sign(a)", "-1, 0 or 1, as a is negative, zero or positive", sign),
    one("floor", "floor(a)", "largest whole number <= a", f64::floor),
    one("ceil", "ceil(a)", "smallest whole number >= a", f64::ceil),
    two("min", "min(a, b)", "the smaller one; NaN if one of them is", |a, b| a.binary(min, b)),
    two("max", "max(a, b)", "the larger one; NaN if one of them is", |a, b| a.binary(max, b)),
    two("pow", "pow(a, b)", "a^b", Value::power),
    two("hypot", "hypot(a, b)", "sqrt(a^2 + b^2) without overflow", |a, b| a.binary(f64::hypot, b)),
    two("atan2", "atan2(y, x)", "angle of the point (x, y), in [-pi, pi]", |y, x| y.binary(f64::atan2, x)),
];

/// Every constant that formulas can use.
pub static CONSTANTS: &[(&str, f64)] = &[("pi", PI), ("e", E)];

fn sign(a: f64) -> f64 {
    if a == 0.0 { a } else { a.signum() }
}

/// The smaller of two values, where `f64::min` would hide a NaN.
fn min(a: f64, b: f64) -> f64 {
    if a.is_nan() || a < b { a } else { b }
}

/// The larger of two values, where `f64::max` would hide a NaN.
fn max(a: f64, b: f64) -> f64 {
    if a.is_nan() || a > b { a } else { b }
}

pub(super) fn starts_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

pub(super) fn continues_name(c: char) -> bool {
    starts_name(c) || c.is_ascii_digit()
}

/// Whether a parameter can have this name in a formula of `variable`.
///
/// # Errors
/// Why not: it is not a name, or it means something else.
pub fn check_name(name: &str, variable: &str) -> Result<(), String> {
    if !name.starts_with(starts_name) || !name.chars().all(continues_name) {
        return Err(format!("a parameter cannot be named `{name}`; use letters, digits and _, a letter first"));
    }
    let taken = if name == variable {
        "the variable"
    } else if CONSTANTS.iter().any(|&(constant, _)| constant == name) {
        "a constant"
    } else if FUNCTIONS.iter().any(|function| function.name == name) {
        "a function"
    } else {
        return Ok(());
    };
    Err(format!("a parameter cannot be named `{name}`, which is {taken}; give it another name"))
}

/// The names that one formula can use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) variable: &'a str,
    pub(super) parameters: &'a BTreeMap<String, f64>,
}

impl Scope<'_> {
    /// The question which name was meant, and the names that there are.
    pub(super) fn suggestion(&self, name: &str) -> String {
        let kinds: [(&str, Vec<&str>); 4] = [
            ("variable", vec![self.variable]),
            ("parameters", self.parameters.keys().map(String::as_str).collect()),
            ("constants", CONSTANTS.iter().map(|constant| constant.0).collect()),
            ("functions", FUNCTIONS.iter().map(|function| function.name).collect()),
        ];
        let candidates = kinds.iter().flat_map(|kind| &kind.1).copied().collect::<Vec<_>>();
        let lists: Vec<String> = kinds
            .iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(kind, names)| format!("{kind}: {}", names.join(", ")))
            .collect();
        svsde::text::question(name, &candidates, &lists.join("; "))
    }
}
