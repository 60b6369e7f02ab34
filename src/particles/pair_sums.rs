//! Sums over pairs of particles, O(n²). Four running sums let the loops vectorise; wider registers change no bit.

use multiversion::multiversion;

const LANES: usize = 4;

/// Writes Σ_{j≠k} 1/(x_k − x_j) to `out`.
pub fn inverse_gaps(x: &[f64], out: &mut [f64]) {
    for (k, out) in out.iter_mut().enumerate() {
        let (below, above) = (&x[..k], &x[k + 1..]);
        *out = row(x[k], below).0 + row(x[k], above).0;
    }
}

/// Writes Σ_{j≠k} 1/(x_k − x_j) to `first` and Σ_{j≠k} 1/(x_k − x_j)² to `second`.
pub fn inverse_gaps_and_squares(x: &[f64], first: &mut [f64], second: &mut [f64]) {
    for (k, (first, second)) in first.iter_mut().zip(second).enumerate() {
        let (below, above) = (row(x[k], &x[..k]), row(x[k], &x[k + 1..]));
        *first = below.0 + above.0;
        *second = below.1 + above.1;
    }
}

/// Σ 1/(x − y) and Σ 1/(x − y)² over `others`.
#[multiversion(targets("x86_64+avx2"))]
fn row(x: f64, others: &[f64]) -> (f64, f64) {
    let (mut first, mut second) = ([0.0; LANES], [0.0; LANES]);
    let chunks = others.chunks_exact(LANES);
    let rest = chunks.remainder();
    for chunk in chunks {
        for lane in 0..LANES {
            let inverse = 1.0 / (x - chunk[lane]);
            first[lane] += inverse;
            second[lane] += inverse * inverse;
        }
    }
    for (lane, y) in rest.iter().enumerate() {
        let inverse = 1.0 / (x - y);
        first[lane] += inverse;
        second[lane] += inverse * inverse;
    }
    ((first[0] + first[1]) + (first[2] + first[3]), (second[0] + second[1]) + (second[2] + second[3]))
}
