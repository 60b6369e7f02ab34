//! Polar factors by odd polynomials p(X) = aX + bX(XᵀX) + cX(XᵀX)², which act on singular values alone.

use super::PolarFactor;
use crate::error::Error;
use crate::linalg::{gemm, norm};
use ndarray::Array2;

type Coefficients = (f64, f64, f64);

/// Newton–Schulz: σ ← (3σ − σ³)/2, quadratically convergent to 1 on (0, √3).
pub static CUBIC: PolarFactor = PolarFactor {
    name: "cubic",
    summary: "Newton-Schulz (3/2, -1/2, 0), converges to 1",
    iterations: Some(30),
    factor: |g, floor, n, out| iterate(|_| (1.5, -0.5, 0.0), n, (g, floor), (1.0, 0.0), out),
};

/// Classical quintic: σ ← (15σ − 10σ³ + 3σ⁵)/8, cubically convergent to 1.
pub static QUINTIC: PolarFactor = PolarFactor {
    name: "quintic",
    summary: "classical quintic (15/8, -10/8, 3/8), converges to 1",
    iterations: Some(20),
    factor: |g, floor, n, out| iterate(|_| (1.875, -1.25, 0.375), n, (g, floor), (1.0, 0.0), out),
};

/// Jordan's quintic, tuned for slope at 0: what was above about 0.01‖G‖_F ends in [0.7, 1.2], and nothing converges to 1.
pub static JORDAN: PolarFactor = PolarFactor {
    name: "jordan",
    summary: "Jordan's quintic (3.4445, -4.7750, 2.0315), does not converge to 1",
    iterations: Some(5),
    factor: |g, floor, n, out| iterate(|_| (3.4445, -4.7750, 2.0315), n, (g, floor), (1.0, 0.0), out),
};

/// Polar Express: the minimax quintic of each iteration (Amsel, Persson, Musco and Gower, arXiv:2505.16932).
pub static POLAR_EXPRESS: PolarFactor = PolarFactor {
    name: "polar-express",
    summary: "Polar Express, another quintic each iteration (arXiv:2505.16932)",
    iterations: Some(8),
    factor: |g, floor, n, out| iterate(|k| polar_express(k, n), n, (g, floor), (1.01, 1e-7), out),
};

fn polar_express(k: usize, n: usize) -> Coefficients {
    const TABLE: [Coefficients; 7] = [
        (8.28721201814563, -23.595886519098837, 17.300387312530933),
        (4.107059111542203, -2.9478499167379106, 0.5448431082926601),
        (3.9486908534822946, -2.908902115952949, 0.5518191394370137),
        (3.3184196573706015, -2.488488024314874, 0.51004894012372),
        (2.300652019954817, -1.6689039845747493, 0.4188073119525673),
        (1.891301407787398, -1.2679958271945868, 0.37680408948524835),
        (1.8750014808534479, -1.2500016453999487, 0.3750001645474248),
    ];
    let (a, b, c) = TABLE.get(k).copied().unwrap_or((1.875, -1.25, 0.375));
    let safety = if k + 1 < n { 1.01_f64 } else { 1.0 };
    (a / safety, b / safety.powi(3), c / safety.powi(5))
}

/// `iterations` of odd quintics (or cubics, c = 0) on G/(s‖G‖_F + δ), (a, b, c) = `coefficients(k)` in iteration k; 0 for a G
/// below the floor.
fn iterate(
    coefficients: impl Fn(usize) -> Coefficients,
    iterations: usize,
    (g, floor): (&Array2<f64>, f64),
    (scale, shift): (f64, f64),
    out: &mut Array2<f64>,
) -> Result<(), Error> {
    let (m, n) = g.dim();
    let norm = norm(g);
    if !norm.is_finite() {
        return Err(Error::Decomposition { rows: m, cols: n, what: "gradient" });
    }
    if norm <= floor {
        out.fill(0.0);
        return Ok(());
    }
    let side = m.min(n);
    let mut x = g / (scale * norm + shift);
    let (mut gram, mut square) = (Array2::zeros((side, side)), Array2::zeros((side, side)));
    for k in 0..iterations {
        let (a, b, c) = coefficients(k);
        let (left, right) = if m < n { (x.view(), x.t()) } else { (x.t(), x.view()) };
        gemm(1.0, left, right, 0.0, gram.view_mut());
        gemm(c, gram.view(), gram.view(), 0.0, square.view_mut());
        square.scaled_add(b, &gram);
        square.diag_mut().map_inplace(|d| *d += a);
        if m < n {
            gemm(1.0, square.view(), x.view(), 0.0, out.view_mut());
        } else {
            gemm(1.0, x.view(), square.view(), 0.0, out.view_mut());
        }
        std::mem::swap(&mut x, out);
    }
    out.assign(&x);
    Ok(())
}
