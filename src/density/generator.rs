//! The Fokker–Planck operator on cells.
//!
//! # Scheme
//! With p = φ p_s, p_s the stationary density and u_s = g²p_s, the flux is J = −½ u_s ∂φ/∂x. Constant J between the centres of two cells gives
//! the flux of Scharfetter and Gummel, φ_i − φ_{i+1} = J ∫2 dx/u_s, with that integral from the quadrature of the stationary solution. With
//! the masses M_i = p_s dx/dy Δy at the centres the rates C/M of a birth–death chain follow: positive, conservative, in detailed balance, of
//! second order in the width of the cells, and upwind rates where p_s falls by much within a cell (there the true mass of a cell,
//! gathered at one face, would leave it much too slowly).

use super::Stationary;
use super::panels::log_sum;

/// Rates between neighbouring cells.
#[derive(Debug, Clone, PartialEq)]
pub struct Generator {
    /// log of the stationary mass of each cell, with what lies beyond the grid in the first and the last.
    pub log_mass: Vec<f64>,
    /// Rate from each cell to the next; 0 from the last.
    pub up: Vec<f64>,
    /// Rate from each cell to the one before; 0 from the first.
    pub down: Vec<f64>,
}

/// Rates are cut here and at the smallest number: nothing is as fast, or as slow.
const FASTEST: f64 = 1e290;

impl Generator {
    /// On cells that are each `merged` cells of `stationary`, a power of 2 that divides their number.
    pub fn new(stationary: &Stationary, merged: usize) -> Self {
        let panels = &stationary.panels;
        let scales = panels.log_sums(|point| point.log_scale);
        let cells = stationary.cells() / merged;
        let mass = |cell: usize| {
            let (face, centre) = (2 * merged * cell, 2 * merged * cell + merged);
            let width = panels.coordinates[face + 2 * merged] - panels.coordinates[face];
            panels.log_mass[centre] + width.ln()
        };
        let mut log_mass: Vec<f64> = (0..cells).map(mass).collect();
        let beyond = [(0, stationary.below.first()), (cells - 1, stationary.above.last())];
        for (cell, mass) in beyond {
            log_mass[cell] = log_sum([log_mass[cell], mass.map_or(f64::NEG_INFINITY, |mass| mass.ln())].into_iter());
        }
        let between = scales[merged..].chunks_exact(2 * merged).take(cells - 1);
        // ½/∫dx/u_s.
        let log_rate: Vec<f64> = between.map(|s| -std::f64::consts::LN_2 - log_sum(s.iter().copied())).collect();
        let rate = |log_rate: f64, log_mass: f64| (log_rate - log_mass).exp().clamp(f64::MIN_POSITIVE, FASTEST);
        let mut up: Vec<f64> = log_rate.iter().zip(&log_mass).map(|(&c, &m)| rate(c, m)).collect();
        let mut down = vec![0.0];
        down.extend(log_rate.iter().zip(&log_mass[1..]).map(|(&c, &m)| rate(c, m)));
        up.push(0.0);
        Self { log_mass, up, down }
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.up.len()
    }

    /// What implicit Euler steps of length `h` need, for any number of them.
    ///
    /// Elimination without subtractions (Grassmann, Taksar and Heyman 1985): every mass keeps its relative accuracy and none is negative.
    pub fn implicit(&self, h: f64) -> ImplicitStep {
        // What a unit of mass in cell i keeps or loses other than upwards, cells below i eliminated.
        let (mut kept, mut below) = (1.0, 0.0);
        let rates = self.up.iter().zip(&self.down).enumerate().map(|(i, (&up, &down))| {
            let (up, down) = (h * up, h * down);
            if i > 0 {
                kept = 1.0 + down * (kept / (kept + below));
            }
            below = up;
            let inverse = 1.0 / (kept + up);
            [up * inverse, down, inverse]
        });
        ImplicitStep { rates: rates.collect() }
    }
}

/// An implicit Euler step of one length.
#[derive(Debug, Clone)]
pub struct ImplicitStep {
    /// Of each cell: the share that is carried up, h times the rate down, the inverse of the pivot.
    rates: Vec<[f64; 3]>,
}

impl ImplicitStep {
    /// Masses m with m − h·dm/dt = `masses`, one per cell, written over them.
    pub fn apply(&self, masses: &mut [f64]) {
        let mut carried = 0.0;
        for (mass, [share, ..]) in masses.iter_mut().zip(&self.rates) {
            *mass += carried;
            carried = *mass * share;
        }
        let mut above = 0.0;
        for (mass, [_, down, inverse]) in masses.iter_mut().zip(&self.rates).rev() {
            *mass = (*mass + above) * inverse;
            above = down * *mass;
        }
    }
}
