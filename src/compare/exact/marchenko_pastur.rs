//! The Marchenko–Pastur law.

use super::{ExactLaw, Parameters, need, parameters};
use crate::compare::{Law, Source};
use crate::random_matrix::marchenko_pastur::MarchenkoPastur;

/// The limit for large matrices of independent entries.
pub struct MarchenkoPasturLimit;

impl ExactLaw for MarchenkoPasturLimit {
    fn name(&self) -> &'static str {
        "marchenko-pastur"
    }

    fn formula(&self) -> &'static str {
        "limit of the latter for large W with ratio n/m, rows m (1 for W'W/m)"
    }

    fn parameters(&self) -> &'static [&'static str] {
        &["ratio", "variance", "rows"]
    }

    fn of_gaussian(&self, rows: f64, cols: Option<f64>, variance: f64) -> Option<Parameters> {
        Some(parameters([("ratio", cols? / rows), ("variance", variance), ("rows", rows)]))
    }

    fn source(&self, given: &Parameters, _: usize, _: u64) -> Result<Source, String> {
        let scale = need(given, "variance")? * given.get("rows").copied().unwrap_or(1.0);
        let law = MarchenkoPastur::new(need(given, "ratio")?, scale).map_err(|error| error.to_string())?;
        Ok(Source::Law(Law::MarchenkoPastur(law)))
    }
}
