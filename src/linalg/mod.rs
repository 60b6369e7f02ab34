//! Dense decompositions: one-sided Jacobi for small matrices, faer beyond. The one file that names faer.
//!
//! faer runs on one thread, so that results are the same bits inside and outside an ensemble.

mod jacobi;

use crate::error::Error;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::svd::{ComputeSvdVectors, svd_scratch};
use faer::{Mat, MatMut, MatRef, Par, Side, Spec};
use jacobi::Jacobi;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, s};

/// Larger side up to which the Jacobi method is the faster one.
const SMALL: usize = jacobi::MAX_SIDE;
/// Largest side up to which ndarray's product is the faster one.
const SMALL_PRODUCT: usize = 32;

/// Thin singular value decomposition A = U diag(σ) Vᵀ, σ ascending, r = min(m, n).
///
/// Where σ is zero, or so small that it is rounding, the vectors of the longer side are not orthonormal to the others.
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

    /// max(τ, max(m, n)·ε·σ_max): singular values at or below it are rounding, if τ is what rounding put into A.
    pub fn numerical_floor(&self, rounding: f64) -> f64 {
        let largest = self.sigma.last().copied().unwrap_or(0.0);
        rounding.max(rank_tolerance(self.u.nrows(), self.v.nrows()) * largest)
    }

    /// The triples whose singular value is above rounding.
    pub fn numerical_range(&self) -> Self {
        let first = self.sigma.len() - self.rank_above(self.numerical_floor(0.0));
        Self {
            u: self.u.slice(s![.., first..]).to_owned(),
            sigma: self.sigma.slice(s![first..]).to_owned(),
            v: self.v.slice(s![.., first..]).to_owned(),
        }
    }

    /// U Vᵀ over the `rank` largest singular values only, m × n.
    pub fn polar(&self, rank: usize) -> Array2<f64> {
        let first = self.sigma.len() - rank;
        let (u, v) = (self.u.slice(s![.., first..]), self.v.slice(s![.., first..]));
        let mut polar = Array2::zeros((self.u.nrows(), self.v.nrows()));
        gemm(1.0, u, v.t(), 0.0, polar.view_mut());
        polar
    }
}

/// The relative size below which rounding can create a singular value of an m × n matrix: max(m, n)·ε.
pub fn rank_tolerance(rows: usize, cols: usize) -> f64 {
    rows.max(cols) as f64 * f64::EPSILON
}

/// Refuses a matrix without entries, and one with an entry that is not finite.
fn check(a: ArrayView2<f64>, failed: impl Fn() -> Error) -> Result<(), Error> {
    if a.is_empty() {
        let (m, n) = a.dim();
        return Err(Error::Unfit(format!("a {m} x {n} matrix has no decomposition: it must have an entry")));
    }
    if a.iter().all(|x| x.is_finite()) { Ok(()) } else { Err(failed()) }
}

/// Thin SVD of a finite matrix with at least one row and one column.
///
/// # Errors
/// [`Error::Decomposition`] when an entry is not finite or the iteration does not converge, [`Error::Unfit`] when there is no entry.
pub fn svd(a: ArrayView2<f64>) -> Result<Svd, Error> {
    let (m, n) = a.dim();
    if m < n {
        let Svd { u, sigma, v } = svd(a.t())?;
        return Ok(Svd { u: v, sigma, v: u });
    }
    let failed = || Error::Decomposition { rows: m, cols: n, what: "matrix" };
    check(a, failed)?;
    if m <= SMALL {
        return Ok(small_svd(&Jacobi::new(a)));
    }
    let (mut u, mut v) = (Mat::<f64>::zeros(m, n), Mat::<f64>::zeros(n, n));
    let mut s = faer::diag::Diag::<f64>::zeros(n);
    let thin = ComputeSvdVectors::Thin;
    let mut memory = MemBuffer::new(svd_scratch::<f64>(m, n, thin, thin, Par::Seq, Spec::default()));
    let stack = MemStack::new(&mut memory);
    let (left, right) = (Some(u.as_mut()), Some(v.as_mut()));
    faer::linalg::svd::svd(view(a), s.as_mut(), left, right, Par::Seq, stack, Spec::default()).map_err(|_| failed())?;
    let s = s.column_vector();
    let last = n - 1;
    Ok(Svd {
        u: Array2::from_shape_fn((m, n), |(i, k)| u[(i, last - k)]),
        sigma: Array1::from_shape_fn(n, |k| s[last - k]),
        v: Array2::from_shape_fn((n, n), |(j, k)| v[(j, last - k)]),
    })
}

fn small_svd(jacobi: &Jacobi) -> Svd {
    let order = jacobi.ascending();
    let sigma: Array1<f64> = order.iter().map(|&i| jacobi.sigma(i)).collect();
    let (m, n) = jacobi.shape();
    let inverse = sigma.mapv(|s| if s > 0.0 { s.recip() } else { 0.0 });
    Svd {
        u: Array2::from_shape_fn((m, n), |(i, k)| jacobi.left(order[k])[i] * inverse[k]),
        v: Array2::from_shape_fn((n, n), |(j, k)| jacobi.right(order[k])[j]),
        sigma: sigma * jacobi.scale(),
    }
}

/// Writes U Vᵀ over the numerical range of `a` (singular values above [`Svd::numerical_floor`]) to `out`.
///
/// # Errors
/// As [`svd`].
pub fn polar(a: ArrayView2<f64>, rounding: f64, mut out: ArrayViewMut2<f64>) -> Result<(), Error> {
    let (m, n) = a.dim();
    if m < n {
        return polar(a.t(), rounding, out.reversed_axes());
    }
    if m > SMALL || a.is_empty() {
        let svd = svd(a)?;
        let first = n - svd.rank_above(svd.numerical_floor(rounding));
        gemm(1.0, svd.u.slice(s![.., first..]), svd.v.slice(s![.., first..]).t(), 0.0, out);
        return Ok(());
    }
    if !a.sum().is_finite() {
        return Err(Error::Decomposition { rows: m, cols: n, what: "matrix" });
    }
    let jacobi = Jacobi::new(a);
    let largest = (0..n).map(|i| jacobi.sigma(i)).fold(0.0, f64::max);
    let floor = (rounding / jacobi.scale()).max(rank_tolerance(m, n) * largest);
    out.fill(0.0);
    for k in 0..n {
        let sigma = jacobi.sigma(k);
        if sigma <= floor {
            continue;
        }
        for (mut row, left) in out.outer_iter_mut().zip(jacobi.left(k)) {
            let factor = left / sigma;
            row.iter_mut().zip(jacobi.right(k)).for_each(|(out, right)| *out += factor * right);
        }
    }
    Ok(())
}

/// Singular values of a finite matrix, ascending.
///
/// A matrix with more than 11/6 times as many rows as columns, or the other way round, is reduced to its triangular
/// factor first, which is as accurate and faster.
///
/// # Errors
/// As [`svd`].
pub fn singular_values(a: ArrayView2<f64>) -> Result<Array1<f64>, Error> {
    let (m, n) = a.dim();
    let failed = || Error::Decomposition { rows: m, cols: n, what: "matrix" };
    check(a, failed)?;
    if m.max(n) <= SMALL {
        return Ok(svd(a)?.sigma);
    }
    let mut s = faer::diag::Diag::<f64>::zeros(m.min(n));
    let mut memory = MemBuffer::try_new(values_scratch(m, n)).map_err(|_| failed())?;
    let stack = MemStack::new(&mut memory);
    faer::linalg::svd::svd(view(a), s.as_mut(), None, None, Par::Seq, stack, Spec::default()).map_err(|_| failed())?;
    let mut sigma: Vec<f64> = s.column_vector().iter().copied().collect();
    sigma.sort_by(f64::total_cmp);
    Ok(Array1::from(sigma))
}

/// Bytes that [`singular_values`] takes beside the matrix itself.
pub fn singular_values_memory(rows: usize, cols: usize) -> usize {
    values_scratch(rows, cols).unaligned_bytes_required()
}

fn values_scratch(rows: usize, cols: usize) -> StackReq {
    let none = ComputeSvdVectors::No;
    svd_scratch::<f64>(rows, cols, none, none, Par::Seq, Spec::default())
}

/// Eigenvalues (ascending) and eigenvectors (columns) of a finite symmetric matrix, of which the lower half is read.
///
/// # Errors
/// As [`svd`].
pub fn eigh(a: ArrayView2<f64>) -> Result<(Array1<f64>, Array2<f64>), Error> {
    let n = a.nrows();
    let failed = || Error::Decomposition { rows: n, cols: n, what: "symmetric matrix" };
    check(a, failed)?;
    let decomposition = view(a).self_adjoint_eigen(Side::Lower).map_err(|_| failed())?;
    let (values, vectors) = (decomposition.S().column_vector(), decomposition.U());
    Ok((Array1::from_shape_fn(n, |k| values[k]), Array2::from_shape_fn((n, n), |(i, k)| vectors[(i, k)])))
}

/// √Σx²: the Frobenius norm of a matrix.
pub fn norm<'a>(entries: impl IntoIterator<Item = &'a f64>) -> f64 {
    entries.into_iter().map(|x| x * x).sum::<f64>().sqrt()
}

/// The same matrix in row-major order; products of arrays come in either order.
pub fn row_major(a: Array2<f64>) -> Array2<f64> {
    if a.is_standard_layout() { a } else { a.as_standard_layout().into_owned() }
}

/// The entries of a matrix in row-major order, into which it is brought where it is in another.
pub fn entries_mut(a: &mut Array2<f64>) -> &mut [f64] {
    if !a.is_standard_layout() {
        *a = a.as_standard_layout().into_owned();
    }
    a.as_slice_mut().unwrap_or_default()
}

/// C ← αAB + βC, on one thread.
pub fn gemm(alpha: f64, a: ArrayView2<f64>, b: ArrayView2<f64>, beta: f64, mut c: ArrayViewMut2<f64>) {
    let accumulate = if beta == 0.0 { faer::Accum::Replace } else { faer::Accum::Add };
    if beta != 0.0 && beta != 1.0 {
        c *= beta;
    }
    if c.nrows().max(c.ncols()) <= SMALL_PRODUCT {
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
