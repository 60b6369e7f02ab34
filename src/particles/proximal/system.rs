//! The linear system of a Newton step: elimination for few particles, else conjugate gradients preconditioned with the
//! tridiagonal part.

/// A symmetric positive definite matrix: its diagonal, and the entries above it in row-major order.
#[derive(Debug, Clone, Default)]
pub(super) struct Hessian {
    pub(super) diagonal: Vec<f64>,
    pub(super) off: Vec<f64>,
}

/// The matrix with its preconditioner and buffers.
#[derive(Debug, Clone, Default)]
pub(super) struct System {
    pub(super) hessian: Hessian,
    inverse_pivot: Vec<f64>,
    factor: Vec<f64>,
    residual: Vec<f64>,
    preconditioned: Vec<f64>,
    direction: Vec<f64>,
    image: Vec<f64>,
}

/// Relative residual at which the iteration stops: Newton's method forgives the rest.
const RESIDUAL: f64 = 1e-4;

/// Number of particles up to which elimination, O(n³), is the faster one.
const FEW: usize = 24;

impl System {
    pub(super) fn resize(&mut self, n: usize) {
        self.hessian.diagonal.resize(n, 0.0);
        self.hessian.off.resize(n * n, 0.0);
        let Self { inverse_pivot, factor, residual, preconditioned, direction, image, .. } = self;
        for buffer in [inverse_pivot, factor, residual, preconditioned, direction, image] {
            buffer.resize(n, 0.0);
        }
    }

    /// Solves H x = b; H is lost.
    pub(super) fn solve(&mut self, b: &[f64], x: &mut [f64]) {
        if b.len() <= FEW {
            self.hessian.eliminate(b, x);
        } else {
            self.iterate(b, x);
        }
    }

    /// Conjugate gradients.
    fn iterate(&mut self, b: &[f64], x: &mut [f64]) {
        self.factorise();
        x.fill(0.0);
        self.residual.copy_from_slice(b);
        self.precondition();
        self.direction.copy_from_slice(&self.preconditioned);
        let mut size = dot(&self.residual, &self.preconditioned);
        let enough = RESIDUAL * RESIDUAL * size;
        for _ in 0..2 * b.len() {
            if size <= enough {
                break;
            }
            self.hessian.multiply(&self.direction, &mut self.image);
            let length = size / dot(&self.direction, &self.image);
            add_scaled(length, &self.direction, x);
            add_scaled(-length, &self.image, &mut self.residual);
            self.precondition();
            let before = std::mem::replace(&mut size, dot(&self.residual, &self.preconditioned));
            let ratio = size / before;
            self.direction.iter_mut().zip(&self.preconditioned).for_each(|(d, z)| *d = z + ratio * *d);
        }
    }

    /// LDLᵀ of the tridiagonal part.
    fn factorise(&mut self) {
        let n = self.inverse_pivot.len();
        for k in 0..n {
            let mut pivot = self.hessian.diagonal[k];
            if k > 0 {
                let above = self.hessian.off[(k - 1) * n + k];
                self.factor[k] = above * self.inverse_pivot[k - 1];
                pivot -= self.factor[k] * above;
            }
            self.inverse_pivot[k] = 1.0 / pivot;
        }
    }

    /// Writes (tridiagonal part)⁻¹ residual to `preconditioned`.
    fn precondition(&mut self) {
        let (n, z) = (self.inverse_pivot.len(), &mut self.preconditioned);
        z.copy_from_slice(&self.residual);
        for k in 1..n {
            z[k] -= self.factor[k] * z[k - 1];
        }
        for k in (0..n).rev() {
            z[k] *= self.inverse_pivot[k];
            if k + 1 < n {
                z[k] -= self.factor[k + 1] * z[k + 1];
            }
        }
    }
}

impl Hessian {
    /// Solves H x = b by H = UᵀDU, which takes the place of H: U has a unit diagonal and its rows above it in `off`.
    fn eliminate(&mut self, b: &[f64], x: &mut [f64]) {
        let n = b.len();
        x.copy_from_slice(b);
        for i in 0..n {
            let (rows, below) = self.off.split_at_mut((i + 1) * n);
            let row = &rows[i * n..];
            let inverse = 1.0 / self.diagonal[i];
            let known = x[i] * inverse;
            for j in i + 1..n {
                let factor = row[j] * inverse;
                self.diagonal[j] -= factor * row[j];
                let target = &mut below[(j - i - 1) * n..(j - i) * n];
                target[j + 1..].iter_mut().zip(&row[j + 1..]).for_each(|(target, row)| *target -= factor * row);
                x[j] -= known * row[j];
            }
        }
        for i in (0..n).rev() {
            let row = &self.off[i * n..(i + 1) * n];
            let sum: f64 = row[i + 1..].iter().zip(&x[i + 1..]).map(|(u, x)| u * x).sum();
            x[i] = (x[i] - sum) / self.diagonal[i];
        }
    }

    /// Writes H x to `out`.
    fn multiply(&self, x: &[f64], out: &mut [f64]) {
        let n = x.len();
        for (out, (diagonal, x)) in out.iter_mut().zip(self.diagonal.iter().zip(x)) {
            *out = diagonal * x;
        }
        for i in 0..n {
            let row = &self.off[i * n + i + 1..(i + 1) * n];
            add_scaled(x[i], row, &mut out[i + 1..]);
            out[i] += dot(row, &x[i + 1..]);
        }
    }
}

/// Σ a_i b_i in four running sums, so that the loop vectorises.
pub(super) fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    let (a, b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest: f64 = a.remainder().iter().zip(b.remainder()).map(|(a, b)| a * b).sum();
    for (a, b) in a.zip(b) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

fn add_scaled(factor: f64, x: &[f64], out: &mut [f64]) {
    out.iter_mut().zip(x).for_each(|(out, x)| *out += factor * x);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_solve_the_system() {
        for n in [1, 2, 3, 7, 12, 40] {
            let mut system = System::default();
            system.resize(n);
            for i in 0..n {
                system.hessian.diagonal[i] = 10.0 + i as f64;
                for j in i + 1..n {
                    system.hessian.off[i * n + j] = -2.0 / ((j - i) * (j - i)) as f64;
                }
            }
            let wanted: Vec<f64> = (0..n).map(|k| (k as f64 + 1.0).sin()).collect();
            let (mut b, mut x) = (vec![0.0; n], vec![0.0; n]);
            system.hessian.multiply(&wanted, &mut b);
            system.iterate(&b, &mut x);
            // The residual is below 1e-4 of b in a norm within a factor of the condition number, less than 10.
            assert!(x.iter().zip(&wanted).all(|(x, w)| (x - w).abs() < 3e-3), "{n}: {x:?} {wanted:?}");
            system.hessian.eliminate(&b, &mut x);
            assert!(x.iter().zip(&wanted).all(|(x, w)| (x - w).abs() < 1e-13), "{n}: {x:?} {wanted:?}");
        }
    }
}
