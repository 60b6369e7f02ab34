//! Mean fields: published and corrected equations of one squared singular value, the others averaged out.

use super::PowerDiffusion;
use crate::rules::{Rules, Table};
use serde::{Deserialize, Serialize};

/// Parameters of a mean field: an equation dλ = (α − βλ^p) dt + cλ^{q/2} dB for one squared singular value λ of an m × n matrix.
///
/// | `of` | α | β | c | p | q |
/// |---|---|---|---|---|---|
/// | `sgd` | ηD(m − n + 3) | 2ηκ | √(8ηD) | 1 | 1 |
/// | `sgd-calibrated` | 2ηDm | 2ηκ | √(8ηD) | 1 | 1 |
/// | `muon-additive` | ηD(m − n + 3) | 2η | 2ην√r/Δ | 1/2 | 0 |
/// | `muon-multiplicative` | ηD(m − n + 3) | 2η | 2ην√r/Δ | 1/2 | 1 |
///
/// A given `alpha`, `beta` or `c` replaces what the other parameters would make of it, and these are then not needed for it.
///
/// ```
/// use svsde::density::{MeanField, MeanFieldKind, Undetermined};
///
/// let (eta, d) = (Some(0.25), Some(0.5));
/// let sgd = MeanField { rows: Some(12), learning_rate: eta, diffusion: d, beta: Some(1.0), ..MeanField::new(MeanFieldKind::SgdCalibrated) };
/// let found = sgd.coefficients()?;
/// assert_eq!((found.alpha, found.beta), (3.0, 1.0));
/// let missing = MeanField::new(MeanFieldKind::SgdCalibrated).coefficients().unwrap_err();
/// assert_eq!(missing.missing, ["learning_rate", "diffusion", "rows"]);
/// # Ok::<(), Undetermined>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanField {
    /// The equation.
    pub of: MeanFieldKind,
    /// Number of rows m of W.
    pub rows: Option<usize>,
    /// Number of columns n ≤ m of W.
    pub cols: Option<usize>,
    /// Learning rate η > 0.
    pub learning_rate: Option<f64>,
    /// Diffusion D ≥ 0 of an entry of W.
    pub diffusion: Option<f64>,
    /// Curvature κ ≥ 0 of the loss.
    pub curvature: Option<f64>,
    /// Standard deviation ν ≥ 0 of the noise on an entry of the gradient.
    pub gradient_noise: Option<f64>,
    /// Rank r of the gradient; n by default.
    pub rank: Option<usize>,
    /// Gap Δ > 0 between singular values.
    pub gap: Option<f64>,
    /// Constant drift α.
    pub alpha: Option<f64>,
    /// Restoring drift β.
    pub beta: Option<f64>,
    /// Size c > 0 of the noise.
    pub c: Option<f64>,
}

/// Declares the equations: a variant, a name and a value of [`Equation`] for each.
macro_rules! mean_fields {
    ($($(#[$about:meta])* $Kind:ident: $name:literal = $equation:expr;)+) => {
        /// Equations of a [`MeanField`].
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
        pub enum MeanFieldKind { $($(#[$about])* #[serde(rename = $name)] $Kind,)+ }

        impl MeanFieldKind {
            /// Every equation.
            pub const ALL: [Self; [$($name),+].len()] = [$(Self::$Kind),+];

            /// Name in scenarios.
            pub fn name(self) -> &'static str {
                match self { $(Self::$Kind => $name),+ }
            }

            fn equation(self) -> Equation {
                match self { $(Self::$Kind => $equation),+ }
            }
        }
    };
}

mean_fields! {
    /// SGD as published: the mean field of Olsen et al., arXiv:2507.12709.
    #[default]
    Sgd: "sgd" = Equation { alpha: REPULSION, beta: CURVATURE, c: ENTRIES, p: 1.0, q: 1.0 };
    /// SGD with the repulsion of the exact log-gas averaged exactly.
    SgdCalibrated: "sgd-calibrated" = Equation { alpha: MEAN_REPULSION, beta: CURVATURE, c: ENTRIES, p: 1.0, q: 1.0 };
    /// Muon as in the post "From Muon to Spectra": the noise is a constant, although that of its particles is 2√(η²ν²λr/Δ²).
    MuonAdditive: "muon-additive" = Equation { alpha: REPULSION, beta: UNIT_STEP, c: GAP, p: 0.5, q: 0.0 };
    /// Muon with the √λ of the noise of its particles.
    MuonMultiplicative: "muon-multiplicative" = Equation { alpha: REPULSION, beta: UNIT_STEP, c: GAP, p: 0.5, q: 1.0 };
}

/// An equation: how its coefficients follow from the parameters, and its powers.
struct Equation {
    alpha: Coefficient,
    beta: Coefficient,
    c: Coefficient,
    p: f64,
    q: f64,
}

/// How a coefficient follows from parameters.
struct Coefficient {
    formula: &'static str,
    /// Parameters in the order of the arguments of `value`.
    keys: &'static [&'static str],
    value: fn(&[f64]) -> f64,
}

const REPULSION: Coefficient = Coefficient {
    formula: "eta D (m - n + 3)",
    keys: &["learning_rate", "diffusion", "rows", "cols"],
    value: |v| v[0] * v[1] * (v[2] - v[3] + 3.0),
};
const MEAN_REPULSION: Coefficient = Coefficient {
    formula: "2 eta D m",
    keys: &["learning_rate", "diffusion", "rows"],
    value: |v| 2.0 * v[0] * v[1] * v[2],
};
const CURVATURE: Coefficient =
    Coefficient { formula: "2 eta kappa", keys: &["learning_rate", "curvature"], value: |v| 2.0 * v[0] * v[1] };
const UNIT_STEP: Coefficient = Coefficient { formula: "2 eta", keys: &["learning_rate"], value: |v| 2.0 * v[0] };
const ENTRIES: Coefficient = Coefficient {
    formula: "sqrt(8 eta D)",
    keys: &["learning_rate", "diffusion"],
    value: |v| (8.0 * v[0] * v[1]).sqrt(),
};
const GAP: Coefficient = Coefficient {
    formula: "2 eta nu sqrt(r)/gap",
    keys: &["learning_rate", "gradient_noise", "rank", "gap"],
    value: |v| 2.0 * v[0] * v[1] * v[2].sqrt() / v[3],
};

/// A coefficient that the given parameters do not determine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("model.mean-field of {} needs {} for {coefficient} = {formula}, or `{coefficient}` itself", of.name(), list(missing))]
pub struct Undetermined {
    /// The equation.
    pub of: MeanFieldKind,
    /// `alpha`, `beta` or `c`.
    pub coefficient: &'static str,
    /// What it is made of.
    pub formula: &'static str,
    /// Parameters that are not given.
    pub missing: Vec<&'static str>,
}

fn list(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

impl MeanField {
    /// The equation `of` without any parameter.
    pub fn new(of: MeanFieldKind) -> Self {
        Self { of, ..Self::default() }
    }

    /// The equation in numbers.
    ///
    /// # Errors
    /// The first coefficient that is neither given nor follows from the parameters that are.
    pub fn coefficients(&self) -> Result<PowerDiffusion, Undetermined> {
        let Equation { p, q, .. } = self.of.equation();
        let [alpha, beta, c] = self.resolved();
        Ok(PowerDiffusion { alpha: alpha?, beta: beta?, p, q, c: c? })
    }

    /// α, β and c.
    fn resolved(&self) -> [Result<f64, Undetermined>; 3] {
        let Equation { alpha, beta, c, .. } = self.of.equation();
        [("alpha", self.alpha, alpha), ("beta", self.beta, beta), ("c", self.c, c)].map(
            |(coefficient, given, Coefficient { formula, keys, value })| {
                let values: Vec<f64> = keys.iter().filter_map(|key| self.parameter(key)).collect();
                let missing: Vec<&str> = keys.iter().copied().filter(|key| self.parameter(key).is_none()).collect();
                match given {
                    Some(given) => Ok(given),
                    None if missing.is_empty() => Ok(value(&values)),
                    None => Err(Undetermined { of: self.of, coefficient, formula, missing }),
                }
            },
        )
    }

    fn parameter(&self, key: &str) -> Option<f64> {
        let real = |number: Option<usize>| number.map(|number| number as f64);
        match key {
            "rows" => real(self.rows),
            "cols" => real(self.cols),
            "rank" => real(self.rank.or(self.cols)),
            "learning_rate" => self.learning_rate,
            "diffusion" => self.diffusion,
            "curvature" => self.curvature,
            "gradient_noise" => self.gradient_noise,
            "gap" => self.gap,
            _ => None,
        }
    }

    /// The coefficients that follow from parameters are numbers, and something diffuses.
    fn check_coefficients(&self, rules: &mut Rules) {
        let name = self.of.name();
        let given = [("alpha", self.alpha), ("beta", self.beta), ("c", self.c)];
        for ((key, given), found) in given.into_iter().zip(self.resolved()) {
            let why = match found {
                Err(undetermined) => undetermined.to_string(),
                Ok(_) if given.is_some() => continue,
                Ok(value) if !value.is_finite() => {
                    format!("model.mean-field of {name}: {key} becomes {value}, but it must be a finite number")
                }
                Ok(0.0) if key == "c" => format!(
                    "model.mean-field of {name}: c becomes 0, so nothing diffuses and there is no stationary density"
                ),
                Ok(_) => continue,
            };
            rules.refuse(why, None);
        }
    }
}

impl Table for MeanField {
    fn rules(&self, rules: &mut Rules) {
        let counts = [("rows", self.rows), ("cols", self.cols), ("rank", self.rank)];
        for (key, value) in counts.into_iter().filter_map(|(key, value)| Some((key, value?))) {
            rules.at_least(key, value as f64, 1.0);
        }
        if let (Some(rows), Some(cols)) = (self.rows, self.cols)
            && cols > rows
        {
            let text = format!("it must be at most rows = {rows}: transpose W, its spectrum is the same");
            rules.broken("cols", cols, text);
        }
        let each = |keys: [&'static str; 3]| keys.into_iter().filter_map(|key| Some((key, self.parameter(key)?)));
        for (key, value) in each(["learning_rate", "gap", ""]) {
            rules.positive(key, value);
        }
        for (key, value) in each(["diffusion", "curvature", "gradient_noise"]) {
            rules.at_least(key, value, 0.0);
        }
        for (key, value) in [("alpha", self.alpha), ("beta", self.beta)] {
            value.map(|value| rules.finite(key, value));
        }
        if let Some(c) = self.c {
            super::power::diffuses(rules, c);
        }
        if rules.are_kept() {
            self.check_coefficients(rules);
        }
    }
}
