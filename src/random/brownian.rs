//! Brownian paths that can be halved: the same path for every step size.
//!
//! The increment over a step is drawn in the order of the steps. Its halves follow by the Brownian bridge,
//! ΔW₁ = ΔW/2 + (√dt/2) z, ΔW₂ = ΔW − ΔW₁, with z drawn from a place in the random stream that depends on the step and on
//! the half alone: whoever halves an increment, and whenever, gets the same numbers. A rejected step is halved, never
//! drawn anew, so that refinement does not change the law of the path.

use super::Stream;

/// How many times an increment can be halved.
const DEPTH: u32 = 24;

/// The increment of an n-dimensional Brownian motion over one interval.
#[derive(Debug, Clone, PartialEq)]
pub struct Increment {
    /// Length of the interval.
    pub dt: f64,
    /// W(t + dt) − W(t), one number per dimension.
    pub dw: Vec<f64>,
    step: u64,
    /// 1 for the whole step; the halves of node k are 2k and 2k + 1.
    node: u64,
}

impl Increment {
    /// How many times the step was halved to get here.
    pub fn depth(&self) -> u32 {
        self.node.ilog2()
    }
}

/// The Brownian motion of one replica.
#[derive(Debug, Clone)]
pub struct Brownian {
    bridge: Stream,
    origin: u128,
    dimension: usize,
    steps: u64,
}

impl Brownian {
    /// The path of replica `replica` of a run with seed `seed`; its halves are drawn from a stream of their own.
    pub fn new(seed: u64, replica: u64, dimension: usize) -> Self {
        let bridge = Stream::new(seed, replica, "brownian-bridge");
        Self { origin: bridge.position(), bridge, dimension, steps: 0 }
    }

    /// The increment over the next step, of length `dt` > 0, drawn from `noise`.
    pub fn next(&mut self, dt: f64, noise: &mut Stream) -> Increment {
        let scale = dt.sqrt();
        let dw = (0..self.dimension).map(|_| scale * noise.gaussian()).collect();
        let increment = Increment { dt, dw, step: self.steps, node: 1 };
        self.steps += 1;
        increment
    }

    /// The two halves of an increment, in the order of time.
    pub fn halves(&mut self, whole: &Increment) -> [Increment; 2] {
        // A normal number takes two words, rarely more; a node that overruns its place shares words with the next one.
        let stride = 4 * self.dimension as u128 + 16;
        let place = (u128::from(whole.step) << (DEPTH + 1)) | u128::from(whole.node);
        self.bridge.seek(self.origin + place * stride);
        let scale = 0.5 * whole.dt.sqrt();
        let first: Vec<f64> = whole.dw.iter().map(|dw| 0.5 * dw + scale * self.bridge.gaussian()).collect();
        let second = whole.dw.iter().zip(&first).map(|(dw, first)| dw - first).collect();
        let half = |dw, node| Increment { dt: 0.5 * whole.dt, dw, step: whole.step, node };
        [half(first, 2 * whole.node), half(second, 2 * whole.node + 1)]
    }

    /// Number of steps drawn: with the stream's position, all there is to save.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// Continues after `steps` steps.
    pub fn resume(&mut self, steps: u64) {
        self.steps = steps;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_add_up_and_do_not_depend_on_the_order_of_asking() {
        let mut noise = Stream::new(1, 2, "process");
        let mut path = Brownian::new(1, 2, 3);
        let (one, two) = (path.next(0.5, &mut noise), path.next(0.5, &mut noise));
        let [a, b] = path.halves(&one);
        assert!(one.dw.iter().zip(a.dw.iter().zip(&b.dw)).all(|(w, (a, b))| (a + b - w).abs() < 1e-15));
        path.halves(&two);
        let late = path.halves(&b);
        assert_eq!(path.halves(&one), [a, b.clone()]);
        assert_eq!(path.halves(&b), late);
        assert_eq!((late[1].depth(), late[1].dt), (2, 0.125));
    }

    /// Eight eighths of each of 4000 steps are independent N(0, dt/8): the mean of z² and of z z' over N products of
    /// independent standard normals have standard deviations √(2/N) and 1/√N.
    #[test]
    fn increments_of_all_depths_are_independent_gaussians() {
        let mut noise = Stream::new(3, 0, "process");
        let mut path = Brownian::new(3, 0, 2);
        let mut eighths = Vec::new();
        for _ in 0..4000 {
            let whole = path.next(0.7, &mut noise);
            for half in path.halves(&whole) {
                for quarter in path.halves(&half) {
                    for eighth in path.halves(&quarter) {
                        eighths.extend(eighth.dw.iter().map(|w| w / (0.7_f64 / 8.0).sqrt()));
                    }
                }
            }
        }
        let n = eighths.len() as f64;
        let mean = |f: &dyn Fn(usize) -> f64| (0..eighths.len() - 16).map(f).sum::<f64>() / (n - 16.0);
        assert!((mean(&|i| eighths[i].powi(2)) - 1.0).abs() < 4.0 * (2.0 / n).sqrt());
        for lag in 1..=16 {
            let correlation = mean(&|i| eighths[i] * eighths[i + lag]);
            assert!(correlation.abs() < 4.0 / n.sqrt(), "lag {lag}: {correlation}");
        }
    }
}
