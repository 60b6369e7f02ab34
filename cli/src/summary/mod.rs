//! What a result says, in tables and sentences, read from the file alone.

mod comparison;
mod noise;
pub mod pairs;
mod regression;
mod relaxation;
mod row;
mod scan;
mod spectral;
mod stationary;
mod statistics;
mod tails;

pub use comparison::Comparisons;
pub use noise::over_predicted as noise_over_predicted;
pub use regression::Regression;
pub use row::reference_spectra;
pub use spectral::Spectral;
pub use stationary::Stationary;
pub use statistics::{changes, column_means};
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
    let mut out: String = others.iter().chain(&flows).map(|result| result.brief()).collect();
    let flatter: Vec<bool> = flows.iter().filter_map(|result| result.is_flatter()).collect();
    out.push_str(regression::together(&flatter));
    out
}
