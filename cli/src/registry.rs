//! Everything that a scenario can name, gathered from the registries of each folder.

use crate::formula::FUNCTIONS;
use crate::scenario::{Initial, Measurement};
use crate::text::Parts;
use ndarray::{Array1, Array2};
use svsde::compare::EXACT_LAWS;
use svsde::matrix::polar::{self, PolarFactor};
use svsde::matrix::{scale, update_rules};
use svsde::observables::{flatness, recorded};
use svsde::particles::integrators::Integrator;
use svsde::tails::laws::{LAWS, TailLaw};

/// A registry as a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Name, as `svsde list NAME` takes it.
    pub name: &'static str,
    /// Titles of the columns, the first of which holds names.
    pub columns: Vec<&'static str>,
    /// A line per entry.
    pub rows: Vec<Vec<String>>,
}

impl Kind {
    /// As plain text.
    pub fn text(&self) -> String {
        let mut table = Parts::default();
        table.table(self.columns.iter().copied(), self.rows.clone());
        format!("{}\n{table}\n", self.name)
    }

    /// As a Markdown table.
    pub fn markdown(&self) -> String {
        let line = |cells: Vec<&str>| {
            let cells: Vec<String> = cells.into_iter().map(|cell| cell.replace('|', "\\|")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let header = line(self.columns.clone()) + &line(vec!["---"; self.columns.len()]);
        let cells = |row: &Vec<String>| {
            let name = row.first().map(|name| format!("`{name}`"));
            line(name.iter().map(String::as_str).chain(row.iter().skip(1).map(String::as_str)).collect())
        };
        header + &self.rows.iter().map(cells).collect::<String>()
    }
}

type Rows = Vec<Vec<String>>;

/// Name, titles of the columns, and what gives a line per entry.
type Registry = (&'static str, &'static [&'static str], fn() -> Result<Rows, svsde::Error>);

const REGISTRIES: [Registry; 12] = [
    ("models", &["model", "what evolves", "integrators"], || {
        Ok(crate::study::models().iter().map(|model| row([model.0, model.1, &model.2])).collect())
    }),
    ("integrators", &["integrator", "step", "orders (strong, weak), smooth", "log-gas, beta = 1", "source"], || {
        let kinds = Integrator::KINDS.iter().zip(Integrator::examples());
        let rows = kinds.map(|(&(name, summary), integrator)| {
            let scheme = integrator.scheme();
            row([name, summary, &scheme.smooth.to_string(), &scheme.log_gas.to_string(), scheme.source])
        });
        Ok(rows.collect())
    }),
    ("measurements", &["measurement", "operator and targets"], || Ok(pairs(Measurement::kinds()))),
    ("initial", &["initial", "W at time 0"], || Ok(pairs(Initial::kinds()))),
    ("flows", &["flow", "step"], || Ok(pairs(update_rules::UPDATE_RULES.iter().map(|rule| (rule.name, rule.summary))))),
    ("polar", &["polar", "method", "iterations", "smallest sigma", "largest sigma"], || {
        polar::POLARS.iter().map(|&polar| polar_row(polar)).collect()
    }),
    ("scales", &["scale", "factor on the polar step of an m x n matrix"], || {
        Ok(pairs(scale::SCALES.iter().map(|scale| (scale.name, scale.formula))))
    }),
    ("flatness", &["functional", "formula"], || Ok(pairs(flatness::all().map(|f| (f.name, f.formula))))),
    ("observables", &["observable", "formula"], || Ok(pairs(recorded().map(|o| (o.name, o.formula))))),
    ("functions", &["function", "in formulas", "value"], || {
        Ok(FUNCTIONS.iter().map(|function| row([function.name, function.call, function.formula])).collect())
    }),
    ("tails", &["law", "density above x_min, but for its normalisation", "parameters", "whole sample"], || {
        let whole = |law: &TailLaw| if law.fits_whole { "yes" } else { "no" };
        let laws = LAWS.iter();
        Ok(laws.map(|law| row([law.name, law.formula, &law.parameters.join(", "), whole(law)])).collect())
    }),
    ("exact-laws", &["exact law", "law of lambda", "parameters"], || {
        Ok(EXACT_LAWS.iter().map(|law| row([law.name, law.formula, &law.parameters.join(", ")])).collect())
    }),
];

fn row<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

fn pairs<'a>(entries: impl IntoIterator<Item = (&'a str, &'a str)>) -> Rows {
    entries.into_iter().map(|(name, about)| row([name, about])).collect()
}

/// Names of all kinds.
pub fn kinds() -> [&'static str; 12] {
    REGISTRIES.map(|registry| registry.0)
}

/// Every registry, in the order of [`kinds`].
///
/// # Errors
/// [`svsde::Error::Decomposition`], in exact arithmetic never.
pub fn all() -> Result<Vec<Kind>, svsde::Error> {
    let kind = |(name, columns, rows): Registry| Ok(Kind { name, columns: columns.to_vec(), rows: rows()? });
    REGISTRIES.into_iter().map(kind).collect()
}

/// A polar factor with the extreme singular values of its result on diag(10⁰, 10^{−0.2}, …, 10^{−3}), 16 values.
fn polar_row(polar: &PolarFactor) -> Result<Vec<String>, svsde::Error> {
    let test = Array2::from_diag(&Array1::from_shape_fn(16, |k| 10.0_f64.powf(-0.2 * k as f64)));
    let mut result = test.clone();
    let iterations = polar.iterations;
    (polar.factor)(&test, 0.0, iterations.unwrap_or(0), &mut result)?;
    let sigma = svsde::linalg::singular_values(result.view())?;
    let (low, high) = (sigma.first().copied().unwrap_or(0.0), sigma.last().copied().unwrap_or(0.0));
    let iterations = iterations.map_or("-".to_owned(), |k| k.to_string());
    Ok(row([polar.name, polar.summary, &iterations, &format!("{low:.6}"), &format!("{high:.6}")]))
}
