//! `[stationary]`: the density of one particle, and what such a study takes beside it.

use super::diagnostic::kinds;
use super::expression::unbounded;
use super::power::check_density;
use super::{Initial, Model, Scenario};
use serde::{Deserialize, Serialize};
use svsde::rules::{Rules, Table, number};

/// Fewest and most cells of a grid.
const CELLS: (usize, usize) = (16, 1 << 20);

/// Cells of a scan that names no number: all of its points share one grid.
const CELLS_OF_A_SCAN: usize = 2048;

/// Most eigenvalues.
const MOST_MODES: usize = 1000;

/// Most decades of a tail.
const MOST_DECADES: f64 = 1e15;

/// `[stationary]`: how the stationary Fokker–Planck equation is solved.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stationary {
    /// Cells of the grid; default: refined until the tolerance is met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<usize>,
    /// How far down the tail is resolved, as a logarithm to base 10 of the density; the sign does not matter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log10_tail: Option<f64>,
    /// Relative error that is asked for.
    #[serde(default = "tolerance")]
    pub tolerance: f64,
    /// Eigenvalues of the relaxation that are computed.
    #[serde(default = "modes")]
    pub modes: usize,
}

fn tolerance() -> f64 {
    1e-9
}

fn modes() -> usize {
    10
}

impl Default for Stationary {
    fn default() -> Self {
        Self { cells: None, log10_tail: None, tolerance: tolerance(), modes: modes() }
    }
}

impl Table for Stationary {
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

impl Model {
    /// Whether the model is a density, whatever else the scenario says.
    fn is_density(&self) -> bool {
        matches!(self, Self::MeanField(_) | Self::Expression(_))
    }

    /// Where a density lives.
    fn domain(&self) -> (f64, f64) {
        match self {
            Self::Expression(model) => (model.lower, model.upper),
            _ => (0.0, unbounded()),
        }
    }
}

impl Scenario {
    /// Whether this asks for the density of one particle, and not for a simulation.
    pub fn is_stationary(&self) -> bool {
        self.model.is_density() || (self.stationary.is_some() && matches!(self.model, Model::PowerDiffusion(_)))
    }

    /// Fills in the defaults that depend on other keys.
    pub(super) fn fill_in(&mut self) {
        if self.is_tails() {
            self.tails.get_or_insert_default();
            return;
        }
        if !self.is_stationary() {
            self.output.spectra = Some(self.keeps_spectra());
            return;
        }
        let shared = self.scan.is_some();
        let stationary = self.stationary.get_or_insert_default();
        if shared {
            stationary.cells.get_or_insert(CELLS_OF_A_SCAN);
        }
    }

    /// The rules on a stationary study.
    pub(super) fn check_study(&self, rules: &mut Rules) {
        rules.table("model", |rules| match &self.model {
            Model::PowerDiffusion(model) => rules.table("power-diffusion", |rules| check_density(model, rules)),
            model => model.rules(rules),
        });
        if let Some(stationary) = &self.stationary {
            rules.table("stationary", |rules| stationary.rules(rules));
        }
        self.check_simulated(rules);
        self.check_no_tails(rules);
        self.check_relaxation(rules);
    }

    /// Tails are those of files.
    pub(super) fn check_no_tails(&self, rules: &mut Rules) {
        if self.tails.is_some() {
            let message = "[tails] is for [model.files]: run this first, then svsde tails on its result".to_owned();
            rules.violated("tails", message, None);
        }
    }

    /// Nothing is measured or drawn, and nothing steps.
    fn check_simulated(&self, rules: &mut Rules) {
        let mut refused = |name: &str, reason: &str| {
            let message = format!("a stationary study takes no [{name}.*] table: {reason}; leave the table out");
            rules.violated(name, message, None);
        };
        if self.measurement.is_some() {
            refused("measurement", "only a regression does");
        }
        if self.integrator.is_some() {
            refused("integrator", "it solves an equation for the density, in which nothing steps");
        }
        let replicas = self.ensemble.replicas;
        if replicas != 1 {
            let text = "a stationary study has no replicas, as nothing in it is random; leave it out";
            rules.broken("ensemble.replicas", replicas, text);
        }
        if let Some(spectra) = self.output.spectra {
            let text = "a stationary study has no spectra to keep; leave it out";
            rules.broken("output.spectra", spectra, text);
        }
    }

    /// `[initial.*]` and `[time]` ask for a relaxation together.
    fn check_relaxation(&self, rules: &mut Rules) {
        if let Some(initial) = &self.initial {
            rules.table("initial", |rules| initial.check_law(self.model.domain(), rules));
        }
        if let Some(time) = &self.time {
            rules.table("time", |rules| time.rules(rules));
            let numbers = time.count() * self.stationary.as_ref().and_then(|s| s.cells).unwrap_or(1) as f64;
            rules.fits("time.record_every", number(time.record_every), numbers);
        }
        match (&self.initial, &self.time) {
            (Some(initial), None) => {
                let message = format!("initial.{} is given, but not [time]: relaxation needs both", initial.name());
                let help = "add [time], or leave [initial.*] out for the stationary density alone";
                rules.violated(&format!("initial.{}", initial.name()), message, Some(help.to_owned()));
            }
            (None, Some(_)) => {
                let message = "[time] is given, but not [initial.*]: relaxation needs both".to_owned();
                let help = "add [initial.*], or leave [time] out for the stationary density alone";
                rules.violated("time", message, Some(help.to_owned()));
            }
            _ => {}
        }
    }

    /// A simulation has a start and a course, and none of the tables of a stationary study.
    pub(super) fn check_is_simulation(&self, rules: &mut Rules) {
        if self.initial.is_none() {
            let message = "missing table [initial.*]; exactly one is needed".to_owned();
            rules.violated("initial", message, Some(format!("kinds: {}", kinds::<Initial>().join(", "))));
        }
        if self.time.is_none() {
            rules.violated("time", "missing table [time]".to_owned(), None);
        }
        let name = self.model.name();
        let help = "models of a stationary study: mean-field, expression, and power-diffusion with [stationary]";
        if self.stationary.is_some() {
            let message = format!("model.{name} takes no [stationary] table: it is simulated");
            rules.violated("stationary", message, Some(help.to_owned()));
        }
        if self.scan.is_some() {
            let message = format!("model.{name} takes no [scan] table here: only stationary studies are scanned");
            rules.violated("scan", message, Some(help.to_owned()));
        }
    }
}
