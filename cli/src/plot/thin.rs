//! Fewer points where a line has more than can be seen.

/// At most about `most` of `points`, which ascend in x: of each of equally wide strips the first, the last, the lowest and the highest
/// one.
pub fn thin(points: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let mut thinned: Vec<(f64, f64)> = kept(points, most).into_iter().map(|k| points[k]).collect();
    if points.len() > most {
        thinned.dedup();
    }
    thinned
}

/// The numbers of the points that [`thin`] keeps.
pub fn kept(points: &[(f64, f64)], most: usize) -> Vec<usize> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() <= most {
        return (0..points.len()).collect();
    }
    let strips = (most / 4).max(1) as f64;
    let strip =
        |x: f64| ((x - first.0) / (last.0 - first.0).max(f64::MIN_POSITIVE) * strips).min(strips - 1.0) as usize;
    let by_height = |a: &usize, b: &usize| points[*a].1.total_cmp(&points[*b].1);
    let all: Vec<usize> = (0..points.len()).collect();
    all.chunk_by(|&a, &b| strip(points[a].0) == strip(points[b].0))
        .flat_map(|chunk| {
            let extremes = [
                chunk.first().copied(),
                chunk.iter().copied().min_by(by_height),
                chunk.iter().copied().max_by(by_height),
                chunk.last().copied(),
            ];
            let mut chosen: Vec<usize> = extremes.into_iter().flatten().collect();
            chosen.sort_unstable();
            chosen.dedup();
            chosen
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_and_ends_stay() {
        let wave: Vec<(f64, f64)> = (0..100_000).map(|k| (f64::from(k), (f64::from(k) * 0.7).sin())).collect();
        let mut spiked = wave.clone();
        spiked[34_567].1 = 9.0;
        spiked[81_234].1 = -7.0;
        let thinned = thin(&spiked, 2000);
        assert!(thinned.len() <= 2000 && thinned.len() > 1000, "{}", thinned.len());
        for wanted in [spiked[0], spiked[34_567], spiked[81_234], spiked[99_999]] {
            assert!(thinned.contains(&wanted), "{wanted:?}");
        }
        assert!(thinned.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(thin(&wave[..2000], 2000), wave[..2000]);
        assert_eq!(thin(&[(1.0, 1.0); 3000], 2000), [(1.0, 1.0)]);
        assert!(thin(&[], 5).is_empty());
    }
}
