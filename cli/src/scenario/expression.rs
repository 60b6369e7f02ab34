//! `[model.expression]`: drift and noise as formulas.

use super::validate::{Check, Rule, join, number};
use crate::formula::{Expression, check_name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Values of the names in a formula.
pub type Parameters = BTreeMap<String, f64>;

/// `[model.expression]`: dx = a(x) dt + b(x) dB on an interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExpressionModel {
    /// a, a formula in `x` and the parameters.
    pub drift: String,
    /// b, likewise.
    pub diffusion: String,
    /// Left end of the interval.
    #[serde(default)]
    pub lower: f64,
    /// Right end of the interval.
    #[serde(default = "unbounded")]
    pub upper: f64,
    /// Values of the other names in both formulas.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: Parameters,
}

pub(super) fn unbounded() -> f64 {
    f64::INFINITY
}

/// A formula in x and the parameters.
pub(super) fn check_formula(rule: &mut Rule, at: &str, key: &str, text: &str, parameters: &Parameters) {
    if let Err(error) = Expression::parse(text, VARIABLE, parameters) {
        rule.misread(at, key, error.at, format!("{}: {}", join(at, key), error.message), error.help);
    }
}

/// Every parameter is a number with a name of its own; false where one has none.
pub(super) fn check_parameters(rule: &mut Rule, at: &str, parameters: &Parameters) -> bool {
    let at = join(at, "parameters");
    let mut named = true;
    for (name, value) in parameters {
        rule.finite(&at, name, *value);
        if let Err(reason) = check_name(name, VARIABLE) {
            named = false;
            rule.violated(join(&at, name), format!("{at}: {reason}"), None);
        }
    }
    named
}

/// What stands for the variable in formulas.
pub const VARIABLE: &str = "x";

impl Check for ExpressionModel {
    fn check(&self, at: &str, rule: &mut Rule) {
        if check_parameters(rule, at, &self.parameters) {
            check_formula(rule, at, "drift", &self.drift, &self.parameters);
            check_formula(rule, at, "diffusion", &self.diffusion, &self.parameters);
        }
        let (lower, upper) = (self.lower, self.upper);
        for (key, value) in [("lower", lower), ("upper", upper)] {
            if value.is_nan() {
                rule.broken(at, key, value, "it must be a number or infinity");
            }
        }
        if lower >= upper {
            rule.broken(at, "lower", number(lower), format!("it must be below upper = {}", number(upper)));
        }
    }
}
