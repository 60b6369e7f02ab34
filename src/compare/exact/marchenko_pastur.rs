//! The Marchenko–Pastur law.

use super::{ExactLaw, Parameters, need, parameters};
use crate::compare::{Law, Source};
use crate::random_matrix::marchenko_pastur::MarchenkoPastur;

/// The limit for large matrices of independent entries.
pub static MARCHENKO_PASTUR: ExactLaw = ExactLaw {
    name: "marchenko-pastur",
    formula: "limit of the latter for large W with ratio n/m, rows m (1 for W'W/m)",
    parameters: &["ratio", "variance", "rows"],
    holds_at_any_time: false,
    of_gaussian: |rows, cols, variance| {
        Some(parameters([("ratio", cols? / rows), ("variance", variance), ("rows", rows)]))
    },
    source,
};

fn source(given: &Parameters, _: usize, _: u64) -> Result<Source, String> {
    let scale = need(given, "variance")? * given.get("rows").copied().unwrap_or(1.0);
    let law = MarchenkoPastur::new(need(given, "ratio")?, scale).map_err(|error| error.to_string())?;
    Ok(Source::Law(Law::MarchenkoPastur(law)))
}
