//! The summary of a scan: a line per point.

use crate::text::Parts;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use svsde::Array;
use svsde::density::{Scan, Shape};
use svsde::text::digits;

/// Label of a scanned key that lists its texts.
const TEXTS: &str = "values";

/// What is shown beside the scanned keys.
const SHOWN: [&str; 6] = ["tail", "mean", "variance", "kurtosis", "quantile_99", "spectral_gap"];

fn at(column: &Array, point: usize) -> f64 {
    column.data.get(point).copied().unwrap_or(0.0)
}

/// Texts of a scanned key, one entry a point, where its values are texts.
fn texts(axis: &Array) -> Option<Vec<&str>> {
    let texts = axis.labels.get(TEXTS)?;
    let text = |value: &f64| texts.get(*value as usize).map_or("", String::as_str);
    Some(axis.data.iter().map(text).collect())
}

fn tail(scan: &Scan, point: usize) -> String {
    match Shape::of_code(at(&scan.tail_shape, point)) {
        Some(Shape::PowerLaw) => format!("power law, k = {:.4}", at(&scan.tail_index, point)),
        Some(Shape::BetweenPowerAndExponential) => "between power and exponential".to_owned(),
        Some(Shape::StretchedExponential) => format!("theta = {:.4}", at(&scan.tail_exponent, point)),
        Some(Shape::Faster) => "faster".to_owned(),
        Some(Shape::Bounded) | None => "bounded".to_owned(),
    }
}

/// A table of all points.
pub fn parts(scan: &Scan) -> Parts {
    let cells = |point: usize| {
        let key = |axis: &Array| match texts(axis) {
            Some(texts) => texts.get(point).copied().unwrap_or_default().to_owned(),
            None => digits(at(axis, point)),
        };
        let mut cells: Vec<String> = scan.axes.values().map(key).collect();
        if at(&scan.exists, point) == 0.0 {
            cells.push("no stationary density".to_owned());
        } else {
            cells.push(tail(scan, point));
            for (index, column) in [&scan.mean, &scan.variance, &scan.kurtosis].into_iter().enumerate() {
                let finite = at(&scan.moments, point) > index as f64;
                cells.push(if finite { digits(at(column, point)) } else { "infinite".to_owned() });
            }
            cells.extend([&scan.quantile_99, &scan.spectral_gap].map(|column| digits(at(column, point))));
        }
        cells
    };
    let mut out = Parts::default();
    out.say("\n");
    out.table(scan.axes.keys().map(String::as_str).chain(SHOWN), (0..scan.exists.data.len()).map(cells));
    out.say("\n");
    out
}

/// Scanned keys, their texts, and all columns by name, one entry a point.
pub fn json(scan: &Scan) -> Value {
    let texts: BTreeMap<&String, Vec<&str>> =
        scan.axes.iter().filter_map(|(key, axis)| Some((key, texts(axis)?))).collect();
    let columns: BTreeMap<String, Vec<f64>> = match serde_json::to_value(scan) {
        Ok(Value::Object(arrays)) => {
            let arrays = arrays.into_iter().filter_map(|(name, array)| Some((name, svsde::array::typed(&array).ok()?)));
            arrays.filter(|(_, array): &(_, Array)| array.shape.len() == 1).map(|(name, a)| (name, a.data)).collect()
        }
        _ => BTreeMap::new(),
    };
    json!({ "keys": scan.axes.keys().collect::<Vec<_>>(), "texts": texts, "columns": columns })
}

/// A clause.
pub fn brief(scan: &Scan) -> String {
    let exist = scan.exists.data.iter().filter(|&&exists| exists > 0.0).count();
    format!("{} points, {exist} with a stationary density.", scan.exists.data.len())
}
