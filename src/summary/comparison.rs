//! What was found by `svsde compare`: names, verdicts and sentences that a result keeps.

use crate::compare::COMPARE;
use crate::parts::Parts;
use crate::store::ResultFile;

/// Of each pair what is compared, the verdict, and the sentence.
pub struct Comparisons(Vec<[String; 4]>);

impl Comparisons {
    /// `None` where a result has no comparisons.
    pub fn read(file: &ResultFile) -> Option<Self> {
        let fact = |pair: &String, name| file.text_of(&format!("{COMPARE}/{pair}"), name).unwrap_or_default();
        let pairs = file.groups(COMPARE);
        let all: Vec<_> =
            pairs.iter().map(|pair| ["a", "b", "verdict", "sentence"].map(|name| fact(pair, name))).collect();
        (!all.is_empty()).then_some(Self(all))
    }

    /// A row a pair.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.0.iter().map(|pair| pair.to_vec()).collect()
    }

    /// A sentence a pair.
    pub fn brief(&self) -> String {
        self.0.iter().map(|[a, b, _, sentence]| format!("{a} and {b}: {sentence}\n")).collect()
    }

    /// The sentences.
    pub fn parts(&self) -> Parts {
        let mut out = Parts::default();
        out.say(self.brief());
        out
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        let pair = |[a, b, verdict, sentence]: &[String; 4]| serde_json::json!({ "a": a, "b": b, "verdict": verdict, "sentence": sentence });
        self.0.iter().map(pair).collect()
    }
}
