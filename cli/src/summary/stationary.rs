//! The summary of a stationary study: law, tail, moments, quantiles, ends, rates.

use super::relaxation::Relaxation;
use super::scan::Scan;
use crate::error::Result;
use crate::store::ResultFile;
use crate::study::stationary::report::STATIONARY;
use crate::text::Parts;
use serde::Serialize;
use std::collections::BTreeMap;
use svsde::text::digits;

/// What the file of a stationary study says.
#[derive(Debug, Serialize)]
pub struct Stationary {
    title: String,
    finished: bool,
    #[serde(flatten)]
    density: Option<Density>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relaxation: Option<Relaxation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scan: Option<Scan>,
}

/// The density; numbers are named as in the file.
#[derive(Debug, Serialize)]
struct Density {
    tail_shape: String,
    #[serde(flatten)]
    numbers: BTreeMap<&'static str, f64>,
    boundaries: [End; 2],
    quantiles: Vec<Quantile>,
    rates: Vec<f64>,
    approximations: BTreeMap<String, BTreeMap<&'static str, f64>>,
    x: (f64, f64),
    log_density: (f64, f64),
}

#[derive(Debug, Serialize)]
struct End {
    at: String,
    class: String,
    exponent: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Quantile {
    probability: f64,
    x: f64,
}

/// Attributes of the density that are numbers.
const NUMBERS: [&str; 21] = [
    "tail_exponent",
    "tail_exponent_error",
    "tail_exponent_exact",
    "tail_exponent_sigma",
    "tail_index",
    "tail_index_error",
    "tail_index_exact",
    "mean",
    "variance",
    "kurtosis",
    "spectral_gap",
    "continuous_spectrum",
    "normalisation",
    "estimated_error",
    "max_log_density_error",
    "cells",
    "alpha",
    "beta",
    "p",
    "q",
    "c",
];

impl Stationary {
    /// Reads the file.
    ///
    /// # Errors
    /// When a dataset is missing.
    pub fn read(file: &ResultFile) -> Result<Self> {
        let scan = Scan::read(file)?;
        Ok(Self {
            title: file.text("title").unwrap_or_default(),
            finished: file.number::<bool>("finished") == Some(true),
            density: if scan.is_none() { Some(Density::read(file)?) } else { None },
            relaxation: Relaxation::read(file)?,
            scan,
        })
    }

    /// As JSON; keys are the names in the file.
    pub fn json(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or(serde_json::Value::Null)
    }

    /// Sentences and tables.
    pub fn parts(&self) -> Parts {
        let parts = [
            self.density.as_ref().map(Density::parts),
            self.relaxation.as_ref().map(Relaxation::parts),
            self.scan.as_ref().map(Scan::parts),
        ];
        let mut out = Parts::default();
        out.say(format!("{}\n", self.title));
        parts.into_iter().flatten().for_each(|parts| out.join(parts));
        out
    }

    /// One sentence.
    pub fn brief(&self) -> String {
        let state = if self.finished { "" } else { " (not finished)" };
        let what = match (&self.density, &self.scan) {
            (Some(density), _) => density.tail(),
            (_, Some(scan)) => scan.brief(),
            _ => String::new(),
        };
        format!("{}{state}: {what}\n", self.title)
    }
}

pub(super) fn column(file: &ResultFile, path: &str) -> Result<Vec<f64>> {
    Ok(file.read(path)?.into_iter().collect())
}

impl Density {
    fn read(file: &ResultFile) -> Result<Self> {
        let at = |name: &str| format!("{STATIONARY}/{name}");
        let number = |name: &'static str| Some((name, file.number_of(STATIONARY, name)?));
        let end = |side: &str| {
            let path = at(&format!("boundaries/{side}"));
            let text = |name: &str| file.text_of(&path, name).unwrap_or_default();
            End { at: text("at"), class: text("class"), exponent: file.number_of(&path, "exponent") }
        };
        let quantiles = column(file, &at("quantiles/probability"))?.into_iter().zip(column(file, &at("quantiles/x"))?);
        let modes = at("modes/rate");
        let approximation = |name: String| {
            let path = format!("{STATIONARY}/approximations/{name}");
            let number = |key: &'static str| Some((key, file.number_of(&path, key)?));
            (name, ["shape", "scale", "threshold", "divergence"].into_iter().filter_map(number).collect())
        };
        let ends = |values: Vec<f64>| {
            let end = |value: Option<&f64>| value.copied().unwrap_or(0.0);
            (end(values.first()), end(values.last()))
        };
        Ok(Self {
            tail_shape: file.text_of(STATIONARY, "tail_shape").unwrap_or_default(),
            numbers: NUMBERS.into_iter().filter_map(number).collect(),
            boundaries: [end("lower"), end("upper")],
            quantiles: quantiles.map(|(probability, x)| Quantile { probability, x }).collect(),
            rates: if file.has(&modes) { column(file, &modes)? } else { Vec::new() },
            approximations: file.groups(&at("approximations")).into_iter().map(approximation).collect(),
            x: ends(column(file, &at("x"))?),
            log_density: ends(column(file, &at("log_density"))?),
        })
    }

    fn get(&self, name: &str) -> Option<f64> {
        self.numbers.get(name).copied()
    }

    fn parts(&self) -> Parts {
        let mut out = Parts::default();
        if let [Some(alpha), Some(beta), Some(p), Some(q), Some(c)] =
            ["alpha", "beta", "p", "q", "c"].map(|k| self.get(k))
        {
            let equation = "d lambda = (alpha - beta lambda^p) dt + c lambda^(q/2) dB";
            let [alpha, beta, p, q, c] = [alpha, beta, p, q, c].map(digits);
            out.say(format!("{equation}, alpha = {alpha}, beta = {beta}, p = {p}, q = {q}, c = {c}\n"));
        }
        out.say(format!("\ntail      {}\n", self.tail()));
        for end in &self.boundaries {
            let distance = match end.at.as_str() {
                "0" | "inf" => "x".to_owned(),
                "-inf" => "|x|".to_owned(),
                at => format!("|x - {at}|"),
            };
            let power =
                end.exponent.map_or(String::new(), |exponent| format!(", density ~ {distance}^{}", digits(exponent)));
            out.say(format!("end       {}: {}{power}\n", end.at, end.class));
        }
        let deviation = self.get("variance").map_or(0.0, f64::sqrt);
        // What is nothing but rounding is shown as 0.
        let moment = |name: &str, size: f64| match self.get(name) {
            Some(value) if value.abs() < 1e-10 * size => "0".to_owned(),
            Some(value) => digits(value),
            None => "infinite".to_owned(),
        };
        let [mean, variance, kurtosis] =
            [("mean", deviation), ("variance", 0.0), ("kurtosis", 1.0)].map(|(k, s)| moment(k, s));
        out.say(format!("moments   mean {mean}, variance {variance}, excess kurtosis {kurtosis}\n"));
        out.say(format!("rates     {}\n\n", self.relaxation()));
        let row = |name: &str, cell: &dyn Fn(&Quantile) -> String| {
            [name.to_owned()].into_iter().chain(self.quantiles.iter().map(cell)).collect::<Vec<_>>()
        };
        out.table(row("probability", &|q| q.probability.to_string()), [row("quantile", &|q| digits(q.x))]);
        out.say("\n\n");
        out.join(self.closest());
        out.say(self.accuracy());
        out
    }

    /// What the tail is.
    fn tail(&self) -> String {
        let exact = |name: &str| self.get(name).map_or(String::new(), |exact| format!(" (exact {})", digits(exact)));
        let with = |name: &str, error: &str| {
            let value = self.get(name).map_or("unknown".to_owned(), |v| format!("{v:.6}"));
            self.get(error).map_or(value.clone(), |error| format!("{value} ± {error:.1e}"))
        };
        let theta = with("tail_exponent", "tail_exponent_error");
        let x = if self.numbers.contains_key("alpha") { "lambda" } else { "x" };
        match self.tail_shape.as_str() {
            "power-law" => {
                format!(
                    "power law lambda^-k, k = {}{}",
                    with("tail_index", "tail_index_error"),
                    exact("tail_index_exact")
                )
            }
            "stretched-exponential" => {
                let sigma = self.get("tail_exponent_sigma").map_or(String::new(), |s| format!(", {s:.6} in sigma"));
                format!("exp(-a {x}^theta), theta = {theta}{}{sigma}", exact("tail_exponent_exact"))
            }
            "faster" => format!("lighter than every stretched exponential, local exponent up to {theta}"),
            "bounded" => "none: the domain is bounded".to_owned(),
            _ => "between every power law and every stretched exponential".to_owned(),
        }
    }

    fn relaxation(&self) -> String {
        let continuum =
            self.get("continuous_spectrum").map(|edge| format!("continuous spectrum from {}", digits(edge)));
        let rates: Vec<String> = self.rates.iter().skip(1).take(5).map(|&rate| digits(rate)).collect();
        let rates = (!rates.is_empty()).then(|| rates.join(", "));
        let gap = self.get("spectral_gap").map(|gap| format!("gap {}", digits(gap)));
        let parts: Vec<String> = [gap, rates, continuum].into_iter().flatten().collect();
        if parts.is_empty() { "not computed".to_owned() } else { parts.join("; ") }
    }

    /// The closest Gamma and Weibull laws.
    fn closest(&self) -> Parts {
        let cells = |(name, law): (&String, &BTreeMap<&str, f64>)| {
            let number = |key: &str| law.get(key).copied().unwrap_or(0.0);
            let part = if number("threshold") > 0.0 {
                format!(", lambda > {}", digits(number("threshold")))
            } else {
                String::new()
            };
            let mut words = name.split('_');
            let (family, variable) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let divergence = format!("{:.3e}", number("divergence"));
            vec![format!("{family} in {variable}{part}"), digits(number("shape")), digits(number("scale")), divergence]
        };
        let mut out = Parts::default();
        if !self.approximations.is_empty() {
            let header = ["closest law", "shape", "scale", "Kullback-Leibler divergence"];
            out.table(header, self.approximations.iter().map(cells));
            out.say("\n\n");
        }
        out
    }

    fn accuracy(&self) -> String {
        let (cells, error) = (self.get("cells").unwrap_or(0.0), self.get("estimated_error").unwrap_or(0.0));
        let exact =
            self.get("max_log_density_error").map_or(String::new(), |e| format!(", {e:.1e} from the closed law"));
        format!(
            "{cells} cells from x = {:.3e} to {:.3e}, log p down to {:.0}; error of log p {error:.1e} (estimated){exact}\n",
            self.x.0,
            self.x.1,
            self.log_density.0.min(self.log_density.1)
        )
    }
}
