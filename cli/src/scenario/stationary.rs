//! `[stationary]`: how the density of one particle is solved for.

use serde::{Deserialize, Serialize};
use svsde::rules::{Rules, Table, number};

/// Fewest and most cells of a grid.
const CELLS: (usize, usize) = (16, 1 << 20);

/// Most eigenvalues.
const MOST_MODES: usize = 1000;

/// Most decades of a tail.
const MOST_DECADES: f64 = 1e15;

/// `[stationary]`: how the stationary Fokker–Planck equation is solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct StationarySettings {
    /// Cells of the grid; default: refined until the tolerance is met.
    pub cells: Option<usize>,
    /// How far down the tail is resolved, as a logarithm to base 10 of the density; the sign does not matter.
    pub log10_tail: Option<f64>,
    /// Relative error that is asked for.
    pub tolerance: f64,
    /// Eigenvalues of the relaxation that are computed.
    pub modes: usize,
}

impl Default for StationarySettings {
    fn default() -> Self {
        Self { cells: None, log10_tail: None, tolerance: 1e-9, modes: 10 }
    }
}

impl Table for StationarySettings {
    fn rules(&self, rules: &mut Rules) {
        if let Some(cells) = self.cells {
            let (fewest, most) = CELLS;
            if !(fewest..=most).contains(&cells) {
                rules.broken("cells", cells, format!("it must be from {fewest} to {most}"));
            }
            if self.modes >= cells {
                let text = format!("it must be below stationary.cells = {cells}");
                rules.broken("modes", self.modes, text);
            }
        }
        if let Some(decades) = self.log10_tail
            && rules.finite("log10_tail", decades)
            && !(1.0..=MOST_DECADES).contains(&decades.abs())
        {
            let text = format!("its size must be from 1 to {}", number(MOST_DECADES));
            rules.broken("log10_tail", number(decades), text);
        }
        rules.within("tolerance", self.tolerance, 1e-12, 1e-2);
        if self.modes > MOST_MODES {
            rules.broken("modes", self.modes, format!("it must be at most {MOST_MODES}"));
        }
    }
}
