//! What a result says, in tables and sentences, read from the file alone.

pub mod alignment;
mod comparison;
pub mod noise;
mod regression;
mod row;
mod scan;
mod spectral;
mod stationary;
mod statistics;
mod tails;

pub use comparison::Comparisons;
pub use regression::Regression;
pub use row::reference_spectra;
pub use spectral::Spectral;
pub use stationary::Stationary;
pub use statistics::{Estimate, Mean, Signs, changes, column_means, jackknife};
pub use tails::{TAILS, Tails};

use crate::text::Parts;

/// What a result of one kind says.
pub trait Summary {
    /// Tables and sentences; with `details`, of tails every sample law by law, however many there are.
    fn parts(&self, details: bool) -> Parts;

    /// The numbers as JSON.
    fn json(&self) -> serde_json::Value;

    /// One sentence.
    fn brief(&self) -> String;

    /// The question that a result of this kind answers.
    fn question(&self) -> &'static str;

    /// Whether Muon ends flatter than the solution of least Frobenius norm, where that is the question.
    fn is_flatter(&self) -> Option<bool> {
        None
    }

    /// First, second, verdict and what was found, of each comparison.
    fn verdicts(&self) -> Vec<Vec<String>> {
        Vec::new()
    }
}

/// One sentence a result, and what follows from the regressions together.
pub fn brief(results: &[Box<dyn Summary>]) -> String {
    let (flows, others): (Vec<_>, Vec<_>) = results.iter().partition(|result| result.is_flatter().is_some());
    let sentences = others.iter().chain(&flows).map(|result| result.brief());
    sentences.chain([together(results).to_owned()]).collect()
}

/// What follows from several regressions; nothing from one.
pub fn together(results: &[Box<dyn Summary>]) -> &'static str {
    let flatter: Vec<bool> = results.iter().filter_map(|result| result.is_flatter()).collect();
    match flatter.iter().filter(|&&flatter| flatter).count() {
        _ if flatter.len() < 2 => "",
        0 => "Muon ends more concentrated for all of these measurements.\n",
        n if n == flatter.len() => "Muon ends flatter for all of these measurements.\n",
        _ => {
            "Whether Muon flattens the spectrum depends on the measurements: directions that are measured weakly \
             receive steps as large as strong ones, so that a badly conditioned matrix can turn flattening into concentration.\n"
        }
    }
}
