//! What simulations have in common: times, replicas, what is kept, and how they run.

use super::{Cost, Job, Outcome};
use crate::error::Result;
use crate::scenario::{Ensemble, Initial, Output, Time};
use crate::store::Content;
use std::fmt::Display;
use svsde::ensemble::{self, Control, Plan};
use svsde::process::ReplicaSource;
use svsde::rules::{Rules, Table};

/// Failed replicas that are reported one by one.
const REPORTED: usize = 10;

/// Seconds per m·n·min(m, n) of a singular value decomposition, and per min(m, n)² beside it.
const PER_SVD_VOLUME: f64 = 2e-9;
const PER_SVD_AREA: f64 = 7e-8;
/// Seconds per number of an observable.
const PER_OBSERVED: f64 = 3e-8;

/// Where a simulation starts, when it is recorded, how often it is repeated, and what is kept.
#[derive(Clone, Copy)]
pub struct Course<'a> {
    /// The state at time 0.
    pub initial: &'a Initial,
    /// How long, and when to record.
    pub time: &'a Time,
    /// How many replicas.
    pub ensemble: &'a Ensemble,
    /// What is kept.
    pub output: &'a Output,
    /// Singular values of all processes of a replica.
    pub values: usize,
    /// Whether time is counted in whole optimiser steps.
    pub whole: bool,
}

impl Course<'_> {
    /// Reports every broken rule on times and replicas.
    pub fn rules(&self, rules: &mut Rules) {
        rules.table("time", |rules| {
            self.time.rules(rules);
            if self.whole {
                self.time.check_whole(rules);
            }
        });
        rules.table("ensemble", |rules| {
            let replicas = self.ensemble.replicas;
            rules.at_least("replicas", replicas as f64, 1.0);
            let kept = if self.output.spectra == Some(false) { 1.0 } else { self.time.count() * self.values as f64 };
            rules.fits("replicas", replicas, replicas as f64 * kept);
        });
    }

    /// Reports, of a start in the stationary state, why none is known.
    pub fn refuse_stationary(&self, reason: impl Display, rules: &mut Rules) {
        if let Initial::Stationary(_) = self.initial {
            let help = "start from another [initial.*], and let time.burn_in pass before the first record";
            let message = format!("initial.stationary cannot be drawn: {reason}");
            rules.violated("initial.stationary", message, Some(help.to_owned()));
        }
    }

    /// The cost of spectra of `n` values a replica that evolve in `seconds` and are decomposed in `decomposition` at each record.
    pub fn cost(&self, n: f64, seconds: f64, decomposition: f64) -> Cost {
        let (records, replicas) = (self.time.records().len() as f64, self.ensemble.replicas as f64);
        let record = decomposition + PER_OBSERVED * (n * n + 20.0 * n);
        let kept = if self.keeps_spectra() { replicas * records * n } else { 0.0 };
        // A batch of replicas is in memory with every record.
        let batch = (replicas.min(256.0) * records).min(f64::from(1 << 21)).max(records) * 60.0;
        Cost {
            seconds: replicas * (seconds + records * record),
            memory: 8.0 * (kept + batch + replicas * 300.0),
            file: 8.0 * (kept + replicas * 20.0 + records * 100.0),
        }
    }

    /// Whether recorded spectra are kept: by default where all of them take less than 1 GiB.
    pub fn keeps_spectra(&self) -> bool {
        let records = (self.ensemble.replicas * self.time.records().len()) as f64;
        self.output.spectra.unwrap_or(8.0 * records * (self.values as f64) < f64::from(1 << 30))
    }

    /// The plan of an ensemble.
    pub fn plan(&self, seed: u64) -> Plan {
        let (replicas, times) = (self.ensemble.replicas, self.time.records());
        Plan { seed, replicas, times, spectra: self.keeps_spectra() }
    }
}

/// Seconds of a singular value decomposition of an m × n matrix.
pub fn decomposition(m: f64, n: f64) -> f64 {
    let side = m.min(n);
    PER_SVD_VOLUME * m * n * side + PER_SVD_AREA * side * side
}

/// Replicas of a simulation, ready to run.
pub struct Simulation {
    /// What makes the replicas.
    pub source: Box<dyn ReplicaSource>,
    /// Times, replicas and what is kept.
    pub plan: Plan,
    /// Processes per replica.
    pub processes: usize,
    /// Length of a step.
    pub step: f64,
    /// What a user should know before trusting the run.
    pub warnings: Vec<String>,
    /// What it will cost.
    pub cost: Cost,
}

impl Job for Simulation {
    fn cost(&self) -> Cost {
        self.cost
    }

    fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    fn extent(&self) -> (f64, &'static str) {
        let end = self.plan.times.last().copied().unwrap_or_default();
        (end * (self.plan.replicas * self.processes) as f64 / self.step, "steps")
    }

    fn run(&self, control: &Control) -> Result<Outcome> {
        let record = ensemble::run(self.source.as_ref(), &self.plan, &control.scaled(1.0 / self.step))?;
        let failed = record.outcomes.iter().filter(|outcome| outcome.status != 0);
        let mut failures: Vec<String> = failed.clone().take(REPORTED).flat_map(|one| self.failures(one)).collect();
        let more = failed.count().saturating_sub(REPORTED);
        if more > 0 {
            failures.push(format!("and {more} replicas more: /replicas/status of the result tells which"));
        }
        let empty = record.outcomes.is_empty() || record.times.is_empty();
        let finished = record.finished;
        let content = (!empty).then_some(Content::Ensemble(record));
        Ok(Outcome { content, finished, failures, ..Outcome::default() })
    }
}

impl Simulation {
    /// What of a replica failed, where and why.
    fn failures(&self, outcome: &ensemble::ReplicaResult) -> Vec<String> {
        let why = |status: u8| match status {
            1 => "the state became infinite or NaN; try a smaller learning rate or step, or rescale the data",
            2 => "a decomposition failed; rescale the data",
            _ => "an implicit step was not solved; try a smaller step",
        };
        let number = |path: String| {
            let value = outcome.values.iter().find(|value| value.path == path);
            value.and_then(|value| value.array.data.first()).copied().unwrap_or_default()
        };
        let flows: Vec<&str> = outcome.values.iter().filter_map(|value| value.path.strip_suffix("/status")).collect();
        if flows.is_empty() {
            let (at, steps) = (outcome.failed_at, (outcome.failed_at / self.step).round());
            let why = why(outcome.status);
            return vec![format!("replica {} failed after {steps} steps, at t = {at:.6}: {why}", outcome.replica)];
        }
        let failure = |group: &str| {
            let (status, at) = (number(format!("{group}/status")), number(format!("{group}/failed_at")));
            let flow = group.rsplit('/').next().unwrap_or(group);
            let text = || format!("replica {}: {flow} failed at step {at}: {}", outcome.replica, why(status as u8));
            (status != 0.0).then(text)
        };
        flows.into_iter().filter_map(failure).collect()
    }
}
