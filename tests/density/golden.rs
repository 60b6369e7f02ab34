//! Values pinned by version: a change of any of them is an entry of the CHANGELOG. `SVSDE_BLESS=1` writes them anew.

use crate::support::{rows, solved};
use std::collections::BTreeMap;
use std::fmt::Write;
use svsde::density::Tail;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/density.txt");

/// Where log p of the closed law is pinned.
const PLACES: [f64; 10] = [1e-3, 1e-2, 0.1, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 100.0];

/// Tail exponent, mean, variance and gap of the solver, and log p of the closed law, of the five rows of mean fields by name;
/// NaN for what is infinite.
fn values() -> Vec<(String, f64)> {
    let mut values = Vec::new();
    for (row, power) in rows() {
        let stationary = solved(&power.equation());
        let tail = Tail::new(&stationary).unwrap_or_else(|error| panic!("{error}"));
        let spectrum = stationary.spectrum(2).unwrap_or_else(|error| panic!("{error}"));
        let mut push =
            |name: &str, value: Option<f64>| values.push((format!("{row} {name}"), value.unwrap_or(f64::NAN)));
        push("tail_exponent", tail.exponent.map(|limit| limit.value));
        push("mean", stationary.mean());
        push("variance", stationary.variance());
        push("gap", spectrum.gap());
        let law = power.law();
        for x in PLACES {
            push(&format!("log_p({x})"), Some(law.log_density(x)));
        }
    }
    values
}

/// Bit for bit where the elementary functions are those of Linux on x86-64 with fused multiplication. Elsewhere they differ in
/// the last place, of which the closed law leaves 1e-13; places of cells follow from second differences, which enlarge it to
/// 1e-6 in the places and to the tolerance of the solver, 1e-9, in what is found there.
#[test]
fn golden() {
    let found = values();
    if std::env::var_os("SVSDE_BLESS").is_some() {
        let mut text = String::from("# name, bits of the number, the number\n");
        for (name, value) in &found {
            let _ = writeln!(text, "{name} {:016x} {value:?}", value.to_bits());
        }
        std::fs::write(FILE, text).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    }
    let text = std::fs::read_to_string(FILE).unwrap_or_else(|error| panic!("{FILE}: {error}"));
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pinned: BTreeMap<String, f64> = lines
        .filter_map(|line| {
            let [row, name, bits, _] = line.split(' ').collect::<Vec<_>>()[..] else { return None };
            Some((format!("{row} {name}"), f64::from_bits(u64::from_str_radix(bits, 16).ok()?)))
        })
        .collect();
    assert_eq!(found.len(), pinned.len());
    for (name, value) in found {
        let wanted = pinned.get(&name).copied().unwrap_or_else(|| panic!("{name} is not pinned"));
        let tolerance = if name.contains("log_p") { 1e-13 } else { 1e-9 };
        let close = (value - wanted).abs() <= tolerance * wanted.abs().max(1.0);
        let same = value.to_bits() == wanted.to_bits() || value.is_nan() && wanted.is_nan();
        assert!(same || !same_functions() && close, "{name}: {value:?}, not {wanted:?}");
    }
}

fn same_functions() -> bool {
    #[cfg(all(target_arch = "x86_64", target_os = "linux"))]
    return is_x86_feature_detected!("fma");
    #[cfg(not(all(target_arch = "x86_64", target_os = "linux")))]
    return false;
}
