//! The adaptive method at its floor of 20 halvings.

use std::sync::Arc;
use svsde::AdaptiveEuler;
use svsde::particles::integrators::{Stepper, Workspace};
use svsde::particles::models::{Constants, GapDiffusion, MuonGap, Sde, Sgd};
use svsde::random::{Brownian, Stream};

/// Two particles 1e-12 apart at the floor: an explicit step would move them by c₂ηDλ·h/gap ~ 600.
#[test]
fn a_floor_step_from_a_tiny_gap_is_short() {
    let (rows, cols) = (6, 3);
    let exact = Sgd { rows, cols, learning_rate: 1.0, diffusion: 0.05, curvature: 0.2, ..Sgd::default() };
    let published = Sgd { constants: Constants::Published, ..exact.clone() };
    let constants = Constants::Published;
    let gap = |diffusion| MuonGap { rows, cols, learning_rate: 0.1, gradient_noise: 0.5, diffusion, constants };
    let (matched, constant) = (gap(GapDiffusion::Matched), gap(GapDiffusion::Constant(0.05)));
    let models: [Arc<dyn Sde>; 4] = [Arc::new(published), Arc::new(exact), Arc::new(matched), Arc::new(constant)];
    for (index, model) in models.into_iter().enumerate() {
        let mut path = Brownian::new(1, 0, 3);
        let mut increment = path.next(0.1, &mut Stream::new(1, 0, "process"));
        let method = AdaptiveEuler { dt: 0.1, tolerance: 1e-2, refine: false };
        while increment.depth() < 20 {
            increment = path.halves(&increment)[1].clone();
        }
        let from = [0.5, 1.0, 1.0 + 1e-12];
        let mut x = from;
        method.step(&mut x, &increment, &mut Workspace::new(model, path)).unwrap();
        assert!(x[0] < x[1] && x[1] <= x[2], "{index}: {x:?}");
        // Noise √(8ηDλh) ~ 2e-4 and repulsion of the same size; ⁴√(η²ν²·h) ~ 4e-3 with gap noise.
        assert!(x.iter().zip(from).all(|(x, from)| (x - from).abs() < 2e-2), "{index}: {x:?}");
    }
}
