//! What was found by `svsde compare`: the sentences that a result keeps.

use crate::compare::COMPARE;
use crate::store::ResultFile;

/// Two names and a sentence a pair.
pub struct Comparisons(Vec<[String; 3]>);

impl Comparisons {
    /// `None` where a result has no comparisons.
    pub fn read(file: &ResultFile) -> Option<Self> {
        let fact = |pair: &String, name| file.text_of(&format!("{COMPARE}/{pair}"), name).unwrap_or_default();
        let pairs = file.groups(COMPARE);
        let all: Vec<_> = pairs.iter().map(|pair| ["a", "b", "sentence"].map(|name| fact(pair, name))).collect();
        (!all.is_empty()).then_some(Self(all))
    }

    /// A sentence a pair.
    pub fn brief(&self) -> String {
        self.0.iter().map(|[a, b, sentence]| format!("{a} and {b}: {sentence}\n")).collect()
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        let pair = |[a, b, sentence]: &[String; 3]| serde_json::json!({ "a": a, "b": b, "sentence": sentence });
        self.0.iter().map(pair).collect()
    }
}
