//! Comparisons as text, JSON and the arrays of a result.

use crate::store::Document;
use comfy_table::{Table, presets};
use svsde::compare::{Chance, Comparison, Distances, Row, TimeRow, Verdict};
use svsde::process::Value;
use svsde::text::{digits, probability, short};

/// Where a result has comparisons.
pub const COMPARE: &str = "compare";

/// Tables and verdicts.
pub fn text(comparisons: &[Comparison]) -> String {
    comparisons.iter().map(pair).collect::<Vec<_>>().join("\n")
}

fn pair(comparison: &Comparison) -> String {
    let [a, b] = &comparison.names;
    let count = |n: usize| if n == 0 { "no replicas".to_owned() } else { format!("{n} replicas") };
    let mut out = format!(
        "a = {a}, {}\nb = {b}, {}\n{}\n\n",
        count(comparison.replicas[0]),
        count(comparison.replicas[1]),
        comparison.basis
    );
    let number = |x: Option<f64>| x.map_or("-".to_owned(), digits);
    let with_error = |x: Option<f64>, error: Option<f64>| match error {
        Some(error) => format!("{} ± {}", number(x), short(error)),
        None => number(x),
    };
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["lambda", "a", "b", "z"]);
    for row in &comparison.rows {
        let z = row.z.map_or("-".to_owned(), |z| format!("{z:.1}"));
        table.add_row([row.name.to_owned(), with_error(row.a, row.a_error), with_error(row.b, row.b_error), z]);
    }
    if let tails @ ([Some(_), _] | [_, Some(_)]) = comparison.tail_exponents {
        table.add_row(["tail_exponent".to_owned(), number(tails[0]), number(tails[1]), "-".to_owned()]);
    }
    out.push_str(&format!("{}\n\n", table.trim_fmt()));
    let error = |pick: fn(&Distances) -> f64| comparison.errors.as_ref().map(pick);
    out.push_str(&format!(
        "Kolmogorov-Smirnov distance {}, Wasserstein distance {}\n",
        with_error(Some(comparison.distances.ks), error(|e| e.ks)),
        with_error(Some(comparison.distances.wasserstein), error(|e| e.wasserstein))
    ));
    if let Some(chance) = &comparison.chance {
        let seen = comparison.power.map_or("no distance".to_owned(), |power| format!("a distance of {}", short(power)));
        let [p, distance, statistics] = [chance.p, chance.p_distance, chance.p_statistics].map(probability);
        out.push_str(&format!(
            "p = {p} (distance {distance}, statistics {statistics}) by {}; {seen} would have been seen with 80 % power\n",
            chance.test.name()
        ));
    }
    comparison.notes.iter().for_each(|note| out.push_str(&format!("note: {note}\n")));
    out.push_str(&format!("verdict: {}\n", comparison.sentence));
    out
}

/// Everything, one object a pair.
pub fn json(comparisons: &[Comparison]) -> serde_json::Value {
    let pair = |c: &Comparison| {
        let chance = |pick: fn(&Chance) -> f64| c.chance.as_ref().map(pick);
        serde_json::json!({
            "a": c.names[0], "b": c.names[1], "replicas": c.replicas, "basis": c.basis, "statistics": c.rows,
            "distances": c.distances, "errors": c.errors, "p_value": chance(|x| x.p), "p_distance": chance(|x| x.p_distance),
            "p_statistics": chance(|x| x.p_statistics), "test": c.chance.as_ref().map(|x| x.test.name()),
            "resolution": chance(|x| x.resolution), "power_80": c.power, "tail_exponents": c.tail_exponents, "times": c.times,
            "verdict": c.verdict, "sentence": c.sentence, "notes": c.notes,
        })
    };
    serde_json::Value::Array(comparisons.iter().map(pair).collect())
}

/// Everything, below `compare`, a group a pair.
pub fn document(comparisons: &[Comparison]) -> Document {
    let mut document = Document::default();
    for comparison in comparisons {
        let [a, b] = comparison.names.each_ref().map(|name| name.replace('/', "."));
        let base = format!("{COMPARE}/{a}_vs_{b}");
        // Two flows of one name in two files of one name still are two pairs.
        let taken = |at: &String| document.facts.iter().any(|fact| &fact.0 == at);
        let at = (2..).map(|k| format!("{base}_{k}")).find(|at| !taken(at)).filter(|_| taken(&base)).unwrap_or(base);
        write(&mut document, &at, comparison);
    }
    document
}

fn write(document: &mut Document, at: &str, c: &Comparison) {
    let verdict = match c.verdict {
        Verdict::Agree => "agree",
        Verdict::Differ => "differ",
        Verdict::Inconclusive => "inconclusive",
    };
    for (name, value) in [("a", &c.names[0]), ("b", &c.names[1]), ("basis", &c.basis), ("sentence", &c.sentence)] {
        document.text(at, name, value.clone());
    }
    document.text(at, "verdict", verdict);
    document.texts(at, "notes", c.notes.clone());
    document.texts(at, "statistics", c.rows.iter().map(|row| row.name.to_owned()).collect());
    document.numbers(at, "replicas", c.replicas.map(|n| n as f64).to_vec());
    document.number(at, "ks_distance", c.distances.ks);
    document.number(at, "wasserstein_distance", c.distances.wasserstein);
    document.number(at, "ks_distance_std_error", c.errors.map(|e| e.ks));
    document.number(at, "wasserstein_distance_std_error", c.errors.map(|e| e.wasserstein));
    let chance = |pick: fn(&Chance) -> f64| c.chance.as_ref().map(pick);
    document.number(at, "p_value", chance(|x| x.p));
    document.number(at, "p_distance", chance(|x| x.p_distance));
    document.number(at, "p_statistics", chance(|x| x.p_statistics));
    document.number(at, "resolution", chance(|x| x.resolution));
    document.text(at, "test", c.chance.as_ref().map_or("none", |x| x.test.name()));
    document.number(at, "power_80", c.power);
    document.number(at, "tail_exponent_a", c.tail_exponents[0]);
    document.number(at, "tail_exponent_b", c.tail_exponents[1]);
    // Only what is known of every statistic: no NaN is written.
    let rows: Vec<_> = c.rows.iter().filter(|row| row.a.is_some() && row.b.is_some()).collect();
    document.texts(&format!("{at}/statistics"), "names", rows.iter().map(|row| row.name.to_owned()).collect());
    let mut column = |name: &str, pick: &dyn Fn(&Row) -> Option<f64>, text: &str| {
        let data: Option<Vec<f64>> = rows.iter().map(|row| pick(row)).collect();
        if let Some(data) = data {
            let path = format!("{at}/statistics/{name}");
            document.values.push(Value::array(path, &[("statistic", data.len())], data, "of the statistic", text));
        }
    };
    column("a", &|row| row.a, "of the first road");
    column("b", &|row| row.b, "of the second road");
    column("a_std_error", &|row| row.a_error, "standard error by resampling replicas");
    column("b_std_error", &|row| row.b_error, "standard error by resampling replicas");
    column("z", &|row| row.z, "difference over its standard error");
    let mut along = |name: &str, data: Vec<f64>, units: &'static str, text: &str| {
        document.values.push(Value::array(format!("{at}/times/{name}"), &[("time", data.len())], data, units, text));
    };
    if !c.times.is_empty() {
        let of = |pick: fn(&TimeRow) -> f64| c.times.iter().map(pick).collect::<Vec<_>>();
        along("time", of(|row| row.time), "step", "common recorded times");
        along("mean_a", of(|row| row.means[0]), "lambda", "mean of the first road");
        along("mean_b", of(|row| row.means[1]), "lambda", "mean of the second road");
        for (k, name) in ["mean_a_std_error", "mean_b_std_error"].into_iter().enumerate() {
            if let Some(errors) = c.times.iter().map(|row| row.errors[k]).collect() {
                along(name, errors, "lambda", "its standard error over replicas");
            }
        }
        along("ks_distance", of(|row| row.distances.ks), "1", "Kolmogorov-Smirnov distance");
        along("wasserstein_distance", of(|row| row.distances.wasserstein), "lambda", "Wasserstein distance");
    }
}
