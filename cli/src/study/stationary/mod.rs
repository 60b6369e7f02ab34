//! A stationary study: the density of one particle, how it is reached, and scans over parameters.

pub mod job;
pub mod scan;

use super::{Cost, Job, ModelRow, Study};
use crate::error::Result;
use crate::scenario::{ExpressionModel, Initial, Scan, StationarySettings, Tables, Time, scan_points};
use crate::store::ResultFile;
use crate::summary::{self, Summary};
use serde::{Deserialize, Serialize};
use svsde::density::{self, MeanField};
use svsde::particles::models::{ParticleModel, PowerDiffusion};
use svsde::rules::{Rules, Table, number};

/// Cells of a scan that names no number: all of its points share one grid.
const CELLS_OF_A_SCAN: usize = 2048;

/// Cells where none are given, doublings and comparisons included.
const CELLS: f64 = 10_000.0;
/// Seconds per cell of a solution with its error, tail and fits, per mode, and per recorded time of a relaxation.
const PER_CELL: f64 = 3e-6;
const PER_MODE: f64 = 5e-3;
const PER_RECORD: f64 = 0.3;

/// The model of particles that is a density as well, with a table `[stationary]`.
const POWER: &str = "power-diffusion";

/// A stationary study.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationaryStudy {
    /// The equation of one particle.
    pub model: DensityModel,
    /// How it is solved.
    #[serde(default)]
    pub stationary: StationarySettings,
    /// Values of the model's keys, for a study of every combination.
    pub scan: Option<Scan>,
    /// What the density relaxes from.
    pub initial: Option<Initial>,
    /// When the relaxation is recorded.
    pub time: Option<Time>,
}

/// The equation of one particle; exactly one `[model.*]` table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DensityModel {
    /// A power diffusion.
    PowerDiffusion(PowerDiffusion),
    /// One squared singular value under SGD or Muon, the others averaged out.
    MeanField(MeanField),
    /// Drift and noise as formulas.
    Expression(ExpressionModel),
}

impl DensityModel {
    /// Name and summary of the models that are densities whatever else a scenario says.
    pub const KINDS: [(&str, &str); 2] = [
        ("mean-field", "density of one squared singular value under SGD or Muon, the others averaged out"),
        ("expression", "density of dx = drift dt + diffusion dB for two formulas in x"),
    ];

    /// Where a density lives.
    fn domain(&self) -> (f64, f64) {
        match self {
            Self::Expression(model) => (model.lower, model.upper),
            _ => (0.0, f64::INFINITY),
        }
    }

    fn rules(&self, rules: &mut Rules) {
        match self {
            // Whether there is a density is for the solver to say.
            Self::PowerDiffusion(model) => {
                rules.table("power-diffusion", |rules| density::PowerDiffusion::from(model).rules(rules));
            }
            Self::MeanField(model) => rules.table("mean-field", |rules| model.rules(rules)),
            Self::Expression(model) => rules.table("expression", |rules| model.rules(rules)),
        }
    }
}

impl StationaryStudy {
    pub(super) const SECTIONS: &[&str] = &["model", "stationary", "scan", "initial", "time"];
    pub(super) const REQUIRED: usize = 1;

    pub(super) fn models() -> Vec<ModelRow> {
        let particle = ParticleModel::KINDS.iter().filter(|kind| kind.0 == POWER);
        DensityModel::KINDS.iter().chain(particle).map(|&(name, summary)| (name, summary, "-".to_owned())).collect()
    }

    pub(super) fn claims(tables: &Tables) -> bool {
        let name = tables.kind("model");
        let density = DensityModel::KINDS.iter().any(|kind| Some(kind.0) == name);
        density || (name == Some(POWER) && tables.has("stationary"))
    }

    /// The study of every combination of a scan, the last key of which varies fastest; without a scan this one alone.
    ///
    /// # Errors
    /// The first combination that breaks a rule; a scenario that was read has none.
    pub fn points(&self) -> Result<Vec<Self>> {
        if self.scan.is_none() {
            return Ok(vec![self.clone()]);
        }
        let text = toml::to_string(self).map_err(|error| svsde::Error::Unfit(error.to_string()))?;
        let tables = Tables::read(&text, "scan", &[], &[])?;
        let points = scan_points(&tables, |tables| {
            let mut point: Self = tables.typed()?;
            point.stationary.cells.get_or_insert(CELLS_OF_A_SCAN);
            let mut rules = Rules::default();
            point.rules(&mut rules);
            tables.keep(rules.violations()).map(|()| point)
        })?;
        Ok(points)
    }

    fn cost(&self) -> Cost {
        let settings = &self.stationary;
        let points = self.scan.as_ref().map_or(1.0, |scan| scan.points() as f64);
        let (cells, modes) = (settings.cells.map_or(CELLS, |cells| cells as f64), settings.modes as f64);
        let records = self.time.as_ref().map_or(0.0, |time| time.records().len() as f64);
        let arrays = if self.scan.is_some() { 3.0 } else { 8.0 + modes };
        Cost {
            seconds: points * (PER_CELL * cells + PER_MODE * modes) + PER_RECORD * records,
            memory: 8.0 * points * cells * (50.0 + modes) + 8.0 * records * 16384.0,
            file: 8.0 * (points.min(64.0) * cells * arrays + records * 16384.0 + points * 20.0) + 1e5,
        }
    }

    /// `[initial.*]` and `[time]` ask for a relaxation together.
    fn relaxation_rules(&self, rules: &mut Rules) {
        if let Some(initial) = &self.initial {
            rules.table("initial", |rules| initial.density_rules(self.model.domain(), rules));
        }
        if let Some(time) = &self.time {
            rules.table("time", |rules| {
                time.rules(rules);
                let numbers = time.count() * self.stationary.cells.unwrap_or(1) as f64;
                rules.fits("record_every", number(time.record_every), numbers);
            });
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
}

impl Study for StationaryStudy {
    fn rules(&self, rules: &mut Rules) {
        rules.table("model", |rules| self.model.rules(rules));
        rules.table("stationary", |rules| self.stationary.rules(rules));
        for (key, _) in self.scan.iter().flat_map(Scan::axes).filter(|(key, _)| scan::is_column(key)) {
            let message = format!("scan.{key} has the name of a result of the scan; give the parameter another name");
            rules.violated(&format!("scan.{key}"), message, None);
        }
        self.relaxation_rules(rules);
    }

    fn complete(&mut self) {
        if self.scan.is_some() {
            self.stationary.cells.get_or_insert(CELLS_OF_A_SCAN);
        }
    }

    fn time(&self) -> Option<&Time> {
        self.time.as_ref()
    }

    fn initial(&self) -> Option<&Initial> {
        self.initial.as_ref()
    }

    fn prepare(&self, _: u64) -> Result<Box<dyn Job>> {
        match self.scan {
            Some(_) => Ok(Box::new(scan::ScanJob::new(self)?)),
            None => Ok(Box::new(job::DensityJob::new(self)?)),
        }
    }

    fn summary(&self, file: &ResultFile) -> Result<Box<dyn Summary>> {
        Ok(Box::new(summary::Stationary::read(file)?))
    }
}
