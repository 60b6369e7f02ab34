//! Formulas: what they mean, what is refused and how it is said, and texts at random.

mod errors;
mod limits;
mod random;
mod values;

use std::collections::BTreeMap;
use svsde_cli::formula::{Expression, ExpressionError};

const ALPHA: f64 = 1.5;
const BETA: f64 = 0.25;
const POINTS: [f64; 7] = [-2.5, -1.0, 0.0, 0.3, 1.0, 1.7, 40.0];

fn parameters() -> BTreeMap<String, f64> {
    [("alpha", ALPHA), ("beta", BETA), ("gamma", 2.0), ("σ_1", 0.3)]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
}

fn parse(text: &str) -> Result<Expression, ExpressionError> {
    Expression::parse(text, "x", &parameters())
}

fn compiled(text: &str) -> Expression {
    parse(text).unwrap_or_else(|error| panic!("{text:?}: {error} at {:?}", error.at))
}

fn same(a: f64, b: f64) -> bool {
    a == b || (a.is_nan() && b.is_nan()) || (a - b).abs() <= 4.0 * f64::EPSILON * b.abs()
}
