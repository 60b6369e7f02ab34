//! Factors on the polar step that depend on the shape of W.

use crate::error::Error;

/// A named factor s(m, n): the step is η·s·polar(G).
#[derive(Debug)]
pub struct Scale {
    /// Name in scenarios.
    pub name: &'static str,
    /// The formula, for people.
    pub formula: &'static str,
    /// The factor for a W of m rows (fan-out) and n columns (fan-in).
    pub factor: fn(f64, f64) -> f64,
}

/// Every scale rule.
pub static SCALES: [Scale; 4] = [
    Scale { name: "unit", formula: "1", factor: |_, _| 1.0 },
    Scale {
        name: "original",
        formula: "sqrt(max(1, m/n)), as in Jordan's Muon",
        factor: |m, n| (m / n).max(1.0).sqrt(),
    },
    Scale { name: "rms-to-rms", formula: "sqrt(m/n): unit RMS-to-RMS operator norm", factor: |m, n| (m / n).sqrt() },
    Scale {
        name: "match-rms-adamw",
        formula: "0.2 sqrt(max(m, n)): the RMS of an AdamW update",
        factor: |m, n| 0.2 * m.max(n).sqrt(),
    },
];

/// Names of all rules.
pub fn names() -> impl Iterator<Item = &'static str> {
    SCALES.iter().map(|scale| scale.name)
}

/// The name of the factor 1.
pub(super) fn unit() -> String {
    "unit".to_owned()
}

/// The factor of the rule `name` for a matrix of that shape.
///
/// # Errors
/// [`Error::UnknownName`].
pub fn factor(name: &str, (rows, cols): (usize, usize)) -> Result<f64, Error> {
    let scale = SCALES.iter().find(|scale| scale.name == name).ok_or_else(|| Error::UnknownName(name.to_owned()))?;
    Ok((scale.factor)(rows as f64, cols as f64))
}
