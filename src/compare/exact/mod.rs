//! Exact laws of λ by name: a file and a line of [`EXACT_LAWS`] each.

use super::operand::{LARGEST_VALUE, Source};
use crate::kinds::registry;
use crate::random::Stream;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Values of parameters by name.
pub type Parameters = BTreeMap<String, f64>;

/// An exact law of λ.
#[derive(Debug)]
pub struct ExactLaw {
    /// Name after `exact:`.
    pub name: &'static str,
    /// What it is.
    pub formula: &'static str,
    /// Names of its parameters.
    pub parameters: &'static [&'static str],
    /// Whether it holds for Gaussian entries at any time, and not in the stationary state alone.
    pub holds_at_any_time: bool,
    /// Parameters of the law of a matrix of rows × columns independent Gaussian entries with a variance; none where it needs columns that
    /// are not known.
    pub of_gaussian: fn(f64, Option<f64>, f64) -> Option<Parameters>,
    /// Its values, of these parameters: so many spectra from streams of a seed, or the law itself; or in words which parameter is missing
    /// or out of range.
    pub source: fn(&Parameters, usize, u64) -> Result<Source, String>,
}

registry! {
    /// Every exact law.
    pub static EXACT_LAWS: [ExactLaw] =
        [laguerre::LAGUERRE, wishart::WISHART, marchenko_pastur::MARCHENKO_PASTUR, gamma::GAMMA];
}

/// Largest rows and columns.
const LARGEST: f64 = 4096.0;
/// Most draws times columns cubed.
const WORK: f64 = 1e11;

fn parameters<const N: usize>(pairs: [(&str, f64); N]) -> Parameters {
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn need(parameters: &Parameters, name: &str) -> Result<f64, String> {
    let rule =
        "no result named here has a model that gives it; write it in parentheses, as in exact:gamma(shape=2,scale=0.5)";
    parameters.get(name).copied().ok_or_else(|| format!("the parameter {name} is missing, and {rule}"))
}

/// Spectra of the β-Laguerre ensemble, times the scale.
fn draws(given: &Parameters, count: usize, seed: u64) -> Result<Source, String> {
    let (rows, cols) = (need(given, "rows")?, need(given, "cols")?);
    let scale = given.get("scale").copied().map_or_else(|| need(given, "variance"), Ok);
    let scale = scale.map_err(|rule| rule.replace("variance", "scale (laguerre) or variance (wishart)"))?;
    let (beta, degrees) = (given.get("beta").copied().unwrap_or(1.0), given.get("degrees").copied().unwrap_or(rows));
    let whole = rows.fract() == 0.0 && cols.fract() == 0.0;
    if !whole || cols < 1.0 || rows > LARGEST || rows < cols || degrees <= cols - 1.0 {
        return Err(format!(
            "rows = {rows}, cols = {cols}, degrees = {degrees}, but rows and cols must be whole, 1 <= cols <= rows <= {LARGEST}, and degrees above cols - 1"
        ));
    }
    if count as f64 * cols.powi(3) > WORK {
        return Err(format!(
            "{count} spectra of {cols} values take hours; lower --draws, or cols, until draws times cols cubed is at most {WORK:e}"
        ));
    }
    let spectrum = |replica: usize| {
        let mut rng = Stream::new(seed, replica as u64, "compare/exact");
        let drawn = crate::random_matrix::laguerre::draw(beta, degrees, cols as usize, &mut rng);
        drawn.map(|x| x.into_iter().map(|x| scale * x).collect())
    };
    let drawn: Result<Vec<Vec<f64>>, _> = (0..count).into_par_iter().map(spectrum).collect();
    let drawn = drawn.map_err(|error| error.to_string())?;
    if drawn.iter().flatten().any(|x| *x > LARGEST_VALUE) {
        return Err(format!("values above {LARGEST_VALUE:e}, whose moments overflow; lower scale, beta or degrees"));
    }
    Ok(Source::Draws(drawn))
}
