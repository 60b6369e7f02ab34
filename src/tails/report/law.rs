//! Fitted laws and how they compare, as a result has them.

use crate::array::{Array, groups};
use crate::tails::analysis::{FittedLaws, LawOutcome};
use crate::tails::likelihood_ratio::LikelihoodRatio;
use crate::tails::spectrum::null::LaguerreFit;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A law on a tail, on a whole sample, or on a whole spectrum.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LawReport {
    /// Names of the parameters.
    pub parameter_names: Vec<String>,
    /// Density, up to its normalisation.
    pub density: Option<String>,
    /// Why there is no fit.
    pub reason: Option<String>,
    /// Parameters of largest likelihood.
    pub parameters: Option<Vec<f64>>,
    /// Standard errors of the parameters; none at a boundary of the family.
    pub std_errors: Option<Vec<f64>>,
    /// The law that the likelihood leads to where it has no maximum inside the family.
    pub boundary: Option<String>,
    /// Logarithm of the likelihood.
    pub log_likelihood: Option<f64>,
    /// Akaike's criterion.
    pub aic: Option<f64>,
    /// The Bayesian criterion.
    pub bic: Option<f64>,
    /// Kolmogorov–Smirnov distance.
    pub ks_distance: Option<f64>,
    /// Anderson–Darling distance.
    pub anderson_darling: Option<f64>,
    /// Share of synthetic samples that are at least as far from their law.
    pub p_value: Option<f64>,
    /// Standard error of the p-value.
    pub p_value_error: Option<f64>,
    /// Synthetic samples that could be fitted.
    pub replicates: Option<usize>,
    /// What was fitted, where it is not the sample.
    pub quantity: Option<String>,
}

impl LawReport {
    fn new(outcome: &LawOutcome) -> Self {
        let law = outcome.law;
        let named = Self {
            parameter_names: law.parameters.iter().map(|&name| name.to_owned()).collect(),
            density: Some(law.formula.to_owned()),
            ..Self::default()
        };
        match &outcome.fit {
            Err(error) => Self { reason: Some(error.to_string()), ..named },
            Ok(fit) => Self {
                parameters: Some(fit.parameters.clone()),
                std_errors: fit.std_errors(),
                boundary: fit.boundary.map(str::to_owned),
                log_likelihood: Some(fit.log_likelihood),
                aic: Some(fit.aic()),
                bic: Some(fit.bic()),
                ks_distance: Some(fit.ks_distance),
                anderson_darling: Some(fit.anderson_darling),
                p_value: outcome.p_value.map(|p| p.value),
                p_value_error: outcome.p_value.map(|p| p.error),
                replicates: outcome.p_value.map(|p| p.replicates),
                ..named
            },
        }
    }

    pub(super) fn all(laws: &FittedLaws) -> BTreeMap<String, Self> {
        laws.outcomes.iter().map(|outcome| (outcome.law.name.to_owned(), Self::new(outcome))).collect()
    }
}

impl From<&LaguerreFit> for LawReport {
    fn from(fit: &LaguerreFit) -> Self {
        let quantity = "squared singular values, divided by nothing; the joint density of all of them";
        Self {
            parameter_names: ["beta", "degrees", "scale"].map(str::to_owned).to_vec(),
            parameters: Some(vec![fit.beta.0, fit.degrees.0, fit.scale.0]),
            std_errors: Some(vec![fit.beta.1, fit.degrees.1, fit.scale.1]),
            log_likelihood: Some(fit.log_likelihood),
            aic: Some(fit.aic),
            bic: Some(fit.bic),
            quantity: Some(quantity.to_owned()),
            ..Self::default()
        }
    }
}

/// Laws on the whole sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WholeReport {
    /// Every pair of fitted laws.
    pub vuong: Pairs,
    /// The β-Laguerre ensemble, of a matrix.
    pub laguerre: Option<LawReport>,
    /// The laws by name.
    #[serde(flatten, deserialize_with = "groups")]
    pub laws: BTreeMap<String, LawReport>,
}

/// Pairs of laws: a matrix of numbers whose rows and columns have names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(into = "Array", from = "Array")]
pub struct Pairs(pub Vec<LikelihoodRatio>);

const COLUMNS: [&str; 4] = ["log_likelihood_ratio", "z", "p_two_sided", "p_one_sided"];

impl From<Pairs> for Array {
    fn from(Pairs(pairs): Pairs) -> Self {
        let row = |p: &LikelihoodRatio| [p.log_likelihood_ratio, p.z, p.p_two_sided, p.p_one_sided];
        let texts = |of: fn(&LikelihoodRatio) -> &String| pairs.iter().map(of).collect::<Vec<_>>();
        let description = "log-likelihood ratio of two laws, z of Vuong's test and p-values (chi squared for nested laws); attributes say which";
        Self::new(&[("pair", pairs.len()), ("number", 4)], pairs.iter().flat_map(row).collect(), "1", description)
            .with_labels("columns", &COLUMNS)
            .with_labels("first", &texts(|pair| &pair.first))
            .with_labels("second", &texts(|pair| &pair.second))
            .with_labels("sentences", &texts(|pair| &pair.sentence))
    }
}

impl From<Array> for Pairs {
    fn from(array: Array) -> Self {
        let texts = |name: &str| array.labels.get(name).cloned().unwrap_or_default();
        let names = texts("first").into_iter().zip(texts("second")).zip(texts("sentences"));
        let pair = |(((first, second), sentence), row): (((String, String), String), &[f64])| {
            let &[log_likelihood_ratio, z, p_two_sided, p_one_sided] = row else { return None };
            Some(LikelihoodRatio { first, second, sentence, log_likelihood_ratio, z, p_two_sided, p_one_sided })
        };
        Self(names.zip(array.rows()).filter_map(pair).collect())
    }
}
