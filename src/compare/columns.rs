//! Rows of a comparison as columns: the layout that a result has.

use super::resample::Distances;
use super::verdict::{StatisticRow, TimeRow};
use crate::array::Array;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::marker::PhantomData;

/// Statistics by column; NaN, or a missing column, is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct StatisticColumns {
    names: Vec<String>,
    a: Option<Array>,
    b: Option<Array>,
    a_std_error: Option<Array>,
    b_std_error: Option<Array>,
    z: Option<Array>,
}

impl From<Vec<StatisticRow>> for StatisticColumns {
    fn from(rows: Vec<StatisticRow>) -> Self {
        let column = |of: fn(&StatisticRow) -> Option<f64>, text: &str| {
            column("statistic", rows.iter().map(of), "of the statistic", text)
        };
        Self {
            names: rows.iter().map(|row| row.name.clone()).collect(),
            a: column(|row| row.a, "of the first operand"),
            b: column(|row| row.b, "of the second operand"),
            a_std_error: column(|row| row.a_error, "standard error by resampling replicas"),
            b_std_error: column(|row| row.b_error, "standard error by resampling replicas"),
            z: column(|row| row.z, "difference over its standard error"),
        }
    }
}

impl From<StatisticColumns> for Vec<StatisticRow> {
    fn from(columns: StatisticColumns) -> Self {
        let row = |(k, name): (usize, String)| StatisticRow {
            name,
            a: entry(&columns.a, k),
            a_error: entry(&columns.a_std_error, k),
            b: entry(&columns.b, k),
            b_error: entry(&columns.b_std_error, k),
            z: entry(&columns.z, k),
        };
        columns.names.into_iter().enumerate().map(row).collect()
    }
}

/// Recorded times by column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct TimeColumns {
    time: Array,
    mean_a: Array,
    mean_b: Array,
    mean_a_std_error: Option<Array>,
    mean_b_std_error: Option<Array>,
    ks_distance: Array,
    wasserstein_distance: Array,
}

impl From<Vec<TimeRow>> for TimeColumns {
    fn from(rows: Vec<TimeRow>) -> Self {
        let column = |of: fn(&TimeRow) -> f64, units: &str, text: &str| Array::column("time", &rows, of, units, text);
        let error = |of: fn(&TimeRow) -> Option<f64>| {
            self::column("time", rows.iter().map(of), "lambda", "its standard error over replicas")
        };
        Self {
            time: column(|row| row.time, "step", "common recorded times"),
            mean_a: column(|row| row.means[0], "lambda", "mean of the first operand"),
            mean_b: column(|row| row.means[1], "lambda", "mean of the second operand"),
            mean_a_std_error: error(|row| row.errors[0]),
            mean_b_std_error: error(|row| row.errors[1]),
            ks_distance: column(|row| row.distances.ks, "1", "Kolmogorov-Smirnov distance"),
            wasserstein_distance: column(|row| row.distances.wasserstein, "lambda", "Wasserstein distance"),
        }
    }
}

impl From<TimeColumns> for Vec<TimeRow> {
    fn from(columns: TimeColumns) -> Self {
        let number = |array: &Array, k: usize| array.data.get(k).copied().unwrap_or(f64::NAN);
        let row = |(k, &time): (usize, &f64)| TimeRow {
            time,
            means: [&columns.mean_a, &columns.mean_b].map(|column| number(column, k)),
            errors: [&columns.mean_a_std_error, &columns.mean_b_std_error].map(|column| entry(column, k)),
            distances: Distances {
                ks: number(&columns.ks_distance, k),
                wasserstein: number(&columns.wasserstein_distance, k),
            },
        };
        columns.time.data.iter().enumerate().map(row).collect()
    }
}

/// None where nothing is known.
fn column(axis: &str, values: impl Iterator<Item = Option<f64>>, units: &str, text: &str) -> Option<Array> {
    let data: Vec<f64> = values.map(|value| value.unwrap_or(f64::NAN)).collect();
    let known = data.iter().any(|value| !value.is_nan());
    known.then(|| Array::new(&[(axis, data.len())], data, units, text))
}

fn entry(column: &Option<Array>, k: usize) -> Option<f64> {
    column.as_ref()?.data.get(k).copied().filter(|value| !value.is_nan())
}

/// For `#[serde(with = "As::<C>")]`: rows as columns `C`.
pub(super) struct As<C>(PhantomData<C>);

impl<C> As<C> {
    pub(super) fn serialize<R: Clone, S: Serializer>(rows: &[R], to: S) -> Result<S::Ok, S::Error>
    where
        C: From<Vec<R>> + Serialize,
    {
        C::from(rows.to_vec()).serialize(to)
    }

    pub(super) fn deserialize<'de, R, D: Deserializer<'de>>(from: D) -> Result<Vec<R>, D::Error>
    where
        C: Into<Vec<R>> + Deserialize<'de>,
    {
        C::deserialize(from).map(C::into)
    }
}
