//! What is recorded along a flow: norms, alignment with the gradient, and the flattening condition.

pub mod acquisition;
pub mod alignment;
pub mod constants;
mod singular_vectors;

use super::loss::Loss;
use super::problem::Problem;
use crate::error::Error;
use crate::observables::flatness::{self, Flatness};
use crate::process::{Field, Observed, Quantities, Value};
use alignment::Alignment;
use ndarray::Array2;
use singular_vectors::SingularVectors;
use std::sync::Arc;

// Names that are read again at the end of a run.
const PAIR_FLOW_TIME: &str = "pair_flow_time";
const FROBENIUS_NORM: &str = "frobenius_norm";
const ALPHA: &str = "alpha";
const BLOCK_SHARE: &str = "block_share";

/// Measures W against its problem.
///
/// With W = U diag(σ) Vᵀ, G = ∇L(W) = U_G S V_Gᵀ and P the projection on ker 𝒜:
/// * α_i = ⟨u_i v_iᵀ, P(UVᵀ)⟩, UVᵀ over the numerical range of W, 0 for i outside of it,
/// * misalignment ‖sin Θ‖_F = (Σ_i sin²∠(u_i, u_i^G) + sin²∠(v_i, v_i^G))^{1/2} (as in Wedin's theorem), vectors paired
///   by rank from the largest singular value, over the smaller of the two numerical ranges; where singular values of W
///   or G are nearly equal the pairing is arbitrary, and it means nothing,
/// * Tr A(W, G), A = (UᵀU_G)∘(VᵀV_G), over the same pairs, and with the same limit,
/// * the [`Alignment`] of W and G, which has no such limit,
/// * for each flatness functional F its value, its mean over this step and the one before, and the rate Σ_i q_i α_i,
///   q = ∂F/∂σ, which the self-polar flow obeys.
///
/// Steps of fixed length oscillate about the solutions with a period of two steps, and by more than they move along them.
/// The observed rate is therefore taken of means over two steps: a difference of single ones would show the phase of the
/// oscillation at the records.
pub struct Recorder {
    problem: Arc<Problem>,
    blocks: usize,
    quantities: Quantities<State>,
}

/// What is known of W at a record.
struct State {
    flow_time: f64,
    pair_flow_time: f64,
    loss: f64,
    relative_residual: f64,
    nuclear_norm: f64,
    frobenius_norm: f64,
    alpha: Vec<f64>,
    misalignment: f64,
    trace_alignment: f64,
    alignment: Alignment,
    /// σ, 0 outside the numerical range of W.
    sigma: Vec<f64>,
    /// The same one step before, where that W is not 0.
    sigma_before: Option<Vec<f64>>,
    block_shares: Vec<f64>,
}

impl Recorder {
    /// A recorder; `blocks` = K diagonal blocks, 0 for none.
    pub fn new(problem: Arc<Problem>, blocks: usize) -> Self {
        let (m, n) = problem.operator().shape();
        let mut all = Quantities::default();
        let time = "s = sum of step sizes (with the scale factor) up to this record";
        all.scalar("flow_time", "W", time, |at: &State| at.flow_time);
        let time = "mean of s over this record and the step before it";
        all.scalar(PAIR_FLOW_TIME, "W", time, |at| at.pair_flow_time);
        all.scalar("loss", "y^2", "c|A(W) - y|^2 / 2, c = 1 or 1/d", |at| at.loss);
        all.scalar("relative_residual", "1", "|A(W) - y| / |y|", |at| at.relative_residual);
        all.scalar("nuclear_norm", "W", "sum of sigma", |at| at.nuclear_norm);
        all.scalar(FROBENIUS_NORM, "W", "root of the sum of sigma^2", |at| at.frobenius_norm);
        let text = "alpha_i = <u_i v_i^T, P(U V^T)>, P the projection on ker A; 0 outside the numerical range of W";
        all.vector(ALPHA, ("singular value", m.min(n)), "1", text, |at| &at.alpha);
        let limit = "it means nothing where singular values of W or of the gradient are nearly equal, \
                     as the pairing by rank is then arbitrary";
        let text = format!(
            "|sin Theta|_F between singular vectors of W and of the gradient, left and right, \
             paired from the largest; {limit}"
        );
        all.scalar("misalignment", "1", text, |at| at.misalignment);
        let text = format!("Tr A(W, G), A = (U^T U_G) o (V^T V_G), paired from the largest; {limit}");
        all.scalar("trace_alignment", "1", text, |at| at.trace_alignment);
        let of_what = "G = grad L(W) without noise";
        Alignment::quantities(&mut all, m.min(n), of_what, |at| &at.alignment);
        flatness::all().for_each(|functional| functional.quantities(&mut all));
        if blocks > 0 {
            let text = "nuclear norm of a diagonal block / nuclear norm of W; 0 where W = 0";
            all.vector(BLOCK_SHARE, ("block", blocks), "1", text, |at| &at.block_shares);
        }
        Self { problem, blocks, quantities: all }
    }

    /// What [`Recorder::measure`] appends to its last argument, in order.
    pub fn fields(&self) -> Vec<Field> {
        self.quantities.fields()
    }

    /// Appends σ, ascending, to `sigma` and the numbers of [`Recorder::fields`] to `out`, from W with its flow time
    /// `now` and one step `before`.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when W or its gradient is not finite.
    pub fn measure(
        &self,
        (w, flow_time): (&Array2<f64>, f64),
        before: Option<(&Array2<f64>, f64)>,
        sigma: &mut Vec<f64>,
        out: &mut Vec<f64>,
    ) -> Result<(), Error> {
        let mut residual = vec![0.0; self.problem.residuals()];
        let mut gradient = Array2::zeros(w.dim());
        self.problem.gradient(w, &mut residual, &mut gradient);
        let vectors = SingularVectors::new(w, 0.0)?;
        let gradient_vectors = SingularVectors::new(&gradient, self.problem.rounding(w))?;
        let mut q = vectors.svd.polar(vectors.rank);
        self.problem.project_on_minima(&mut q)?;
        let (misalignment, trace_alignment) = vectors.alignment(&gradient_vectors);
        let loss = self.problem.loss(&residual);
        let before = before.map(|(w, s)| Ok::<_, Error>((SingularVectors::new(w, 0.0)?, s))).transpose()?;
        let before = before.filter(|(vectors, _)| vectors.rank > 0);
        let spectrum = &vectors.svd.sigma;
        sigma.extend(spectrum);
        let state = State {
            flow_time,
            pair_flow_time: before.as_ref().map_or(flow_time, |(_, s)| 0.5 * (flow_time + s)),
            loss,
            relative_residual: self.problem.relative_residual(loss),
            nuclear_norm: spectrum.sum(),
            frobenius_norm: spectrum.dot(spectrum).sqrt(),
            alpha: vectors.along(&q).to_vec(),
            misalignment,
            trace_alignment,
            alignment: Alignment::of(&vectors, &gradient, &gradient_vectors),
            sigma: vectors.in_range(),
            sigma_before: before.map(|(vectors, _)| vectors.in_range()),
            block_shares: if self.blocks > 0 { acquisition::shares(w, self.blocks)? } else { Vec::new() },
        };
        self.quantities.record(&state, out);
        Ok(())
    }

    /// The observed rates, the share of α outside [0, 1], and the acquisition of blocks.
    pub fn finish(&self, group: &str, times: &[f64], series: &[Observed]) -> Vec<Value> {
        let named = |name: &str| Some(&series.iter().find(|observed| observed.series.is(name))?.series.array);
        let mut values = Vec::new();
        let (Some(clock), Some(norm), Some(alpha)) = (named(PAIR_FLOW_TIME), named(FROBENIUS_NORM), named(ALPHA))
        else {
            return values;
        };
        for functional in flatness::all() {
            let Some(value) = named(&format!("flatness/{}/pair_value", functional.name)) else { continue };
            values.push(Value::array(
                format!("{group}/flatness/{}/observed_rate", functional.name),
                &[("time", times.len())],
                observed_rate(&clock.data, &value.data, &norm.data),
                "1/W",
                "dF/ds by differences of the neighbouring records, each a mean over two steps; 0 where W = 0 or s stands still",
            ));
        }
        // Rounding in α is a few ε of a scalar product of unit matrices.
        let outside = alpha.data.iter().filter(|&&a| !(-1e-12..=1.0 + 1e-12).contains(&a)).count();
        let share = outside as f64 / alpha.data.len().max(1) as f64;
        let description = "share of the recorded alpha_i outside [0, 1]";
        values.push(Value::scalar(format!("{group}/alpha_outside_share"), share, "1", description));
        if let Some(shares) = named(BLOCK_SHARE) {
            values.extend(acquisition::times(group, times, &shares.data, self.blocks));
        }
        values
    }
}

impl Flatness {
    /// Adds the value, its mean over two steps, and the predicted rate.
    fn quantities(&'static self, all: &mut Quantities<State>) {
        let named = |what: &str| format!("flatness/{}/{what}", self.name);
        let description = format!(
            "{}; {} on the flat spectrum; sigma outside the numerical range count as 0, and F = 0 where W = 0",
            self.formula,
            if self.flat_sign > 0.0 { "largest" } else { "smallest" }
        );
        all.scalar(named("value"), "1", description, |at| self.value(&at.sigma));
        let description = "F averaged over W at this record and one step before it, where that is not 0";
        all.scalar(named("pair_value"), "1", description, |at| {
            let value = self.value(&at.sigma);
            at.sigma_before.as_ref().map_or(value, |sigma| 0.5 * (value + self.value(sigma)))
        });
        let description = "sum_i alpha_i q_i, q_i = dF/dsigma_i: the rate dF/ds that the flattening condition predicts";
        all.scalar(named("predicted_rate"), "1/W", description, |at| {
            self.gradient(&at.sigma).iter().zip(&at.alpha).map(|(q, a)| q * a).sum()
        });
    }
}

/// Slopes of F against s between the neighbours of each record, leaving out records where W = 0 (F is not defined).
fn observed_rate(s: &[f64], f: &[f64], norm: &[f64]) -> Vec<f64> {
    let defined = |k: &usize| norm[*k] > 0.0;
    (0..f.len())
        .map(|k| {
            let before = k.checked_sub(1).filter(defined).unwrap_or(k);
            let after = Some(k + 1).filter(|&k| k < f.len()).filter(defined).unwrap_or(k);
            let elapsed = s[after] - s[before];
            if defined(&k) && elapsed > 0.0 { (f[after] - f[before]) / elapsed } else { 0.0 }
        })
        .collect()
}
