//! Limits of sequences along an infinite tail.

/// A limit and how far it can be off.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Limit {
    /// The extrapolated value.
    pub value: f64,
    /// Estimated error.
    pub error: f64,
}

/// Places at which a tail is sampled.
const PLACES: usize = 7;

/// Limit of f(t) as t → ∞, sampled up to t = `far`; places where `f` is not defined end the sequence.
///
/// Wynn's ε-algorithm on two sequences of places: t, t/√2, t/2, …, in which powers of 1/t are geometric and therefore removed, and
/// t, 11t/12, 10t/12, …, in which exponentials are. The second is taken where it changes a thousand times less when its farthest place is
/// left out; the error is twice that change, or a twentieth of the distance from the farthest value, or half of what the two sequences disagree on, or what
/// rounding leaves, whichever is largest. A sequence that
/// grows past 100 and on is taken to go to ±∞.
pub fn limit(far: f64, f: impl Fn(f64) -> Option<f64>) -> Limit {
    let geometric = (0..PLACES).map(|k| far * 0.5_f64.powf(0.5 * k as f64)).map_while(&f);
    let geometric: Vec<f64> = geometric.collect();
    if let [last, ..] = geometric[..]
        && geometric.len() > 3
        && geometric.windows(2).take(3).all(|pair| pair[0].abs() > 1.05 * pair[1].abs())
        && last.abs() > 100.0
    {
        return Limit { value: f64::INFINITY.copysign(last), error: 0.0 };
    }
    let equal: Vec<f64> = (0..PLACES).map(|k| far * (1.0 - k as f64 / 12.0)).map_while(&f).collect();
    let (geometric, equal) = (extrapolated(&geometric), extrapolated(&equal));
    // On equal steps slow sequences change little even where they are far from their limit.
    let (taken, other) = if equal.1 < 1e-3 * geometric.1 { (equal.0, geometric.0) } else { (geometric.0, equal.0) };
    let apart = 0.5 * (taken.value - other.value).abs();
    Limit { error: taken.error.max(if apart.is_finite() { apart } else { 0.0 }), ..taken }
}

/// What rounding leaves of a difference quotient.
const ROUNDING: f64 = 1e-9;

/// The limit of a sequence, its farthest value first, and how it changes when that is left out.
fn extrapolated(values: &[f64]) -> (Limit, f64) {
    let Some(&last) = values.first() else { return (Limit { value: f64::NAN, error: f64::INFINITY }, f64::INFINITY) };
    let steps: Vec<f64> = values.windows(2).take(3).map(|pair| (pair[0] - pair[1]).abs()).collect();
    if let [far, near, nearer] = steps[..]
        && far > 1.01 * near + ROUNDING
        && near > 1.01 * nearer + ROUNDING
    {
        // Steps that grow outwards have no limit to go to.
        return (Limit { value: last, error: far }, far);
    }
    let ascending: Vec<f64> = values.iter().rev().copied().collect();
    let value = wynn(&ascending);
    let change = (value - wynn(&ascending[..ascending.len() - 1])).abs();
    let error = (2.0 * change).max(0.05 * (value - last).abs()) + ROUNDING * (1.0 + last.abs());
    // An extrapolation that leaps is worth less than the last value itself.
    let step = values.get(1).map_or(f64::INFINITY, |previous| (last - previous).abs());
    match error.is_finite() && (value - last).abs() <= 20.0 * step + ROUNDING {
        true => (Limit { value, error }, change),
        false => (Limit { value: last, error: step }, step),
    }
}

/// The last even column of the ε-table.
fn wynn(sequence: &[f64]) -> f64 {
    let (mut before, mut column) = (vec![0.0; sequence.len() + 1], sequence.to_vec());
    let mut best = sequence.last().copied().unwrap_or(f64::NAN);
    for order in 1..sequence.len() {
        let mut next = Vec::with_capacity(column.len());
        for (index, pair) in column.windows(2).enumerate() {
            let change = pair[1] - pair[0];
            if change.abs() <= 1e-13 * (pair[0].abs() + pair[1].abs()) {
                return if order % 2 == 1 { pair[1] } else { best };
            }
            next.push(before[index + 1] + 1.0 / change);
        }
        (before, column) = (column, next);
        if order % 2 == 0 {
            best = column.last().copied().unwrap_or(best);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An even column of the ε-table removes one geometric term exactly: powers of 1/t in one sequence of places, exponentials in the other.
    #[test]
    fn powers_and_exponentials_are_removed() {
        type Case = (fn(f64) -> f64, f64);
        let cases: [Case; 5] = [
            (|t| 0.5 + 1.0 / t, 0.5),
            (|t| 1.5 - 3.0 / t + 20.0 / (t * t), 1.5),
            (|t| 2.0 + 1.0 / (t + 5.0), 2.0),
            (|t| 0.01 + 5e6 * (-0.02 * t).exp(), 0.01),
            (|t| 3.0 + (-t).exp(), 3.0),
        ];
        for (f, exact) in cases {
            let found = limit(600.0, |t| Some(f(t)));
            assert!((found.value - exact).abs() < 1e-5, "{found:?}, not {exact}");
            assert!((found.value - exact).abs() <= found.error, "{found:?}, not {exact}");
        }
    }

    #[test]
    fn slow_and_divergent_sequences_say_so() {
        let slow = limit(600.0, |t| Some(1.0 / t.ln()));
        assert!(slow.value.abs() <= 20.0 * slow.error, "{slow:?}");
        assert_eq!(limit(600.0, |t| Some(-t)).value, f64::NEG_INFINITY);
        assert!(limit(600.0, |_| None).value.is_nan());
    }
}
