//! The rules that types alone do not express: ranges, and keys that depend on each other.

use super::diagnostic::suggestion;
use super::{Ensemble, Model, Scenario};
use std::fmt::Display;
use std::ops::Range;
use std::path::Path;

/// Largest number of values that one array of a run may hold (16 GB): past it the scenario is a slip of the pen.
const MOST_VALUES: f64 = 2e9;

/// More iterations let rounding grow into a step along null directions (see [`svsde::matrix::polar`]).
const MOST_ITERATIONS: usize = 100;

/// A well-formed scenario that breaks a rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Dotted path of the key, with `[index]` for an element of an array.
    pub key: String,
    /// What is wrong, complete with key and value.
    pub message: String,
    /// A way out.
    pub help: Option<String>,
    /// The bytes that it is about of a value that is a string; all of the value where this is `None`.
    pub within: Option<Range<usize>>,
}

/// Something with rules on its keys.
pub trait Check {
    /// Reports every broken rule; `at` is the path of `self`, such as `model.regression`.
    fn check(&self, at: &str, rule: &mut Rule);
}

/// The rules a key can be put under, and the violations so far.
///
/// No rule is met by NaN or infinity.
#[derive(Debug, Default)]
pub struct Rule {
    /// Rows and columns of W, which several rules refer to.
    pub(super) shape: (usize, usize),
    /// What a user calls the number of singular values.
    pub(super) rank_name: &'static str,
    violations: Vec<Violation>,
}

impl Rule {
    /// x ≥ `min`.
    pub fn at_least(&mut self, at: &str, key: &str, value: f64, min: f64) {
        if self.finite(at, key, value) && value < min {
            self.broken(at, key, number(value), format!("it must be at least {}", number(min)));
        }
    }

    /// x > 0.
    pub fn positive(&mut self, at: &str, key: &str, value: f64) {
        if self.finite(at, key, value) && value <= 0.0 {
            self.broken(at, key, number(value), "it must be > 0");
        }
    }

    /// `low` ≤ x < `high`.
    pub fn within(&mut self, at: &str, key: &str, value: f64, low: f64, high: f64) {
        if self.finite(at, key, value) && !(low..high).contains(&value) {
            let rule = format!("it must be at least {} and below {}", number(low), number(high));
            self.broken(at, key, number(value), rule);
        }
    }

    /// Whether x is a number; reports NaN and infinity.
    pub(super) fn finite(&mut self, at: &str, key: &str, value: f64) -> bool {
        if !value.is_finite() {
            self.broken(at, key, value, "it must be a finite number");
        }
        value.is_finite()
    }

    /// `c` makes something diffuse.
    pub(super) fn diffuses(&mut self, at: &str, c: f64) {
        if c == 0.0 {
            self.broken(at, "c", 0, "nothing diffuses then, so there is no stationary density; it must be > 0");
        } else {
            self.positive(at, "c", c);
        }
    }

    /// Whether nothing has broken a rule so far.
    pub(super) fn is_kept(&self) -> bool {
        self.violations.is_empty()
    }

    /// Records that the bytes `within` the string at `key` cannot be read.
    pub fn misread(&mut self, at: &str, key: &str, within: Range<usize>, message: String, help: Option<String>) {
        self.violations.push(Violation { key: join(at, key), message, help, within: Some(within) });
    }

    /// Records that `key`, which is `value`, breaks a rule: a clause that follows "but".
    pub fn broken(&mut self, at: &str, key: &str, value: impl Display, rule: impl Display) {
        let key = join(at, key);
        let message = format!("{key} = {value}, but {rule}");
        self.violated(key, message, None);
    }

    /// Records a violation in words of its own.
    pub(super) fn violated(&mut self, key: String, message: String, help: Option<String>) {
        self.violations.push(Violation { key, message, help, within: None });
    }

    /// The memory that `key` asks for, as a number of values, is imaginable.
    pub(super) fn fits(&mut self, at: &str, key: &str, value: impl Display, values: f64) {
        if values > MOST_VALUES {
            let rule = format!("this asks for {values:.1e} numbers, more than the {MOST_VALUES:e} that are allowed");
            self.broken(at, key, value, rule);
        }
    }

    /// `path` names something.
    pub(super) fn file(&mut self, at: &str, key: &str, path: &Path) {
        if path.as_os_str().is_empty() {
            self.broken(at, key, "\"\"", "it must name a file");
        }
    }

    /// Iterations of a polynomial polar factor.
    pub(super) fn iterations(&mut self, at: &str, iterations: Option<usize>) {
        let Some(iterations) = iterations else { return };
        self.at_least(at, "polar_iterations", iterations as f64, 1.0);
        if iterations > MOST_ITERATIONS {
            self.broken(at, "polar_iterations", iterations, "it must be at most 100");
        }
    }

    /// min(m, n), the number of singular values of W.
    pub(super) fn rank(&self) -> usize {
        self.shape.0.min(self.shape.1)
    }

    /// The planted W* has 1 ≤ r ≤ min(m, n) and a condition number that means something.
    pub(super) fn planted(&mut self, at: &str, rank: Option<usize>, condition: f64) {
        let most = self.rank();
        if let Some(rank) = rank
            && !(1..=most).contains(&rank)
        {
            self.broken(at, "target_rank", rank, format!("it must be from 1 to min(rows, cols) = {most}"));
        }
        self.at_least(at, "target_condition", condition, 1.0);
        if condition > 1.0 && rank.is_none() {
            self.broken(at, "target_condition", number(condition), "it needs target_rank, which is not given");
        }
    }
}

/// Reports a `name` that is none of the `candidates` of its `kind`.
pub(super) fn known(
    rule: &mut Rule,
    at: &str,
    key: &str,
    kind: &str,
    name: &str,
    candidates: impl Iterator<Item = &'static str>,
) {
    let candidates: Vec<&str> = candidates.collect();
    if !candidates.contains(&name) {
        let help = suggestion(name, &format!("{kind}s"), &candidates);
        rule.violated(join(at, key), format!("unknown {kind} `{name}`"), Some(help));
    }
}

/// The path of `key` in the table `at`.
pub(super) fn join(at: &str, key: &str) -> String {
    if at.is_empty() { key.to_owned() } else { format!("{at}.{key}") }
}

/// Plain digits where they are short, else scientific notation.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && size.is_finite() && !(1e-4..1e10).contains(&size) {
        format!("{value:e}")
    } else {
        value.to_string()
    }
}

impl Scenario {
    /// Every broken rule; those that the combinations of a scan break are for [`Scenario::scan_points`].
    pub fn violations(&self) -> Vec<Violation> {
        let rank_name = if let Model::PowerDiffusion(_) = self.model { "cols" } else { "min(rows, cols)" };
        let mut rule = Rule { shape: self.model.shape(), rank_name, ..Rule::default() };
        self.check("", &mut rule);
        rule.violations
    }
}

impl Check for Scenario {
    fn check(&self, at: &str, rule: &mut Rule) {
        if self.is_tails() {
            self.check_tails(at, rule);
        } else if self.is_stationary() {
            self.check_study(at, rule);
        } else {
            self.check_simulation(at, rule);
        }
    }
}

impl Scenario {
    fn check_simulation(&self, at: &str, rule: &mut Rule) {
        self.check_is_simulation(at, rule);
        self.check_no_tails(at, rule);
        self.model.check(&join(at, "model"), rule);
        self.check_measurement(at, rule);
        if let Some(initial) = &self.initial {
            initial.check(&join(at, "initial"), rule);
        }
        if let Some(time) = &self.time {
            time.check(&join(at, "time"), rule);
            if self.model.is_discrete() {
                time.check_whole(&join(at, "time"), rule);
            }
            if let Some(integrator) = &self.integrator {
                integrator.check(&join(at, "integrator"), time, rule);
            }
        }
        self.ensemble.check(&join(at, "ensemble"), rule);
        if rule.is_kept() {
            self.check_dynamics(at, rule);
        }
        let replicas = self.ensemble.replicas;
        let kept = matches!(self.model, Model::Regression(_)) || self.output.spectra != Some(false);
        let values = if kept { self.course().count() * rule.rank() as f64 } else { 1.0 };
        rule.fits(&join(at, "ensemble"), "replicas", replicas, replicas as f64 * values);
    }
}

impl Check for Model {
    fn check(&self, at: &str, rule: &mut Rule) {
        let at = join(at, self.name());
        match self {
            Self::Regression(model) => {
                model.check(&at, rule);
                rule.fits(&at, "rows", model.rows, model.rows as f64 * model.cols as f64);
            }
            Self::Sgd(model) => model.check(&at, rule),
            Self::MuonGap(model) => model.check(&at, rule),
            Self::MuonPolar(model) => model.check(&at, rule),
            Self::PowerDiffusion(model) => model.check(&at, rule),
            Self::MatrixSgd(model) => model.check(&at, rule),
            Self::MatrixMuon(model) => model.check(&at, rule),
            Self::PolarNoise(model) => model.check(&at, rule),
            Self::MeanField(model) => model.check(&at, rule),
            Self::Expression(model) => model.check(&at, rule),
            Self::Files(model) => model.check(&at, rule),
        }
    }
}

impl Check for Ensemble {
    fn check(&self, at: &str, rule: &mut Rule) {
        rule.at_least(at, "replicas", self.replicas as f64, 1.0);
    }
}
