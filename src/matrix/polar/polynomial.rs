//! Polar factors by odd polynomials p(X) = aX + bX(XᵀX) + cX(XᵀX)², which act on singular values alone.

use super::PolarFactor;
use crate::error::Error;
use crate::linalg::gemm;
use ndarray::Array2;

type Coefficients = (f64, f64, f64);

/// An iteration of odd quintics (or cubics, c = 0) on G/‖G‖_F.
pub struct Polynomial {
    name: &'static str,
    summary: &'static str,
    iterations: usize,
    /// (a, b, c) of iteration k, of which there are `n`.
    coefficients: fn(k: usize, n: usize) -> Coefficients,
    /// (s, δ): the input is G/(s‖G‖_F + δ).
    input: (f64, f64),
}

/// Newton–Schulz: σ ← (3σ − σ³)/2, quadratically convergent to 1 on (0, √3).
pub static CUBIC: Polynomial = Polynomial {
    name: "cubic",
    summary: "Newton-Schulz (3/2, -1/2, 0), converges to 1",
    iterations: 30,
    coefficients: |_, _| (1.5, -0.5, 0.0),
    input: (1.0, 0.0),
};

/// Classical quintic: σ ← (15σ − 10σ³ + 3σ⁵)/8, cubically convergent to 1.
pub static QUINTIC: Polynomial = Polynomial {
    name: "quintic",
    summary: "classical quintic (15/8, -10/8, 3/8), converges to 1",
    iterations: 20,
    coefficients: |_, _| (1.875, -1.25, 0.375),
    input: (1.0, 0.0),
};

/// Jordan's quintic, tuned for slope at 0: what was above about 0.01‖G‖_F ends in [0.7, 1.2], and nothing converges to 1.
pub static JORDAN: Polynomial = Polynomial {
    name: "jordan",
    summary: "Jordan's quintic (3.4445, -4.7750, 2.0315), does not converge to 1",
    iterations: 5,
    coefficients: |_, _| (3.4445, -4.7750, 2.0315),
    input: (1.0, 0.0),
};

/// Polar Express: the minimax quintic of each iteration (Amsel, Persson, Musco and Gower, arXiv:2505.16932).
pub static POLAR_EXPRESS: Polynomial = Polynomial {
    name: "polar-express",
    summary: "Polar Express, another quintic each iteration (arXiv:2505.16932)",
    iterations: 8,
    coefficients: polar_express,
    input: (1.01, 1e-7),
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

impl PolarFactor for Polynomial {
    fn name(&self) -> &'static str {
        self.name
    }

    fn summary(&self) -> &'static str {
        self.summary
    }

    fn default_iterations(&self) -> Option<usize> {
        Some(self.iterations)
    }

    fn factor(&self, g: &Array2<f64>, floor: f64, iterations: usize, out: &mut Array2<f64>) -> Result<(), Error> {
        let (m, n) = g.dim();
        let norm = g.iter().map(|x| x * x).sum::<f64>().sqrt();
        if !norm.is_finite() {
            return Err(Error::Decomposition { rows: m, cols: n, what: "gradient" });
        }
        if norm <= floor {
            out.fill(0.0);
            return Ok(());
        }
        let side = m.min(n);
        let mut x = g / (self.input.0 * norm + self.input.1);
        let (mut gram, mut square) = (Array2::zeros((side, side)), Array2::zeros((side, side)));
        for k in 0..iterations {
            let (a, b, c) = (self.coefficients)(k, iterations);
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
}
