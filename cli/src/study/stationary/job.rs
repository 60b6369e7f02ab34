//! Solves for a stationary density and its relaxation.

use super::{DensityModel, StationaryStudy};
use crate::error::{Error, Result};
use crate::formula::Expression;
use crate::scenario::{Density, ExpressionModel, Initial, VARIABLE};
use crate::store::Content;
use crate::study::{Cost, Job, Outcome};
use svsde::density::{
    DensityError, Domain, FokkerPlanck, PowerDiffusion, Relaxation, RelaxationSeries, Report, Resolution, Solution,
    Stationary, largest,
};
use svsde::ensemble::Control;
use svsde::matrix::start::Start;

/// Tolerance of each time step of a relaxation, in the L¹ norm: the cells leave errors of 1e-6.
const STEP_TOLERANCE: f64 = 1e-7;

/// What is to be solved.
#[derive(Debug, Clone)]
pub struct DensityJob {
    study: StationaryStudy,
    equation: FokkerPlanck,
    power: Option<PowerDiffusion>,
    resolution: Resolution,
    times: Vec<f64>,
    warnings: Vec<String>,
}

/// An estimated error of log p above this is reported, unless the number of cells was given.
const REPORTED: f64 = 1e-6;

impl DensityJob {
    /// Of `study`, scans left aside.
    ///
    /// # Errors
    /// Formulas and mean fields that a valid scenario cannot hold.
    pub fn new(study: &StationaryStudy) -> Result<Self> {
        let mut warnings = Vec::new();
        let closed = |power: PowerDiffusion| (power.equation(), Some(power));
        let (equation, power) = match &study.model {
            DensityModel::PowerDiffusion(model) => closed(model.into()),
            DensityModel::MeanField(model) => closed(model.coefficients().map_err(refused)?),
            DensityModel::Expression(model) => (formulas(model, &mut warnings)?, None),
        };
        let settings = &study.stationary;
        let usual = Resolution::default();
        Ok(Self {
            study: study.clone(),
            equation,
            power,
            resolution: Resolution {
                cells: settings.cells,
                decades: settings.log10_tail.map_or(usual.decades, f64::abs),
                tolerance: settings.tolerance,
            },
            times: study.time.as_ref().map_or_else(Vec::new, |time| time.records()),
            warnings,
        })
    }

    /// The density alone, `None` where there is none.
    ///
    /// # Errors
    /// Any other [`DensityError`] as [`svsde::Error::Density`].
    pub fn solve_if_any(&self) -> Result<Option<Solution>> {
        match Stationary::solve(&self.equation, &self.resolution) {
            Err(DensityError::NoStationaryDensity(_)) => Ok(None),
            Err(error) => Err(refused(error)),
            Ok(stationary) => self.solution(&stationary).map(Some),
        }
    }

    fn solution(&self, stationary: &Stationary) -> Result<Solution> {
        Solution::new(stationary, self.power, self.study.stationary.modes).map_err(refused)
    }

    /// What a user should know of what was found.
    fn notes(&self, Solution { facts, log_density, modes, .. }: &Solution) -> Vec<String> {
        let mut notes = Vec::new();
        let error = facts.estimated_error.unwrap_or(f64::INFINITY);
        // Rounding grows with the size of log p.
        let deepest = largest(log_density.data.iter().map(|log_p| log_p.abs()));
        if self.resolution.cells.is_none() && error > REPORTED + 1e-12 * deepest {
            let cells = facts.cells;
            let advice = "drift and diffusion jump, oscillate, have a singularity or lose digits next to an end, or much is beyond the grid";
            notes.push(format!("log p may be off by {error:.1e} even with {cells} cells: {advice}"));
        }
        let functions: Vec<&[f64]> = modes.iter().flat_map(|modes| modes.eigenfunction.rows()).collect();
        let (rates, asked) = (functions.len(), self.study.stationary.modes);
        if rates < asked && facts.continuous_spectrum.is_none() {
            notes.push(format!("{rates} of {asked} relaxation rates: the next one is below 1e-250"));
        }
        let lost = functions.iter().filter(|function| function.iter().all(|&value| value == 0.0)).count();
        if lost > 0 {
            notes.push(format!("{lost} eigenfunctions cannot be told and are 0 in the result"));
        }
        notes
    }

    /// What is missing for a stationary density, in terms of the model.
    fn without(&self, error: DensityError) -> Error {
        let (DensityError::NoStationaryDensity(ends), Some(power)) = (&error, self.power) else {
            return refused(error);
        };
        let PowerDiffusion { alpha, beta, p, q, c } = power;
        if power.is_normalisable() {
            let given = format!("alpha = {alpha:?}, beta = {beta:?}, p = {p:?}, q = {q:?}, c = {c:?}");
            let text = "much of the stationary density lies beyond the range of numbers, from 1e-300 to 1e300; rescale lambda or time";
            return refused(format!("{text}; here {given}"));
        }
        let mut advice = Vec::new();
        if !ends[0].integrable {
            advice.push("at 0 it takes alpha > 0, or q < 1");
        }
        if !ends[1].integrable {
            advice.push("at infinity it takes beta > 0 with p - q + 1 > 0 and p > 0, or p - q + 1 = 0 and a power law steep enough");
        }
        let given = format!("here alpha = {alpha}, beta = {beta}, p = {p}, q = {q}, c = {c}");
        refused(format!("{error}; {}; {given}", advice.join("; ")))
    }
}

impl Job for DensityJob {
    fn cost(&self) -> Cost {
        self.study.cost()
    }

    fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    fn extent(&self) -> (f64, &'static str) {
        (self.times.len().max(1) as f64, "records")
    }

    fn run(&self, control: &Control) -> Result<Outcome> {
        let stationary = Stationary::solve(&self.equation, &self.resolution).map_err(|error| self.without(error))?;
        let mut report = Report::default();
        if let Some(initial) = &self.study.initial {
            let go_on = || {
                control.advance(1.0);
                !control.is_stopped()
            };
            let begun = start(&stationary, initial)?;
            let (time, series) = RelaxationSeries::follow(begun, &self.times, STEP_TOLERANCE, go_on);
            (report.time, report.relaxation) = (Some(time), Some(series));
        }
        let solution = self.solution(&stationary)?;
        let notes = self.notes(&solution);
        report.stationary = Some(solution);
        let finished = report.time.as_ref().is_none_or(|time| time.data.len() == self.times.len());
        Ok(Outcome { content: Some(Content::of(&report)?), finished, notes, ..Outcome::default() })
    }
}

fn start(stationary: &Stationary, initial: &Initial) -> Result<Relaxation> {
    let begun = match initial {
        Initial::Density(Density { expression, parameters }) => {
            let formula = Expression::parse(expression, VARIABLE, parameters).map_err(refused)?;
            Relaxation::from_density(stationary, |x| formula.eval(x))
        }
        Initial::Start(Start::Values(values)) => Relaxation::from_points(stationary, &values.squares()),
        _ => Relaxation::from_points(stationary, &[0.0]),
    };
    begun.map_err(refused)
}

fn formulas(model: &ExpressionModel, warnings: &mut Vec<String>) -> Result<FokkerPlanck> {
    let parse = |text: &str| Expression::parse(text, VARIABLE, &model.parameters).map_err(refused);
    let (drift, diffusion) = (parse(&model.drift)?, parse(&model.diffusion)?);
    for name in model.parameters.keys() {
        if !drift.parameters().contains(name) && !diffusion.parameters().contains(name) {
            warnings.push(format!("model.expression.parameters.{name} is in neither formula"));
        }
    }
    let domain = Domain::new(model.lower, model.upper);
    let domain = domain.ok_or_else(|| refused("lower must be below upper"))?;
    Ok(FokkerPlanck::new(move |x| drift.eval_in_range(x), move |x| diffusion.eval_in_range(x), domain))
}

fn refused(reason: impl std::fmt::Display) -> Error {
    svsde::Error::Density(reason.to_string()).into()
}
