//! What was found by `svsde compare`: verdicts, sentences and statistics that a result keeps.

use super::Summary;
use super::pairs::{self, COMPARE, statistics};
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use svsde::compare::Comparison;

/// Every pair.
pub struct Comparisons(Vec<Comparison>);

impl Comparisons {
    /// `None` where a result has no comparisons.
    ///
    /// # Errors
    /// When a comparison is not whole.
    pub fn read(file: &ResultFile) -> Result<Option<Self>> {
        let pairs = file.groups(COMPARE).into_iter().map(|pair| file.typed(&format!("{COMPARE}/{pair}")));
        let all = pairs.collect::<Result<Vec<_>>>()?;
        Ok((!all.is_empty()).then_some(Self(all)))
    }
}

impl Summary for Comparisons {
    fn parts(&self, _: bool) -> Parts {
        let mut out = Parts::default();
        for pair in &self.0 {
            out.say(format!("{}{}\n\n", sentence(pair), pair.basis));
            out.table(["lambda", "a", "b", "z"], statistics(pair).into_iter().map(Vec::from));
            out.say("\n\n");
            pair.notes.iter().for_each(|note| out.say(format!("note: {note}\n")));
        }
        out
    }

    fn json(&self) -> serde_json::Value {
        pairs::json(&self.0)
    }

    fn brief(&self) -> String {
        self.0.iter().map(sentence).collect()
    }

    fn verdicts(&self) -> Vec<Vec<String>> {
        let row = |c: &Comparison| vec![c.a.clone(), c.b.clone(), c.verdict.name().to_owned(), c.sentence.clone()];
        self.0.iter().map(row).collect()
    }

    fn question(&self) -> &'static str {
        "Do these results agree on one quantity?"
    }
}

fn sentence(pair: &Comparison) -> String {
    format!("{} and {}: {}\n", pair.a, pair.b, pair.sentence)
}
