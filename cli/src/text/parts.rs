//! Sentences and tables of a summary, before they are text or a page.

use comfy_table::{ContentArrangement, Table, presets};
use std::fmt;

/// A piece of a summary.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Lines.
    Text(String),
    /// The header, and rows of as many cells.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Pieces in order; as text, tables are set in columns.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Parts(pub Vec<Part>);

impl Parts {
    /// Adds text.
    pub fn say(&mut self, text: impl AsRef<str>) {
        match self.0.last_mut() {
            Some(Part::Text(before)) => before.push_str(text.as_ref()),
            _ => self.0.push(Part::Text(text.as_ref().to_owned())),
        }
    }

    /// Adds a table.
    pub fn table<S: Into<String>>(
        &mut self,
        header: impl IntoIterator<Item = S>,
        rows: impl IntoIterator<Item = Vec<String>>,
    ) {
        self.0.push(Part::Table(header.into_iter().map(Into::into).collect(), rows.into_iter().collect()));
    }

    /// Adds what another summary says.
    pub fn join(&mut self, other: Self) {
        for part in other.0 {
            match part {
                Part::Text(text) => self.say(text),
                table => self.0.push(table),
            }
        }
    }
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        for part in &self.0 {
            match part {
                Part::Text(text) => f.write_str(text)?,
                Part::Table(header, rows) => {
                    let mut table = Table::new();
                    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
                    f.write_str(&table.set_header(header).add_rows(rows).trim_fmt())?;
                }
            }
        }
        Ok(())
    }
}
