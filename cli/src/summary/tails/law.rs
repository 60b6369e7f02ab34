//! Laws on a tail or on a whole sample, as a table.

use crate::text::Parts;
use std::collections::BTreeMap;
use svsde::tails::laws::LAWS;
use svsde::tails::report::LawReport;
use svsde::text::{digits, short};

fn parameters(law: &LawReport) -> String {
    let values = law.parameters.iter().flatten();
    let each = law.parameter_names.iter().zip(values).enumerate().map(|(k, (name, value))| {
        let error = law.std_errors.as_ref().and_then(|errors| errors.get(k));
        format!("{name} = {}{}", digits(*value), error.map_or(String::new(), |error| format!(" ± {}", short(*error))))
    });
    let each = each.collect::<Vec<_>>().join(", ");
    match &law.boundary {
        Some(boundary) => format!("{each} (at the boundary: {boundary})"),
        None => each,
    }
}

fn row(title: &str, law: &LawReport, best: f64) -> Vec<String> {
    let text = |value: Option<f64>, digits: usize| value.map_or(String::new(), |value| format!("{value:.digits$}"));
    let p = law.p_value.zip(law.p_value_error);
    vec![
        title.to_owned(),
        text(law.log_likelihood, 3),
        text(law.aic.map(|aic| aic - best), 2),
        text(law.ks_distance, 4),
        p.map_or(String::new(), |(p, error)| format!("{p:.3} ± {error:.3}")),
        law.reason.clone().unwrap_or_else(|| parameters(law)),
    ]
}

/// A table of `laws` in the order of [`LAWS`], and of the β-Laguerre ensemble, whose likelihood is that of all values together; nothing of
/// none.
pub(super) fn table(title: &str, laws: &BTreeMap<String, LawReport>, laguerre: Option<&LawReport>) -> Parts {
    let mut out = Parts::default();
    if laws.is_empty() {
        return out;
    }
    let best = laws.values().filter_map(|law| law.aic).fold(f64::INFINITY, f64::min);
    let known = LAWS.iter().filter_map(|law| Some(row(law.title, laws.get(law.name)?, best)));
    let joint = |law: &LawReport| row("beta-Laguerre (joint)", &LawReport { aic: None, ..law.clone() }, best);
    let header = [title, "log L", "AIC - best", "KS", "p", "parameters"];
    out.table(header, known.chain(laguerre.map(joint)));
    out.say("\n\n");
    out
}
