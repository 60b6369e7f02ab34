//! What only a matrix has: ranks, bulk and spikes, trace-log edge, nulls, phase, and WeightWatcher's numbers.

use super::analysis::AnalysisSettings;
use super::spectrum::bulk::Bulk;
use super::spectrum::null::{self, LaguerreFit, MarchenkoPasturNull};
use super::spectrum::phase::{Evidence, Phase, classify};
use super::spectrum::ranks::Ranks;
use super::spectrum::trace_log::TraceLog;
use super::weightwatcher::{Estimate, Fingers, fit};
use crate::random::Stream;

/// Numbers of an m × n matrix, in its own units.
#[derive(Debug, Clone)]
pub struct MatrixMetrics {
    /// Stable and effective rank, excess kurtosis.
    pub ranks: Option<Ranks>,
    /// Marchenko–Pastur bulk and spikes.
    pub bulk: Option<Bulk>,
    /// Trace-log edge.
    pub trace_log: Option<TraceLog>,
    /// log of the edge over x_min.
    pub gap: Option<f64>,
    /// The Marchenko–Pastur law as a null; none without synthetic samples.
    pub marchenko_pastur: Option<MarchenkoPasturNull>,
    /// The β-Laguerre ensemble as a null.
    pub laguerre: Option<LaguerreFit>,
    /// Phase, and the rule that decided.
    pub phase: Option<(Phase, String)>,
    /// WeightWatcher's fits.
    pub weightwatcher: Vec<(Fingers, Estimate)>,
}

impl MatrixMetrics {
    /// Of the n squared singular values `lambda`, ascending, of a matrix with `rows` ≥ n, whose tail begins at λ = `x_min`.
    pub fn new(lambda: &[f64], rows: usize, x_min: f64, settings: &AnalysisSettings) -> Self {
        let trace_log = TraceLog::of(lambda);
        let draws = u32::try_from(settings.replicates).unwrap_or(u32::MAX);
        let mut rng = Stream::new(settings.seed, 0, "tails/marchenko-pastur");
        Self {
            ranks: Ranks::of(lambda),
            bulk: Bulk::fit(lambda, rows),
            trace_log,
            gap: trace_log.map(|edge| (edge.edge / x_min).ln()),
            marchenko_pastur: (draws > 0).then(|| null::marchenko_pastur(lambda, rows, draws, &mut rng).ok()).flatten(),
            laguerre: null::laguerre(lambda, rows),
            phase: Evidence::of(lambda, rows).map(|evidence| classify(&evidence)),
            weightwatcher: Fingers::ALL
                .into_iter()
                .filter_map(|fingers| Some((fingers, fit(lambda, fingers)?)))
                .collect(),
        }
    }
}
