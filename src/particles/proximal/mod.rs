//! The convex problem of a proximal step, by Newton's method.
//!
//! F(σ) = ½ Σ w_k(σ_k − y_k)² − A Σ log σ_k − B Σ_{i<j} log(σ_j² − σ_i²) over 0 < σ_1 < … < σ_n. Where A = 0 nothing keeps σ_1 from 0;
//! F is then even in σ_1 and convex on |σ_1| < σ_2, and the solution there is the reflected process before the absolute value.
//!
//! The Hessian is a diagonally dominant matrix whose large off-diagonal entries belong to neighbours: conjugate gradients
//! preconditioned with the tridiagonal part solve its system in a handful of iterations of O(n²) each.

mod system;

use super::order::{is_increasing, nearest};
use crate::process::StepError;
use system::{System, dot};

/// The problem and its buffers.
#[derive(Debug, Clone, Default)]
pub struct ProximalProblem {
    /// Weights w_k > 0.
    pub weight: Vec<f64>,
    /// Targets y_k.
    pub target: Vec<f64>,
    /// Strength A ≥ 0 of the repulsion from 0.
    pub wall: f64,
    /// Strength B ≥ 0 of the repulsion between particles.
    pub repulsion: f64,
    gradient: Vec<f64>,
    system: System,
}

/// Newton steps allowed; four to six are usual.
const MAX_ITERATIONS: u64 = 200;
/// Newton steps after which the objective must not rise along a step, which makes convergence certain.
const PATIENCE: u64 = 40;
/// Part of the distance to its neighbours by which a last Newton step may move a particle: what remains is its square.
const LAST_STEP: f64 = 1e-7;

impl ProximalProblem {
    /// Room for n particles.
    pub fn prepare(&mut self, n: usize) {
        for buffer in [&mut self.weight, &mut self.target, &mut self.gradient] {
            buffer.resize(n, 0.0);
        }
        self.system.resize(n);
    }

    /// Replaces `sigma`, ascending and ≥ 0, by the minimiser; returns the number of Newton steps. Where A = 0, the first
    /// entry may come out negative.
    ///
    /// # Errors
    /// [`StepError::NotFinite`] for targets or weights that are not numbers, [`StepError::NotSolved`] when Newton's method
    /// does not converge.
    pub fn minimise(&mut self, sigma: &mut [f64]) -> Result<u64, StepError> {
        if !self.target.iter().chain(&self.weight).all(|x| x.is_finite()) {
            return Err(StepError::NotFinite);
        }
        self.spread(sigma);
        let mut step = vec![0.0; sigma.len()];
        let mut trial = vec![0.0; sigma.len()];
        self.derivatives(sigma);
        for iteration in 1..=MAX_ITERATIONS {
            self.system.solve(&self.gradient, &mut step);
            let slope = -dot(&self.gradient, &step);
            let mut length = self.longest(sigma, &step);
            let last = length >= 1.0 && self.is_small(sigma, &step);
            let bound = if iteration < PATIENCE { 0.5 } else { 0.0 };
            for _ in 0..60 {
                for (trial, (sigma, step)) in trial.iter_mut().zip(sigma.iter().zip(&step)) {
                    *trial = sigma - length * step;
                }
                if self.is_inside(&trial) {
                    if last {
                        sigma.copy_from_slice(&trial);
                        return Ok(iteration);
                    }
                    self.derivatives(&trial);
                    // The derivative along the step, −g·step, rises from `slope` < 0; past 0 the step was too long.
                    if -dot(&self.gradient, &step) <= -bound * slope {
                        break;
                    }
                }
                length *= 0.5;
            }
            if !self.is_inside(&trial) {
                return Err(StepError::NotSolved { iterations: iteration as usize });
            }
            sigma.copy_from_slice(&trial);
        }
        Err(StepError::NotSolved { iterations: MAX_ITERATIONS as usize })
    }

    /// Moves coincident particles apart, so that F is finite: any such point will do.
    fn spread(&self, sigma: &mut [f64]) {
        let heaviest = self.weight.iter().copied().fold(0.0, f64::max);
        let apart = 1e-3 * ((self.wall + self.repulsion) / heaviest).sqrt();
        let mut least = if self.wall > 0.0 { apart } else { 0.0 };
        for sigma in sigma {
            // A gap of a few ε of σ counts as none.
            *sigma = sigma.max(least);
            least = *sigma + apart.max(1e-14 * *sigma);
        }
    }

    fn is_inside(&self, sigma: &[f64]) -> bool {
        let low = match (sigma, self.wall > 0.0) {
            ([first, ..], true) => *first > 0.0,
            ([first, second, ..], false) if self.repulsion > 0.0 => -first < *second,
            _ => true,
        };
        low && (self.repulsion == 0.0 || is_increasing(sigma))
    }

    /// The longest step along −`step` up to 1 that keeps 99 % away from the boundary.
    fn longest(&self, sigma: &[f64], step: &[f64]) -> f64 {
        let mut length = 1.0_f64;
        let mut limit = |distance: f64, approach: f64| {
            if approach > 0.0 {
                length = length.min(0.99 * distance / approach);
            }
        };
        if self.repulsion > 0.0 {
            for (sigma, step) in sigma.windows(2).zip(step.windows(2)) {
                limit(sigma[1] - sigma[0], step[1] - step[0]);
            }
            if let (true, [first, second, ..], [a, b, ..]) = (self.wall == 0.0, sigma, step) {
                limit(first + second, a + b);
            }
        }
        if let (true, [first, ..], [a, ..]) = (self.wall > 0.0, sigma, step) {
            limit(*first, *a);
        }
        length
    }

    fn is_small(&self, sigma: &[f64], step: &[f64]) -> bool {
        (0..sigma.len()).all(|k| {
            let wall = if k == 0 && self.wall > 0.0 { sigma[0] } else { f64::INFINITY };
            let room = nearest(sigma, k).min(wall);
            let room =
                if room.is_finite() && self.repulsion + self.wall > 0.0 { room } else { sigma[k].abs().max(1e-300) };
            step[k].abs() <= LAST_STEP * room + 8.0 * f64::EPSILON * sigma[k].abs()
        })
    }

    /// Gradient and Hessian at σ. With r = 1/(σ_j² − σ_i²) a pair adds ±2Bσr to the gradient, 2Br²(σ_i² + σ_j²) to both
    /// diagonal entries and −4Br²σ_iσ_j between them.
    fn derivatives(&mut self, sigma: &[f64]) {
        let n = sigma.len();
        let Self { weight, target, wall, repulsion, gradient, system } = self;
        let hessian = &mut system.hessian;
        for k in 0..n {
            gradient[k] = weight[k] * (sigma[k] - target[k]);
            hessian.diagonal[k] = weight[k];
            if *wall > 0.0 {
                gradient[k] -= *wall / sigma[k];
                hessian.diagonal[k] += *wall / (sigma[k] * sigma[k]);
            }
        }
        if *repulsion == 0.0 {
            hessian.off.fill(0.0);
            return;
        }
        for i in 0..n {
            let row = &mut hessian.off[i * n..(i + 1) * n];
            let a = sigma[i];
            let (mut slope, mut bend) = (0.0, 0.0);
            for j in i + 1..n {
                let b = sigma[j];
                let r = 1.0 / ((b - a) * (b + a));
                let (pull, square) = (2.0 * *repulsion * r, 2.0 * *repulsion * r * r);
                let both = square * (a * a + b * b);
                slope += pull;
                bend += both;
                gradient[j] -= pull * b;
                hessian.diagonal[j] += both;
                row[j] = -2.0 * square * a * b;
            }
            gradient[i] += slope * a;
            hessian.diagonal[i] += bend;
        }
    }
}
