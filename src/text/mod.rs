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
