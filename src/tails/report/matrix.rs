//! What only a matrix has, as a result has it.

use crate::array::Array;
use crate::tails::metrics::MatrixMetrics;
use crate::tails::spectrum::bulk::Spike;
use crate::tails::weightwatcher::Estimate;
use serde::{Deserialize, Serialize};

/// Numbers of a matrix, in its own units.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatrixReport {
    /// What they are numbers of.
    pub quantity: String,
    /// Σλ/λ_max.
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
    /// Their probabilities.
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

impl From<&MatrixMetrics> for MatrixReport {
    fn from(matrix: &MatrixMetrics) -> Self {
        let (bulk, edge, null) = (matrix.bulk.as_ref(), matrix.trace_log, matrix.marchenko_pastur);
        let spikes = |of: fn(&Spike) -> f64, description: &str| {
            let data: Vec<f64> = bulk?.spikes.iter().map(of).collect();
            Some(Array::new(&[("spike", data.len())], data, "1", description))
        };
        Self {
            quantity: "squared singular values, divided by nothing".to_owned(),
            stable_rank: matrix.ranks.map(|ranks| ranks.stable),
            effective_rank: matrix.ranks.map(|ranks| ranks.effective),
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
            trace_log_gap: matrix.gap,
            mp_null_distance: null.map(|null| null.distance),
            mp_null_p_value: null.map(|null| null.p),
            phase: matrix.phase.as_ref().map(|(phase, _)| phase.name().to_owned()),
            phase_rule: matrix.phase.as_ref().map(|(_, rule)| rule.clone()),
        }
    }
}

/// What WeightWatcher prints of a matrix.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct WeightWatcherReport {
    /// Exponent of the power law.
    pub alpha: f64,
    /// Where the tail begins.
    pub x_min: f64,
    /// Kolmogorov–Smirnov distance, at the lower ends of the steps.
    pub ks_distance: f64,
    /// (α − 1)/√n.
    pub sigma: f64,
    /// Values in the tail.
    pub n_tail: usize,
    /// Largest values left out.
    pub num_fingers: usize,
}

impl From<&Estimate> for WeightWatcherReport {
    fn from(Estimate { fit, sigma, num_fingers }: &Estimate) -> Self {
        Self {
            alpha: fit.alpha,
            x_min: fit.x_min,
            ks_distance: fit.ks_distance,
            sigma: *sigma,
            n_tail: fit.n_tail,
            num_fingers: *num_fingers,
        }
    }
}
