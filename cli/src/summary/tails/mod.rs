//! Tails of spectra: a table per sample, or a line per sample of many, and a verdict each.

mod law;
mod layer;

use crate::error::Result;
use crate::store::ResultFile;
use crate::study::tails::report::TAILS;
use crate::text::Parts;
use layer::Layer;
use serde_json::{Map, Value, json};
use svsde::text::{digits, probability};

/// Samples up to this many are shown law by law.
const DETAILED: usize = 3;

/// Arrays that were skipped, up to this many, are named.
const NAMED: usize = 3;

/// What a result says of tails.
pub struct Tails {
    title: String,
    finished: bool,
    layers: Vec<Layer>,
    skipped: Vec<String>,
    failed: Vec<String>,
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
        let title = file.text("title").unwrap_or_default();
        let finished = file.number::<bool>("finished") == Some(true);
        Ok(Self { title, finished, layers, skipped: list("skipped"), failed: list("failed") })
    }

    /// By the names of the file: one object per sample, below `tails`.
    pub fn json(&self) -> Value {
        let layers: Map<String, Value> = self.layers.iter().map(|layer| (layer.name.clone(), layer.json())).collect();
        json!({ "title": self.title, "finished": self.finished, "tails": layers, "skipped": self.skipped, "failed": self.failed })
    }

    /// Tables and verdicts; with `details`, or of few samples, law by law.
    pub fn parts(&self, details: bool) -> Parts {
        let state = if self.finished { "" } else { " (not finished)" };
        let mut out = Parts::default();
        out.say(format!("{}{state}\n\n", self.title));
        let many = self.layers.len() > DETAILED;
        if many {
            self.table(&mut out);
        }
        if details || !many {
            for layer in &self.layers {
                out.join(layer.parts());
                out.say("\n");
            }
        } else {
            out.say(self.brief());
        }
        out.say(list("not analysed", &self.failed, self.failed.len()));
        out.say(list("skipped", &self.skipped, NAMED));
        out
    }

    /// A line a sample.
    pub fn brief(&self) -> String {
        let sentence = |layer: &Layer| format!("{}: {}\n", layer.name, layer.text_of("verdict"));
        let cut = if self.finished { "" } else { "not finished: the other samples are missing\n" };
        self.layers.iter().map(sentence).chain([cut.to_owned()]).collect()
    }

    fn table(&self, out: &mut Parts) {
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
                count(layer.number("n")),
                alpha,
                layer.number("x_min").map_or(String::new(), digits),
                count(layer.number("n_tail")),
                of_law("ks_distance").map_or(String::new(), |d| format!("{d:.4}")),
                of_law("p_value").map_or(String::new(), probability),
                layer.metric("stable_rank").map_or(String::new(), |rank| format!("{rank:.2}")),
                count(layer.metric("spikes")),
                layer.text_of("best_law").replace('_', " "),
                layer.text_of("phase"),
            ]
        };
        out.table(header, self.layers.iter().map(row));
        out.say("\n\n");
    }
}

/// The first `shown` of `items` below a title; nothing where there are none.
fn list(title: &str, items: &[String], shown: usize) -> String {
    let lines = items.iter().take(shown).map(|item| format!("  {item}\n"));
    let more = items.len().saturating_sub(shown);
    let rest = if more == 0 { String::new() } else { format!("  and {more} more, in {title} of /{TAILS}\n") };
    if items.is_empty() { String::new() } else { format!("\n{title}\n{}{rest}", lines.collect::<String>()) }
}

fn number(facts: &Map<String, Value>, name: &str) -> Option<f64> {
    facts.get(name)?.as_f64()
}

fn count(count: Option<f64>) -> String {
    count.map_or(String::new(), |count| count.to_string())
}

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
