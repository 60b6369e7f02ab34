//! `[model.mean-field]`: one squared singular value, the others averaged out.

use serde::{Deserialize, Serialize};
use svsde::density::PowerDiffusion;
use svsde::rules::{Rules, Table};

/// Keys of `[model.mean-field]`: a published or corrected equation for one squared singular value λ of an m × n matrix,
/// dλ = (α − βλ^p) dt + cλ^{q/2} dB.
///
/// | `of` | α | β | c | p | q |
/// |---|---|---|---|---|---|
/// | `sgd` | ηD(m − n + 3) | 2ηκ | √(8ηD) | 1 | 1 |
/// | `sgd-calibrated` | 2ηDm | 2ηκ | √(8ηD) | 1 | 1 |
/// | `muon-additive` | ηD(m − n + 3) | 2η | 2ην√r/Δ | 1/2 | 0 |
/// | `muon-multiplicative` | ηD(m − n + 3) | 2η | 2ην√r/Δ | 1/2 | 1 |
///
/// η is the learning rate, D the diffusion of an entry of W, κ the curvature of the loss, ν the noise of an entry of the
/// gradient, r its rank, Δ the gap between singular values, m ≥ n the shape.
///
/// * `sgd` is the mean field of Olsen et al., arXiv:2507.12709.
/// * `sgd-calibrated` averages the repulsion of the exact log-gas exactly.
/// * `muon-additive` is the mean field of the post "From Muon to Spectra": its noise is a constant, although that of the
///   particles it comes from is 2√(η²ν²λr/Δ²).
/// * `muon-multiplicative` keeps that √λ.
///
/// A given `alpha`, `beta` or `c` replaces what the other keys would make of it, and these are then not needed for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeanField {
    /// Which equation.
    pub of: MeanFieldKind,
    /// m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<usize>,
    /// n ≤ m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cols: Option<usize>,
    /// η.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning_rate: Option<f64>,
    /// D.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diffusion: Option<f64>,
    /// κ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub curvature: Option<f64>,
    /// ν.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gradient_noise: Option<f64>,
    /// r; default n.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<usize>,
    /// Δ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
    /// α itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
    /// β itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub beta: Option<f64>,
    /// c itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub c: Option<f64>,
}

/// Equations of `[model.mean-field]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeanFieldKind {
    /// SGD as published.
    Sgd,
    /// SGD with the exact mean repulsion.
    SgdCalibrated,
    /// Muon as published, noise independent of λ.
    MuonAdditive,
    /// Muon with the √λ of the particles' noise.
    MuonMultiplicative,
}

impl MeanFieldKind {
    /// Every equation.
    pub const ALL: [Self; 4] = [Self::Sgd, Self::SgdCalibrated, Self::MuonAdditive, Self::MuonMultiplicative];

    /// Name in scenarios.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sgd => "sgd",
            Self::SgdCalibrated => "sgd-calibrated",
            Self::MuonAdditive => "muon-additive",
            Self::MuonMultiplicative => "muon-multiplicative",
        }
    }

    fn is_muon(self) -> bool {
        matches!(self, Self::MuonAdditive | Self::MuonMultiplicative)
    }

    /// p and q.
    fn powers(self) -> (f64, f64) {
        match self {
            Self::Sgd | Self::SgdCalibrated => (1.0, 1.0),
            Self::MuonAdditive => (0.5, 0.0),
            Self::MuonMultiplicative => (0.5, 1.0),
        }
    }
}

/// A coefficient that the given keys do not determine.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("model.mean-field of {} needs {} for {coefficient} = {formula}, or `{coefficient}` itself", of.name(), list(missing))]
pub struct Undetermined {
    /// The equation.
    pub of: MeanFieldKind,
    /// `alpha`, `beta` or `c`.
    pub coefficient: &'static str,
    /// What it is made of.
    pub formula: &'static str,
    /// Keys that are not given.
    pub missing: Vec<&'static str>,
}

fn list(keys: &[&str]) -> String {
    keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
}

/// A key and its value, if it is given.
type Key = (&'static str, Option<f64>);

/// How a coefficient follows from other keys.
struct Rate<const N: usize> {
    coefficient: &'static str,
    formula: &'static str,
    keys: [Key; N],
    value: fn([f64; N]) -> f64,
}

impl MeanField {
    /// The equation `of` without any other key.
    pub fn new(of: MeanFieldKind) -> Self {
        Self {
            of,
            rows: None,
            cols: None,
            learning_rate: None,
            diffusion: None,
            curvature: None,
            gradient_noise: None,
            rank: None,
            gap: None,
            alpha: None,
            beta: None,
            c: None,
        }
    }

    /// The equation in numbers.
    ///
    /// # Errors
    /// The first coefficient that is neither given nor follows from the keys that are.
    ///
    /// ```
    /// use svsde_cli::scenario::{MeanField, MeanFieldKind};
    ///
    /// let (eta, d) = (Some(0.25), Some(0.5));
    /// let sgd = MeanField { rows: Some(12), learning_rate: eta, diffusion: d, beta: Some(1.0), ..MeanField::new(MeanFieldKind::SgdCalibrated) };
    /// let found = sgd.coefficients()?;
    /// assert_eq!((found.alpha, found.beta), (3.0, 1.0));
    /// let missing = MeanField::new(MeanFieldKind::SgdCalibrated).coefficients().unwrap_err();
    /// assert_eq!(missing.missing, ["learning_rate", "diffusion", "rows"]);
    /// # Ok::<(), svsde_cli::scenario::Undetermined>(())
    /// ```
    pub fn coefficients(&self) -> Result<PowerDiffusion, Undetermined> {
        let (p, q) = self.of.powers();
        Ok(PowerDiffusion { alpha: self.alpha()?, beta: self.beta()?, p, q, c: self.c()? })
    }

    fn alpha(&self) -> Result<f64, Undetermined> {
        let (rows, cols) = (("rows", real(self.rows)), ("cols", real(self.cols)));
        let (rate, diffusion) = (self.rate(), self.diffusion());
        let coefficient = "alpha";
        if self.of == MeanFieldKind::SgdCalibrated {
            let keys = [rate, diffusion, rows];
            let value = |[eta, d, m]: [f64; 3]| 2.0 * eta * d * m;
            return self.resolve(self.alpha, Rate { coefficient, formula: "2 eta D m", keys, value });
        }
        let keys = [rate, diffusion, rows, cols];
        let value = |[eta, d, m, n]: [f64; 4]| eta * d * (m - n + 3.0);
        self.resolve(self.alpha, Rate { coefficient, formula: "eta D (m - n + 3)", keys, value })
    }

    fn beta(&self) -> Result<f64, Undetermined> {
        let coefficient = "beta";
        if self.of.is_muon() {
            let value = |[eta]: [f64; 1]| 2.0 * eta;
            return self.resolve(self.beta, Rate { coefficient, formula: "2 eta", keys: [self.rate()], value });
        }
        let keys = [self.rate(), ("curvature", self.curvature)];
        let value = |[eta, kappa]: [f64; 2]| 2.0 * eta * kappa;
        self.resolve(self.beta, Rate { coefficient, formula: "2 eta kappa", keys, value })
    }

    fn c(&self) -> Result<f64, Undetermined> {
        let coefficient = "c";
        if self.of.is_muon() {
            let rank = ("rank", real(self.rank.or(self.cols)));
            let keys = [self.rate(), ("gradient_noise", self.gradient_noise), rank, ("gap", self.gap)];
            let value = |[eta, nu, r, gap]: [f64; 4]| 2.0 * eta * nu * r.sqrt() / gap;
            return self.resolve(self.c, Rate { coefficient, formula: "2 eta nu sqrt(r)/gap", keys, value });
        }
        let keys = [self.rate(), self.diffusion()];
        let value = |[eta, d]: [f64; 2]| (8.0 * eta * d).sqrt();
        self.resolve(self.c, Rate { coefficient, formula: "sqrt(8 eta D)", keys, value })
    }

    fn rate(&self) -> Key {
        ("learning_rate", self.learning_rate)
    }

    fn diffusion(&self) -> Key {
        ("diffusion", self.diffusion)
    }

    fn resolve<const N: usize>(&self, given: Option<f64>, rate: Rate<N>) -> Result<f64, Undetermined> {
        let missing: Vec<&str> = rate.keys.iter().filter(|key| key.1.is_none()).map(|key| key.0).collect();
        match given {
            Some(value) => Ok(value),
            None if missing.is_empty() => Ok((rate.value)(rate.keys.map(|key| key.1.unwrap_or_default()))),
            None => {
                let Rate { coefficient, formula, .. } = rate;
                Err(Undetermined { of: self.of, coefficient, formula, missing })
            }
        }
    }

    /// The coefficients that follow from other keys are numbers, and something diffuses.
    fn check_coefficients(&self, rules: &mut Rules) {
        let name = self.of.name();
        for (key, given, found) in
            [("alpha", self.alpha, self.alpha()), ("beta", self.beta, self.beta()), ("c", self.c, self.c())]
        {
            let why = match found {
                Err(undetermined) => undetermined.to_string(),
                Ok(_) if given.is_some() => continue,
                Ok(value) if !value.is_finite() => {
                    format!("model.mean-field of {name}: {key} becomes {value}, but it must be a finite number")
                }
                Ok(0.0) if key == "c" => {
                    format!(
                        "model.mean-field of {name}: c becomes 0, so nothing diffuses and there is no stationary density"
                    )
                }
                Ok(_) => continue,
            };
            rules.refuse(why, None);
        }
    }
}

fn real(number: Option<usize>) -> Option<f64> {
    number.map(|number| number as f64)
}

impl Table for MeanField {
    fn rules(&self, rules: &mut Rules) {
        for (key, value) in
            [("rows", self.rows), ("cols", self.cols), ("rank", self.rank)].into_iter().filter_map(given)
        {
            rules.at_least(key, value as f64, 1.0);
        }
        if let (Some(rows), Some(cols)) = (self.rows, self.cols)
            && cols > rows
        {
            let text = format!("it must be at most rows = {rows}: transpose W, its spectrum is the same");
            rules.broken("cols", cols, text);
        }
        for (key, value) in [self.rate(), ("gap", self.gap)].into_iter().filter_map(given) {
            rules.positive(key, value);
        }
        let at_least_zero = [self.diffusion(), ("curvature", self.curvature), ("gradient_noise", self.gradient_noise)];
        for (key, value) in at_least_zero.into_iter().filter_map(given) {
            rules.at_least(key, value, 0.0);
        }
        for (key, value) in [("alpha", self.alpha), ("beta", self.beta)].into_iter().filter_map(given) {
            rules.finite(key, value);
        }
        if let Some(c) = self.c {
            super::validate::diffuses(rules, c);
        }
        if rules.are_kept() {
            self.check_coefficients(rules);
        }
    }
}

fn given<T>((key, value): (&'static str, Option<T>)) -> Option<(&'static str, T)> {
    Some((key, value?))
}
