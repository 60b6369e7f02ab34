//! Roots of functions of one variable, within a bracket.

use std::convert::Infallible;

/// Narrows (`low`, `high`) to the place where `below` changes from true, at `low`, to false, at `high`, by halving. Neither end is
/// evaluated, and `low` may be above `high`.
///
/// It stops when the bracket is at most `tolerance` times its middle, or when no number is between its ends, which are then next to
/// each other: with `tolerance` 0 after 53 halvings and log₂(width/|root|) more, 2100 at most.
pub fn bisect(bracket: (f64, f64), tolerance: f64, mut below: impl FnMut(f64) -> bool) -> (f64, f64) {
    match try_bisect(bracket, tolerance, |x| Ok::<bool, Infallible>(below(x))) {
        Ok(bracket) => bracket,
        Err(never) => match never {},
    }
}

/// [`bisect`] for a condition that can fail.
///
/// # Errors
/// The first one of `below`.
pub fn try_bisect<E>(
    (mut low, mut high): (f64, f64),
    tolerance: f64,
    mut below: impl FnMut(f64) -> Result<bool, E>,
) -> Result<(f64, f64), E> {
    loop {
        let middle = 0.5 * low + 0.5 * high;
        let between = middle > low.min(high) && middle < low.max(high);
        if !between || (high - low).abs() <= tolerance * middle.abs() {
            return Ok((low, high));
        }
        if below(middle)? { low = middle } else { high = middle }
    }
}

/// The root of a continuous function whose signs at `low` and `high` differ: false position in the Illinois variant (Dowell and Jarratt
/// 1971), and after 60 steps halving.
///
/// It stops at a root, or when the last step or the bracket is below 1e-15 of the place, after at most 200 evaluations.
pub fn false_position(low: f64, high: f64, value: impl Fn(f64) -> f64) -> f64 {
    let (mut a, mut b) = ((low, value(low)), (high, value(high)));
    for step in 0..200 {
        let guess = (a.0 * b.1 - b.0 * a.1) / (b.1 - a.1);
        let inside = guess > a.0.min(b.0) && guess < a.0.max(b.0) && step < 60;
        let x = if inside { guess } else { 0.5 * (a.0 + b.0) };
        let here = (x, value(x));
        if here.1 == 0.0 || (b.0 - a.0).abs() < 1e-15 * x.abs() || (x - b.0).abs() < 1e-15 * x.abs() {
            return x;
        }
        if (here.1 > 0.0) == (b.1 > 0.0) {
            a.1 *= 0.5
        } else {
            a = b
        }
        b = here;
    }
    b.0
}

/// The root of a monotone function within (`low`, `high`) by Newton's method, with halving where a step leaves the bracket; `value` gives
/// the function and its derivative.
///
/// It stops one step after the function is below `tolerance` in magnitude, or after 100 steps.
pub fn newton((mut low, mut high): (f64, f64), tolerance: f64, value: impl Fn(f64) -> (f64, f64)) -> f64 {
    let rising = value(high).0 > 0.0;
    let mut x = 0.5 * (low + high);
    for _ in 0..100 {
        let (here, slope) = value(x);
        let next = x - here / slope;
        if here.abs() < tolerance {
            return next.clamp(low, high);
        }
        if (here > 0.0) == rising {
            high = x
        } else {
            low = x
        }
        x = if next > low && next < high { next } else { 0.5 * (low + high) };
    }
    x
}
