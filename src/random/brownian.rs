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
