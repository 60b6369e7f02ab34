//! What is recorded along a flow: norms, alignment with the gradient, and the flattening condition.

use super::acquisition;
use super::problem::Problem;
use crate::error::Error;
use crate::linalg::{self, Svd};
use crate::observables::flatness::{self, FUNCTIONALS};
use crate::process::{Field, Observed, Value};
use ndarray::{Array1, Array2};

/// Measures W against its problem.
///
/// With W = U diag(σ) Vᵀ, G = ∇L(W) = U_G S V_Gᵀ and P the projection on ker 𝒜:
/// * α_i = ⟨u_i v_iᵀ, P(UVᵀ)⟩, UVᵀ over the numerical range of W, 0 for i outside of it,
/// * misalignment ‖sin Θ‖_F = (Σ_i sin²∠(u_i, u_i^G) + sin²∠(v_i, v_i^G))^{1/2} (as in Wedin's theorem), vectors paired
///   by rank from the largest singular value, over the smaller of the two numerical ranges,
/// * Tr A(W, G), A = (UᵀU_G)∘(VᵀV_G), over the same pairs,
/// * for each flatness functional F its value, its mean over this step and the one before, and the rate Σ_i q_i α_i,
///   q = ∂F/∂σ, which the self-polar flow obeys.
///
/// Steps of fixed length chatter about the solutions with a period of two steps, and by more than they move along them.
/// The observed rate is therefore taken of means over two steps: a difference of single ones would tell the phase of the
/// chatter at the records.
pub struct Recorder<'a> {
    problem: &'a Problem,
    blocks: usize,
}

impl<'a> Recorder<'a> {
    /// A recorder; `blocks` = K diagonal blocks, 0 for none.
    pub fn new(problem: &'a Problem, blocks: usize) -> Self {
        Self { problem, blocks }
    }

    /// What [`Recorder::measure`] appends to its last argument, in order.
    pub fn fields(&self) -> Vec<Field> {
        let (m, n) = self.problem.operator().shape();
        let time = "s = sum of step sizes (with the scale factor) up to this record";
        let mut fields = vec![
            Field::scalar("flow_time", "W", time),
            Field::scalar("pair_flow_time", "W", "mean of s over this record and the step before it"),
            Field::scalar("loss", "y^2", "c|A(W) - y|^2 / 2, c = 1 or 1/d"),
            Field::scalar("relative_residual", "1", "|A(W) - y| / |y|"),
            Field::scalar("nuclear_norm", "W", "sum of sigma"),
            Field::scalar("frobenius_norm", "W", "root of the sum of sigma^2"),
            Field::vector(
                "alpha",
                ("singular value", m.min(n)),
                "1",
                "alpha_i = <u_i v_i^T, P(U V^T)>, P the projection on ker A; 0 outside the numerical range of W",
            ),
            Field::scalar(
                "misalignment",
                "1",
                "|sin Theta|_F between singular vectors of W and of the gradient, left and right, paired from the largest",
            ),
            Field::scalar("trace_alignment", "1", "Tr A(W, G), A = (U^T U_G) o (V^T V_G), paired from the largest"),
        ];
        for functional in FUNCTIONALS {
            let (name, sense) = (functional.name(), if functional.flat_sign() > 0.0 { "largest" } else { "smallest" });
            let value = format!(
                "{}; {sense} on the flat spectrum; sigma outside the numerical range count as 0, and F = 0 where W = 0",
                functional.formula()
            );
            let pair = "F averaged over W at this record and one step before it, where that is not 0";
            let rate = "sum_i alpha_i q_i, q_i = dF/dsigma_i: the rate dF/ds that the flattening condition predicts";
            fields.push(Field::scalar(format!("flatness/{name}/value"), "1", value));
            fields.push(Field::scalar(format!("flatness/{name}/pair_value"), "1", pair));
            fields.push(Field::scalar(format!("flatness/{name}/predicted_rate"), "1/W", rate));
        }
        if self.blocks > 0 {
            fields.push(acquisition::field(self.blocks));
        }
        fields
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
        let operator = self.problem.operator();
        let mut residual = vec![0.0; operator.count()];
        let mut gradient = Array2::zeros(w.dim());
        self.problem.gradient(w, &mut residual, &mut gradient);
        let frames = Frames::new(w, 0.0)?;
        let gradient_frames = Frames::new(&gradient, self.problem.rounding(w))?;
        let spectrum = &frames.svd.sigma;

        let mut q = frames.svd.polar(frames.rank);
        operator.project_kernel(&mut q)?;
        let alpha = frames.along(&q);
        let (misalignment, trace) = frames.alignment(&gradient_frames);
        let loss = self.problem.loss(&residual);
        let before = before.map(|(w, s)| Ok::<_, Error>((Frames::new(w, 0.0)?, s))).transpose()?;
        let before = before.filter(|(frames, _)| frames.rank > 0);

        sigma.extend(spectrum);
        out.extend([
            flow_time,
            before.as_ref().map_or(flow_time, |(_, s)| 0.5 * (flow_time + s)),
            loss,
            self.problem.relative_residual(loss),
            spectrum.sum(),
            spectrum.dot(spectrum).sqrt(),
        ]);
        out.extend(&alpha);
        out.extend([misalignment, trace]);
        let in_range = frames.in_range();
        let in_range_before = before.map(|(frames, _)| frames.in_range());
        for functional in FUNCTIONALS {
            let slopes = flatness::gradient(functional, &in_range);
            let predicted: f64 = slopes.iter().zip(&alpha).map(|(q, a)| q * a).sum();
            let value = flatness::value(functional, &in_range);
            let pair = in_range_before.as_ref().map_or(value, |s| 0.5 * (value + flatness::value(functional, s)));
            out.extend([value, pair, predicted]);
        }
        if self.blocks > 0 {
            out.extend(acquisition::shares(w, self.blocks)?);
        }
        Ok(())
    }

    /// The observed rates, the share of α outside [0, 1], and the acquisition of blocks.
    pub fn finish(&self, group: &str, times: &[f64], series: &[Observed]) -> Vec<Value> {
        let named = |name: &str| series.iter().map(|observed| &observed.series).find(|value| value.is(name));
        let mut values = Vec::new();
        let (Some(clock), Some(norm), Some(alpha)) = (named("pair_flow_time"), named("frobenius_norm"), named("alpha"))
        else {
            return values;
        };
        for functional in FUNCTIONALS {
            let Some(value) = named(&format!("flatness/{}/pair_value", functional.name())) else { continue };
            values.push(Value::array(
                format!("{group}/flatness/{}/observed_rate", functional.name()),
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
        if let Some(shares) = named(acquisition::NAME) {
            values.extend(acquisition::times(group, times, &shares.data, self.blocks));
        }
        values
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

/// A singular value decomposition with its numerical range: the last `rank` triples.
struct Frames {
    svd: Svd,
    floor: f64,
    rank: usize,
}

impl Frames {
    fn new(a: &Array2<f64>, rounding: f64) -> Result<Self, Error> {
        let svd = linalg::svd(a.view())?;
        let floor = svd.numerical_floor(rounding);
        Ok(Self { rank: svd.rank_above(floor), floor, svd })
    }

    /// σ, with 0 for those outside the numerical range.
    fn in_range(&self) -> Vec<f64> {
        self.svd.sigma.iter().map(|&s| if s > self.floor { s } else { 0.0 }).collect()
    }

    /// ⟨u_i v_iᵀ, Q⟩ in the numerical range, 0 outside.
    fn along(&self, q: &Array2<f64>) -> Array1<f64> {
        let first = self.svd.sigma.len() - self.rank;
        let uq = self.svd.u.t().dot(q);
        Array1::from_shape_fn(self.svd.sigma.len(), |i| match i >= first {
            true => uq.row(i).dot(&self.svd.v.column(i)),
            false => 0.0,
        })
    }

    /// (‖sin Θ‖_F, Tr A) over the pairs in both numerical ranges.
    fn alignment(&self, other: &Self) -> (f64, f64) {
        let r = self.svd.sigma.len();
        let pairs = self.rank.min(other.rank);
        let (mut sines, mut trace) = (0.0, 0.0);
        for i in r - pairs..r {
            let left = self.svd.u.column(i).dot(&other.svd.u.column(i));
            let right = self.svd.v.column(i).dot(&other.svd.v.column(i));
            sines += (1.0 - left * left).max(0.0) + (1.0 - right * right).max(0.0);
            trace += left * right;
        }
        (sines.sqrt(), trace)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matrix::measurement::Dense;
    use ndarray::array;

    fn measured(problem: &Problem, w: &Array2<f64>, name: &str) -> Vec<f64> {
        let recorder = Recorder::new(problem, 0);
        let (mut sigma, mut out) = (Vec::new(), Vec::new());
        recorder.measure((w, 0.0), None, &mut sigma, &mut out).unwrap();
        let fields = recorder.fields();
        let before: usize = fields.iter().take_while(|field| field.name != name).map(Field::width).sum();
        let width = fields.iter().find(|field| field.name == name).unwrap().width();
        out[before..before + width].to_vec()
    }

    /// Every entry is measured, so that G = W − Y; its left singular vectors are those of W turned by θ.
    #[test]
    fn frames_turned_by_an_angle() {
        let (w, theta) = (array![[2.0, 0.0], [0.0, 1.0]], 0.3_f64);
        let gradient = array![[theta.cos() * 3.0, -theta.sin()], [theta.sin() * 3.0, theta.cos()]];
        let targets = (&w - &gradient).into_iter().collect();
        let problem = Problem::new(Box::new(Dense::new(Array2::eye(4), (2, 2))), targets, 1.0);
        let close = |name: &str, expected: f64| {
            let found = measured(&problem, &w, name)[0];
            assert!((found - expected).abs() < 1e-14, "{name}: {found}, not {expected}");
        };
        close("misalignment", 2.0_f64.sqrt() * theta.sin());
        close("trace_alignment", 2.0 * theta.cos());
        close("loss", 5.0);
        close("nuclear_norm", 3.0);
        assert_eq!(measured(&problem, &w, "alpha"), [0.0, 0.0]);
    }

    /// Only the first entry is measured, so that P(UVᵀ) = P(1) = diag(0, 1): α = 1 for σ = 1 and 0 for σ = 2.
    #[test]
    fn predicted_rates_by_hand() {
        let problem = Problem::new(Box::new(Dense::new(array![[1.0, 0.0, 0.0, 0.0]], (2, 2))), vec![5.0], 1.0);
        let w = array![[2.0, 0.0], [0.0, 1.0]];
        assert_eq!(measured(&problem, &w, "alpha"), [1.0, 0.0]);
        let entropy = |p: f64| -p * p.ln() - (1.0 - p) * (1.0 - p).ln();
        for (name, value, rate) in [
            ("entropy_sigma", entropy(1.0 / 3.0), -((1.0_f64 / 3.0).ln() + entropy(1.0 / 3.0)) / 3.0),
            ("entropy_lambda", entropy(0.2), -0.4 * (0.2_f64.ln() + entropy(0.2))),
            ("pairwise_log", -2.0 * (3.0 / 5.0_f64.sqrt()).ln(), -4.0 / 15.0),
            ("stable_rank", 1.25, 0.5),
            ("coefficient_of_variation", 1.0 / 3.0, -4.0 / 9.0),
        ] {
            let found =
                ["value", "predicted_rate"].map(|what| measured(&problem, &w, &format!("flatness/{name}/{what}"))[0]);
            assert!((found[0] - value).abs() < 1e-14 && (found[1] - rate).abs() < 1e-14, "{name}: {found:?}");
        }
    }

    /// W goes to and fro between two matrices: the mean over two steps is the same at either, and W = 0 has no part in it.
    #[test]
    fn a_pair_has_no_phase() {
        let problem = Problem::new(Box::new(Dense::new(array![[1.0, 0.0, 0.0, 0.0]], (2, 2))), vec![5.0], 1.0);
        let (a, b, zero) = (array![[2.0, 0.0], [0.0, 1.0]], array![[3.0, 0.0], [0.0, 1.0]], Array2::zeros((2, 2)));
        let pair = |now: &Array2<f64>, before: &Array2<f64>| {
            let recorder = Recorder::new(&problem, 0);
            let (mut sigma, mut out) = (Vec::new(), Vec::new());
            recorder.measure((now, 2.0), Some((before, 1.0)), &mut sigma, &mut out).unwrap();
            let at =
                |name: &str| recorder.fields().iter().take_while(|f| f.name != name).map(Field::width).sum::<usize>();
            [out[at("pair_flow_time")], out[at("flatness/stable_rank/pair_value")]]
        };
        let stable = [1.25, 10.0 / 9.0];
        assert_eq!(pair(&a, &b), [1.5, 0.5 * (stable[0] + stable[1])]);
        assert_eq!(pair(&b, &a), pair(&a, &b));
        assert_eq!(pair(&a, &zero), [2.0, stable[0]]);
    }

    #[test]
    fn observed_rates_leave_out_records_without_a_spectrum() {
        assert_eq!(observed_rate(&[0.0, 1.0, 3.0], &[0.0, 2.0, 3.0], &[0.0, 1.0, 1.0]), [0.0, 0.5, 0.5]);
        assert_eq!(observed_rate(&[0.0, 1.0, 3.0], &[1.0, 2.0, 7.0], &[1.0; 3]), [1.0, 2.0, 2.5]);
        assert_eq!(observed_rate(&[0.0, 0.0], &[1.0, 2.0], &[1.0; 2]), [0.0, 0.0]);
    }

    #[test]
    fn the_share_of_rates_outside_the_unit_interval() {
        let problem = Problem::new(Box::new(Dense::new(Array2::eye(4), (2, 2))), vec![0.0; 4], 1.0);
        let series = |name: &str, data: Vec<f64>| {
            let series = Value::array(format!("g/{name}"), &[("time", 2)], data, "1", "");
            Observed { series, refined: None }
        };
        let all = [
            series("pair_flow_time", vec![0.0, 1.0]),
            series("frobenius_norm", vec![1.0, 1.0]),
            series("alpha", vec![-0.1, 0.5, 1.0 + 1e-13, 1.1]),
        ];
        let values = Recorder::new(&problem, 0).finish("g", &[0.0, 1.0], &all);
        assert_eq!(values.iter().find(|value| value.is("alpha_outside_share")).unwrap().data, [0.5]);
    }
}
