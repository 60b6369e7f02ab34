//! Dense decompositions: the one file that names nalgebra (smallest side up to 32) and faer (beyond).
//!
//! faer runs on one thread, so that results are the same bits inside and outside an ensemble.

use crate::error::ProblemError;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::svd::{ComputeSvdVectors, svd_scratch};
use faer::{Mat, MatMut, MatRef, Par, Side, Spec};
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2};

/// Smallest side up to which nalgebra's bidiagonal SVD is the faster one.
const SMALL: usize = 32;

/// Thin singular value decomposition A = U diag(σ) Vᵀ, σ ascending, r = min(m, n).
#[derive(Debug, Clone)]
pub struct Svd {
    /// Left singular vectors, m × r.
    pub u: Array2<f64>,
    /// Singular values, ascending, length r.
    pub sigma: Array1<f64>,
    /// Right singular vectors, n × r.
    pub v: Array2<f64>,
}

impl Svd {
    /// Number of σ above `floor`: the dimension of the numerical range. Since σ ascends, these are the last ones.
    pub fn rank_above(&self, floor: f64) -> usize {
        self.sigma.iter().rev().take_while(|&&s| s > floor).count()
    }

    /// U Vᵀ over the `rank` largest singular values only, m × n.
    pub fn polar(&self, rank: usize) -> Array2<f64> {
        let first = self.sigma.len() - rank;
        let (u, v) = (self.u.slice(ndarray::s![.., first..]), self.v.slice(ndarray::s![.., first..]));
        let mut polar = Array2::zeros((self.u.nrows(), self.v.nrows()));
        gemm(1.0, u, v.t(), 0.0, polar.view_mut());
        polar
    }
}

/// The relative size below which rounding can create a singular value of an m × n matrix: max(m, n)·ε.
pub fn rank_tolerance(rows: usize, cols: usize) -> f64 {
    rows.max(cols) as f64 * f64::EPSILON
}

/// Thin SVD of a finite matrix with at least one row and one column.
///
/// # Errors
/// [`ProblemError::Decomposition`] when an entry is not finite or the iteration does not converge.
pub fn svd(a: ArrayView2<f64>) -> Result<Svd, ProblemError> {
    let (m, n) = a.dim();
    if m < n {
        let Svd { u, sigma, v } = svd(a.t())?;
        return Ok(Svd { u: v, sigma, v: u });
    }
    let failed = || ProblemError::Decomposition { rows: m, cols: n, what: "matrix" };
    if !a.iter().all(|x| x.is_finite()) {
        return Err(failed());
    }
    let (u, sigma, v) = if n <= SMALL {
        let matrix = nalgebra::DMatrix::from_fn(m, n, |i, j| a[(i, j)]);
        let d =
            nalgebra::linalg::SVD::try_new_unordered(matrix, true, true, f64::EPSILON, 10_000).ok_or_else(failed)?;
        let (u, vt) = (d.u.ok_or_else(failed)?, d.v_t.ok_or_else(failed)?);
        let u = Array2::from_shape_fn((m, n), |(i, k)| u[(i, k)]);
        let v = Array2::from_shape_fn((n, n), |(j, k)| vt[(k, j)]);
        (u, Array1::from_iter(d.singular_values.iter().copied()), v)
    } else {
        let (mut u, mut v) = (Mat::<f64>::zeros(m, n), Mat::<f64>::zeros(n, n));
        let mut s = faer::diag::Diag::<f64>::zeros(n);
        let thin = ComputeSvdVectors::Thin;
        let mut memory = MemBuffer::new(svd_scratch::<f64>(m, n, thin, thin, Par::Seq, Spec::default()));
        faer::linalg::svd::svd(
            view(a),
            s.as_mut(),
            Some(u.as_mut()),
            Some(v.as_mut()),
            Par::Seq,
            MemStack::new(&mut memory),
            Spec::default(),
        )
        .map_err(|_| failed())?;
        let s = s.column_vector();
        let u = Array2::from_shape_fn((m, n), |(i, k)| u[(i, k)]);
        let v = Array2::from_shape_fn((n, n), |(j, k)| v[(j, k)]);
        (u, Array1::from_shape_fn(n, |k| s[k]), v)
    };
    Ok(ascending(u, sigma, v))
}

/// Singular values of a finite matrix, ascending.
///
/// # Errors
/// As [`svd`].
pub fn singular_values(a: ArrayView2<f64>) -> Result<Array1<f64>, ProblemError> {
    let (m, n) = a.dim();
    let failed = || ProblemError::Decomposition { rows: m, cols: n, what: "matrix" };
    if !a.iter().all(|x| x.is_finite()) {
        return Err(failed());
    }
    let mut sigma: Vec<f64> =
        if m.min(n) <= SMALL { svd(a)?.sigma.to_vec() } else { view(a).singular_values().map_err(|_| failed())? };
    sigma.sort_by(f64::total_cmp);
    Ok(Array1::from(sigma))
}

/// Eigenvalues (ascending) and eigenvectors (columns) of a finite symmetric matrix, of which the lower half is read.
///
/// # Errors
/// As [`svd`].
pub fn eigh(a: ArrayView2<f64>) -> Result<(Array1<f64>, Array2<f64>), ProblemError> {
    let n = a.nrows();
    let failed = || ProblemError::Decomposition { rows: n, cols: n, what: "symmetric matrix" };
    if !a.iter().all(|x| x.is_finite()) {
        return Err(failed());
    }
    let decomposition = view(a).self_adjoint_eigen(Side::Lower).map_err(|_| failed())?;
    let (values, vectors) = (decomposition.S().column_vector(), decomposition.U());
    Ok((Array1::from_shape_fn(n, |k| values[k]), Array2::from_shape_fn((n, n), |(i, k)| vectors[(i, k)])))
}

/// C ← αAB + βC, on one thread.
pub fn gemm(alpha: f64, a: ArrayView2<f64>, b: ArrayView2<f64>, beta: f64, c: ArrayViewMut2<f64>) {
    let accumulate = if beta == 0.0 { faer::Accum::Replace } else { faer::Accum::Add };
    let mut c = c;
    if beta != 0.0 && beta != 1.0 {
        c *= beta;
    }
    if c.nrows().max(c.ncols()) <= SMALL {
        if beta == 0.0 {
            c.fill(0.0);
        }
        ndarray::linalg::general_mat_mul(alpha, &a, &b, 1.0, &mut c);
    } else {
        faer::linalg::matmul::matmul(view_mut(c), accumulate, view(a), view(b), alpha, Par::Seq);
    }
}

fn view(a: ArrayView2<'_, f64>) -> MatRef<'_, f64> {
    let ((m, n), strides) = (a.dim(), a.strides());
    // SAFETY: pointer, shape and strides are those of a live view with the lifetime of the result.
    unsafe { MatRef::from_raw_parts(a.as_ptr(), m, n, strides[0], strides[1]) }
}

fn view_mut(mut a: ArrayViewMut2<'_, f64>) -> MatMut<'_, f64> {
    let ((m, n), [down, right]) = (a.dim(), [a.strides()[0], a.strides()[1]]);
    // SAFETY: as in `view`; the mutable view is consumed, so that the result is the only access.
    unsafe { MatMut::from_raw_parts_mut(a.as_mut_ptr(), m, n, down, right) }
}

fn ascending(u: Array2<f64>, sigma: Array1<f64>, v: Array2<f64>) -> Svd {
    let mut order: Vec<usize> = (0..sigma.len()).collect();
    order.sort_by(|&i, &j| sigma[i].total_cmp(&sigma[j]));
    let axis = ndarray::Axis;
    Svd { u: u.select(axis(1), &order), sigma: sigma.select(axis(0), &order), v: v.select(axis(1), &order) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::{Segment, Stream};

    fn gaussian(m: usize, n: usize, seed: u64) -> Array2<f64> {
        let mut stream = Stream::new(seed, 0, Segment::Problem);
        Array2::from_shape_simple_fn((m, n), || stream.gaussian())
    }

    /// A backward-stable SVD reproduces A to a small multiple of max(m, n)·ε·σ_max; 10 is ample.
    #[test]
    fn svd_reproduces_the_matrix_in_every_shape() {
        for (m, n) in [(1, 1), (6, 6), (9, 4), (4, 9), (40, 40), (70, 35), (35, 70)] {
            let a = gaussian(m, n, 5);
            let d = svd(a.view()).unwrap();
            let r = m.min(n);
            assert_eq!((d.u.dim(), d.v.dim(), d.sigma.len()), ((m, r), (n, r), r));
            assert!(d.sigma.windows(2).into_iter().all(|w| w[0] <= w[1]));
            let back = (&d.u * &d.sigma).dot(&d.v.t());
            let error = (&back - &a).iter().fold(0.0_f64, |e, x| e.max(x.abs()));
            assert!(error <= 10.0 * rank_tolerance(m, n) * d.sigma[r - 1], "{m} x {n}: {error}");
            let values = singular_values(a.view()).unwrap();
            assert!((&values - &d.sigma).iter().all(|e| e.abs() <= 10.0 * rank_tolerance(m, n) * d.sigma[r - 1]));
        }
    }

    #[test]
    fn eigh_and_gemm_agree_with_ndarray() {
        for n in [5, 40] {
            let a = gaussian(n, n, 2);
            let gram = a.t().dot(&a);
            let (values, vectors) = eigh(gram.view()).unwrap();
            let back = (&vectors * &values).dot(&vectors.t());
            assert!((&back - &gram).iter().all(|e| e.abs() < 1e-11));
            let b = gaussian(n, n, 3);
            let mut c = b.clone();
            gemm(2.0, a.view(), b.view(), 0.5, c.view_mut());
            assert!((&c - &(2.0 * a.dot(&b) + 0.5 * &b)).iter().all(|e| e.abs() < 1e-11));
        }
    }

    #[test]
    fn what_is_not_finite_is_refused() {
        let mut a = gaussian(3, 3, 1);
        a[(1, 2)] = f64::NAN;
        assert!(svd(a.view()).is_err() && singular_values(a.view()).is_err() && eigh(a.view()).is_err());
    }
}
