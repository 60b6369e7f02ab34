//! The summary of a spectrum along time: observables with statistical error and step bias, tails, collisions.

use super::statistics::{Estimate, Mean, jackknife};
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
    name: String,
    end: Estimate,
    time_mean: Estimate,
}

/// A count per replica.
#[derive(Debug, Serialize)]
struct Count {
    name: String,
    mean: Mean,
}

impl Spectral {
    /// Reads the file.
    ///
    /// # Errors
    /// When a dataset is missing.
    pub fn read(file: &ResultFile, (model, shape): (&str, (usize, usize)), integrator: Option<String>) -> Result<Self> {
        let status = file.replicas("replicas/status")?.concat();
        let time = file.read("time")?;
        let names = OBSERVABLES.iter().map(|o| o.name).filter(|name| file.has(&format!("observables/{name}/mean")));
        let observables = names.map(|name| Row::read(file, name)).collect::<Result<Vec<_>>>()?;
        let ok = |rows: Vec<Vec<f64>>| -> Vec<Vec<f64>> {
            rows.into_iter().zip(&status).filter(|(_, status)| **status == 0.0).map(|(row, _)| row).collect()
        };
        let moments = if file.has(REPLICA_MOMENTS) { ok(file.replicas(REPLICA_MOMENTS)?) } else { Vec::new() };
        let mut counts = Vec::new();
        for name in ["collisions", "collision_rate", "reflections", "refined_steps", "newton_iterations", "steps"] {
            let path = format!("replicas/{name}");
            if file.has(&path)
                && let Some(mean) = Mean::of(&ok(file.replicas(&path)?).concat())
            {
                counts.push(Count { name: name.to_owned(), mean });
            }
        }
        Ok(Self {
            title: file.text("title").unwrap_or_default(),
            model: model.to_owned(),
            integrator,
            shape,
            replicas: status.len(),
            failed: status.iter().filter(|&&status| status != 0.0).count(),
            records: time.len(),
            finished: file.number::<bool>("finished") == Some(true),
            end: time.iter().last().copied().unwrap_or(0.0),
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
        let text = |mean: Mean| Estimate::of(mean.mean, mean.std_error).text();
        let mut parts = Vec::new();
        if let (Some(collisions), Some(rate)) = (mean("collisions"), mean("collision_rate")) {
            let counts =
                self.integrator.as_ref().is_some_and(|name| name.contains("euler") && !name.contains("proximal"));
            match collisions.max > 0.0 {
                true => parts.push(format!("{} collisions, {} per unit time", text(collisions), text(rate))),
                false if counts && self.model != "power-diffusion" => parts.push("no collisions".to_owned()),
                false => {}
            }
        }
        let reflections = mean("reflections").filter(|mean| mean.mean > 0.0);
        parts.extend(reflections.map(|reflections| format!("{} reflections at 0", text(reflections))));
        let refined = mean("refined_steps").filter(|mean| mean.mean > 0.0);
        parts.extend(refined.map(|refined| format!("{} steps refined", text(refined))));
        let newton = mean("newton_iterations").zip(mean("steps")).map(|(newton, steps)| newton.mean / steps.mean);
        parts.extend(newton.filter(|&mean| mean >= 0.01).map(|mean| format!("{mean:.2} Newton iterations a step")));
        if parts.is_empty() { String::new() } else { format!("per replica: {}\n", parts.join("; ")) }
    }
}

impl Summary for Spectral {
    fn parts(&self, _: bool) -> Parts {
        let (m, n) = self.shape;
        let shape = if self.model == "power-diffusion" { format!("{n} particles") } else { format!("{m} x {n}") };
        let integrator = self.integrator.as_ref().map_or(String::new(), |integrator| format!(", {integrator}"));
        let mut out = Parts::default();
        out.say(format!(
            "{}\n{}, {shape}{integrator}, {} replica{}, {} records up to t = {}\n",
            self.title,
            self.model,
            self.replicas,
            if self.replicas == 1 { "" } else { "s" },
            self.records,
            self.end
        ));
        if !self.observables.is_empty() {
            let header = [String::new(), format!("at t = {}", self.end), "mean over the recorded times".to_owned()];
            let cells = |row: &Row| vec![row.name.clone(), row.end.text(), row.time_mean.text()];
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
            out.say(format!(
                "all lambda recorded, pooled: standard deviation / mean {}, excess kurtosis {}\n",
                spread.text(),
                kurtosis.text()
            ));
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
        let failed = if self.failed > 0 {
            format!(", {} of {} replicas failed", self.failed, self.replicas)
        } else {
            String::new()
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
    fn read(file: &ResultFile, name: &str) -> Result<Self> {
        let at = |set: &str| -> Result<Option<f64>> {
            let path = format!("observables/{name}/{set}");
            if file.has(&path) { Ok(file.read(&path)?.iter().last().copied()) } else { Ok(None) }
        };
        let estimate = |mean: &str, error: &str, bias: &str, bias_error: &str| -> Result<Estimate> {
            Ok(Estimate {
                mean: at(mean)?.unwrap_or(0.0),
                std_error: at(error)?,
                bias: at(bias)?,
                bias_error: at(bias_error)?,
            })
        };
        Ok(Self {
            name: name.to_owned(),
            end: estimate("mean", "std_error", "step_bias", "step_bias_error")?,
            time_mean: estimate("time_mean", "time_mean_error", "time_step_bias", "time_step_bias_error")?,
        })
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
