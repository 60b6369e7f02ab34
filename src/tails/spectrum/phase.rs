//! The phases of heavy-tailed self-regularisation (Martin and Mahoney 2021, J. Mach. Learn. Res. 22, 165).
//!
//! The phases are described in words and pictures; the thresholds here are conventions, held together in this file.

use super::bulk::Bulk;
use super::hill;
use crate::linalg;
use serde::Serialize;
use std::fmt;

/// A spectrum without a bulk collapses its rank from this part of values at 0 on.
pub const DEFICIENT: f64 = 0.05;
/// A bulk follows the Marchenko–Pastur law up to this distance of the distributions; sampling alone leaves some log(n)/n.
pub const FITS: f64 = 0.1;
/// Spikes up to this many times the edge are still next to the bulk.
pub const NEAR: f64 = 1.5;
/// More than this part of all values beyond the edge are not separate spikes.
pub const MANY: f64 = 0.1;
/// Largest exponent of a heavy tail: entries whose fourth moment is infinite have α ≤ 3, "moderately heavy" ones go up to 5 (their table 1);
/// above that a finite spectrum with a power-law tail and one with a decaying bulk look alike.
pub const HEAVY: f64 = 5.0;

/// A phase of training.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// A Marchenko–Pastur bulk and nothing else.
    RandomLike,
    /// A bulk that loses values at its upper edge.
    BleedingOut,
    /// A bulk and well separated spikes.
    #[serde(rename = "bulk+spikes")]
    BulkSpikes,
    /// A bulk whose edge dissolves into a tail.
    BulkDecay,
    /// No bulk: a power law.
    HeavyTailed,
    /// Many values are 0.
    RankCollapse,
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

/// The numbers that decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// Exponent of the tail of the density, as [`super::hill::Hill::alpha`].
    pub alpha: f64,
    /// Number of spikes, of [`super::bulk::Bulk`].
    pub spikes: usize,
    /// Distance of the bulk from its law.
    pub distance: f64,
    /// Share of all values beyond the edge.
    pub beyond: f64,
    /// Largest value over the edge.
    pub reach: f64,
    /// Share of all min(m, n) values that are 0 but for rounding.
    pub deficiency: f64,
}

impl Evidence {
    /// From the n values of an m × n matrix, m = `rows` ≥ n, with α from the largest tenth; `None` where one of the numbers is not defined.
    pub fn of(lambda: &[f64], rows: usize) -> Option<Self> {
        let (n, largest) = (lambda.len(), *lambda.last()?);
        let floor = linalg::rank_tolerance(rows, n).powi(2) * largest;
        let zeros = lambda.partition_point(|&l| l <= floor);
        // What is left of rows and columns has the bulk.
        let bulk = Bulk::fit(lambda.get(zeros..)?, rows)?;
        let tail = hill::plot(lambda).into_iter().find(|hill| hill.count == n.div_ceil(10))?;
        Some(Self {
            alpha: tail.alpha,
            spikes: bulk.spikes.len(),
            distance: bulk.distance,
            beyond: bulk.beyond,
            reach: largest / bulk.edges.1,
            deficiency: zeros as f64 / n as f64,
        })
    }
}

/// The phase, and the rule and numbers that decided: the first rule that holds.
pub fn classify(evidence: &Evidence) -> (Phase, String) {
    let Evidence { alpha, spikes, distance, beyond, reach, deficiency } = *evidence;
    let bulk = format!("distance {distance:.3} of the bulk from its law");
    if deficiency >= DEFICIENT {
        let reason = format!("{deficiency:.3} of the values are 0, at least {DEFICIENT}");
        return (Phase::RankCollapse, reason);
    }
    let dissolved = if distance > FITS {
        Some(format!("no bulk: {bulk}, above {FITS}"))
    } else if beyond > MANY {
        Some(format!("{beyond:.3} of the values lie beyond the edge, more than {MANY}"))
    } else {
        None
    };
    if let Some(why) = dissolved {
        return match alpha <= HEAVY {
            true => (Phase::HeavyTailed, format!("{why}; and the tail has alpha {alpha:.2}, at most {HEAVY}")),
            false => (Phase::BulkDecay, format!("{why}; but the tail has alpha {alpha:.2}, above {HEAVY}")),
        };
    }
    let fits = format!("{bulk}, at most {FITS}");
    match spikes {
        0 => (Phase::RandomLike, format!("{fits}; and no spikes")),
        _ if reach <= NEAR => (
            Phase::BleedingOut,
            format!("{fits}; and {spikes} spikes, the largest {reach:.2} times the edge, at most {NEAR}"),
        ),
        _ => (
            Phase::BulkSpikes,
            format!("{fits}; and {spikes} spikes, the largest {reach:.2} times the edge, above {NEAR}"),
        ),
    }
}
