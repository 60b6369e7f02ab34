//! The summary of `polar-noise`: what was measured beside perturbation theory.

use super::statistics::{Estimate, column_means};
use crate::error::Result;
use crate::store::ResultFile;
use crate::text::Parts;
use serde::Serialize;

/// A measured quantity and its prediction.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    measured: Estimate,
    predicted: f64,
    /// Published value where it differs.
    published: Option<f64>,
}

/// Every quantity of a `polar-noise` result; nothing for other results.
///
/// # Errors
/// When a dataset is missing.
pub fn read(file: &ResultFile) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    if !file.has("noise/displacement/time_mean") {
        return Ok(rows);
    }
    let row = |path: String| -> Result<Vec<f64>> { Ok(file.read(&path)?.iter().copied().collect()) };
    // A random start gives each replica a gradient, and predictions, of its own.
    let predictions = |path: String| -> Result<Vec<f64>> { Ok(column_means(&file.replicas(&path)?)) };
    for name in ["displacement", "variance", "attenuation", "drift"] {
        let mean = row(format!("noise/{name}/time_mean"))?;
        let path = format!("noise/{name}/time_mean_error");
        let error = if file.has(&path) { Some(row(path)?) } else { None };
        let predicted = predictions(format!("noise/predicted/{name}"))?;
        let published =
            if name == "variance" { predictions("noise/published/variance".to_owned())? } else { Vec::new() };
        for (k, (&mean, &predicted)) in mean.iter().zip(&predicted).enumerate() {
            let std_error = error.as_ref().and_then(|error| error.get(k).copied());
            rows.push(Row {
                name: if predicted_is_vector(name) { format!("{name} {}", k + 1) } else { name.to_owned() },
                measured: Estimate::of(mean, std_error),
                predicted,
                published: published.first().copied().filter(|&published| published != predicted),
            });
        }
    }
    let batch = predictions("noise/predicted/critical_batch".to_owned())?;
    let size = rows.first().map(|row| (row.measured, row.predicted));
    if let (Some(&predicted), Some((measured, displacement))) = (batch.first(), size)
        && displacement > 0.0
    {
        // The measured displacement in units of its leading order, times the predicted batch.
        let scale = predicted / displacement;
        let measured = Estimate::of(measured.mean * scale, measured.std_error.map(|error| error * scale));
        rows.push(Row { name: "critical batch, from displacement".to_owned(), measured, predicted, published: None });
    }
    Ok(rows)
}

/// A quantity, measured over predicted, and the standard error of that.
type Ratio = (String, f64, Option<f64>);

/// Each measured quantity over its prediction, and the names of those whose prediction is 0.
///
/// # Errors
/// When a dataset is missing.
pub fn over_predicted(file: &ResultFile) -> Result<(Vec<Ratio>, Vec<String>)> {
    let ratio = |row: Row| {
        let error = row.measured.std_error.map(|error| error / row.predicted.abs());
        (row.name, row.measured.mean / row.predicted, error)
    };
    let (predicted, unpredicted): (Vec<Row>, Vec<Row>) = read(file)?.into_iter().partition(|row| row.predicted != 0.0);
    Ok((predicted.into_iter().map(ratio).collect(), unpredicted.into_iter().map(|row| row.name).collect()))
}

fn predicted_is_vector(name: &str) -> bool {
    matches!(name, "attenuation" | "drift")
}

/// The displacement beside its prediction, for a sentence; empty for nothing.
pub fn brief(rows: &[Row]) -> String {
    let displacement = rows.iter().find(|row| row.name == "displacement");
    displacement.map_or(String::new(), |row| {
        let predicted = Estimate::of(row.predicted, None).text();
        format!(
            ", squared displacement of the polar factor {}, {predicted} to leading order in the noise",
            row.measured.text()
        )
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
