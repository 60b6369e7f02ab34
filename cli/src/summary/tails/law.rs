//! One law on a tail or on a whole sample.

use super::{facts, number};
use crate::store::ResultFile;
use crate::text::Parts;
use serde_json::{Map, Value};
use svsde::tails::laws::LAWS;
use svsde::text::{digits, short};

/// A law as a result has it.
pub(super) struct Law {
    pub(super) name: String,
    pub(super) title: &'static str,
    pub(super) facts: Map<String, Value>,
}

/// Numbers of a law.
const OF_A_LAW: [&str; 8] =
    ["log_likelihood", "aic", "bic", "ks_distance", "anderson_darling", "p_value", "p_value_error", "replicates"];
impl Law {
    fn read(file: &ResultFile, at: &str, name: &str, title: &'static str) -> Option<Self> {
        let at = format!("{at}/{name}");
        let names = file.texts_of(&at, "parameter_names")?;
        let mut facts = facts(file, &at, &OF_A_LAW, &["density", "boundary", "reason"], &["parameters", "std_errors"]);
        facts.insert("parameter_names".to_owned(), names.into());
        Some(Self { name: name.to_owned(), title, facts })
    }

    pub(super) fn all(file: &ResultFile, at: &str) -> Vec<Self> {
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
                    errors.get(k).and_then(Value::as_f64).map_or(String::new(), |error| format!(" ± {}", short(error)));
                Some(format!("{} = {}{error}", name.as_str()?, digits(value)))
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

/// A table of `laws`; nothing of none.
pub(super) fn table(title: &str, laws: &[Law]) -> Parts {
    let mut out = Parts::default();
    if laws.is_empty() {
        return out;
    }
    let best = laws.iter().filter_map(|law| number(&law.facts, "aic")).fold(f64::INFINITY, f64::min);
    let header = [title, "log L", "AIC - best", "KS", "p", "parameters"];
    out.table(header, laws.iter().map(|law| law.row(best)));
    out.say("\n\n");
    out
}
