//! One sample: what it is, its laws, what its matrix says.

use super::law::{Law, table};
use super::{facts, number};
use crate::store::ResultFile;
use crate::study::tails::report::{TAILS, VUONG, WHOLE};
use crate::text::Parts;
use serde::Serialize;
use serde_json::{Map, Value};
use svsde::text::{digits, short};

/// A sample as a result has it.
pub(super) struct Layer {
    pub(super) name: String,
    pub(super) facts: Map<String, Value>,
    pub(super) tail: Vec<Law>,
    whole: Vec<Law>,
    pairs: Vec<Pair>,
    whole_pairs: Vec<Pair>,
}

/// Two laws compared, by the names of the file.
#[derive(Serialize)]
struct Pair {
    first: String,
    second: String,
    sentence: String,
    #[serde(flatten)]
    numbers: Map<String, Value>,
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
const TEXTS: [&str; 6] = ["file", "quantity", "normalisation", "x_min_is", "best_law", "verdict"];
/// Numbers of a matrix.
const METRICS: [&str; 17] = [
    "stable_rank",
    "effective_rank",
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

impl Layer {
    pub(super) fn read(file: &ResultFile, name: String) -> Self {
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
        let whole = Law::all(file, &format!("{at}/{WHOLE}"));
        Self {
            tail: Law::all(file, &at),
            whole,
            pairs: pairs(file, &format!("{at}/vuong")),
            whole_pairs: pairs(file, &format!("{at}/{WHOLE}/vuong")),
            name,
            facts: map,
        }
    }

    /// How the best law compares with each other one.
    fn against_best(&self) -> impl Iterator<Item = &str> {
        let best = self.text_of("best_law");
        let of_best = move |pair: &&Pair| pair.first == best || pair.second == best;
        self.pairs.iter().filter(of_best).map(|pair| pair.sentence.as_str())
    }

    pub(super) fn number(&self, name: &str) -> Option<f64> {
        number(&self.facts, name)
    }

    pub(super) fn metric(&self, name: &str) -> Option<f64> {
        self.facts.get("metrics")?.get(name)?.as_f64()
    }

    pub(super) fn text_of(&self, name: &str) -> String {
        self.facts.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    }

    pub(super) fn json(&self) -> Value {
        let mut map = self.facts.clone();
        let laws = |laws: &[Law]| {
            laws.iter().map(|law| (law.name.clone(), law.facts.clone().into())).collect::<Map<_, Value>>()
        };
        map.extend(laws(&self.tail));
        let vuong = |pairs: &[Pair]| ("vuong".to_owned(), serde_json::to_value(pairs).unwrap_or_default());
        let mut whole = laws(&self.whole);
        whole.extend([vuong(&self.whole_pairs)]);
        map.insert("whole".to_owned(), whole.into());
        map.extend([vuong(&self.pairs)]);
        map.into()
    }

    pub(super) fn parts(&self) -> Parts {
        let f = |name| self.number(name).unwrap_or_default();
        let mut out = Parts::default();
        out.say(format!(
            "{} ({}, {} of {} values at or above x_min",
            self.name,
            self.text_of("quantity"),
            f("n_tail"),
            f("n")
        ));
        for (name, what) in [("zeros_dropped", "zeros"), ("negatives_dropped", "negative values")] {
            if f(name) > 0.0 {
                out.say(format!("; {} {what} dropped", f(name)));
            }
        }
        out.say(")\n\n");
        let error = |name: &str| self.number(name).map_or(String::new(), |error| format!(" ± {}", short(error)));
        out.say(format!(
            "x_min       {}{}, {}\n",
            digits(f("x_min")),
            error("x_min_std_error"),
            self.text_of("x_min_is")
        ));
        if let Some(alpha) = self.number("alpha") {
            let chosen = self
                .number("alpha_std_error_with_x_min")
                .map_or(String::new(), |e| format!(" (± {} with that of x_min)", short(e)));
            out.say(format!("alpha       {}{}{chosen}\n", digits(alpha), error("alpha_std_error")));
        }
        if let Some(hill) = self.number("hill_alpha") {
            out.say(format!("Hill alpha  {}{}, largest tenth\n", digits(hill), error("hill_alpha_std_error")));
        }
        out.say(format!("kurtosis    {}\n\n", digits(f("kurtosis"))));
        out.join(table("above x_min", &self.tail));
        out.join(table("whole sample", &self.whole));
        out.say(self.matrix());
        self.against_best().for_each(|sentence| out.say(format!("{sentence}\n")));
        for note in self.facts.get("notes").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            out.say(format!("note: {note}\n"));
        }
        out.say(format!("{}: {}\n", self.name, self.text_of("verdict")));
        out
    }

    fn matrix(&self) -> String {
        let Some(metrics) = self.facts.get("metrics") else { return String::new() };
        let m = |name: &str| metrics.get(name).and_then(Value::as_f64).map_or("-".to_owned(), digits);
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

/// The comparisons at `path`; none where there are none.
fn pairs(file: &ResultFile, path: &str) -> Vec<Pair> {
    let texts = |name: &str| file.texts_of(path, name).unwrap_or_default();
    let numbers = file.read(path).map(|numbers| numbers.into_iter().collect::<Vec<f64>>()).unwrap_or_default();
    let pair = |(((first, second), sentence), row): (((String, String), String), &[f64])| {
        let numbers = VUONG.iter().zip(row).map(|(name, &value)| ((*name).to_owned(), value.into()));
        Pair { first, second, sentence, numbers: numbers.collect() }
    };
    let names = texts("first").into_iter().zip(texts("second")).zip(texts("sentences"));
    names.zip(numbers.chunks_exact(VUONG.len())).map(pair).collect()
}
