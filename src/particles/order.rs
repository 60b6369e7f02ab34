//! Reflection at 0 and at collisions: what makes a step of any size end in 0 ≤ x_1 ≤ … ≤ x_n.

/// Takes absolute values and returns how many were negative: reflections at 0.
pub fn reflect_at_zero(x: &mut [f64]) -> u64 {
    let mut count = 0;
    for x in x {
        if *x < 0.0 {
            *x = -*x;
            count += 1;
        }
    }
    count
}

/// Sorts ascending and returns the number of pairs that stood in reverse order: collisions.
pub fn sort(x: &mut [f64]) -> u64 {
    let mut count = 0;
    for end in 1..x.len() {
        let mut k = end;
        while k > 0 && x[k - 1] > x[k] {
            x.swap(k - 1, k);
            k -= 1;
            count += 1;
        }
    }
    count
}

/// Whether x_1 < … < x_n.
pub fn is_increasing(x: &[f64]) -> bool {
    x.windows(2).all(|pair| pair[0] < pair[1])
}

/// Distance from particle k to its nearest neighbour.
pub fn nearest(x: &[f64], k: usize) -> f64 {
    let below = if k > 0 { x[k] - x[k - 1] } else { f64::INFINITY };
    let above = x.get(k + 1).map_or(f64::INFINITY, |next| next - x[k]);
    below.min(above)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reflections_and_reversed_pairs_are_counted() {
        let mut x = [2.0, -1.0, 0.5, 3.0, -4.0];
        assert_eq!(reflect_at_zero(&mut x), 2);
        assert_eq!(x, [2.0, 1.0, 0.5, 3.0, 4.0]);
        assert_eq!(sort(&mut x), 3);
        assert_eq!(x, [0.5, 1.0, 2.0, 3.0, 4.0]);
        assert_eq!((sort(&mut x), is_increasing(&x)), (0, true));
        assert!(!is_increasing(&[1.0, 1.0]) && is_increasing(&[0.0, 1.0]) && is_increasing(&[]));
    }
}
