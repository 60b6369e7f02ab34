//! Numbers with named axes, units and a description.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The entry of an object that makes it an [`Array`]: the bits of its numbers.
pub const ARRAY: &str = "svsde::Array";

/// Numbers with named axes, units and a description: a dataset of a result.
///
/// serde sees the numbers as integers of the same bits, so that those that are not finite survive in JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Array {
    /// Names of the axes, as many as `shape` is long.
    pub dims: Vec<String>,
    /// Lengths of the axes; none for a single number.
    pub shape: Vec<usize>,
    /// Units, "1" for a pure number.
    pub units: String,
    /// One sentence: formula and conventions.
    pub description: String,
    /// Lists of texts by name, such as the names of the columns.
    pub labels: BTreeMap<String, Vec<String>>,
    /// Entries in row-major order, as many as the product of `shape`.
    #[serde(rename = "svsde::Array", serialize_with = "to_bits", deserialize_with = "from_bits")]
    pub data: Vec<f64>,
}

impl Array {
    /// An array whose `axes` are (name, length), the slowest first; `data` has as many entries as their product.
    pub fn new(axes: &[(&str, usize)], data: Vec<f64>, units: &str, description: &str) -> Self {
        Self {
            dims: axes.iter().map(|axis| axis.0.to_owned()).collect(),
            shape: axes.iter().map(|axis| axis.1).collect(),
            units: units.to_owned(),
            description: description.to_owned(),
            labels: BTreeMap::new(),
            data,
        }
    }

    /// One number of each of `rows`, along `axis`.
    pub fn column<T>(axis: &str, rows: &[T], of: impl FnMut(&T) -> f64, units: &str, description: &str) -> Self {
        Self::new(&[(axis, rows.len())], rows.iter().map(of).collect(), units, description)
    }

    /// A single number, without axes.
    pub fn scalar(value: f64, units: &str, description: &str) -> Self {
        Self::new(&[], vec![value], units, description)
    }

    /// The same with the list of texts `name`, such as the names of the columns.
    #[must_use]
    pub fn with_labels(mut self, name: &str, texts: &[impl AsRef<str>]) -> Self {
        self.labels.insert(name.to_owned(), texts.iter().map(|text| text.as_ref().to_owned()).collect());
        self
    }

    /// Slices along the first axis, each flat in row-major order; a single number is one row.
    pub fn rows(&self) -> impl Iterator<Item = &[f64]> {
        let count = self.shape.first().copied().unwrap_or(1);
        let width = self.data.len() / count.max(1);
        (0..count).map(move |row| self.data.get(row * width..(row + 1) * width).unwrap_or_default())
    }
}

fn to_bits<S: Serializer>(data: &[f64], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(data.iter().map(|number| number.to_bits()))
}

fn from_bits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<f64>, D::Error> {
    Ok(Vec::<u64>::deserialize(deserializer)?.into_iter().map(f64::from_bits).collect())
}

/// Reads `value`. An error says where before it says what: "/a/b: missing field `c`".
///
/// # Errors
/// When `value` is not what `T` is.
pub fn typed<T: DeserializeOwned>(value: &Value) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path: String = error.path().iter().map(|part| format!("/{part}")).collect();
        let cause = error.inner().to_string();
        path + if cause.starts_with('/') { "" } else { ": " } + &cause
    })
}

/// For `#[serde(flatten, deserialize_with = "groups")]`: the entries that are objects and not arrays.
///
/// An object that is not a `T` and holds nothing but such objects is a folder, and those in it have names with a `/`.
///
/// # Errors
/// When an object is neither a `T` nor a folder.
pub fn groups<'de, D: Deserializer<'de>, T: DeserializeOwned>(from: D) -> Result<BTreeMap<String, T>, D::Error> {
    let mut found = BTreeMap::new();
    for (name, value) in Map::deserialize(from)? {
        let Some(inner) = group(&value) else { continue };
        let failed = |error| D::Error::custom(format!("/{name}{error}"));
        match typed(&value) {
            Ok(value) => drop(found.insert(name, value)),
            Err(_) if !inner.is_empty() && inner.values().all(|value| group(value).is_some()) => {
                let inner = groups(inner).map_err(|error| failed(error.to_string()))?;
                found.extend(inner.into_iter().map(|(below, value)| (format!("{name}/{below}"), value)));
            }
            Err(error) => return Err(failed(error)),
        }
    }
    Ok(found)
}

/// The entries of an object that is not an [`Array`].
pub fn group(value: &Value) -> Option<&Map<String, Value>> {
    value.as_object().filter(|entries| !entries.contains_key(ARRAY))
}
