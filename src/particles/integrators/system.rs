//! The linear system of a Newton step: conjugate gradients, preconditioned with the tridiagonal part.

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
    pivot: Vec<f64>,
    factor: Vec<f64>,
    residual: Vec<f64>,
    preconditioned: Vec<f64>,
    direction: Vec<f64>,
    image: Vec<f64>,
}

/// Relative residual at which the iteration stops: Newton's method forgives the rest.
const RESIDUAL: f64 = 1e-10;

impl System {
    pub(super) fn resize(&mut self, n: usize) {
        self.hessian.diagonal.resize(n, 0.0);
        self.hessian.off.resize(n * n, 0.0);
        let Self { pivot, factor, residual, preconditioned, direction, image, .. } = self;
        for buffer in [pivot, factor, residual, preconditioned, direction, image] {
            buffer.resize(n, 0.0);
        }
    }

    /// Solves H x = b.
    pub(super) fn solve(&mut self, b: &[f64], x: &mut [f64]) {
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
        let n = self.pivot.len();
        for k in 0..n {
            self.pivot[k] = self.hessian.diagonal[k];
            if k > 0 {
                let above = self.hessian.off[(k - 1) * n + k];
                self.factor[k] = above / self.pivot[k - 1];
                self.pivot[k] -= self.factor[k] * above;
            }
        }
    }

    /// Writes (tridiagonal part)⁻¹ residual to `preconditioned`.
    fn precondition(&mut self) {
        let (n, z) = (self.pivot.len(), &mut self.preconditioned);
        z.copy_from_slice(&self.residual);
        for k in 1..n {
            z[k] -= self.factor[k] * z[k - 1];
        }
        for k in (0..n).rev() {
            z[k] /= self.pivot[k];
            if k + 1 < n {
                z[k] -= self.factor[k + 1] * z[k + 1];
            }
        }
    }
}

impl Hessian {
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
    fn the_system_is_solved() {
        for n in [1, 2, 3, 7, 12] {
            let mut system = System::default();
            system.resize(n);
            for i in 0..n {
                system.hessian.diagonal[i] = 10.0 + i as f64;
                for j in i + 1..n {
                    system.hessian.off[i * n + j] = -5.0 / ((j - i) * (j - i)) as f64;
                }
            }
            let wanted: Vec<f64> = (0..n).map(|k| (k as f64 + 1.0).sin()).collect();
            let (mut b, mut x) = (vec![0.0; n], vec![0.0; n]);
            system.hessian.multiply(&wanted, &mut b);
            system.solve(&b, &mut x);
            // The residual is below 1e-10 of b in a norm within a factor of the condition number, about 30.
            assert!(x.iter().zip(&wanted).all(|(x, w)| (x - w).abs() < 1e-8), "{n}: {x:?} {wanted:?}");
        }
    }
}
