//! Exact laws by name: `exact:laguerre`, `exact:gamma(shape=2,scale=0.5)`.

use crate::error::{Error, Result};
use crate::scenario::Initial;
use crate::store::ResultFile;
use crate::study::matrices::MatrixStudy;
use crate::study::particles::ParticleStudy;
use crate::study::stationary::{DensityModel, StationaryStudy};
use crate::study::{AnyStudy, Scenario};
use std::collections::BTreeMap;
use svsde::compare::{EXACT_LAWS, ExactLaw, Operand, Parameters};
use svsde::matrix::models::MatrixModel;
use svsde::matrix::start::Start;
use svsde::particles::models::{Drift, ParticleModel};

/// What names of exact laws begin with.
pub(super) const PREFIX: &str = "exact:";

/// The scenario of a result, and its last recorded time.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    scenario: Scenario,
    last: f64,
}

/// SGD on ½κ‖W‖², whose entries of W are independent Gaussian variables.
struct Sgd {
    rows: f64,
    cols: Option<f64>,
    learning_rate: Option<f64>,
    diffusion: f64,
    curvature: f64,
}

impl Origin {
    pub(super) fn of(file: &ResultFile) -> Option<Self> {
        let scenario = Scenario::of(file).ok()?;
        let last = file.read("time").ok().and_then(|times| times.iter().last().copied()).unwrap_or(0.0);
        Some(Self { scenario, last })
    }

    pub(super) fn burn_in(&self) -> f64 {
        self.scenario.study.time().map_or(0.0, |time| time.burn_in)
    }

    /// Name and keys of the model, with their values.
    pub(super) fn listed(&self) -> BTreeMap<String, String> {
        let said = |value: &toml::Value| {
            let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
            number.map_or_else(|| value.to_string(), svsde::text::digits)
        };
        let study = toml::Table::try_from(&self.scenario.study).unwrap_or_default();
        let models = study.get("model").and_then(toml::Value::as_table).into_iter().flatten();
        models
            .flat_map(|(name, keys)| {
                let keys = keys.as_table().into_iter().flatten().map(|(key, value)| (key.clone(), said(value)));
                keys.chain([("model".to_owned(), name.clone())])
            })
            .collect()
    }

    /// The model, where it is SGD on a quadratic loss.
    fn sgd(&self) -> Option<Sgd> {
        let (rows, cols, learning_rate, diffusion, curvature) = match &self.scenario.study {
            AnyStudy::ParticleStudy(ParticleStudy { model: ParticleModel::Sgd(sgd), .. })
                if sgd.drift == Drift::Quadratic =>
            {
                (sgd.rows, Some(sgd.cols), Some(sgd.learning_rate), sgd.diffusion, sgd.curvature)
            }
            AnyStudy::MatrixStudy(MatrixStudy { model: MatrixModel::MatrixSgd(sgd), .. }) => {
                (sgd.rows, Some(sgd.cols), Some(sgd.learning_rate), sgd.diffusion, sgd.curvature)
            }
            AnyStudy::StationaryStudy(StationaryStudy { model: DensityModel::MeanField(field), .. }) => {
                (field.rows?, field.cols, field.learning_rate, field.diffusion?, field.curvature?)
            }
            _ => return None,
        };
        Some(Sgd { rows: rows as f64, cols: cols.map(|cols| cols as f64), learning_rate, diffusion, curvature })
    }

    /// Parameters of `law` under this model.
    fn parameters(&self, law: &ExactLaw) -> Option<Parameters> {
        let sgd = self.sgd()?;
        let variance = if law.holds_at_any_time { self.last_variance(&sgd) } else { sgd.stationary_variance() };
        (law.of_gaussian)(sgd.rows, sgd.cols, variance?)
    }

    /// s² = v₀e^{−2ηκt} + (D/κ)(1 − e^{−2ηκt}) from Gaussian entries of variance v₀, or from 0; D/κ after burn-in.
    fn last_variance(&self, sgd: &Sgd) -> Option<f64> {
        if self.burn_in() > 0.0 {
            return sgd.stationary_variance();
        }
        let start = match self.scenario.study.initial() {
            Some(Initial::Start(Start::Zero(_))) => 0.0,
            Some(Initial::Start(Start::Gaussian(gaussian))) => gaussian.scale * gaussian.scale,
            _ => return None,
        };
        let rate = sgd.learning_rate?;
        let left = (-2.0 * rate * sgd.curvature * self.last).exp();
        match sgd.stationary_variance() {
            Some(stationary) => Some(start * left + stationary * (1.0 - left)),
            None if sgd.curvature == 0.0 => Some(start + 2.0 * rate * sgd.diffusion * self.last),
            None => None,
        }
    }
}

impl Sgd {
    /// Variance D/κ of an entry of W in the stationary state.
    fn stationary_variance(&self) -> Option<f64> {
        (self.curvature > 0.0).then(|| self.diffusion / self.curvature)
    }
}

/// The operand that `input` names; parameters that it does not give come from the first file whose model has them.
pub(super) fn operand(input: &str, files: &[ResultFile], draws: usize, seed: u64) -> Result<Operand> {
    let asked = input.trim_start_matches(PREFIX);
    let (name, given) = asked.split_once('(').unwrap_or((asked, ")"));
    let names = || EXACT_LAWS.iter().map(|law| law.name).collect::<Vec<_>>().join(", ");
    let law = EXACT_LAWS.iter().find(|law| law.name == name);
    let law = law.ok_or_else(|| Error::refused(input, format!("no exact law has this name; there are {}", names())))?;
    let mut parameters = Parameters::new();
    let inner = given.strip_suffix(')').ok_or_else(|| Error::refused(input, "the parenthesis is not closed"))?;
    for part in inner.split(',').filter(|part| !part.trim().is_empty()) {
        let pair = part.split_once('=').and_then(|(key, value)| Some((key.trim(), value.trim().parse::<f64>().ok()?)));
        let pair = pair.filter(|(key, value)| law.parameters.contains(key) && value.is_finite() && *value > 0.0);
        let rule =
            || format!("{part:?} is no KEY=VALUE with a positive number; the keys are {}", law.parameters.join(", "));
        let (key, value) = pair.ok_or_else(|| Error::refused(input, rule()))?;
        if parameters.insert(key.to_owned(), value).is_some() {
            return Err(Error::refused(input, format!("{key} is given twice; leave one")));
        }
    }
    let known = files.iter().filter_map(Origin::of).find_map(|origin| origin.parameters(law)).unwrap_or_default();
    for (key, value) in known {
        parameters.entry(key).or_insert(value);
    }
    let source = (law.source)(&parameters, draws, seed).map_err(|rule| Error::refused(input, rule))?;
    // Free SGD at its last time is not stationary.
    let moving = |origin: &Origin| origin.burn_in() == 0.0;
    let stationary = !law.holds_at_any_time || !files.iter().filter_map(Origin::of).any(|origin| moving(&origin));
    let model: BTreeMap<String, String> =
        parameters.into_iter().map(|(key, value)| (key, svsde::text::digits(value))).collect();
    let listed: Vec<String> = model.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let name = format!("{PREFIX}{}({})", law.name, listed.join(","));
    Ok(Operand { name, stationary, model, seed: None, source, tail_exponent: None, warnings: Vec::new() })
}
