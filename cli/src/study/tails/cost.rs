//! What a study of tails will cost, from headers and operation counts; right within a factor of a few.

use super::input::Listing;
use crate::scenario::Tails;
use crate::study::Cost;

/// Seconds per value of a synthetic sample in which x_min is looked for.
const PER_SCANNED: f64 = 5e-7;
/// Seconds per value of a synthetic sample to which a law is fitted.
const PER_FITTED: f64 = 5e-6;
/// Seconds per multiplication of a decomposition, of which there are about 4 m n².
const PER_PRODUCT: f64 = 1e-9;

/// Estimates the cost of studying what the inputs hold; computes nothing.
pub fn estimate(tails: &Tails, listing: &Listing) -> Cost {
    let mut cost = Cost { seconds: 0.0, memory: 0.0, file: 1e5 };
    for item in &listing.items {
        let numbers: f64 = item.shape.iter().map(|&n| n as f64).product();
        let shortest = item.shape.iter().map(|&n| n as f64).fold(numbers, f64::min);
        let values = if item.shape.len() < 2 { numbers } else { shortest };
        let fits = 2.0 * tails.laws.len() as f64 * (1 + tails.bootstrap_laws) as f64;
        cost.seconds += PER_SCANNED * values * 2.0 * tails.bootstrap as f64
            + PER_FITTED * values * fits
            + PER_PRODUCT * 4.0 * numbers * values;
        cost.memory = cost.memory.max(item.bytes as f64);
        cost.file += 8.0 * 9.0 * values + 3e4;
    }
    cost
}
