//! Exponential averages of gradients.

use ndarray::Array2;

/// M ← ρM + (1 − ρ)G, and the gradient to step along.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Averaging {
    /// ρ; 0 for no average.
    pub momentum: f64,
    /// Step along (1 − ρ)G + ρM instead of M.
    pub nesterov: bool,
}

impl Averaging {
    /// Updates the average M and replaces the gradient G by what is stepped along.
    pub fn apply(self, average: &mut Array2<f64>, gradient: &mut Array2<f64>) {
        let Self { momentum, nesterov } = self;
        if momentum > 0.0 {
            let lerp = |m: f64, g: f64| momentum * m + (1.0 - momentum) * g;
            average.zip_mut_with(gradient, |m, &g| *m = lerp(*m, g));
            match nesterov {
                true => gradient.zip_mut_with(average, |g, &m| *g = lerp(m, *g)),
                false => gradient.assign(average),
            }
        }
    }
}
