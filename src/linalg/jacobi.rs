//! One-sided Jacobi singular value decomposition of small matrices (Hestenes 1958; Demmel and Veselić 1992).
//!
//! Plane rotations from the right make the columns of B = AV orthogonal; then σ_i = ‖b_i‖ and u_i = b_i/σ_i. Small
//! singular values come out with high relative accuracy, a zero column stays exactly zero, and a rank-deficient matrix,
//! on which some bidiagonal solvers fail, is an ordinary case. In a round of the tournament order the pairs are disjoint,
//! so that the processor works on several rotations at once.

use multiversion::multiversion;
use ndarray::ArrayView2;

/// Largest number of rows.
pub const MAX_SIDE: usize = 16;
/// Sweeps after which the columns are taken as they are; six are usual.
const MAX_SWEEPS: usize = 40;
/// Columns are padded to a multiple of this length.
const LANES: usize = 4;
/// Largest entries whose squares, and these times ε², are ordinary numbers.
const SAFE: std::ops::Range<f64> = 1e-100..1e100;

/// Columns of B = AV and of V, for A of m ≥ n, each padded with zeros to the same length.
pub struct Jacobi {
    rows: usize,
    cols: usize,
    /// Padded length.
    length: usize,
    /// b_0, v_0, b_1, v_1, …
    columns: Vec<f64>,
    scale: f64,
}

impl Jacobi {
    /// Decomposes a finite matrix with at least as many rows as columns.
    ///
    /// # Panics
    /// When there are fewer rows than columns, or more than [`MAX_SIDE`] rows.
    pub fn new(a: ArrayView2<f64>) -> Self {
        let (rows, cols) = a.dim();
        assert!(rows >= cols && rows <= MAX_SIDE, "no {rows} x {cols} matrices here");
        let length = rows.next_multiple_of(LANES);
        let largest = a.iter().fold(0.0_f64, |largest, x| largest.max(x.abs()));
        let scale = if largest == 0.0 || SAFE.contains(&largest) { 1.0 } else { largest };
        let mut columns = vec![0.0; 2 * length * cols];
        for (j, column) in columns.chunks_exact_mut(2 * length).enumerate() {
            column.iter_mut().zip(a.column(j)).for_each(|(to, from)| *to = *from / scale);
            column[length + j] = 1.0;
        }
        let mut made = Self { rows, cols, length, columns, scale };
        match length {
            4 => orthogonalise::<4, 2>(made.columns.as_chunks_mut().0),
            8 => orthogonalise::<8, 4>(made.columns.as_chunks_mut().0),
            12 => orthogonalise::<12, 6>(made.columns.as_chunks_mut().0),
            _ => orthogonalise::<MAX_SIDE, { MAX_SIDE / 2 }>(made.columns.as_chunks_mut().0),
        }
        made
    }

    /// (m, n).
    pub fn shape(&self) -> (usize, usize) {
        (self.rows, self.cols)
    }

    /// Factor on every σ_i: 1, unless the squares of the entries would leave the range of the numbers.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// Indices in ascending order of σ.
    pub fn ascending(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.cols).collect();
        order.sort_by(|&i, &j| self.sigma(i).total_cmp(&self.sigma(j)));
        order
    }

    /// σ_i/scale, in no order.
    pub fn sigma(&self, i: usize) -> f64 {
        self.left(i).iter().map(|x| x * x).sum::<f64>().sqrt()
    }

    /// σ_i u_i/scale, length m.
    pub fn left(&self, i: usize) -> &[f64] {
        &self.columns[2 * i * self.length..][..self.rows]
    }

    /// v_i, length n.
    pub fn right(&self, i: usize) -> &[f64] {
        &self.columns[(2 * i + 1) * self.length..][..self.cols]
    }
}

/// Makes the columns b_0, b_1, … of (b_0, v_0, b_1, v_1, …) orthogonal. `L` is their padded length and
/// P = L/2 the pairs of a round, known to the compiler so that it unrolls the loops over both; the wider registers of a target change no bit of the result.
#[multiversion(targets("x86_64+avx2"))]
fn orthogonalise<const L: usize, const P: usize>(columns: &mut [[f64; L]]) {
    let n = columns.len() / 2;
    let players = n.next_multiple_of(2);
    let mut norms = [0.0; MAX_SIDE];
    let mut pairs = Round::<P>::new();
    for _ in 0..MAX_SWEEPS {
        for (norm, column) in norms.iter_mut().zip(columns.iter().step_by(2)) {
            *norm = dot(column, column);
        }
        // A column this small is rounding: its direction means nothing, and turning it would never end.
        let negligible = norms[..n].iter().copied().fold(0.0, f64::max) * f64::EPSILON.powi(2);
        let mut settled = true;
        for round in 0..players.saturating_sub(1) {
            pairs.length = 0;
            for pair in 0..players / 2 {
                let (p, q) = tournament(players, round, pair);
                if q < n && norms[p] > negligible && norms[q] > negligible {
                    pairs.push(p, q, norms[p], norms[q], dot(&columns[2 * p], &columns[2 * q]));
                }
            }
            settled &= pairs.angles();
            for k in 0..pairs.length {
                let [p, q] = pairs.columns[k];
                let shift = pairs.tan[k] * pairs.product[k];
                norms[p] -= shift;
                norms[q] += shift;
                let (head, tail) = columns.split_at_mut(2 * q);
                rotate(&mut head[2 * p], &mut tail[0], pairs.cos[k], pairs.sin[k]);
                rotate(&mut head[2 * p + 1], &mut tail[1], pairs.cos[k], pairs.sin[k]);
            }
        }
        if settled {
            return;
        }
    }
}

/// The disjoint pairs of a round; the arithmetic on their angles is done for all of them together.
struct Round<const P: usize> {
    length: usize,
    columns: [[usize; 2]; P],
    /// ‖b_p‖², ‖b_q‖² and ⟨b_p, b_q⟩; behind `length` is what an earlier round left.
    head: [f64; P],
    tail: [f64; P],
    product: [f64; P],
    tan: [f64; P],
    cos: [f64; P],
    sin: [f64; P],
}

impl<const P: usize> Round<P> {
    fn new() -> Self {
        let zero = [0.0; P];
        Self { length: 0, columns: [[0; 2]; P], head: zero, tail: zero, product: zero, tan: zero, cos: zero, sin: zero }
    }

    #[inline(always)]
    fn push(&mut self, p: usize, q: usize, head: f64, tail: f64, product: f64) {
        let k = self.length;
        self.columns[k] = [p, q];
        (self.head[k], self.tail[k], self.product[k]) = (head, tail, product);
        self.length += 1;
    }

    /// Sets the rotations that make each pair orthogonal. What they leave elsewhere is of second order: at most the cosine
    /// between the columns of a pair times the tangent of its rotation. Returns whether that is below rounding for all.
    #[inline(always)]
    fn angles(&mut self) -> bool {
        let mut settled = true;
        for k in 0..P {
            let (a, c) = (self.head[k], self.tail[k]);
            let g = if k < self.length { self.product[k] } else { 0.0 };
            // The smaller root of t² + 2ζt − 1 = 0, ζ = (c − a)/(2g).
            let difference = c - a;
            let root = (difference * difference + 4.0 * g * g).sqrt();
            let t = 2.0 * g / (difference + root.copysign(difference));
            let t = if root == 0.0 { 0.0 } else { t };
            let cos = 1.0 / (1.0 + t * t).sqrt();
            (self.tan[k], self.cos[k], self.sin[k]) = (t, cos, cos * t);
            settled &= g * g * t * t <= (0.25 * f64::EPSILON * f64::EPSILON) * (a * c);
        }
        settled
    }
}

/// (p, q) ← (cos p − sin q, sin p + cos q).
#[inline(always)]
fn rotate<const L: usize>(p: &mut [f64; L], q: &mut [f64; L], cos: f64, sin: f64) {
    for k in 0..L {
        (p[k], q[k]) = (cos * p[k] - sin * q[k], sin * p[k] + cos * q[k]);
    }
}

/// Σ a_i b_i in four running sums; L is a multiple of four.
#[inline(always)]
fn dot<const L: usize>(a: &[f64; L], b: &[f64; L]) -> f64 {
    let mut sums = [0.0; LANES];
    for k in 0..L {
        sums[k % LANES] += a[k] * b[k];
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3])
}

/// Pair `pair` of round `round` when each of an even number of players meets every other once; p < q.
#[inline(always)]
fn tournament(players: usize, round: usize, pair: usize) -> (usize, usize) {
    let others = players - 1;
    let seat = |k: usize| if round + k < others { round + k } else { round + k - others };
    let (a, b) = if pair == 0 { (others, seat(0)) } else { (seat(pair), seat(others - pair)) };
    (a.min(b), a.max(b))
}

#[cfg(test)]
mod tests {
    #[test]
    fn in_a_tournament_everyone_meets_everyone_once() {
        for players in [2, 4, 6, 10] {
            let mut met = std::collections::BTreeSet::new();
            for round in 0..players - 1 {
                let pairs: Vec<_> = (0..players / 2).map(|pair| super::tournament(players, round, pair)).collect();
                let mut busy: Vec<usize> = pairs.iter().flat_map(|&(p, q)| [p, q]).collect();
                busy.sort_unstable();
                assert!(busy.iter().copied().eq(0..players), "round {round} of {players}: {pairs:?}");
                met.extend(pairs);
            }
            assert_eq!(met.len(), players * (players - 1) / 2);
        }
    }
}
