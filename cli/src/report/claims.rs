//! Claims that were put to the test, as `make findings` writes them.

use super::sections::table;
use crate::error::{Error, Result};
use maud::{Markup, html};
use serde::Deserialize;
use std::path::Path;

/// What a row of a claim can come to.
const OUTCOMES: [&str; 3] = ["yes", "no", "open"];

/// What became of each claim.
#[derive(Debug, Deserialize)]
pub struct Claims {
    preset: String,
    version: String,
    claims: Vec<Claim>,
}

#[derive(Debug, Deserialize)]
struct Claim {
    claim: String,
    source: String,
    verdict: String,
    rows: Vec<Row>,
    commands: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Row {
    what: String,
    when: String,
    found: String,
    /// One of [`OUTCOMES`].
    outcome: String,
    control: bool,
}

impl Claims {
    /// Reads the JSON file that `make findings` leaves beside its results.
    ///
    /// # Errors
    /// When there is no such file, or it is another one.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(Error::io(path))?;
        let foreign =
            |detail: String| Error::unreadable(path, "findings", format!("{detail}; make findings writes one"));
        let claims: Self = serde_json::from_str(&text).map_err(|error| foreign(error.to_string()))?;
        let rows = || claims.claims.iter().flat_map(|claim| claim.rows.iter().map(move |row| (claim, row)));
        if let Some((claim, row)) = rows().find(|(_, row)| !OUTCOMES.contains(&row.outcome.as_str())) {
            let detail =
                format!("claim {:?}: outcome {:?} is none of {}", claim.claim, row.outcome, OUTCOMES.join(", "));
            return Err(foreign(detail));
        }
        Ok(claims)
    }

    /// As a table of verdicts, and what decided each below it.
    pub fn table(&self) -> Markup {
        let header = ["what", "when", "found", ""].map(str::to_owned);
        html! {
            h3 { "Claims" }
            p { "Tested with the preset " code { (self.preset) } " by " (self.version) "; errors are standard errors over replicas." }
            @for claim in &self.claims {
                details.claim {
                    summary { (claim.claim) ": " strong { (claim.verdict) } }
                    p { "Source: " (claim.source) }
                    div.words { (table(&header, &claim.rows.iter().map(Row::cells).collect::<Vec<_>>())) }
                    pre.code { (claim.commands.join("\n")) }
                }
            }
        }
    }
}

impl Row {
    fn cells(&self) -> Vec<String> {
        let what = if self.control { format!("control: {}", self.what) } else { self.what.clone() };
        vec![what, self.when.clone(), self.found.clone(), self.outcome.clone()]
    }
}
