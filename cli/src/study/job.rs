//! What is done for a scenario, whichever study it asks for.

use crate::error::Result;
use crate::store::Content;
use svsde::ensemble::Control;

/// What a study will cost, from operation counts; right within a factor of a few.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// Time on one core, in seconds.
    pub seconds: f64,
    /// Memory, in bytes.
    pub memory: f64,
    /// Size of the result, in bytes.
    pub file: f64,
}

/// A scenario ready to run: headers of files are read, nothing is computed.
pub trait Job: Sync {
    /// What it will cost.
    fn cost(&self) -> Cost;

    /// What a user should know before trusting the result.
    fn warnings(&self) -> Vec<String> {
        Vec::new()
    }

    /// What the inputs hold, a line each.
    fn listing(&self) -> String {
        String::new()
    }

    /// Amount of work, and its unit.
    fn extent(&self) -> (f64, &'static str);

    /// Computes, and reports its progress in the units of [`Job::extent`].
    ///
    /// # Errors
    /// Whatever makes a result impossible.
    fn run(&self, control: &Control) -> Result<Outcome>;
}

/// What a job found.
#[derive(Default)]
pub struct Outcome {
    /// `None` where it was interrupted before there was anything to keep.
    pub content: Option<Content>,
    /// Nothing was cut short.
    pub finished: bool,
    /// What is to be known of the result beside [`Job::warnings`].
    pub notes: Vec<String>,
    /// What the summary says of single samples, kept among the warnings of the result.
    pub remarks: Vec<String>,
    /// What failed, a line each.
    pub failures: Vec<String>,
}
