//! The summary of a spectrum along time: observables with statistical error and step bias, tails, collisions.

use super::statistics::{Estimate, Mean, jackknife, of_finished};
use super::{Summary, noise};
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde::Serialize;
use svsde::observables::OBSERVABLES;
use svsde::process::recorder::REPLICA_MOMENTS;

/// What the file of a spectral model says.
#[derive(Debug, Serialize)]
pub struct Spectral {
    title: String,
    model: String,
    integrator: Option<String>,
    shape: (usize, usize),
    replicas: usize,
    failed: usize,
    records: usize,
    end: f64,
    finished: bool,
    observables: Vec<Row>,
    /// Standard deviation over mean of all λ recorded.
    spread: Option<Estimate>,
    /// Excess kurtosis of all λ recorded.
    kurtosis: Option<Estimate>,
    counts: Vec<Count>,
    noise: Vec<noise::Row>,
}

/// An observable at the last recorded time, and averaged over the recorded times.
#[derive(Debug, Serialize)]
struct Row {
    name: &'static str,
    end: Estimate,
    time_mean: Estimate,
}

/// A count per replica.
#[derive(Debug, Serialize)]
struct Count {
    name: &'static str,
    mean: Mean,
}

impl Spectral {
    /// Reads the file.
    ///
    /// # Errors
    /// When a dataset is missing.
    pub fn read(file: &ResultFile, (model, shape): (&str, (usize, usize)), integrator: Option<String>) -> Result<Self> {
        let status = file.row("replicas/status")?;
        let time = file.row("time")?;
        let names = OBSERVABLES.iter().map(|o| o.name).filter(|name| file.has(&format!("observables/{name}/mean")));
        let observables = names.map(|name| Row::read(file, name)).collect::<Result<Vec<_>>>()?;
        let read = |path: &str| -> Result<Vec<Vec<f64>>> {
            Ok(if file.has(path) { of_finished(file.replicas(path)?, &status) } else { Vec::new() })
        };
        let moments = read(REPLICA_MOMENTS)?;
        let mut counts = Vec::new();
        for name in ["collisions", "collision_rate", "reflections", "refined_steps", "newton_iterations", "steps"] {
            let mean = Mean::of(read(&format!("replicas/{name}"))?.concat());
            counts.extend(mean.map(|mean| Count { name, mean }));
        }
        Ok(Self {
            title: file.title(),
            model: model.to_owned(),
            integrator,
            shape,
            replicas: status.len(),
            failed: status.iter().filter(|&&status| status != 0.0).count(),
            records: time.len(),
            finished: file.finished(),
            end: time.last().copied().unwrap_or(0.0),
            observables,
            spread: jackknife(&moments, |m| variance(m).sqrt() / m[0]),
            kurtosis: jackknife(&moments, excess_kurtosis),
            counts,
            noise: noise::read(file)?,
        })
    }

    /// Collisions and iterations, where there are any.
    fn counted(&self) -> String {
        let mean = |name: &str| self.counts.iter().find(|count| count.name == name).map(|count| count.mean);
        let text = |name: &str| {
            let mean = mean(name).filter(|mean| mean.max > 0.0)?;
            Some(Estimate::of(mean.mean, mean.std_error).text())
        };
        let collides =
            self.integrator.as_ref().is_some_and(|name| name.contains("euler") && !name.contains("proximal"));
        let collisions = match text("collisions").zip(text("collision_rate")) {
            Some((count, rate)) => Some(format!("{count} collisions, {rate} per unit time")),
            None => mean("collisions")
                .filter(|mean| mean.max == 0.0 && collides && self.model != "power-diffusion")
                .map(|_| "no collisions".to_owned()),
        };
        let newton = mean("newton_iterations").zip(mean("steps")).map(|(newton, steps)| newton.mean / steps.mean);
        let parts = [
            collisions,
            text("reflections").map(|count| format!("{count} reflections at 0")),
            text("refined_steps").map(|count| format!("{count} steps refined")),
            newton.filter(|&mean| mean >= 0.01).map(|mean| format!("{mean:.2} Newton iterations a step")),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { String::new() } else { format!("per replica: {}\n", parts.join("; ")) }
    }
}

impl Summary for Spectral {
    fn parts(&self, _: bool) -> Parts {
        let (m, n) = self.shape;
        let shape = if self.model == "power-diffusion" { format!("{n} particles") } else { format!("{m} x {n}") };
        let Self { title, model, replicas, records, end, .. } = self;
        let integrator = self.integrator.as_ref().map_or(String::new(), |integrator| format!(", {integrator}"));
        let plural = if *replicas == 1 { "" } else { "s" };
        let mut out = Parts::default();
        out.say(format!("{title}\n{model}, {shape}{integrator}, {replicas} replica{plural}, "));
        out.say(format!("{records} records up to t = {end}\n"));
        if !self.observables.is_empty() {
            let header = [String::new(), format!("at t = {}", self.end), "mean over the recorded times".to_owned()];
            let cells = |row: &Row| vec![row.name.to_owned(), row.end.text(), row.time_mean.text()];
            out.say("\n");
            out.table(header, self.observables.iter().map(cells));
            out.say("\n");
            out.say(match (self.replicas - self.failed, self.observables.iter().any(|row| row.end.bias.is_some())) {
                (1, _) => "\none replica: no error bars\n",
                (_, true) => "\nmean ± statistical error ± step bias, the mean with dt less that with dt/2 on the same Brownian paths\n",
                (_, false) => "\nmean ± statistical error, over replicas\n",
            });
        }
        if let (Some(spread), Some(kurtosis)) = (self.spread, self.kurtosis) {
            let (spread, kurtosis) = (spread.text(), kurtosis.text());
            let pooled = "all lambda recorded, pooled: standard deviation / mean";
            out.say(format!("{pooled} {spread}, excess kurtosis {kurtosis}\n"));
        }
        out.say(self.counted());
        out.join(noise::parts(&self.noise));
        if self.failed > 0 {
            out.say(format!("failed and left out of the means: {} of {} replicas\n", self.failed, self.replicas));
        }
        out
    }

    fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    fn brief(&self) -> String {
        let noise = noise::brief(&self.noise);
        let named = |name: &str| self.observables.iter().find(|row| row.name == name);
        let trace = named("trace").map_or(String::new(), |row| format!(", trace {}", row.end.text()));
        let kurtosis =
            self.kurtosis.map_or(String::new(), |k| format!(", pooled excess kurtosis of lambda {}", k.text()));
        let failed = match self.failed {
            0 => String::new(),
            failed => format!(", {failed} of {} replicas failed", self.replicas),
        };
        let state = if self.finished { "" } else { " (not finished)" };
        format!("{}: {} at t = {}{state}{trace}{kurtosis}{noise}{failed}.\n", self.title, self.model, self.end)
    }

    fn question(&self) -> &'static str {
        match self.noise.is_empty() {
            true => "How do the singular values of W move, and where do they settle?",
            false => "What does noise do to the polar factor of the gradient, and does perturbation theory say so?",
        }
    }
}

impl Row {
    fn read(file: &ResultFile, name: &'static str) -> Result<Self> {
        let last = |dataset: &str| -> Result<Option<f64>> {
            let row = file.optional_row(&format!("observables/{name}/{dataset}"))?;
            Ok(row.and_then(|row| row.last().copied()))
        };
        let estimate = |[mean, std_error, bias, bias_error]: [&str; 4]| -> Result<Estimate> {
            let mean = last(mean)?.unwrap_or(0.0);
            Ok(Estimate { mean, std_error: last(std_error)?, bias: last(bias)?, bias_error: last(bias_error)? })
        };
        let end = estimate(["mean", "std_error", "step_bias", "step_bias_error"])?;
        let time_mean = estimate(["time_mean", "time_mean_error", "time_step_bias", "time_step_bias_error"])?;
        Ok(Self { name, end, time_mean })
    }
}

/// From raw moments; NaN where it is so far below the squared mean that rounding would show in the kurtosis.
fn variance(m: &[f64]) -> f64 {
    let variance = m[1] - m[0] * m[0];
    if variance > 1e-6 * m[0] * m[0] { variance } else { f64::NAN }
}

/// From raw moments of orders 1 to 4.
fn excess_kurtosis(m: &[f64]) -> f64 {
    let fourth = m[3] - 4.0 * m[0] * m[2] + 6.0 * m[0] * m[0] * m[1] - 3.0 * m[0].powi(4);
    fourth / variance(m).powi(2) - 3.0
}
