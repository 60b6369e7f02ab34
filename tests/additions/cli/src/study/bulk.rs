//! Where the bulk of a random matrix ends: the edges of the Marchenko–Pastur law, for `[model.bulk]`.

use super::{Cost, Job, ModelRow, Outcome, Study};
use crate::error::Result;
use crate::scenario::Tables;
use crate::store::{Content, ResultFile};
use crate::summary::Summary;
use crate::text::Parts;
use serde::{Deserialize, Serialize};
use svsde::ensemble::Control;
use svsde::rules::Rules;

/// The tables that it takes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BulkStudy {
    /// The matrix.
    pub model: BulkModel,
}

/// Exactly one `[model.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BulkModel {
    /// An m × n matrix with independent entries of variance 1/m.
    Bulk {
        /// Number m of rows.
        rows: usize,
        /// Number n of columns.
        cols: usize,
    },
}

/// What is found: the attributes of the group `/bulk` of a result.
#[derive(Debug, Serialize, Deserialize)]
struct Found {
    bulk: Edges,
}

#[derive(Debug, Serialize, Deserialize)]
struct Edges {
    lower: f64,
    upper: f64,
}

impl BulkStudy {
    pub(super) const SECTIONS: &[&str] = &["model"];
    pub(super) const REQUIRED: usize = 1;

    pub(super) fn models() -> Vec<ModelRow> {
        vec![("bulk", "nothing: where the squared singular values of a random matrix end", "-".to_owned())]
    }

    pub(super) fn claims(tables: &Tables) -> bool {
        tables.kind("model") == Some("bulk")
    }
}

impl Study for BulkStudy {
    fn rules(&self, rules: &mut Rules) {
        let BulkModel::Bulk { rows, cols } = self.model;
        rules.table("model", |rules| rules.table("bulk", |rules| rules.shape((rows, cols), true)));
    }

    fn prepare(&self, _: u64) -> Result<Box<dyn Job>> {
        Ok(Box::new(self.clone()))
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        Ok(Box::new(file.typed::<Found>("")?))
    }
}

impl Job for BulkStudy {
    fn cost(&self) -> Cost {
        Cost { seconds: 0.0, memory: 0.0, file: 1e4 }
    }

    fn extent(&self) -> (f64, &'static str) {
        (1.0, "matrices")
    }

    fn run(&self, _: &Control) -> Result<Outcome> {
        let BulkModel::Bulk { rows, cols } = self.model;
        let root = (cols as f64 / rows as f64).sqrt();
        let bulk = Edges { lower: (1.0 - root).powi(2), upper: (1.0 + root).powi(2) };
        let content = Some(Content::of(&Found { bulk })?);
        Ok(Outcome { content, finished: true, ..Outcome::default() })
    }
}

impl Summary for Found {
    fn parts(&self, _: bool) -> Parts {
        let mut parts = Parts::default();
        parts.say(self.brief());
        parts
    }

    fn json(&self) -> serde_json::Value {
        serde_json::json!(self)
    }

    fn brief(&self) -> String {
        format!("the bulk goes from {:.4} to {:.4}\n", self.bulk.lower, self.bulk.upper)
    }

    fn question(&self) -> &'static str {
        "Where does the bulk end?"
    }
}
