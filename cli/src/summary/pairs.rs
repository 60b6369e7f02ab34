//! Comparisons as text and JSON.

use comfy_table::{Table, presets};
use std::collections::BTreeMap;
use svsde::compare::{Comparison, NullMethod, TwoSampleTest};
use svsde::text::{digits, probability, short};

/// Where a result has comparisons.
pub const COMPARE: &str = "compare";

/// Tables and verdicts.
pub fn text(comparisons: &[Comparison]) -> String {
    comparisons.iter().map(pair).collect::<Vec<_>>().join("\n")
}

fn number(x: Option<f64>) -> String {
    x.map_or("-".to_owned(), digits)
}

fn with_error(x: Option<f64>, error: Option<f64>) -> String {
    error.map_or(number(x), |error| format!("{} ± {}", number(x), short(error)))
}

/// Name, both values with their errors, and z of each statistic.
pub fn statistics(comparison: &Comparison) -> Vec<[String; 4]> {
    let z = |z: Option<f64>| z.map_or("-".to_owned(), |z| format!("{z:.1}"));
    let rows = comparison.rows.iter();
    rows.map(|row| [row.name.clone(), with_error(row.a, row.a_error), with_error(row.b, row.b_error), z(row.z)])
        .collect()
}

fn pair(c: &Comparison) -> String {
    let [first, second] = c.replicas.map(|n| if n == 0 { "no replicas".to_owned() } else { format!("{n} replicas") });
    let mut out = format!("a = {}, {first}\nb = {}, {second}\n{}\n\n", c.a, c.b, c.basis);
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(["lambda", "a", "b", "z"]).add_rows(statistics(c));
    if c.tail_exponent_a.or(c.tail_exponent_b).is_some() {
        table.add_row(["tail_exponent", &number(c.tail_exponent_a), &number(c.tail_exponent_b), "-"]);
    }
    out.push_str(&format!("{}\n\n", table.trim_fmt()));
    out.push_str(&format!(
        "Kolmogorov-Smirnov distance {}, Wasserstein distance {}\n",
        with_error(Some(c.ks_distance), c.ks_distance_std_error),
        with_error(Some(c.wasserstein_distance), c.wasserstein_distance_std_error)
    ));
    if let Some(chance) = &c.chance {
        let seen = c.power.map_or("no distance".to_owned(), |power| format!("a distance of {}", short(power)));
        let [p, distance, statistics] = [chance.p, chance.p_distance, chance.p_statistics].map(probability);
        out.push_str(&format!(
            "p = {p} (distance {distance}, statistics {statistics}) by {}; {seen} would have been seen with 80 % power\n",
            c.test.name()
        ));
    }
    c.notes.iter().for_each(|note| out.push_str(&format!("note: {note}\n")));
    out.push_str(&format!("verdict: {}\n", c.sentence));
    out
}

/// Everything, one object a pair.
pub fn json(comparisons: &[Comparison]) -> serde_json::Value {
    let pair = |c: &Comparison| {
        let chance = |pick: fn(&TwoSampleTest) -> f64| c.chance.as_ref().map(pick);
        let errors = c.ks_distance_std_error.zip(c.wasserstein_distance_std_error);
        let distances = |(ks, wasserstein): (f64, f64)| serde_json::json!({ "ks": ks, "wasserstein": wasserstein });
        serde_json::json!({
            "a": c.a, "b": c.b, "replicas": c.replicas, "basis": c.basis, "statistics": c.rows,
            "distances": distances((c.ks_distance, c.wasserstein_distance)), "errors": errors.map(distances),
            "p_value": chance(|x| x.p), "p_distance": chance(|x| x.p_distance), "p_statistics": chance(|x| x.p_statistics),
            "test": (c.test != NullMethod::None).then(|| c.test.name()), "resolution": chance(|x| x.resolution),
            "power_80": c.power, "tail_exponents": [c.tail_exponent_a, c.tail_exponent_b], "times": c.times,
            "verdict": c.verdict, "sentence": c.sentence, "notes": c.notes,
        })
    };
    comparisons.iter().map(pair).collect()
}

/// The layout of a result: a group a pair, below [`COMPARE`].
pub fn layout(comparisons: &[Comparison]) -> BTreeMap<&'static str, BTreeMap<String, &Comparison>> {
    let mut pairs = BTreeMap::new();
    for comparison in comparisons {
        let [a, b] = [&comparison.a, &comparison.b].map(|name| name.replace('/', "."));
        let base = format!("{a}_vs_{b}");
        // Two flows of one name in two files of one name still are two pairs.
        let numbered = (2..).map(|k| format!("{base}_{k}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|name| !pairs.contains_key(name));
        pairs.insert(free.unwrap_or_default(), comparison);
    }
    BTreeMap::from([(COMPARE, pairs)])
}
