//! What was found by `svsde compare`: names, verdicts, sentences and statistics that a result keeps.

use crate::error::Result;
use crate::store::ResultFile;
use crate::study::comparison::report::COMPARE;
use crate::text::Parts;
use svsde::text::{digits, short};

/// Every pair.
pub struct Comparisons(Vec<Pair>);

struct Pair {
    /// What is compared, the verdict, and the sentence.
    said: [String; 4],
    basis: String,
    notes: Vec<String>,
    /// Name, both values with their errors, and z, as text.
    statistics: Vec<Vec<String>>,
}

impl Comparisons {
    /// `None` where a result has no comparisons.
    ///
    /// # Errors
    /// When a dataset is damaged.
    pub fn read(file: &ResultFile) -> Result<Option<Self>> {
        let pairs = file.groups(COMPARE).into_iter().map(|pair| Pair::read(file, &format!("{COMPARE}/{pair}")));
        let all = pairs.collect::<Result<Vec<_>>>()?;
        Ok((!all.is_empty()).then_some(Self(all)))
    }

    /// First, second, verdict and sentence of each pair.
    pub fn rows(&self) -> Vec<Vec<String>> {
        self.0.iter().map(|pair| pair.said.to_vec()).collect()
    }

    /// A sentence a pair.
    pub fn brief(&self) -> String {
        self.0.iter().map(Pair::sentence).collect()
    }

    /// Sentences and statistics.
    pub fn parts(&self) -> Parts {
        let mut out = Parts::default();
        for pair in &self.0 {
            out.say(format!("{}{}\n\n", pair.sentence(), pair.basis));
            out.table(["lambda", "a", "b", "z"], pair.statistics.clone());
            out.say("\n\n");
            pair.notes.iter().for_each(|note| out.say(format!("note: {note}\n")));
        }
        out
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        let pair = |pair: &Pair| {
            let [a, b, verdict, sentence] = &pair.said;
            serde_json::json!({ "a": a, "b": b, "verdict": verdict, "sentence": sentence })
        };
        self.0.iter().map(pair).collect()
    }
}

impl Pair {
    fn read(file: &ResultFile, at: &str) -> Result<Self> {
        let fact = |name| file.text_of(at, name).unwrap_or_default();
        let group = format!("{at}/statistics");
        let numbers = |name: &str| -> Result<Vec<f64>> {
            let path = format!("{group}/{name}");
            if file.has(&path) { column(file, &path) } else { Ok(Vec::new()) }
        };
        let [a, b, a_error, b_error, z] = ["a", "b", "a_std_error", "b_std_error", "z"].map(numbers);
        let [a, b, a_error, b_error, z] = [a?, b?, a_error?, b_error?, z?];
        let with = |values: &[f64], errors: &[f64], k: usize| match (values.get(k), errors.get(k)) {
            (Some(value), Some(error)) => format!("{} ± {}", digits(*value), short(*error)),
            (value, _) => value.map_or(String::new(), |value| digits(*value)),
        };
        let row = |(k, name): (usize, String)| {
            let z = z.get(k).map_or(String::new(), |z| format!("{z:.1}"));
            vec![name, with(&a, &a_error, k), with(&b, &b_error, k), z]
        };
        let names = file.texts_of(&group, "names").unwrap_or_default();
        Ok(Self {
            said: ["a", "b", "verdict", "sentence"].map(fact),
            basis: fact("basis"),
            notes: file.texts_of(at, "notes").unwrap_or_default(),
            statistics: names.into_iter().enumerate().map(row).collect(),
        })
    }

    fn sentence(&self) -> String {
        let [a, b, _, sentence] = &self.said;
        format!("{a} and {b}: {sentence}\n")
    }
}

fn column(file: &ResultFile, path: &str) -> Result<Vec<f64>> {
    Ok(file.read(path)?.into_iter().collect())
}
