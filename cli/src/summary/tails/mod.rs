//! Tails of spectra: a table per sample, or a line per sample of many, and a verdict each.

mod law;
mod sample;

use super::Summary;
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde_json::{Map, Value, json};
use svsde::tails::report::TailReport;

/// Where a result has the tails.
pub const TAILS: &str = "tails";

/// Samples up to this many are shown law by law.
const DETAILED: usize = 3;

/// Arrays that were skipped, up to this many, are named.
const NAMED: usize = 3;

/// What a result says of tails.
pub struct Tails {
    title: String,
    finished: bool,
    report: TailReport,
}

impl Tails {
    /// From a result.
    ///
    /// # Errors
    /// When the file lacks something that it must have.
    pub fn read(file: &ResultFile) -> Result<Self> {
        Ok(Self { title: file.title(), finished: file.finished(), report: file.typed(TAILS)? })
    }
}

impl Summary for Tails {
    fn parts(&self, details: bool) -> Parts {
        let state = if self.finished { "" } else { " (not finished)" };
        let mut out = Parts::default();
        out.say(format!("{}{state}\n\n", self.title));
        let many = self.report.samples.len() > DETAILED;
        if many {
            out.table(sample::COLUMNS, self.report.ordered().map(|(name, sample)| sample::row(name, sample)));
            out.say("\n\n");
        }
        if details || !many {
            for (name, sample) in self.report.ordered() {
                out.join(sample::parts(name, sample));
                out.say("\n");
            }
        } else {
            out.say(self.brief());
        }
        out.say(list("not analysed", &self.report.failed, self.report.failed.len()));
        out.say(list("skipped", &self.report.skipped, NAMED));
        out
    }

    fn json(&self) -> Value {
        let TailReport { skipped, failed, .. } = &self.report;
        let samples: Map<String, Value> =
            self.report.ordered().map(|(name, sample)| (name.to_owned(), sample::json(sample))).collect();
        json!({ "title": self.title, "finished": self.finished, "tails": samples, "skipped": skipped, "failed": failed })
    }

    fn brief(&self) -> String {
        let sentences = self.report.ordered().map(|(name, sample)| format!("{name}: {}\n", sample.verdict));
        let cut = if self.finished { "" } else { "not finished: the other samples are missing\n" };
        sentences.chain([cut.to_owned()]).collect()
    }

    fn question(&self) -> &'static str {
        "Which law do the tails of these spectra follow, and can the data tell?"
    }
}

/// The first `shown` of `items` below a title; nothing where there are none.
fn list(title: &str, items: &[String], shown: usize) -> String {
    let lines = items.iter().take(shown).map(|item| format!("  {item}\n"));
    let more = items.len().saturating_sub(shown);
    let rest = if more == 0 { String::new() } else { format!("  and {more} more, in {title} of /{TAILS}\n") };
    if items.is_empty() { String::new() } else { format!("\n{title}\n{}{rest}", lines.collect::<String>()) }
}
