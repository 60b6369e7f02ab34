//! `[model.expression]`: drift and noise as formulas.

use super::validate::{Check, Rule, join, number};
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

/// Rules on a formula and the parameters that stand beside it.
pub(super) fn check_formula(rule: &mut Rule, at: &str, key: &str, text: &str) {
    if text.trim().is_empty() {
        rule.broken(at, key, format!("{text:?}"), "it must be a formula in x");
    }
}

/// Every parameter is a number.
pub(super) fn check_parameters(rule: &mut Rule, at: &str, parameters: &Parameters) {
    for (name, value) in parameters {
        rule.finite(&join(at, "parameters"), name, *value);
    }
}

impl Check for ExpressionModel {
    fn check(&self, at: &str, rule: &mut Rule) {
        check_formula(rule, at, "drift", &self.drift);
        check_formula(rule, at, "diffusion", &self.diffusion);
        check_parameters(rule, at, &self.parameters);
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
