//! Rules on the fields of a table of parameters that its types alone do not express: ranges, and fields that depend on each
//! other.
//!
//! A table reports each broken rule by the name of the field; whoever read the table knows the place of that name.

use std::fmt::Display;
use std::ops::Range;

/// Largest number of values that one array of a run may hold (16 GB): past it the parameters are a slip of the pen.
const MOST_VALUES: f64 = 2e9;

/// A table of parameters: a model, an integrator, a measurement, ….
pub trait Table {
    /// Reports every broken rule.
    fn rules(&self, rules: &mut Rules);
}

/// A well-formed table that breaks a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Dotted path of the field, with `[index]` for an element of a list.
    pub key: String,
    /// What is wrong, complete with field and value.
    pub message: String,
    /// A way out.
    pub help: Option<String>,
    /// The bytes of a text that it is about; all of the value where this is `None`.
    pub within: Option<Range<usize>>,
}

/// The rules that a field can be put under, and the violations so far. No rule is met by NaN or infinity.
///
/// ```
/// use svsde::rules::Rules;
/// let mut rules = Rules::default();
/// rules.table("model.sgd", |rules| rules.positive("learning_rate", -1.0));
/// assert_eq!(rules.violations()[0].message, "model.sgd.learning_rate = -1, but it must be > 0");
/// ```
#[derive(Debug, Default)]
pub struct Rules {
    at: String,
    violations: Vec<Violation>,
}

impl Rules {
    /// Reports on the fields of the table `name` within this one.
    pub fn table(&mut self, name: &str, report: impl FnOnce(&mut Self)) {
        let within = self.path(name);
        let at = std::mem::replace(&mut self.at, within);
        report(self);
        self.at = at;
    }

    /// What has been broken so far.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Whether nothing has been broken so far.
    pub fn are_kept(&self) -> bool {
        self.violations.is_empty()
    }

    /// The dotted path of the present table.
    pub fn here(&self) -> &str {
        &self.at
    }

    /// The dotted path of `key` in the present table.
    pub fn path(&self, key: &str) -> String {
        if self.at.is_empty() { key.to_owned() } else { format!("{}.{key}", self.at) }
    }

    /// x ≥ `min`.
    pub fn at_least(&mut self, key: &str, value: f64, min: f64) {
        if self.finite(key, value) && value < min {
            self.broken(key, number(value), format!("it must be at least {}", number(min)));
        }
    }

    /// x > 0.
    pub fn positive(&mut self, key: &str, value: f64) {
        if self.finite(key, value) && value <= 0.0 {
            self.broken(key, number(value), "it must be > 0");
        }
    }

    /// `low` ≤ x < `high`.
    pub fn within(&mut self, key: &str, value: f64, low: f64, high: f64) {
        if self.finite(key, value) && !(low..high).contains(&value) {
            let rule = format!("it must be at least {} and below {}", number(low), number(high));
            self.broken(key, number(value), rule);
        }
    }

    /// Whether x is a number; reports NaN and infinity.
    pub fn finite(&mut self, key: &str, value: f64) -> bool {
        if !value.is_finite() {
            self.broken(key, value, "it must be a finite number");
        }
        value.is_finite()
    }

    /// `name` is one of the `candidates` of its `kind`.
    pub fn known(&mut self, key: &str, kind: &str, name: &str, candidates: impl Iterator<Item = &'static str>) {
        let candidates: Vec<&str> = candidates.collect();
        if !candidates.contains(&name) {
            let help = crate::text::suggestion(name, &format!("{kind}s"), &candidates);
            self.violated(key, format!("unknown {kind} `{name}`"), Some(help));
        }
    }

    /// The memory that `key` asks for, as a number of values, is imaginable.
    pub fn fits(&mut self, key: &str, value: impl Display, values: f64) {
        if values > MOST_VALUES {
            let rule = format!("this asks for {values:.1e} numbers, more than the {MOST_VALUES:e} that are allowed");
            self.broken(key, value, rule);
        }
    }

    /// The shape m × n of a weight matrix holds at least one entry; `tall` asks for m ≥ n.
    pub fn shape(&mut self, (rows, cols): (usize, usize), tall: bool) {
        self.at_least("rows", rows as f64, 1.0);
        self.at_least("cols", cols as f64, 1.0);
        if tall && cols > rows && rows > 0 {
            let rule = format!("it must be at most rows = {rows}: transpose W, its spectrum is the same");
            self.broken("cols", cols, rule);
        }
    }

    /// Reports that `key`, which is `value`, breaks a rule: a clause that follows "but".
    pub fn broken(&mut self, key: &str, value: impl Display, rule: impl Display) {
        let message = format!("{} = {value}, but {rule}", self.path(key));
        self.violated(key, message, None);
    }

    /// Reports a violation in words of its own.
    pub fn violated(&mut self, key: &str, message: String, help: Option<String>) {
        self.violations.push(Violation { key: self.path(key), message, help, within: None });
    }

    /// Reports a violation of the present table as a whole.
    pub fn refuse(&mut self, message: String, help: Option<String>) {
        self.violations.push(Violation { key: self.at.clone(), message, help, within: None });
    }

    /// Reports that the bytes `within` the text at `key` cannot be read.
    pub fn misread(&mut self, key: &str, within: Range<usize>, message: String, help: Option<String>) {
        self.violations.push(Violation { key: self.path(key), message, help, within: Some(within) });
    }
}

/// Default of a switch that is on.
pub(crate) fn yes() -> bool {
    true
}

/// Default of a factor.
pub(crate) fn one() -> f64 {
    1.0
}

/// Plain digits where they are short, else scientific notation.
pub fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && size.is_finite() && !(1e-4..1e10).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}
