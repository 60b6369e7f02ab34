//! Constants of the log-gas, which [`super::Sgd`] and [`super::MuonGap`] share.

use serde::{Deserialize, Serialize};

/// Constants of the log-gas.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Constants {
    /// From Itô's formula: c₁ = 2(m − n + 1), c₂ = 4.
    #[default]
    Exact,
    /// As printed: c₁ = m − n + 3, c₂ = 2.
    Published,
}

impl Constants {
    /// The constant c₁ for an m × n matrix.
    pub fn drift(self, (m, n): (usize, usize)) -> f64 {
        match self {
            Self::Exact => 2.0 * (m as f64 - n as f64 + 1.0),
            Self::Published => m as f64 - n as f64 + 3.0,
        }
    }

    /// The constant c₂.
    pub fn repulsion(self) -> f64 {
        match self {
            Self::Exact => 4.0,
            Self::Published => 2.0,
        }
    }
}
