//! The summary of a stationary study: law, tail, moments, quantiles, ends, rates.

use super::Summary;
use super::scan;
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde_json::{Value, json};
use svsde::density::{ClosestLaw, Facts, PowerDiffusion, RelaxationSeries, Report, Shape, Solution};
use svsde::text::digits;

/// What the file of a stationary study says.
#[derive(Debug)]
pub struct Stationary {
    title: String,
    finished: bool,
    report: Report,
}

impl Stationary {
    /// Reads the file.
    ///
    /// # Errors
    /// When a dataset is missing.
    pub fn read(file: &ResultFile) -> Result<Self> {
        let report: Report = file.typed("")?;
        if report.scan.is_none() && report.stationary.is_none() {
            return Err(file.unreadable("there is neither a density nor a scan of densities".to_owned()));
        }
        Ok(Self { title: file.title(), finished: file.finished(), report })
    }
}

impl Summary for Stationary {
    fn parts(&self, _: bool) -> Parts {
        let mut out = Parts::default();
        out.say(format!("{}\n", self.title));
        self.report.stationary.iter().for_each(|density| out.join(parts(density)));
        out.join(relaxation(&self.report));
        self.report.scan.iter().for_each(|scan| out.join(scan::parts(scan)));
        out
    }

    fn json(&self) -> Value {
        let Report { time, stationary, relaxation, scan } = &self.report;
        let mut json = stationary.as_ref().map_or(json!({}), density_json);
        json["title"] = json!(self.title);
        json["finished"] = json!(self.finished);
        if let (Some(time), Some(series)) = (time, relaxation) {
            json["relaxation"] =
                json!({ "time": time.data, "mean": series.mean.data, "distance": series.distance.data });
        }
        if let Some(scan) = scan {
            json["scan"] = scan::json(scan);
        }
        json
    }

    fn brief(&self) -> String {
        let state = if self.finished { "" } else { " (not finished)" };
        let what = match (&self.report.stationary, &self.report.scan) {
            (Some(density), _) => tail(&density.facts),
            (_, Some(scan)) => scan::brief(scan),
            _ => String::new(),
        };
        format!("{}{state}: {what}\n", self.title)
    }

    fn question(&self) -> &'static str {
        "Which stationary density has one squared singular value, and which tail?"
    }
}

fn ends(values: &[f64]) -> (f64, f64) {
    let end = |value: Option<&f64>| value.copied().unwrap_or(0.0);
    (end(values.first()), end(values.last()))
}

fn density_json(density: &Solution) -> Value {
    let mut json = serde_json::to_value(&density.facts).unwrap_or_default();
    if let Value::Object(facts) = &mut json {
        facts.retain(|_, fact| !fact.is_null());
    }
    let quantiles = density.quantiles.probability.data.iter().zip(&density.quantiles.x.data);
    json["quantiles"] = quantiles.map(|(probability, x)| json!({ "probability": probability, "x": x })).collect();
    json["boundaries"] = json!([density.boundaries.lower, density.boundaries.upper]);
    json["rates"] = json!(rates(density));
    json["approximations"] = json!(density.approximations);
    json["x"] = json!(ends(&density.x.data));
    json["log_density"] = json!(ends(&density.log_density.data));
    json
}

fn rates(density: &Solution) -> &[f64] {
    density.modes.as_ref().map_or(&[], |modes| &modes.rate.data)
}

fn parts(density: &Solution) -> Parts {
    let facts = &density.facts;
    let mut out = Parts::default();
    if let Some(PowerDiffusion { alpha, beta, p, q, c }) = facts.power {
        let equation = "d lambda = (alpha - beta lambda^p) dt + c lambda^(q/2) dB";
        let [alpha, beta, p, q, c] = [alpha, beta, p, q, c].map(digits);
        out.say(format!("{equation}, alpha = {alpha}, beta = {beta}, p = {p}, q = {q}, c = {c}\n"));
    }
    out.say(format!("\ntail      {}\n", tail(facts)));
    for end in [&density.boundaries.lower, &density.boundaries.upper] {
        let distance = match end.at.as_str() {
            "0" | "inf" => "x".to_owned(),
            "-inf" => "|x|".to_owned(),
            at => format!("|x - {at}|"),
        };
        let power =
            end.exponent.map_or(String::new(), |exponent| format!(", density ~ {distance}^{}", digits(exponent)));
        out.say(format!("end       {}: {}{power}\n", end.at, end.class));
    }
    let deviation = facts.variance.map_or(0.0, f64::sqrt);
    // What is nothing but rounding is shown as 0.
    let moment = |moment: Option<f64>, size: f64| match moment {
        Some(value) if value.abs() < 1e-10 * size => "0".to_owned(),
        Some(value) => digits(value),
        None => "infinite".to_owned(),
    };
    let [mean, variance, kurtosis] =
        [(facts.mean, deviation), (facts.variance, 0.0), (facts.kurtosis, 1.0)].map(|(m, size)| moment(m, size));
    out.say(format!("moments   mean {mean}, variance {variance}, excess kurtosis {kurtosis}\n"));
    out.say(format!("rates     {}\n\n", relaxation_rates(density)));
    let row = |name: &str, cells: Vec<String>| [name.to_owned()].into_iter().chain(cells).collect::<Vec<_>>();
    let probabilities = density.quantiles.probability.data.iter().map(f64::to_string).collect();
    let quantiles = density.quantiles.x.data.iter().map(|&x| digits(x)).collect();
    out.table(row("probability", probabilities), [row("quantile", quantiles)]);
    out.say("\n\n");
    if !density.approximations.is_empty() {
        let header = ["closest law", "shape", "scale", "Kullback-Leibler divergence"];
        out.table(header, density.approximations.iter().map(closest));
        out.say("\n\n");
    }
    out.say(accuracy(density));
    out
}

/// What the tail is.
fn tail(facts: &Facts) -> String {
    let exact = |exact: Option<f64>| exact.map_or(String::new(), |exact| format!(" (exact {})", digits(exact)));
    let with = |value: Option<f64>, error: Option<f64>| {
        let value = value.map_or("unknown".to_owned(), |v| format!("{v:.6}"));
        error.map_or(value.clone(), |error| format!("{value} ± {error:.1e}"))
    };
    let theta = with(facts.tail_exponent, facts.tail_exponent_error);
    let x = if facts.power.is_some() { "lambda" } else { "x" };
    match facts.tail_shape {
        Shape::PowerLaw => {
            let index = with(facts.tail_index, facts.tail_index_error);
            format!("power law lambda^-k, k = {index}{}", exact(facts.tail_index_exact))
        }
        Shape::StretchedExponential => {
            let sigma = facts.tail_exponent_sigma.map_or(String::new(), |s| format!(", {s:.6} in sigma"));
            format!("exp(-a {x}^theta), theta = {theta}{}{sigma}", exact(facts.tail_exponent_exact))
        }
        Shape::Faster => format!("lighter than every stretched exponential, local exponent up to {theta}"),
        Shape::Bounded => "none: the domain is bounded".to_owned(),
        Shape::BetweenPowerAndExponential => "between every power law and every stretched exponential".to_owned(),
    }
}

fn relaxation_rates(density: &Solution) -> String {
    let edge = density.facts.continuous_spectrum;
    let continuum = edge.map(|edge| format!("continuous spectrum from {}", digits(edge)));
    let rates: Vec<String> = rates(density).iter().skip(1).take(5).map(|&rate| digits(rate)).collect();
    let rates = (!rates.is_empty()).then(|| rates.join(", "));
    let gap = density.facts.spectral_gap.map(|gap| format!("gap {}", digits(gap)));
    let parts: Vec<String> = [gap, rates, continuum].into_iter().flatten().collect();
    if parts.is_empty() { "not computed".to_owned() } else { parts.join("; ") }
}

/// A row of the closest laws, by names such as `gamma_sigma_tail`.
fn closest((name, law): (&String, &ClosestLaw)) -> Vec<String> {
    let part = if law.threshold > 0.0 { format!(", lambda > {}", digits(law.threshold)) } else { String::new() };
    let mut words = name.split('_');
    let (family, variable) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let divergence = format!("{:.3e}", law.divergence);
    vec![format!("{family} in {variable}{part}"), digits(law.shape), digits(law.scale), divergence]
}

fn accuracy(density: &Solution) -> String {
    let (x, log_p) = (ends(&density.x.data), ends(&density.log_density.data));
    let (cells, error) = (density.facts.cells, density.facts.estimated_error.unwrap_or(0.0));
    let exact = density.facts.max_log_density_error.map_or(String::new(), |e| format!(", {e:.1e} from the closed law"));
    let deepest = log_p.0.min(log_p.1);
    format!(
        "{cells} cells from x = {:.3e} to {:.3e}, log p down to {deepest:.0}; error of log p {error:.1e} (estimated){exact}\n",
        x.0, x.1
    )
}

/// Mean and distance along time, at some of the times.
fn relaxation(report: &Report) -> Parts {
    let mut out = Parts::default();
    let (Some(time), Some(RelaxationSeries { mean, distance, .. })) = (&report.time, &report.relaxation) else {
        return out;
    };
    let every = time.data.len().div_ceil(12).max(1);
    let rows = time.data.iter().zip(&mean.data).zip(&distance.data).step_by(every);
    let cells =
        |((time, mean), distance): ((&f64, &f64), &f64)| vec![digits(*time), digits(*mean), format!("{distance:.4e}")];
    out.say("\n");
    out.table(["time", "mean", "L1 distance from the stationary density"], rows.map(cells));
    out.say("\n");
    out
}
