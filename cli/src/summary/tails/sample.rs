//! One sample: what it is, its laws, what its matrix says.

use super::law::table;
use crate::text::Parts;
use serde_json::{Value, json};
use svsde::array::group;
use svsde::tails::report::{LawReport, MatrixReport, SampleReport};
use svsde::text::{digits, probability, short};

/// By the names of the file, without arrays; pairs of laws as a list of objects.
pub(super) fn json(sample: &SampleReport) -> Value {
    let mut value = serde_json::to_value(sample).map(without_arrays).unwrap_or_default();
    value["vuong"] = json!(sample.vuong.0);
    value["whole"]["vuong"] = json!(sample.whole.vuong.0);
    if let Some(phase) = sample.metrics.as_ref().and_then(|metrics| metrics.phase.as_ref()) {
        value["phase"] = json!(phase);
    }
    value
}

/// What is not an array, absent, or a group of nothing else.
fn without_arrays(value: Value) -> Value {
    let Value::Object(entries) = value else { return value };
    let numbers = entries.into_iter().filter(|(_, value)| !value.is_object() || group(value).is_some());
    let kept = numbers.map(|(name, value)| (name, without_arrays(value)));
    let some = |value: &Value| !value.is_null() && value.as_object().is_none_or(|entries| !entries.is_empty());
    Value::Object(kept.filter(|(_, value)| some(value)).collect())
}

/// Cells of the table of many samples.
pub(super) const COLUMNS: [&str; 12] =
    ["sample", "shape", "n", "alpha", "x_min", "n_tail", "KS", "p", "stable rank", "spikes", "best law", "phase"];

/// The row of a sample below [`COLUMNS`].
pub(super) fn row(name: &str, sample: &SampleReport) -> Vec<String> {
    let law = sample.laws.get("power_law");
    let metrics = sample.metrics.as_ref();
    let of_law = |number: fn(&LawReport) -> Option<f64>| law.and_then(number);
    let alpha = sample.alpha.zip(sample.alpha_std_error);
    vec![
        name.to_owned(),
        sample.shape.iter().map(usize::to_string).collect::<Vec<_>>().join("x"),
        sample.n.to_string(),
        alpha.map_or(String::new(), |(alpha, error)| format!("{alpha:.3} ± {error:.3}")),
        digits(sample.x_min),
        sample.n_tail.to_string(),
        of_law(|law| law.ks_distance).map_or(String::new(), |d| format!("{d:.4}")),
        of_law(|law| law.p_value).map_or(String::new(), probability),
        metrics.and_then(|metrics| metrics.stable_rank).map_or(String::new(), |rank| format!("{rank:.2}")),
        metrics.and_then(|metrics| metrics.spikes).map_or(String::new(), |spikes| spikes.to_string()),
        sample.best_law.replace('_', " "),
        metrics.and_then(|metrics| metrics.phase.clone()).unwrap_or_default(),
    ]
}

/// Everything of one sample.
pub(super) fn parts(name: &str, sample: &SampleReport) -> Parts {
    let mut out = Parts::default();
    let SampleReport { quantity, n_tail, n, .. } = sample;
    out.say(format!("{name} ({quantity}, {n_tail} of {n} values at or above x_min"));
    for (count, what) in [(sample.zeros_dropped, "zeros"), (sample.negatives_dropped, "negative values")] {
        if count > 0 {
            out.say(format!("; {count} {what} dropped"));
        }
    }
    out.say(")\n\n");
    let error = |error: Option<f64>| error.map_or(String::new(), |error| format!(" ± {}", short(error)));
    let x_min = digits(sample.x_min) + &error(sample.x_min_std_error);
    out.say(format!("x_min       {x_min}, {}\n", sample.x_min_is));
    if let Some(alpha) = sample.alpha {
        let with = |e: f64| format!(" (± {} with that of x_min)", short(e));
        let chosen = sample.alpha_std_error_with_x_min.map_or(String::new(), with);
        out.say(format!("alpha       {}{}{chosen}\n", digits(alpha), error(sample.alpha_std_error)));
    }
    if let Some(hill) = sample.hill_alpha {
        out.say(format!("Hill alpha  {}{}, largest tenth\n", digits(hill), error(sample.hill_alpha_std_error)));
    }
    out.say(format!("kurtosis    {}\n\n", digits(sample.kurtosis.unwrap_or_default())));
    out.join(table("above x_min", &sample.laws, None));
    out.join(table("whole sample", &sample.whole.laws, sample.whole.laguerre.as_ref()));
    out.say(sample.metrics.as_ref().map_or(String::new(), matrix));
    let of_best = sample.vuong.0.iter().filter(|pair| [&pair.first, &pair.second].contains(&&sample.best_law));
    of_best.for_each(|pair| out.say(format!("{}\n", pair.sentence)));
    sample.notes.iter().for_each(|note| out.say(format!("note: {note}\n")));
    out.say(format!("{name}: {}\n", sample.verdict));
    out
}

fn matrix(metrics: &MatrixReport) -> String {
    let Some(phase) = &metrics.phase else { return String::new() };
    let number = |value: Option<f64>| value.map_or("-".to_owned(), digits);
    format!(
        "stable rank {}, effective rank {}; Marchenko-Pastur edge {}, {} spikes, null p = {}; trace-log edge {} (log of it over x_min {})\n\
         phase {phase}: {}\n\n",
        number(metrics.stable_rank),
        number(metrics.effective_rank),
        number(metrics.mp_edge),
        metrics.spikes.unwrap_or_default(),
        number(metrics.mp_null_p_value),
        number(metrics.trace_log_edge),
        number(metrics.trace_log_gap),
        metrics.phase_rule.as_deref().unwrap_or_default(),
    )
}
