//! Numbers as people read them, and guesses at what a mistyped name means.

mod suggestion;

pub use suggestion::{nearest, question, suggestion};

/// Six significant digits.
pub fn digits(value: f64) -> String {
    significant(value, 6)
}

/// Two significant digits, for errors.
pub fn short(value: f64) -> String {
    significant(value, 2)
}

fn significant(value: f64, count: i32) -> String {
    if value == 0.0 || !value.is_finite() {
        return value.to_string();
    }
    if !(1e-3..1e6).contains(&value.abs()) {
        let text = format!("{value:.*e}", usize::try_from(count - 1).unwrap_or(0));
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        return format!("{}e{exponent}", trimmed(mantissa));
    }
    let decimals = (count - 1 - value.abs().log10().floor() as i32).max(0) as usize;
    trimmed(&format!("{value:.decimals$}")).to_owned()
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

/// A probability to three digits.
pub fn probability(p: f64) -> String {
    if p == 0.0 {
        "0".to_owned()
    } else if p < 1e-3 {
        format!("{p:.1e}")
    } else {
        format!("{p:.3}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits() {
        let said = [0.0, 1.0, -2.5, 1234567.0, 1e-4, 1.0 / 3.0, 123456.7, 999999.7, 0.001].map(digits);
        assert_eq!(said, ["0", "1", "-2.5", "1.23457e6", "1e-4", "0.333333", "123457", "1000000", "0.001"]);
    }

    #[test]
    fn two_digits() {
        assert_eq!(
            [0.0, 0.0123456, 123.4, 1.0, 3e-5, f64::INFINITY].map(short),
            ["0", "0.012", "123", "1", "3e-5", "inf"]
        );
    }

    #[test]
    fn probabilities() {
        assert_eq!([0.0, 1e-9, 0.01234, 1.0].map(probability), ["0", "1.0e-9", "0.012", "1.000"]);
    }
}
