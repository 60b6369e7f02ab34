//! What the tests of stationary studies share: files in full, scenarios, and the rows of the table.

use crate::support::*;
use hdf5::types::VarLenUnicode;
use serde_json::Value;
use std::collections::BTreeMap;
use svsde_cli::store::ResultFile;

/// The rows of the table of mean fields, and a power law.
pub const ROWS: [(&str, &str); 5] = [
    ("sgd", "--model sgd --rows 48 --cols 16 --learning-rate 0.1 --diffusion 0.05 --curvature 0.2"),
    (
        "sgd-calibrated",
        "--model sgd-calibrated --rows 48 --cols 16 --learning-rate 0.1 --diffusion 0.05 --curvature 0.2",
    ),
    ("muon-additive", MUON_ADDITIVE),
    ("muon-multiplicative", MUON_MULTIPLICATIVE),
    ("multiplicative", "--alpha 1 --beta 0.5 --p 1 --q 2 --c 0.8"),
];

const MUON_ADDITIVE: &str =
    "--model muon-additive --rows 48 --cols 16 --learning-rate 0.1 --diffusion 0.05 --gradient-noise 0.15 --gap 0.4";
const MUON_MULTIPLICATIVE: &str = "--model muon-multiplicative --rows 48 --cols 16 --learning-rate 0.1 --diffusion 0.05 --gradient-noise 0.15 --gap 0.4";

pub fn column(file: &ResultFile, path: &str) -> Vec<f64> {
    file.read(path).unwrap_or_else(|error| panic!("{error}")).into_iter().collect()
}

pub fn text(at: &hdf5::Location, name: &str) -> String {
    at.attr(name).unwrap().read_scalar::<VarLenUnicode>().unwrap().as_str().to_owned()
}

pub fn texts(at: &hdf5::Location, name: &str) -> Vec<String> {
    let values = at.attr(name).unwrap().read_1d::<VarLenUnicode>().unwrap();
    values.iter().map(|value| value.as_str().to_owned()).collect()
}

/// Every dataset says what it is and holds numbers; axes of one name have one length. Gives their shapes.
pub fn sound(folder: &Folder, name: &str) -> BTreeMap<String, Vec<usize>> {
    let file = folder.result(name);
    let mut lengths: BTreeMap<String, usize> = BTreeMap::new();
    for entry in file.entries() {
        let path = &entry.path;
        assert!(!entry.units.is_empty() && entry.description.len() > 3, "{path}: {entry:?}");
        assert_eq!(entry.dims.len(), entry.shape.len(), "{path}");
        for (dim, &length) in entry.dims.iter().zip(&entry.shape) {
            assert_eq!(*lengths.entry(dim.clone()).or_insert(length), length, "{name}: {path}: {dim}");
        }
        assert!(column(&file, path).iter().all(|x| x.is_finite()), "{name}: {path} is not finite");
    }
    file.entries().into_iter().map(|entry| (entry.path, entry.shape)).collect()
}

pub fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The number that JSON says: serde_json reads decimals to a unit in the last place.
pub fn agree(said: &Value, number: f64) {
    let close = said.as_f64().is_some_and(|said| (said - number).abs() <= 2.0 * f64::EPSILON * number.abs());
    assert!(close, "{said}, not {number}");
}
