//! Exact laws by name: `exact:laguerre`, `exact:gamma(shape=2,scale=0.5)`.

use super::refused;
use crate::error::Result;
use crate::store::ResultFile;
use rayon::prelude::*;
use statrs::distribution::Gamma;
use std::collections::BTreeMap;
use svsde::compare::{LARGEST_VALUE, Law, Operand, Source};
use svsde::random::Stream;
use svsde::random_matrix::laguerre;
use svsde::random_matrix::marchenko_pastur::MarchenkoPastur;

/// What names of exact laws begin with.
pub(super) const PREFIX: &str = "exact:";
/// Largest rows and columns.
const LARGEST: f64 = 4096.0;
/// Most draws times columns cubed.
const WORK: f64 = 1e11;

type Parameters = BTreeMap<String, f64>;

/// An exact law of λ.
#[derive(Debug)]
pub struct ExactLaw {
    /// Name after `exact:`.
    pub name: &'static str,
    /// What it is.
    pub formula: &'static str,
    /// Its parameters.
    pub keys: &'static [&'static str],
    /// Parameters from the scenario of a result.
    from: fn(&Model) -> Option<Parameters>,
    /// The values of given parameters: of how many draws, with which seed.
    build: fn(&Parameters, usize, u64) -> std::result::Result<Source, String>,
}

/// Every exact law.
pub static EXACT_LAWS: [ExactLaw; 4] = [
    ExactLaw {
        name: "laguerre",
        formula: "scale x, x of the beta-Laguerre ensemble: stationary SGD (scale D/kappa, beta 1, degrees m)",
        keys: &["rows", "cols", "scale", "beta", "degrees"],
        from: stationary_sgd,
        build: draws,
    },
    ExactLaw {
        name: "wishart",
        formula: "eigenvalues of W'W, entries of W independent N(0, variance): SGD at its last time",
        keys: &["rows", "cols", "variance"],
        from: gaussian,
        build: draws,
    },
    ExactLaw {
        name: "marchenko-pastur",
        formula: "limit of the latter for large W with ratio n/m, rows m (1 for W'W/m)",
        keys: &["ratio", "variance", "rows"],
        from: limit,
        build: marchenko_pastur,
    },
    ExactLaw {
        name: "gamma",
        formula: "x^(shape - 1) exp(-x/scale): one particle of SGD, repulsion averaged (m/2, 2D/kappa)",
        keys: &["shape", "scale"],
        from: mean_field,
        build: gamma,
    },
];

/// What a scenario says of its model.
#[derive(Debug, Clone)]
pub(super) struct Model {
    name: String,
    keys: toml::Table,
    initial: toml::Table,
    pub(super) burn_in: f64,
    last: f64,
}

impl Model {
    pub(super) fn of(file: &ResultFile) -> Option<Self> {
        let scenario: toml::Table = file.text("scenario")?.parse().ok()?;
        let (name, keys) = scenario.get("model")?.as_table()?.iter().next()?;
        let initial = scenario.get("initial").and_then(toml::Value::as_table).cloned().unwrap_or_default();
        let burn_in = scenario.get("time").and_then(|time| time.get("burn_in")).and_then(number).unwrap_or(0.0);
        let last = file.read("time").ok().and_then(|times| times.iter().last().copied()).unwrap_or(0.0);
        Some(Self { name: name.clone(), keys: keys.as_table()?.clone(), initial, burn_in, last })
    }

    fn key(&self, name: &str) -> Option<f64> {
        self.keys.get(name).and_then(number)
    }

    /// Its name and keys, with their values.
    pub(super) fn listed(&self) -> BTreeMap<String, String> {
        let said = |value: &toml::Value| number(value).map_or_else(|| value.to_string(), svsde::text::digits);
        let keys = self.keys.iter().map(|(key, value)| (key.clone(), said(value)));
        keys.chain([("model".to_owned(), self.name.clone())]).collect()
    }

    /// Variance D/κ of an entry of W in the stationary state of SGD.
    fn stationary_variance(&self) -> Option<f64> {
        let of_sgd = matches!(self.name.as_str(), "sgd" | "matrix-sgd" | "mean-field");
        let quadratic = self.keys.get("drift").and_then(toml::Value::as_str).is_none_or(|drift| drift == "quadratic");
        let (diffusion, curvature) = (self.key("diffusion")?, self.key("curvature")?);
        (of_sgd && quadratic && curvature > 0.0).then_some(diffusion / curvature)
    }
}

fn number(value: &toml::Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64))
}

/// The road that `input` names; parameters that it does not give come from the first file whose model has them.
pub(super) fn road(input: &str, files: &[ResultFile], draws: usize, seed: u64) -> Result<Operand> {
    let (name, given) =
        input.trim_start_matches(PREFIX).split_once('(').unwrap_or((input.trim_start_matches(PREFIX), ")"));
    let names = || EXACT_LAWS.iter().map(|law| law.name).collect::<Vec<_>>().join(", ");
    let law = EXACT_LAWS.iter().find(|law| law.name == name);
    let law = law.ok_or_else(|| refused(input, format!("no exact law has this name; there are {}", names())))?;
    let mut parameters = Parameters::new();
    let inner = given.strip_suffix(')').ok_or_else(|| refused(input, "the parenthesis is not closed"))?;
    for part in inner.split(',').filter(|part| !part.trim().is_empty()) {
        let pair = part.split_once('=').and_then(|(key, value)| Some((key.trim(), value.trim().parse::<f64>().ok()?)));
        let pair = pair.filter(|(key, value)| law.keys.contains(key) && value.is_finite() && *value > 0.0);
        let rule = || format!("{part:?} is no KEY=VALUE with a positive number; the keys are {}", law.keys.join(", "));
        let (key, value) = pair.ok_or_else(|| refused(input, rule()))?;
        if parameters.insert(key.to_owned(), value).is_some() {
            return Err(refused(input, format!("{key} is given twice; leave one")));
        }
    }
    let known = files.iter().filter_map(Model::of).find_map(|model| (law.from)(&model)).unwrap_or_default();
    for (key, value) in known {
        parameters.entry(key).or_insert(value);
    }
    let source = (law.build)(&parameters, draws, seed).map_err(|rule| refused(input, rule))?;
    // Free SGD at its last time is not stationary.
    let moving = |model: &Model| model.burn_in == 0.0;
    let stationary = law.name != "wishart" || !files.iter().filter_map(Model::of).any(|model| moving(&model));
    let model: BTreeMap<String, String> =
        parameters.into_iter().map(|(key, value)| (key, svsde::text::digits(value))).collect();
    let listed: Vec<String> = model.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let name = format!("{PREFIX}{}({})", law.name, listed.join(","));
    Ok(Operand { name, stationary, model, seed: None, source, tail_exponent: None, warnings: Vec::new() })
}

fn parameters<const N: usize>(pairs: [(&str, f64); N]) -> Parameters {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn stationary_sgd(model: &Model) -> Option<Parameters> {
    let (rows, cols) = (model.key("rows")?, model.key("cols")?);
    Some(parameters([("rows", rows), ("cols", cols), ("scale", model.stationary_variance()?)]))
}

/// s² = v₀e^{−2ηκt} + (D/κ)(1 − e^{−2ηκt}) from Gaussian entries of variance v₀, or from 0; D/κ after burn-in.
fn gaussian(model: &Model) -> Option<Parameters> {
    let (rows, cols) = (model.key("rows")?, model.key("cols")?);
    let (rate, diffusion) = (model.key("learning_rate")?, model.key("diffusion")?);
    let (time, curvature) = (model.last, model.key("curvature").unwrap_or(0.0));
    let scale = model.initial.get("gaussian").and_then(|gaussian| gaussian.get("scale")).and_then(number);
    let start = if model.initial.contains_key("zero") { Some(0.0) } else { scale.map(|scale| scale * scale) };
    let left = (-2.0 * rate * curvature * time).exp();
    let variance = match (model.burn_in > 0.0, model.stationary_variance()) {
        (true, stationary) => stationary?,
        (false, Some(stationary)) => start? * left + stationary * (1.0 - left),
        (false, None) if curvature == 0.0 => start? + 2.0 * rate * diffusion * time,
        _ => return None,
    };
    Some(parameters([("rows", rows), ("cols", cols), ("variance", variance)]))
}

fn limit(model: &Model) -> Option<Parameters> {
    let (rows, cols) = (model.key("rows")?, model.key("cols")?);
    Some(parameters([("ratio", cols / rows), ("variance", model.stationary_variance()?), ("rows", rows)]))
}

fn mean_field(model: &Model) -> Option<Parameters> {
    Some(parameters([("shape", 0.5 * model.key("rows")?), ("scale", 2.0 * model.stationary_variance()?)]))
}

fn need(parameters: &Parameters, name: &str) -> std::result::Result<f64, String> {
    let rule =
        "no result named here has a model that gives it; write it in parentheses, as in exact:gamma(shape=2,scale=0.5)";
    parameters.get(name).copied().ok_or_else(|| format!("the parameter {name} is missing, and {rule}"))
}

fn draws(given: &Parameters, count: usize, seed: u64) -> std::result::Result<Source, String> {
    let (rows, cols) = (need(given, "rows")?, need(given, "cols")?);
    let scale = given.get("scale").copied().map_or_else(|| need(given, "variance"), Ok);
    let scale = scale.map_err(|rule| rule.replace("variance", "scale (laguerre) or variance (wishart)"))?;
    let (beta, degrees) = (given.get("beta").copied().unwrap_or(1.0), given.get("degrees").copied().unwrap_or(rows));
    let whole = cols.fract() == 0.0 && cols >= 1.0 && rows <= LARGEST;
    if !whole || rows < cols || degrees <= cols - 1.0 {
        return Err(format!(
            "rows = {rows}, cols = {cols}, degrees = {degrees}, but cols must be whole, 1 <= cols <= rows <= {LARGEST}, and degrees above cols - 1"
        ));
    }
    if count as f64 * cols.powi(3) > WORK {
        return Err(format!(
            "{count} spectra of {cols} values take hours; lower --draws, or cols, until draws times cols cubed is at most {WORK:e}"
        ));
    }
    let spectrum = |replica: usize| {
        let drawn =
            laguerre::draw(beta, degrees, cols as usize, &mut Stream::new(seed, replica as u64, "compare/exact"));
        drawn.map(|x| x.into_iter().map(|x| scale * x).collect())
    };
    let drawn: std::result::Result<Vec<Vec<f64>>, _> = (0..count).into_par_iter().map(spectrum).collect();
    let drawn = drawn.map_err(|error| error.to_string())?;
    if drawn.iter().flatten().any(|x| *x > LARGEST_VALUE) {
        return Err(format!("values above {LARGEST_VALUE:e}, whose moments overflow; lower scale, beta or degrees"));
    }
    Ok(Source::Draws(drawn))
}

fn marchenko_pastur(given: &Parameters, _: usize, _: u64) -> std::result::Result<Source, String> {
    let scale = need(given, "variance")? * given.get("rows").copied().unwrap_or(1.0);
    let law = MarchenkoPastur::new(need(given, "ratio")?, scale).map_err(|error| error.to_string())?;
    Ok(Source::Law(Law::MarchenkoPastur(law)))
}

fn gamma(given: &Parameters, _: usize, _: u64) -> std::result::Result<Source, String> {
    let (shape, scale) = (need(given, "shape")?, need(given, "scale")?);
    // Beyond, quantiles under- or overflow, or are not found.
    if !(1e-2..=1e6).contains(&shape) || !(1e-50..=1e50).contains(&scale) {
        return Err(format!(
            "shape = {shape:e}, scale = {scale:e}, but shape must lie between 0.01 and 1e6, and scale between 1e-50 and 1e50"
        ));
    }
    let law = Gamma::new(shape, 1.0 / scale).map_err(|error| error.to_string())?;
    Ok(Source::Law(Law::Gamma(law)))
}
