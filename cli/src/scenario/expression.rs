//! `[model.expression]`: drift and noise as formulas.

use crate::formula::{Expression, check_name};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use svsde::rules::{Rules, Table, number};

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
pub(super) fn check_formula(rules: &mut Rules, key: &str, text: &str, parameters: &Parameters) {
    if let Err(error) = Expression::parse(text, VARIABLE, parameters) {
        rules.misread(key, error.at, format!("{}: {}", rules.path(key), error.message), error.help);
    }
}

/// Every parameter is a number with a name of its own; false where one has none.
pub(super) fn check_parameters(rules: &mut Rules, parameters: &Parameters) -> bool {
    let mut named = true;
    rules.table("parameters", |rules| {
        for (name, value) in parameters {
            rules.finite(name, *value);
            if let Err(reason) = check_name(name, VARIABLE) {
                named = false;
                rules.violated(name, format!("{}: {reason}", rules.here()), None);
            }
        }
    });
    named
}

/// What stands for the variable in formulas.
pub const VARIABLE: &str = "x";

impl Table for ExpressionModel {
    fn rules(&self, rules: &mut Rules) {
        if check_parameters(rules, &self.parameters) {
            check_formula(rules, "drift", &self.drift, &self.parameters);
            check_formula(rules, "diffusion", &self.diffusion, &self.parameters);
        }
        let (lower, upper) = (self.lower, self.upper);
        for (key, value) in [("lower", lower), ("upper", upper)] {
            if value.is_nan() {
                rules.broken(key, value, "it must be a number or infinity");
            }
        }
        if lower >= upper {
            rules.broken("lower", number(lower), format!("it must be below upper = {}", number(upper)));
        }
    }
}
