//! What was found by `svsde compare`: verdicts, sentences and statistics, as it prints them and as a result keeps them.

use super::Summary;
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde::Serialize;
use std::collections::BTreeMap;
use svsde::compare::{Comparison, NullMethod, TwoSampleTest};
use svsde::text::{digits, probability, short};

/// Where a result has comparisons.
pub const COMPARE: &str = "compare";

/// Every pair.
pub struct Comparisons(pub Vec<Comparison>);

impl Comparisons {
    /// `None` where a result has no comparisons.
    ///
    /// # Errors
    /// When a comparison is not whole.
    pub fn read(file: &ResultFile) -> Result<Option<Self>> {
        // Groups are sorted by name; results of 0.1.0 say no other order.
        let order = file.texts_of(COMPARE, "pairs").unwrap_or_default();
        let mut pairs = file.groups(COMPARE);
        pairs.sort_by_key(|pair| order.iter().position(|listed| listed == pair).unwrap_or(order.len()));
        let read = |pair: &String| file.typed(&format!("{COMPARE}/{pair}"));
        let all = pairs.iter().map(read).collect::<Result<Vec<_>>>()?;
        Ok((!all.is_empty()).then_some(Self(all)))
    }

    /// Tables and verdicts.
    pub fn text(&self) -> String {
        self.0.iter().map(pair).collect::<Vec<_>>().join("\n")
    }

    /// What a result holds.
    pub fn layout(&self) -> BTreeMap<&'static str, Layout<'_>> {
        let mut all = Layout { pairs: Vec::new(), comparisons: BTreeMap::new() };
        for comparison in &self.0 {
            let [a, b] = [&comparison.a, &comparison.b].map(|name| name.replace('/', "."));
            let base = format!("{a}_vs_{b}");
            // Two flows of one name in two files of one name still are two pairs.
            let numbered = (2..).map(|k| format!("{base}_{k}"));
            let free = std::iter::once(base.clone()).chain(numbered).find(|name| !all.comparisons.contains_key(name));
            let name = free.unwrap_or_default();
            all.pairs.push(name.clone());
            all.comparisons.insert(name, comparison);
        }
        BTreeMap::from([(COMPARE, all)])
    }
}

impl Summary for Comparisons {
    fn parts(&self, _: bool) -> Parts {
        let mut out = Parts::default();
        for pair in &self.0 {
            out.say(format!("{}{}\n\n", sentence(pair), pair.basis));
            out.table(HEADER, statistics(pair));
            out.say("\n\n");
            pair.notes.iter().for_each(|note| out.say(format!("note: {note}\n")));
        }
        out
    }

    /// Everything, one object a pair.
    fn json(&self) -> serde_json::Value {
        let pair = |c: &Comparison| {
            let chance = |pick: fn(&TwoSampleTest) -> f64| c.chance.as_ref().map(pick);
            let errors = c.ks_distance_std_error.zip(c.wasserstein_distance_std_error);
            let distances = |(ks, wasserstein): (f64, f64)| serde_json::json!({ "ks": ks, "wasserstein": wasserstein });
            serde_json::json!({
                "a": c.a, "b": c.b, "replicas": c.replicas, "basis": c.basis, "statistics": c.rows,
                "distances": distances((c.ks_distance, c.wasserstein_distance)), "errors": errors.map(distances),
                "p_value": chance(|x| x.p), "p_distance": chance(|x| x.p_distance), "p_statistics": chance(|x| x.p_statistics),
                "test": (c.test != NullMethod::None).then_some(c.test), "resolution": chance(|x| x.resolution),
                "power_80": c.power, "tail_exponents": [c.tail_exponent_a, c.tail_exponent_b], "times": c.times,
                "verdict": c.verdict, "sentence": c.sentence, "notes": c.notes,
            })
        };
        self.0.iter().map(pair).collect()
    }

    fn brief(&self) -> String {
        self.0.iter().map(sentence).collect()
    }

    fn verdicts(&self) -> Vec<Vec<String>> {
        let row = |c: &Comparison| vec![c.a.clone(), c.b.clone(), c.verdict.to_string(), c.sentence.clone()];
        self.0.iter().map(row).collect()
    }

    fn question(&self) -> &'static str {
        "Do these results agree on one quantity?"
    }
}

fn sentence(pair: &Comparison) -> String {
    format!("{} and {}: {}\n", pair.a, pair.b, pair.sentence)
}

fn number(x: Option<f64>) -> String {
    x.map_or("-".to_owned(), digits)
}

fn with_error(x: Option<f64>, error: Option<f64>) -> String {
    error.map_or(number(x), |error| format!("{} ± {}", number(x), short(error)))
}

const HEADER: [&str; 4] = ["lambda", "a", "b", "z"];

/// Rows below [`HEADER`]: name, both values with their errors, and z of each statistic.
fn statistics(comparison: &Comparison) -> Vec<Vec<String>> {
    let z = |z: Option<f64>| z.map_or("-".to_owned(), |z| format!("{z:.1}"));
    let rows = comparison.rows.iter();
    rows.map(|row| vec![row.name.clone(), with_error(row.a, row.a_error), with_error(row.b, row.b_error), z(row.z)])
        .collect()
}

fn pair(c: &Comparison) -> String {
    let [first, second] = c.replicas.map(|n| if n == 0 { "no replicas".to_owned() } else { format!("{n} replicas") });
    let mut out = Parts::default();
    out.say(format!("a = {}, {first}\nb = {}, {second}\n{}\n\n", c.a, c.b, c.basis));
    let mut rows = statistics(c);
    if c.tail_exponent_a.or(c.tail_exponent_b).is_some() {
        rows.push(vec!["tail_exponent".into(), number(c.tail_exponent_a), number(c.tail_exponent_b), "-".into()]);
    }
    out.table(HEADER, rows);
    let ks = with_error(Some(c.ks_distance), c.ks_distance_std_error);
    let wasserstein = with_error(Some(c.wasserstein_distance), c.wasserstein_distance_std_error);
    out.say(format!("\n\nKolmogorov-Smirnov distance {ks}, Wasserstein distance {wasserstein}\n"));
    if let Some(chance) = &c.chance {
        let seen = c.power.map_or("no distance".to_owned(), |power| format!("a distance of {}", short(power)));
        let [p, distance, statistics] = [chance.p, chance.p_distance, chance.p_statistics].map(probability);
        out.say(format!("p = {p} (distance {distance}, statistics {statistics}) by {}; ", c.test));
        out.say(format!("{seen} would have been seen with 80 % power\n"));
    }
    c.notes.iter().for_each(|note| out.say(format!("note: {note}\n")));
    out.say(format!("verdict: {}\n", c.sentence));
    out.to_string()
}

/// The layout of a result below [`COMPARE`].
#[derive(Serialize)]
pub struct Layout<'a> {
    /// Names of the groups, in the order of the comparisons.
    pairs: Vec<String>,
    /// A group a pair.
    #[serde(flatten)]
    comparisons: BTreeMap<String, &'a Comparison>,
}
