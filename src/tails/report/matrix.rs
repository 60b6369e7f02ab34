//! What only a matrix has, as a result has it.

use super::LawReport;
use crate::array::Array;
use crate::observables::{ENTROPY_LAMBDA, STABLE_RANK};
use crate::random::Stream;
use crate::tails::analysis::AnalysisSettings;
use crate::tails::spectrum::bulk::{Bulk, Spike};
use crate::tails::spectrum::null;
use crate::tails::spectrum::phase::{Evidence, classify};
use crate::tails::spectrum::trace_log::TraceLog;
use crate::tails::weightwatcher::{Estimate, Fingers, fit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What only a matrix has: ranks, bulk and spikes, trace-log edge, nulls, phase, and WeightWatcher's numbers.
#[derive(Debug, Clone)]
pub struct MatrixMetrics {
    /// Numbers in units of the matrix.
    pub report: MatrixReport,
    /// The β-Laguerre ensemble as a null.
    pub laguerre: Option<LawReport>,
    /// WeightWatcher's fits, by the name of what is done about single large values.
    pub weightwatcher: BTreeMap<String, Estimate>,
}

/// Numbers of a matrix, in its own units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatrixReport {
    /// What they are numbers of.
    pub quantity: String,
    /// Stable rank Σλ/λ_max.
    pub stable_rank: Option<f64>,
    /// Exponential of the entropy of λ/Σλ.
    pub effective_rank: Option<f64>,
    /// Variance of an entry in the Marchenko–Pastur bulk.
    pub mp_variance: Option<f64>,
    /// Columns per row of the bulk.
    pub mp_ratio: Option<f64>,
    /// Lower edge of the bulk.
    pub mp_lower_edge: Option<f64>,
    /// Upper edge of the bulk.
    pub mp_edge: Option<f64>,
    /// Kolmogorov–Smirnov distance of the values in the bulk from its law.
    pub mp_distance: Option<f64>,
    /// Share of the values beyond the upper edge.
    pub mp_beyond: Option<f64>,
    /// p-value of the largest value if all columns were bulk.
    pub largest_p_value: Option<f64>,
    /// Number of spikes.
    pub spikes: Option<usize>,
    /// Values beyond the bulk.
    pub spike_lambda: Option<Array>,
    /// p-values of the spikes.
    pub spike_p_value: Option<Array>,
    /// Trace-log edge.
    pub trace_log_edge: Option<f64>,
    /// Values at or above the trace-log edge.
    pub trace_log_count: Option<usize>,
    /// Logarithm of the trace-log edge over x_min.
    pub trace_log_gap: Option<f64>,
    /// Distance of all values from the Marchenko–Pastur law of their mean.
    pub mp_null_distance: Option<f64>,
    /// p-value of that distance.
    pub mp_null_p_value: Option<f64>,
    /// Phase of training.
    pub phase: Option<String>,
    /// The rule and the numbers that decided the phase.
    pub phase_rule: Option<String>,
}

impl MatrixMetrics {
    /// Of the n squared singular values `lambda`, ascending, of a matrix with `rows` ≥ n, whose tail begins at λ = `x_min`.
    pub fn new(lambda: &[f64], rows: usize, x_min: f64, settings: &AnalysisSettings) -> Self {
        let fitted = |fingers: Fingers| Some((fingers.name().to_owned(), fit(lambda, fingers)?));
        Self {
            report: MatrixReport::new(lambda, rows, x_min, settings),
            laguerre: null::laguerre(lambda, rows).as_ref().map(LawReport::from),
            weightwatcher: Fingers::ALL.into_iter().filter_map(fitted).collect(),
        }
    }
}

impl MatrixReport {
    fn new(lambda: &[f64], rows: usize, x_min: f64, settings: &AnalysisSettings) -> Self {
        let (bulk, edge) = (Bulk::fit(lambda, rows), TraceLog::of(lambda));
        let bulk = bulk.as_ref();
        let draws = u32::try_from(settings.replicates).unwrap_or(u32::MAX);
        let mut rng = Stream::new(settings.seed, 0, "tails/marchenko-pastur");
        let null = (draws > 0).then(|| null::marchenko_pastur(lambda, rows, draws, &mut rng).ok()).flatten();
        let (phase, phase_rule) = Evidence::of(lambda, rows).map(|evidence| classify(&evidence)).unzip();
        let spikes = |of: fn(&Spike) -> f64, text: &str| Some(Array::column("spike", &bulk?.spikes, of, "1", text));
        let positive = lambda.last().is_some_and(|&largest| largest > 0.0);
        Self {
            quantity: "squared singular values, divided by nothing".to_owned(),
            stable_rank: positive.then(|| (STABLE_RANK.eval)(lambda)),
            effective_rank: positive.then(|| (ENTROPY_LAMBDA.eval)(lambda).exp()),
            mp_variance: bulk.map(|bulk| bulk.variance),
            mp_ratio: bulk.map(|bulk| bulk.ratio),
            mp_lower_edge: bulk.map(|bulk| bulk.edges.0),
            mp_edge: bulk.map(|bulk| bulk.edges.1),
            mp_distance: bulk.map(|bulk| bulk.distance),
            mp_beyond: bulk.map(|bulk| bulk.beyond),
            largest_p_value: bulk.map(|bulk| bulk.largest),
            spikes: bulk.map(|bulk| bulk.spikes.len()),
            spike_lambda: spikes(|spike| spike.lambda, "values beyond the bulk, largest first"),
            spike_p_value: spikes(|spike| spike.p, "Tracy-Widom probability of a value as large"),
            trace_log_edge: edge.map(|edge| edge.edge),
            trace_log_count: edge.map(|edge| edge.count),
            trace_log_gap: edge.map(|edge| (edge.edge / x_min).ln()),
            mp_null_distance: null.map(|null| null.distance),
            mp_null_p_value: null.map(|null| null.p),
            phase: phase.map(|phase| phase.to_string()),
            phase_rule,
        }
    }
}
