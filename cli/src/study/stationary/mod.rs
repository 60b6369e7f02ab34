//! The stationary study that a scenario asks for.

pub mod cost;
pub mod report;
pub mod scan;

use super::{Cost, Job, Outcome};
use crate::error::{Error, Result};
use crate::formula::Expression;
use crate::scenario::{self, Initial, Model, Scenario, VARIABLE};
use crate::store::Content;
use std::sync::atomic::{AtomicBool, Ordering};
use svsde::density::{
    Approximation, DensityError, Domain, FokkerPlanck, Mode, PowerDiffusion, Relaxation, Resolution, Spectrum,
    Stationary, Tail, largest,
};
use svsde::ensemble::Control;

/// Tolerance of each time step of a relaxation, in the L¹ norm: the cells leave errors of 1e-6.
const STEP_TOLERANCE: f64 = 1e-7;

/// What is to be solved.
#[derive(Debug, Clone)]
pub struct Study {
    scenario: Scenario,
    equation: FokkerPlanck,
    power: Option<PowerDiffusion>,
    resolution: Resolution,
    modes: usize,
    initial: Option<Initial>,
    times: Vec<f64>,
    warnings: Vec<String>,
}

/// What was found.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Coefficients, where the equation is a power diffusion.
    pub power: Option<PowerDiffusion>,
    /// The density.
    pub stationary: Stationary,
    /// Its tail.
    pub tail: Tail,
    /// Relaxation rates.
    pub spectrum: Spectrum,
    /// The closest Gamma and Weibull laws.
    pub approximations: Vec<Approximation>,
    /// How the initial density relaxes.
    pub course: Option<Course>,
}

/// A relaxation at its recorded times.
#[derive(Debug, Clone, Default)]
pub struct Course {
    /// Centres of the cells.
    pub x: Vec<f64>,
    /// Recorded times.
    pub times: Vec<f64>,
    /// Density at the centres, a row per time.
    pub density: Vec<f64>,
    /// Mean.
    pub mean: Vec<f64>,
    /// ∫|p − p_s| dx.
    pub distance: Vec<f64>,
    /// Total probability.
    pub mass: Vec<f64>,
    /// Every time was reached.
    pub finished: bool,
}

/// An estimated error of log p above this is told, unless the number of cells was given.
const TOLD: f64 = 1e-6;

impl Answer {
    /// What a user should know of the answer.
    pub fn warnings(&self, scenario: &Scenario) -> Vec<String> {
        let mut warnings = Vec::new();
        let settings = scenario.stationary.clone().unwrap_or_default();
        let error = self.stationary.estimated_error;
        // Rounding grows with the size of log p.
        let deepest = largest(self.stationary.log_density().map(f64::abs));
        if settings.cells.is_none() && error > TOLD + 1e-12 * deepest {
            let cells = self.stationary.cells();
            let advice = "drift and diffusion jump, oscillate, have a singularity or lose digits next to an end, or much is beyond the grid";
            warnings.push(format!("log p may be off by {error:.1e} even with {cells} cells: {advice}"));
        }
        let rates = self.spectrum.modes.len();
        if rates < settings.modes && self.spectrum.continuum.is_none() {
            let text = format!("{rates} of {} relaxation rates: the next one is below 1e-250", settings.modes);
            warnings.push(text);
        }
        let lost = |mode: &&Mode| mode.eigenfunction.iter().all(|&value| value == 0.0);
        let lost = self.spectrum.modes.iter().filter(lost).count();
        if lost > 0 {
            warnings.push(format!("{lost} eigenfunctions cannot be told and are 0 in the result"));
        }
        warnings
    }
}

impl Study {
    /// Of `scenario`.
    ///
    /// # Errors
    /// [`Error::Study("only power-diffusion, mean-field and expression have a stationary density to solve for; simulate this model with svsde run")`] for a model that is simulated; formulas and mean fields that a valid scenario cannot hold.
    pub fn new(scenario: &Scenario) -> Result<Self> {
        let power = match &scenario.model {
            Model::PowerDiffusion(model) => Some(model.into()),
            Model::MeanField(model) => {
                Some(model.coefficients().map_err(|error| svsde::Error::Density(error.to_string()))?)
            }
            _ => None,
        };
        let mut warnings = Vec::new();
        let equation = match (&scenario.model, power) {
            (_, Some(power)) => power.equation(),
            (Model::Expression(model), _) => formulas(model, &mut warnings)?,
            _ => {
                return Err(Error::Study(
                    "only power-diffusion, mean-field and expression have a stationary density to solve for; simulate this model with svsde run",
                ));
            }
        };
        let settings = scenario.stationary.clone().unwrap_or_default();
        let usual = Resolution::default();
        Ok(Self {
            scenario: scenario.clone(),
            equation,
            power,
            resolution: Resolution {
                cells: settings.cells,
                decades: settings.log10_tail.map_or(usual.decades, f64::abs),
                tolerance: settings.tolerance,
            },
            modes: settings.modes,
            initial: scenario.initial.clone(),
            times: scenario.time.as_ref().map_or_else(Vec::new, |time| time.records()),
            warnings,
        })
    }

    /// Solves; `stop` ends a relaxation early, `progress` hears of every recorded time.
    ///
    /// # Errors
    /// [`DensityError`] as [`crate::Error::Problem`].
    pub fn solve(&self, stop: &AtomicBool, progress: &dyn Fn()) -> Result<Answer> {
        let stationary = Stationary::solve(&self.equation, &self.resolution).map_err(|error| self.without(error))?;
        let course = match &self.initial {
            Some(initial) => Some(self.relax(&stationary, initial, stop, progress)?),
            None => None,
        };
        self.answer(stationary, course)
    }

    fn answer(&self, stationary: Stationary, course: Option<Course>) -> Result<Answer> {
        Ok(Answer {
            power: self.power,
            tail: Tail::new(&stationary).map_err(refused)?,
            spectrum: stationary.spectrum(self.modes).map_err(refused)?,
            approximations: stationary.approximations(),
            stationary,
            course,
        })
    }

    /// As [`Study::solve`]; `None` where there is no stationary density.
    ///
    /// # Errors
    /// Any other [`DensityError`].
    pub fn solve_if_any(&self) -> Result<Option<Answer>> {
        match Stationary::solve(&self.equation, &self.resolution) {
            Err(DensityError::NoStationaryDensity(_)) => Ok(None),
            Err(error) => Err(refused(error)),
            Ok(stationary) => self.answer(stationary, None).map(Some),
        }
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
            return svsde::Error::Density(format!("{text}; here {given}")).into();
        }
        let mut advice = Vec::new();
        if !ends[0].integrable {
            advice.push("at 0 it takes alpha > 0, or q < 1");
        }
        if !ends[1].integrable {
            advice.push("at infinity it takes beta > 0 with p - q + 1 > 0 and p > 0, or p - q + 1 = 0 and a power law steep enough");
        }
        let given = format!("here alpha = {alpha}, beta = {beta}, p = {p}, q = {q}, c = {c}");
        svsde::Error::Density(format!("{error}; {}; {given}", advice.join("; "))).into()
    }

    fn relax(
        &self,
        stationary: &Stationary,
        initial: &Initial,
        stop: &AtomicBool,
        progress: &dyn Fn(),
    ) -> Result<Course> {
        let mut density = start(stationary, initial)?;
        let mut course = Course { x: density.x().collect(), finished: true, ..Course::default() };
        let mut now = 0.0;
        for &time in &self.times {
            if stop.load(Ordering::Relaxed) {
                course.finished = false;
                break;
            }
            density.advance(time - now, STEP_TOLERANCE);
            now = time;
            course.times.push(time);
            course.density.extend(density.density());
            course.mean.push(density.mean());
            course.distance.push(density.distance());
            course.mass.push(density.mass());
            progress();
        }
        Ok(course)
    }
}

fn start(stationary: &Stationary, initial: &Initial) -> Result<Relaxation> {
    let begun = match initial {
        Initial::Density { expression, parameters } => {
            let formula = Expression::parse(expression, VARIABLE, parameters).map_err(misread)?;
            Relaxation::from_density(stationary, |x| formula.eval(x))
        }
        Initial::Values { sigma: Some(sigma), .. } => {
            Relaxation::from_points(stationary, &sigma.iter().map(|s| s * s).collect::<Vec<_>>())
        }
        Initial::Values { lambda: Some(lambda), .. } => Relaxation::from_points(stationary, lambda),
        _ => Relaxation::from_points(stationary, &[0.0]),
    };
    begun.map_err(refused)
}

fn formulas(model: &scenario::ExpressionModel, warnings: &mut Vec<String>) -> Result<FokkerPlanck> {
    let parse = |text: &str| Expression::parse(text, VARIABLE, &model.parameters).map_err(misread);
    let (drift, diffusion) = (parse(&model.drift)?, parse(&model.diffusion)?);
    for name in model.parameters.keys() {
        if !drift.parameters().contains(name) && !diffusion.parameters().contains(name) {
            warnings.push(format!("model.expression.parameters.{name} is in neither formula"));
        }
    }
    let domain = Domain::new(model.lower, model.upper);
    let domain = domain.ok_or_else(|| svsde::Error::Density("lower must be below upper".to_owned()))?;
    Ok(FokkerPlanck::new(move |x| drift.eval_in_range(x), move |x| diffusion.eval_in_range(x), domain))
}

fn refused(error: DensityError) -> Error {
    svsde::Error::Density(error.to_string()).into()
}

fn misread(error: crate::formula::ExpressionError) -> Error {
    svsde::Error::Density(error.to_string()).into()
}

impl Job for Study {
    fn cost(&self) -> Result<Cost> {
        Ok(cost::estimate(&self.scenario))
    }

    fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    fn extent(&self) -> (f64, &'static str) {
        match &self.scenario.scan {
            Some(scan) => (scan.points() as f64, "points"),
            None => (self.times.len().max(1) as f64, "records"),
        }
    }

    fn run(&self, control: &Control) -> Result<Outcome> {
        let (document, finished, notes) = if self.scenario.scan.is_some() {
            let (document, finished) = scan::solve(&self.scenario, control.flag(), &|| control.advance(1.0))?;
            (document, finished, Vec::new())
        } else {
            let answer = self.solve(control.flag(), &|| control.advance(1.0))?;
            let finished = answer.course.as_ref().is_none_or(|course| course.finished);
            (answer.document(), finished, answer.warnings(&self.scenario))
        };
        Ok(Outcome { content: Some(Content::Document(document)), finished, notes, failures: Vec::new() })
    }
}
