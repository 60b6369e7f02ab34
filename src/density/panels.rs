//! Integration of the zero-flux equation over panels in the coordinate y.
//!
//! On each panel d log u/dy = force and d(mass)/dy = p dx/dy are integrated by a Gauss–Legendre collocation method (Butcher 1964;
//! Hairer, Nørsett and Wanner, *Solving Ordinary Differential Equations I*, II.7), of order 2k with k stages, in logarithms throughout.
//! One stage is the midpoint rule: log u(b) − log u(a) = (b − a)·force((a + b)/2) is the Péclet number of Chang and Cooper's scheme.

use super::equation::Local;
use super::{DensityError, FokkerPlanck};

/// A collocation method on [0, 1].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Places of the stages.
    nodes: &'static [f64],
    /// Weights of the stages.
    weights: &'static [f64],
    /// Their logarithms.
    log_weights: &'static [f64],
    /// Weights of the integral from 0 to each stage.
    partial: &'static [&'static [f64]],
}

/// One stage, order 2.
pub const MIDPOINT: Rule = Rule { nodes: &[0.5], weights: &[1.0], log_weights: &[0.0], partial: &[&[0.5]] };

const ROOT: f64 = 3.872_983_346_207_417;

/// Three stages, order 6.
pub const GAUSS: Rule = Rule {
    nodes: &[0.5 - ROOT / 10.0, 0.5, 0.5 + ROOT / 10.0],
    weights: &[5.0 / 18.0, 4.0 / 9.0, 5.0 / 18.0],
    log_weights: &[-1.280_933_845_462_064_3, -0.810_930_216_216_328_8, -1.280_933_845_462_064_3],
    partial: &[
        &[5.0 / 36.0, 2.0 / 9.0 - ROOT / 15.0, 5.0 / 36.0 - ROOT / 30.0],
        &[5.0 / 36.0 + ROOT / 24.0, 2.0 / 9.0, 5.0 / 36.0 - ROOT / 24.0],
        &[5.0 / 36.0 + ROOT / 30.0, 2.0 / 9.0 + ROOT / 15.0, 5.0 / 36.0],
    ],
};

/// log u(b) − log u(a).
///
/// # Errors
/// As [`FokkerPlanck::local`].
pub fn integrate(equation: &FokkerPlanck, rule: &Rule, a: f64, b: f64) -> Result<f64, DensityError> {
    let mut sum = 0.0;
    for (node, weight) in rule.nodes.iter().zip(rule.weights) {
        sum += weight * equation.local(a + node * (b - a))?.force;
    }
    Ok((b - a) * sum)
}

/// The solution at the ends of the panels, and its measures between them, none of them normalised.
#[derive(Debug, Clone, PartialEq)]
pub struct Panels {
    /// Coordinates of the ends.
    pub coordinates: Vec<f64>,
    /// x there.
    pub x: Vec<f64>,
    /// log p there.
    pub log_density: Vec<f64>,
    /// log(p dx/dy) there.
    pub log_mass: Vec<f64>,
    /// The stages, `stages` of them per panel.
    pub points: Vec<Point>,
    /// Stages per panel.
    pub stages: usize,
}

/// A stage: a point of a quadrature rule.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// The place x.
    pub x: f64,
    /// log of its share of ∫p dx.
    pub log_mass: f64,
    /// log of its share of ∫dx/(g²p), the scale measure.
    pub log_scale: f64,
}

impl Panels {
    /// Solves between the ascending `coordinates`, from the one nearest to `mode` outward, so that log u is relative to there.
    ///
    /// # Errors
    /// As [`FokkerPlanck::local`].
    pub fn solve(equation: &FokkerPlanck, rule: &Rule, coordinates: Vec<f64>, mode: f64) -> Result<Self, DensityError> {
        let stages = rule.nodes.len();
        let count = coordinates.len().saturating_sub(1);
        let ends = coordinates.iter().map(|&y| equation.local(y)).collect::<Result<Vec<Local>, _>>()?;
        let mut points = Vec::with_capacity(count * stages);
        let mut changes = Vec::with_capacity(count);
        let mut force = [0.0; 3];
        for pair in coordinates.windows(2) {
            let (low, width) = (pair[0], pair[1] - pair[0]);
            let log_width = width.ln();
            let first = points.len();
            for ((&node, &log_weight), force) in rule.nodes.iter().zip(rule.log_weights).zip(&mut force) {
                let here = equation.local(low + node * width)?;
                *force = here.force;
                let share = log_weight + log_width + here.log_jacobian;
                points.push(Point { x: here.x, log_mass: share - 2.0 * here.log_diffusion, log_scale: share });
            }
            let sum = |weights: &[f64]| width * weights.iter().zip(&force).map(|(w, f)| w * f).sum::<f64>();
            for (point, partial) in points[first..].iter_mut().zip(rule.partial) {
                let log_u = sum(partial);
                point.log_mass += log_u;
                point.log_scale -= log_u;
            }
            changes.push(sum(rule.weights));
        }
        let log_u = outward(&changes, coordinates.partition_point(|&y| y < mode).min(count));
        for (points, log_u) in points.chunks_mut(stages).zip(&log_u) {
            for point in points {
                point.log_mass += log_u;
                point.log_scale -= log_u;
            }
        }
        let at = |f: fn(&Local, f64) -> f64| ends.iter().zip(&log_u).map(|(end, &log_u)| f(end, log_u)).collect();
        Ok(Self {
            x: ends.iter().map(|end| end.x).collect(),
            log_density: at(Local::log_density),
            log_mass: at(Local::log_mass),
            coordinates,
            points,
            stages,
        })
    }

    /// Number of panels.
    pub fn count(&self) -> usize {
        self.coordinates.len().saturating_sub(1)
    }

    /// log of the sum of a measure over each panel.
    pub fn log_sums(&self, measure: impl Fn(&Point) -> f64) -> Vec<f64> {
        if self.stages == 1 {
            return self.points.iter().map(measure).collect();
        }
        let sum = |points: &[Point]| log_sum(points.iter().map(&measure));
        self.points.chunks(self.stages).map(sum).collect()
    }
}

/// Sums of `changes` from `start` to both sides.
pub fn outward(changes: &[f64], start: usize) -> Vec<f64> {
    let mut sums = vec![0.0; changes.len() + 1];
    for k in start..changes.len() {
        sums[k + 1] = sums[k] + changes[k];
    }
    for k in (0..start).rev() {
        sums[k] = sums[k + 1] - changes[k];
    }
    sums
}

/// log Σ e^v.
pub fn log_sum(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    if largest.is_finite() { largest + values.map(|v| (v - largest).exp()).sum::<f64>().ln() } else { largest }
}

/// The largest of numbers that are at least 0; NaN if one is.
pub fn largest(values: impl Iterator<Item = f64>) -> f64 {
    values.fold(0.0, |largest, value| if largest.is_nan() || value <= largest { largest } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::density::Domain;

    /// OU: p = e^{−x²}/√π, whose mass right of 0 is 1/2; panels in y = asinh x.
    #[test]
    fn order_of_the_rules() {
        let equation =
            FokkerPlanck::new(|x| -x, |_| 1.0, Domain::new(f64::NEG_INFINITY, f64::INFINITY).unwrap_or_default());
        let error = |rule: &Rule, count: usize| {
            let ys = (0..=count).map(|k| 3.0 * k as f64 / count as f64).collect();
            let panels = Panels::solve(&equation, rule, ys, 0.0).unwrap_or_else(|error| panic!("{error}"));
            let mass = log_sum(panels.points.iter().map(|point| point.log_mass)).exp();
            let end = *panels.x.last().unwrap_or(&0.0);
            let log_u = panels.log_density.last().unwrap_or(&0.0) + end * end;
            (log_u.abs(), (mass - 0.5 * std::f64::consts::PI.sqrt()).abs())
        };
        for (rule, order) in [(&MIDPOINT, 2.0), (&GAUSS, 6.0)] {
            let (coarse, fine) = (error(rule, 20), error(rule, 40));
            for (coarse, fine) in [(coarse.0, fine.0), (coarse.1, fine.1)] {
                // The next term of the error expansion is h² of the first, here up to a few per cent, seen as 0.3 in the order.
                let measured = (coarse / fine).log2();
                assert!((measured - order).abs() < 0.3, "order {measured}, not {order}: {coarse:e} {fine:e}");
            }
        }
    }
}
