//! `[time]`: how long, and when to record.

use serde::{Deserialize, Serialize};
use svsde::rules::{Rules, Table, number};

/// Largest number of recorded times.
const MOST_RECORDS: f64 = 1e7;

/// Largest number of steps: whole numbers are exact up to here.
const MOST_STEPS: f64 = 9_007_199_254_740_992.0;

/// How long a run takes and when it is recorded, in optimiser steps for matrix models and flows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Time {
    /// Time of the last record.
    pub end: f64,
    /// Time of the first record.
    #[serde(default)]
    pub burn_in: f64,
    /// Time between records; `end` is recorded too where it is not a multiple.
    pub record_every: f64,
}

impl Time {
    /// About how many times are recorded.
    pub fn count(&self) -> f64 {
        ((self.end - self.burn_in) / self.record_every).clamp(1.0, MOST_RECORDS)
    }

    /// The recorded times: `burn_in`, then every `record_every`, and `end`.
    pub fn records(&self) -> Vec<f64> {
        let whole = ((self.end - self.burn_in) / self.record_every * (1.0 + 4.0 * f64::EPSILON)).floor();
        let mut times: Vec<f64> =
            (0..=whole as usize).map(|k| (self.burn_in + k as f64 * self.record_every).min(self.end)).collect();
        if times.last().is_some_and(|&t| t < self.end) {
            times.push(self.end);
        }
        times
    }

    /// Every time is a number of optimiser steps.
    pub fn check_whole(&self, rules: &mut Rules) {
        for (key, value) in [("end", self.end), ("burn_in", self.burn_in), ("record_every", self.record_every)] {
            if value > 0.0 && value.is_finite() && (value.fract() != 0.0 || value > MOST_STEPS) {
                rules.broken(key, number(value), "it must be a whole number of steps, at most 2^53");
            }
        }
    }
}

impl Table for Time {
    fn rules(&self, rules: &mut Rules) {
        rules.positive("end", self.end);
        rules.at_least("burn_in", self.burn_in, 0.0);
        rules.positive("record_every", self.record_every);
        for (key, value) in [("burn_in", self.burn_in), ("record_every", self.record_every)] {
            if value.is_finite() && value > self.end && self.end > 0.0 {
                rules.broken(key, number(value), format!("it must be at most time.end = {}", number(self.end)));
            }
        }
        if self.record_every > 0.0 && (self.end - self.burn_in) / self.record_every > MOST_RECORDS {
            let rule_text = format!("at most {MOST_RECORDS:e} times can be recorded");
            rules.broken("record_every", number(self.record_every), rule_text);
        }
    }
}
