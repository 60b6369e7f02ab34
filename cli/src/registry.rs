//! Everything that a scenario can name, gathered from the registries of each folder.

use crate::formula::FUNCTIONS;
use crate::scenario::{Initial, Measurement};
use comfy_table::{ContentArrangement, Table, presets};
use ndarray::{Array1, Array2};
use svsde::compare::{EXACT_LAWS, ExactLaw};
use svsde::matrix::{polar, scale, update_rules};
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
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        table.set_header(&self.columns).add_rows(&self.rows);
        format!("{}\n{}\n", self.name, table.trim_fmt())
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

/// Names of all kinds.
pub fn kinds() -> [&'static str; 12] {
    [
        "models",
        "integrators",
        "measurements",
        "initial",
        "flows",
        "polar",
        "scales",
        "flatness",
        "observables",
        "functions",
        "tails",
        "exact-laws",
    ]
}

/// Every registry, in the order of [`kinds`].
///
/// # Errors
/// [`svsde::Error::Decomposition`], in exact arithmetic never.
pub fn all() -> Result<Vec<Kind>, svsde::Error> {
    let pairs = |name, columns: [&'static str; 2], entries: Vec<(&str, &str)>| Kind {
        name,
        columns: columns.to_vec(),
        rows: entries.into_iter().map(|(a, b)| vec![a.to_owned(), b.to_owned()]).collect(),
    };
    let flow = update_rules::UPDATE_RULES.iter().map(|rule| (rule.name, rule.summary)).collect();
    let scales = scale::SCALES.iter().map(|scale| (scale.name, scale.formula)).collect();
    let flatness = flatness::all().map(|f| (f.name, f.formula)).collect();
    Ok(vec![
        Kind {
            name: "models",
            columns: vec!["model", "what evolves", "integrators"],
            rows: crate::study::models().into_iter().map(|m| vec![m.0.to_owned(), m.1.to_owned(), m.2]).collect(),
        },
        integrators(),
        pairs("measurements", ["measurement", "operator and targets"], Measurement::kinds().collect()),
        pairs("initial", ["initial", "W at time 0"], Initial::kinds()),
        pairs("flows", ["flow", "step"], flow),
        polar_factors()?,
        pairs("scales", ["scale", "factor on the polar step of an m x n matrix"], scales),
        pairs("flatness", ["functional", "formula"], flatness),
        pairs("observables", ["observable", "formula"], recorded().map(|o| (o.name, o.formula)).collect()),
        functions(),
        tails(),
        exact_laws(),
    ])
}

/// What formulas know.
fn functions() -> Kind {
    let row = |f: &crate::formula::Function| [f.name, f.call, f.formula].map(str::to_owned).to_vec();
    let columns = vec!["function", "in formulas", "value"];
    Kind { name: "functions", columns, rows: FUNCTIONS.iter().map(row).collect() }
}

/// Laws that are fitted to tails.
fn tails() -> Kind {
    let row = |law: &&TailLaw| {
        let whole = if law.fits_whole { "yes" } else { "no" };
        vec![law.name.to_owned(), law.formula.to_owned(), law.parameters.join(", "), whole.to_owned()]
    };
    let columns = vec!["law", "density above x_min, but for its normalisation", "parameters", "whole sample"];
    Kind { name: "tails", columns, rows: LAWS.iter().map(row).collect() }
}

/// Laws that `svsde compare` knows by name.
fn exact_laws() -> Kind {
    let row = |law: &&ExactLaw| vec![law.name.to_owned(), law.formula.to_owned(), law.parameters.join(", ")];
    let columns = vec!["exact law", "law of lambda", "parameters"];
    Kind { name: "exact-laws", columns, rows: EXACT_LAWS.iter().map(row).collect() }
}

/// Each integrator with its orders, strong and weak.
fn integrators() -> Kind {
    let row = |(&(name, summary), integrator): (&(&str, &str), Integrator)| {
        let scheme = integrator.scheme();
        let orders = [scheme.smooth.to_string(), scheme.log_gas.to_string()];
        [name, summary, &orders[0], &orders[1], scheme.source].map(str::to_owned).to_vec()
    };
    let columns = vec!["integrator", "step", "orders (strong, weak), smooth", "log-gas, beta = 1", "source"];
    Kind { name: "integrators", columns, rows: Integrator::KINDS.iter().zip(Integrator::examples()).map(row).collect() }
}

/// Each polar factor with the extreme singular values of its result on diag(10⁰, 10^{−0.2}, …, 10^{−3}), 16 values.
fn polar_factors() -> Result<Kind, svsde::Error> {
    let spectrum = Array1::from_shape_fn(16, |k| 10.0_f64.powf(-0.2 * k as f64));
    let test = Array2::from_diag(&spectrum);
    let mut rows = Vec::new();
    for polar in polar::POLARS {
        let mut result = test.clone();
        let iterations = polar.iterations;
        (polar.factor)(&test, 0.0, iterations.unwrap_or(0), &mut result)?;
        let sigma = svsde::linalg::singular_values(result.view())?;
        let (low, high) = (sigma.first().copied().unwrap_or(0.0), sigma.last().copied().unwrap_or(0.0));
        rows.push(vec![
            polar.name.to_owned(),
            polar.summary.to_owned(),
            iterations.map_or("-".to_owned(), |k| k.to_string()),
            format!("{low:.6}"),
            format!("{high:.6}"),
        ]);
    }
    let columns = vec!["polar", "method", "iterations", "smallest sigma", "largest sigma"];
    Ok(Kind { name: "polar", columns, rows })
}
