//! Numbers as people read them.

use svsde::text::{digits, probability, short};

#[test]
fn six_digits() {
    let said = [0.0, 1.0, -2.5, 1234567.0, 1e-4, 1.0 / 3.0, 123456.7, 999999.7, 0.001].map(digits);
    assert_eq!(said, ["0", "1", "-2.5", "1.23457e6", "1e-4", "0.333333", "123457", "1000000", "0.001"]);
}

#[test]
fn two_digits() {
    assert_eq!([0.0, 0.0123456, 123.4, 1.0, 3e-5, f64::INFINITY].map(short), ["0", "0.012", "123", "1", "3e-5", "inf"]);
}

#[test]
fn probabilities() {
    assert_eq!([0.0, 1e-9, 0.01234, 1.0].map(probability), ["0", "1.0e-9", "0.012", "1.000"]);
}
