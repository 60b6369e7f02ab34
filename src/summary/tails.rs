//! Tails of spectra: a table per layer, or a line per layer of many, and a verdict each.

use crate::error::Result;
use crate::store::ResultFile;
use crate::tails::comparison::probability;
use crate::tails::laws::LAWS;
use crate::tails::report::{TAILS, WHOLE};
use comfy_table::{ContentArrangement, Table, presets};
use serde_json::{Map, Value, json};

/// Samples up to this many are shown law by law.
const DETAILED: usize = 3;

/// What a result says of tails.
pub struct Tails {
    layers: Vec<Layer>,
    skipped: Vec<String>,
    failed: Vec<String>,
}

struct Layer {
    name: String,
    facts: Map<String, Value>,
    tail: Vec<Law>,
    whole: Vec<Law>,
    sentences: Vec<String>,
}

struct Law {
    name: String,
    title: &'static str,
    facts: Map<String, Value>,
}

/// Numbers of a sample in a result.
const NUMBERS: [&str; 20] = [
    "n",
    "zeros_dropped",
    "negatives_dropped",
    "divided_by",
    "x_min",
    "x_min_std_error",
    "x_min_low",
    "x_min_high",
    "x_min_replicates",
    "n_tail",
    "n_tail_std_error",
    "tail_fraction",
    "alpha",
    "alpha_std_error",
    "alpha_std_error_with_x_min",
    "hill_alpha",
    "hill_alpha_std_error",
    "kurtosis",
    "sigma",
    "num_fingers",
];
/// Texts of a sample in a result.
const TEXTS: [&str; 6] = ["file", "quantity", "x_min_is", "best_law", "verdict", "phase"];
/// Numbers of a law.
const OF_A_LAW: [&str; 8] =
    ["log_likelihood", "aic", "bic", "ks_distance", "anderson_darling", "p_value", "p_value_error", "replicates"];
/// Numbers of a matrix.
const METRICS: [&str; 18] = [
    "stable_rank",
    "effective_rank",
    "kurtosis",
    "mp_variance",
    "mp_ratio",
    "mp_lower_edge",
    "mp_edge",
    "mp_distance",
    "mp_beyond",
    "largest_p_value",
    "spikes",
    "trace_log_edge",
    "trace_log_count",
    "trace_log_gap",
    "mp_null_distance",
    "mp_null_p_value",
    "alpha",
    "ks_distance",
];

fn facts(file: &ResultFile, at: &str, numbers: &[&str], texts: &[&str], lists: &[&str]) -> Map<String, Value> {
    let mut map = Map::new();
    let mut add = |name: &str, value: Option<Value>| value.map(|value| map.insert(name.to_owned(), value));
    for name in texts {
        add(name, file.text_of(at, name).map(Value::from));
    }
    for name in numbers {
        add(name, file.number_of(at, name).map(Value::from));
    }
    for name in lists {
        add(name, file.numbers_of(at, name).map(Value::from));
    }
    map
}

impl Tails {
    /// From a result.
    ///
    /// # Errors
    /// When the file does not list its samples.
    pub fn read(file: &ResultFile) -> Result<Self> {
        let list = |name| file.texts_of(TAILS, name).unwrap_or_default();
        let names = file
            .texts_of(TAILS, "samples")
            .ok_or_else(|| file.unreadable(format!("there is no list {TAILS}/samples")))?;
        let layers = names.into_iter().map(|name| Layer::read(file, name)).collect();
        Ok(Self { layers, skipped: list("skipped"), failed: list("failed") })
    }

    /// By the names of the file: one object per sample, below `tails`.
    pub fn json(&self) -> Value {
        let layers: Map<String, Value> = self.layers.iter().map(|layer| (layer.name.clone(), layer.json())).collect();
        json!({ "tails": layers, "skipped": self.skipped, "failed": self.failed })
    }

    /// Tables and verdicts.
    pub fn text(&self) -> String {
        let mut out = String::new();
        if self.layers.len() <= DETAILED {
            self.layers.iter().for_each(|layer| out.push_str(&layer.text()));
        } else {
            out.push_str(&self.table());
            out.push_str(&self.brief());
        }
        let mut list = |title: &str, items: &[String]| {
            if !items.is_empty() {
                out.push_str(&format!("\n{title}\n"));
                items.iter().for_each(|item| out.push_str(&format!("  {item}\n")));
            }
        };
        list("not analysed", &self.failed);
        list("skipped", &self.skipped);
        out
    }

    /// A line a sample.
    pub fn brief(&self) -> String {
        self.layers.iter().map(|layer| format!("{}: {}\n", layer.name, layer.text_of("verdict"))).collect()
    }

    fn table(&self) -> String {
        let header = [
            "sample",
            "shape",
            "n",
            "alpha",
            "x_min",
            "n_tail",
            "KS",
            "p",
            "stable rank",
            "spikes",
            "best law",
            "phase",
        ];
        let row = |layer: &Layer| {
            let law = layer.tail.iter().find(|law| law.name == "power_law");
            let of_law = |name| law.and_then(|law| number(&law.facts, name));
            let alpha = match (layer.number("alpha"), layer.number("alpha_std_error")) {
                (Some(alpha), Some(error)) => format!("{alpha:.3} ± {error:.3}"),
                _ => String::new(),
            };
            let shape = layer.facts.get("shape").and_then(Value::as_array);
            let shape: Vec<String> =
                shape.into_iter().flatten().filter_map(|n| n.as_f64().map(|n| n.to_string())).collect();
            vec![
                layer.name.clone(),
                shape.join("x"),
                digits(layer.number("n")),
                alpha,
                layer.number("x_min").map_or(String::new(), |x| format!("{x:.4e}")),
                digits(layer.number("n_tail")),
                of_law("ks_distance").map_or(String::new(), |d| format!("{d:.4}")),
                of_law("p_value").map_or(String::new(), probability),
                layer.metric("stable_rank").map_or(String::new(), |rank| format!("{rank:.2}")),
                digits(layer.metric("spikes")),
                layer.text_of("best_law").replace('_', " "),
                layer.text_of("phase"),
            ]
        };
        plain(&header, self.layers.iter().map(row)) + "\n"
    }
}

fn number(facts: &Map<String, Value>, name: &str) -> Option<f64> {
    facts.get(name)?.as_f64()
}

fn digits(count: Option<f64>) -> String {
    count.map_or(String::new(), |count| count.to_string())
}

fn plain(header: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    table.set_header(header).add_rows(rows);
    format!("{}\n", table.trim_fmt())
}

impl Law {
    fn read(file: &ResultFile, at: &str, name: &str, title: &'static str) -> Option<Self> {
        let at = format!("{at}/{name}");
        let names = file.texts_of(&at, "parameter_names")?;
        let mut facts = facts(file, &at, &OF_A_LAW, &["density", "boundary", "reason"], &["parameters", "std_errors"]);
        facts.insert("parameter_names".to_owned(), names.into());
        Some(Self { name: name.to_owned(), title, facts })
    }

    fn all(file: &ResultFile, at: &str) -> Vec<Self> {
        LAWS.iter().filter_map(|law| Self::read(file, at, law.name(), law.title())).collect()
    }

    fn parameters(&self) -> String {
        let list = |name: &str| self.facts.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        let (values, errors) = (list("parameters"), list("std_errors"));
        let each = list("parameter_names")
            .iter()
            .enumerate()
            .filter_map(|(k, name)| {
                let value = values.get(k)?.as_f64()?;
                let error =
                    errors.get(k).and_then(Value::as_f64).map_or(String::new(), |error| format!(" ± {error:.2e}"));
                Some(format!("{} = {value:.5}{error}", name.as_str()?))
            })
            .collect::<Vec<_>>()
            .join(", ");
        match self.facts.get("boundary").and_then(Value::as_str) {
            Some(boundary) => format!("{each} (at the boundary: {boundary})"),
            None => each,
        }
    }

    fn row(&self, best: f64) -> Vec<String> {
        let number = |name: &str| number(&self.facts, name);
        let text = |value: Option<f64>, digits: usize| value.map_or(String::new(), |value| format!("{value:.digits$}"));
        let p = match (number("p_value"), number("p_value_error")) {
            (Some(p), Some(error)) => format!("{p:.3} ± {error:.3}"),
            _ => String::new(),
        };
        vec![
            self.title.to_owned(),
            text(number("log_likelihood"), 3),
            text(number("aic").map(|aic| aic - best), 2),
            text(number("ks_distance"), 4),
            p,
            self.facts.get("reason").and_then(Value::as_str).map_or_else(|| self.parameters(), str::to_owned),
        ]
    }
}

impl Layer {
    fn read(file: &ResultFile, name: String) -> Self {
        let at = format!("{TAILS}/{name}");
        let mut map = facts(file, &at, &NUMBERS, &TEXTS, &["shape"]);
        map.insert("notes".to_owned(), file.texts_of(&at, "notes").unwrap_or_default().into());
        let metrics = facts(file, &format!("{at}/metrics"), &METRICS, &["phase", "phase_rule"], &[]);
        if let Some(phase) = metrics.get("phase") {
            map.insert("phase".to_owned(), phase.clone());
            map.insert("metrics".to_owned(), metrics.into());
            let fits = ["none", "xmin_peak", "clip_xmax"].into_iter().map(|fingers| {
                (
                    fingers.to_owned(),
                    facts(
                        file,
                        &format!("{at}/weightwatcher/{fingers}"),
                        &["alpha", "x_min", "ks_distance", "sigma", "n_tail", "num_fingers"],
                        &[],
                        &[],
                    )
                    .into(),
                )
            });
            map.insert("weightwatcher".to_owned(), Value::Object(fits.collect()));
        }
        let sentences = file.texts_of(&format!("{at}/vuong"), "sentences").unwrap_or_default();
        let whole = Law::all(file, &format!("{at}/{WHOLE}"));
        Self { tail: Law::all(file, &at), name, facts: map, whole, sentences }
    }

    fn number(&self, name: &str) -> Option<f64> {
        number(&self.facts, name)
    }

    fn metric(&self, name: &str) -> Option<f64> {
        self.facts.get("metrics")?.get(name)?.as_f64()
    }

    fn text_of(&self, name: &str) -> String {
        self.facts.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    fn json(&self) -> Value {
        let mut map = self.facts.clone();
        let laws = |laws: &[Law]| {
            laws.iter().map(|law| (law.name.clone(), law.facts.clone().into())).collect::<Map<_, Value>>()
        };
        map.extend(laws(&self.tail));
        map.insert("whole".to_owned(), laws(&self.whole).into());
        map.insert("vuong".to_owned(), self.sentences.clone().into());
        map.into()
    }

    fn text(&self) -> String {
        let f = |name| self.number(name).unwrap_or_default();
        let mut out = format!(
            "{} ({}, {} of {} values at or above x_min",
            self.name,
            self.text_of("quantity"),
            f("n_tail"),
            f("n")
        );
        for (name, what) in [("zeros_dropped", "zeros"), ("negatives_dropped", "negative values")] {
            if f(name) > 0.0 {
                out.push_str(&format!("; {} {what} dropped", f(name)));
            }
        }
        out.push_str(")\n\n");
        let error = |name: &str| self.number(name).map_or(String::new(), |error| format!(" ± {error:.4}"));
        out.push_str(&format!(
            "x_min       {:.6}{}, {}\n",
            f("x_min"),
            error("x_min_std_error"),
            self.text_of("x_min_is")
        ));
        if let Some(alpha) = self.number("alpha") {
            let chosen = self
                .number("alpha_std_error_with_x_min")
                .map_or(String::new(), |e| format!(" ({e:.4} with that of x_min)"));
            out.push_str(&format!("alpha       {alpha:.6}{}{chosen}\n", error("alpha_std_error")));
        }
        if let Some(hill) = self.number("hill_alpha") {
            out.push_str(&format!("Hill alpha  {hill:.6}{}, largest tenth\n", error("hill_alpha_std_error")));
        }
        out.push_str(&format!("kurtosis    {:.4}\n\n", f("kurtosis")));
        out.push_str(&laws("above x_min", &self.tail));
        out.push_str(&laws("whole sample", &self.whole));
        out.push_str(&self.matrix());
        let title = self.text_of("best_law").replace('_', " ");
        let best =
            LAWS.iter().find(|law| law.name() == self.text_of("best_law")).map_or(title, |law| law.title().to_owned());
        self.sentences
            .iter()
            .filter(|sentence| sentence.contains(&best))
            .for_each(|sentence| out.push_str(&format!("{sentence}\n")));
        for note in self.facts.get("notes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            out.push_str(&format!("note: {note}\n"));
        }
        out + &format!("{}: {}\n", self.name, self.text_of("verdict"))
    }

    fn matrix(&self) -> String {
        let Some(metrics) = self.facts.get("metrics") else { return String::new() };
        let m = |name: &str| {
            metrics.get(name).and_then(Value::as_f64).map_or("-".to_owned(), |value| format!("{value:.4}"))
        };
        let rule = metrics.get("phase_rule").and_then(Value::as_str).unwrap_or_default();
        format!(
            "stable rank {}, effective rank {}; Marchenko-Pastur edge {}, {} spikes, null p = {}; trace-log edge {} (log of it over x_min {})\n\
             phase {}: {rule}\n\n",
            m("stable_rank"),
            m("effective_rank"),
            m("mp_edge"),
            metrics.get("spikes").and_then(Value::as_f64).unwrap_or_default(),
            m("mp_null_p_value"),
            m("trace_log_edge"),
            m("trace_log_gap"),
            self.text_of("phase"),
        )
    }
}

fn laws(title: &str, laws: &[Law]) -> String {
    if laws.is_empty() {
        return String::new();
    }
    let best = laws.iter().filter_map(|law| number(&law.facts, "aic")).fold(f64::INFINITY, f64::min);
    let header = [title, "log L", "AIC - best", "KS", "p", "parameters"];
    plain(&header, laws.iter().map(|law| law.row(best))) + "\n"
}
