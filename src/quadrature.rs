//! Gauss–Legendre quadrature.

/// Nodes and weights on [0, 1], ascending: exact for polynomials up to degree 2N − 1.
///
/// Nodes are the roots of the Legendre polynomial of degree N, from Newton's method on its recurrence.
pub fn gauss_legendre<const N: usize>() -> [(f64, f64); N] {
    std::array::from_fn(|k| {
        let n = N as f64;
        let mut x = (std::f64::consts::PI * (k as f64 + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..8 {
            let (mut last, mut here) = (1.0, x);
            for j in 2..=N {
                let j = j as f64;
                (last, here) = (here, ((2.0 * j - 1.0) * x * here - (j - 1.0) * last) / j);
            }
            slope = n * (last - x * here) / (1.0 - x * x);
            x -= here / slope;
        }
        (0.5 * (1.0 - x), 1.0 / ((1.0 - x * x) * slope * slope))
    })
}
