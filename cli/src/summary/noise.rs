//! The summary of `polar-noise`: what was measured beside perturbation theory.

use super::statistics::{Estimate, column_means};
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde::Serialize;

/// Its first dataset, which tells whether a result is of `polar-noise`.
pub const MEASURED: &str = "noise/displacement/time_mean";

/// A measured quantity and its prediction.
#[derive(Debug, Serialize)]
pub struct Row {
    /// What it is, with the number of the singular value where there is one for each.
    pub name: String,
    /// What was measured.
    pub measured: Estimate,
    /// To leading order in the noise.
    pub predicted: f64,
    /// Published value where it differs.
    published: Option<f64>,
}

/// Every quantity of a `polar-noise` result; nothing for other results.
///
/// # Errors
/// When a dataset is missing.
pub fn read(file: &ResultFile) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if !file.has(MEASURED) {
        return Ok(rows);
    }
    // A random start gives each replica a gradient, and predictions, of its own.
    let predictions = |path: String| -> Result<Vec<f64>> { Ok(column_means(&file.replicas(&path)?)) };
    for (name, numbered) in [("displacement", false), ("variance", false), ("attenuation", true), ("drift", true)] {
        let mean = file.row(&format!("noise/{name}/time_mean"))?;
        let errors = file.optional_row(&format!("noise/{name}/time_mean_error"))?.unwrap_or_default();
        let predicted = predictions(format!("noise/predicted/{name}"))?;
        let published = if name == "variance" { predictions(format!("noise/published/{name}"))? } else { Vec::new() };
        rows.extend(mean.iter().zip(&predicted).enumerate().map(|(k, (&mean, &predicted))| Row {
            name: if numbered { format!("{name} {}", k + 1) } else { name.to_owned() },
            measured: Estimate::of(mean, errors.get(k).copied()),
            predicted,
            published: published.first().copied().filter(|&published| published != predicted),
        }));
    }
    let batch = predictions("noise/predicted/critical_batch".to_owned())?;
    if let (Some(&batch), Some(displacement)) = (batch.first(), rows.first())
        && displacement.predicted > 0.0
    {
        // The measured displacement in units of its leading order, times the predicted batch.
        let scale = batch / displacement.predicted;
        let Estimate { mean, std_error, .. } = displacement.measured;
        let measured = Estimate::of(mean * scale, std_error.map(|error| error * scale));
        let name = "critical batch, from displacement".to_owned();
        rows.push(Row { name, measured, predicted: batch, published: None });
    }
    Ok(rows)
}

/// The displacement beside its prediction, for a sentence; empty for nothing.
pub fn brief(rows: &[Row]) -> String {
    let displacement = rows.iter().find(|row| row.name == "displacement");
    displacement.map_or(String::new(), |row| {
        let predicted = Estimate::of(row.predicted, None).text();
        let measured = row.measured.text();
        format!(", squared displacement of the polar factor {measured}, {predicted} to leading order in the noise")
    })
}

/// As a table; empty for nothing.
pub fn parts(rows: &[Row]) -> Parts {
    let mut out = Parts::default();
    if rows.is_empty() {
        return out;
    }
    let cells = |row: &Row| {
        let z = row.measured.std_error.filter(|&error| error > 0.0);
        let z = z.map_or(String::new(), |error| format!("{:+.1}", (row.measured.mean - row.predicted) / error));
        let number = |x: f64| Estimate::of(x, None).text();
        let published = row.published.map_or(String::new(), number);
        vec![row.name.clone(), row.measured.text(), number(row.predicted), z, published]
    };
    out.say("\n");
    out.table(["", "measured", "predicted", "z", "published"], rows.iter().map(cells));
    out.say("\n\npredicted: leading order in the noise");
    out.say(match rows.iter().any(|row| row.measured.std_error.is_some()) {
        true => "; z: distance in standard errors\n",
        false => "; one replica: no standard errors\n",
    });
    out
}
