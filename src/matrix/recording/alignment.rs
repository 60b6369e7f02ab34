//! How W and a gradient G lie to each other, in numbers that do not depend on the choice of singular vectors.
//!
//! # Equation
//! With polar(A) = U Vᵀ over the numerical range of A and r_A its dimension:
//! * polar cosine c_P = −⟨polar W, polar G⟩_F/√(r_W r_G) ∈ [−1, 1],
//! * polar distance δ_P = ‖polar W + polar G‖_F ∈ [0, √r_W + √r_G],
//! * frame defect (‖WᵀG − GᵀW‖²_F + ‖WGᵀ − GWᵀ‖²_F)^{1/2}/(2‖W‖_F‖G‖_F) ∈ [0, 1], 0 iff W and G have common
//!   singular frames,
//! * polar diagonal u_kᵀ polar(G) v_k ∈ [−1, 1] with the singular vectors of W. It does depend on them, and means
//!   something only for well separated σ.
//!
//! # Validity
//! Where W or G is 0 but for rounding, nothing of this is defined, and all of it is 0. Polar cosine and polar distance
//! are both 0 only there, as δ_P² = r_W + r_G − 2c_P√(r_W r_G).

use super::singular_vectors::SingularVectors;
use crate::error::Error;
use crate::linalg::{Svd, norm};
use crate::process::Quantities;
use ndarray::{Array2, Axis};

/// Name of the polar cosine in results.
pub const POLAR_COSINE: &str = "alignment/polar_cosine";
/// Name of the polar distance in results.
pub const POLAR_DISTANCE: &str = "alignment/polar_distance";

/// How W and G lie to each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Alignment {
    /// c_P = −⟨polar W, polar G⟩_F/√(r_W r_G).
    pub polar_cosine: f64,
    /// δ_P = ‖polar W + polar G‖_F.
    pub polar_distance: f64,
    /// 0 iff W and G have common singular frames, at most 1.
    pub frame_defect: f64,
    /// u_kᵀ polar(G) v_k by ascending σ_k of W, 0 outside the numerical range of W.
    pub polar_diagonal: Vec<f64>,
}

impl Alignment {
    /// Of W and G; `rounding` is the size of what rounding can have put into G.
    ///
    /// # Errors
    /// [`Error::Decomposition`] when W or G is not finite.
    pub fn new(w: &Array2<f64>, gradient: &Array2<f64>, rounding: f64) -> Result<Self, Error> {
        let vectors = SingularVectors::new(w, 0.0)?;
        Ok(Self::of(&vectors, gradient, &SingularVectors::new(gradient, rounding)?))
    }

    /// Of W and G, both decomposed.
    pub(super) fn of(w: &SingularVectors, gradient: &Array2<f64>, vectors: &SingularVectors) -> Self {
        if w.rank == 0 || vectors.rank == 0 {
            let polar_diagonal = vec![0.0; w.svd.sigma.len()];
            return Self { polar_cosine: 0.0, polar_distance: 0.0, frame_defect: 0.0, polar_diagonal };
        }
        let (polar, polar_gradient) = (w.svd.polar(w.rank), vectors.svd.polar(vectors.rank));
        let size = (w.rank as f64 * vectors.rank as f64).sqrt();
        Self {
            polar_cosine: (-(&polar * &polar_gradient).sum() / size).clamp(-1.0, 1.0),
            polar_distance: norm(&(&polar + &polar_gradient)),
            frame_defect: frame_defect(w, gradient, vectors.largest()),
            polar_diagonal: w.along(&polar_gradient).to_vec(),
        }
    }

    /// Adds the quantities to `all`; `of_what` ends each description with what W and G are.
    pub fn quantities<S: 'static>(all: &mut Quantities<S>, n: usize, of_what: &str, of: fn(&S) -> &Self) {
        let text = |text: &str| format!("{text}; 0 where W or G is 0 but for rounding; {of_what}");
        let cosine = text(
            "c_P = -<polar W, polar G>_F / sqrt(r_W r_G), from -1 to 1, polar over the numerical range \
             and r its dimension",
        );
        all.scalar(POLAR_COSINE, "1", cosine, move |at| of(at).polar_cosine);
        let distance = text(
            "|polar W + polar G|_F, from 0 to sqrt(r_W) + sqrt(r_G), polar over the numerical range; \
             0 together with polar_cosine only where undefined",
        );
        all.scalar(POLAR_DISTANCE, "1", distance, move |at| of(at).polar_distance);
        let defect = text(
            "(|W^T G - G^T W|_F^2 + |W G^T - G W^T|_F^2)^(1/2) / (2 |W|_F |G|_F), from 0 to 1; \
             where defined, 0 if and only if W and G have common singular frames",
        );
        all.scalar("alignment/frame_defect", "1", defect, move |at| of(at).frame_defect);
        let diagonal = text(
            "u_k^T polar(G) v_k, from -1 to 1, u_k and v_k the singular vectors of W by ascending sigma: it means \
             something only for well separated sigma, as vectors of nearly equal ones are arbitrary; \
             0 outside the numerical range of W",
        );
        let axis = ("singular value", n);
        all.vector("alignment/polar_diagonal", axis, "1", diagonal, move |at| &of(at).polar_diagonal);
    }
}

/// The frame defect of W and a G with this largest singular value.
///
/// In the frames U, V of W, with M = UᵀGV, WᵀG − GᵀW consists of ΣM − MᵀΣ and, twice, of what ΣUᵀG has outside the
/// span of V; likewise WGᵀ − GWᵀ. So no product has more entries than W, and there is no difference of large numbers.
fn frame_defect(w: &SingularVectors, gradient: &Array2<f64>, largest: f64) -> f64 {
    let Svd { u, sigma, v } = w.svd.numerical_range();
    let (sigma, g) = (sigma / w.largest(), gradient / largest);
    let square = |a: Array2<f64>| a.iter().map(|x| x * x).sum::<f64>();
    let weights = sigma.view().insert_axis(Axis(1));
    let weighted = |a: &Array2<f64>| a * &weights;
    let skew = |m: &Array2<f64>| square(&weighted(m) - &weighted(m).t());
    let outside =
        |part: &Array2<f64>, m: &Array2<f64>, frame: &Array2<f64>| square(weighted(&(part - m.dot(&frame.t()))));
    let (left, right) = (u.t().dot(&g), v.t().dot(&g.t()));
    let inner = left.dot(&v);
    let transposed = inner.t().to_owned();
    let skewed = skew(&inner) + skew(&transposed);
    let beyond = outside(&left, &inner, &v) + outside(&right, &transposed, &u);
    (skewed + 2.0 * beyond).sqrt() / (2.0 * norm(&sigma) * norm(&g))
}
