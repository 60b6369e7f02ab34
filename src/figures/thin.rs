//! Fewer points where a line has more than can be seen.

/// At most about `most` of `points`, which ascend in x: of each of equally wide strips the first, the last, the lowest and the highest
/// one.
pub fn thin(points: &[(f64, f64)], most: usize) -> Vec<(f64, f64)> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Vec::new() };
    if points.len() <= most {
        return points.to_vec();
    }
    let strips = (most / 4).max(1) as f64;
    let strip =
        |x: f64| ((x - first.0) / (last.0 - first.0).max(f64::MIN_POSITIVE) * strips).min(strips - 1.0) as usize;
    let mut kept: Vec<(f64, f64)> = points
        .chunk_by(|a, b| strip(a.0) == strip(b.0))
        .flat_map(|chunk| {
            let by_height = |a: &&usize, b: &&usize| chunk[**a].1.total_cmp(&chunk[**b].1);
            let all: Vec<usize> = (0..chunk.len()).collect();
            let mut chosen: Vec<usize> =
                [all.first(), all.iter().min_by(by_height), all.iter().max_by(by_height), all.last()]
                    .into_iter()
                    .flatten()
                    .copied()
                    .collect();
            chosen.sort_unstable();
            chosen.dedup();
            chosen.into_iter().map(|k| chunk[k]).collect::<Vec<_>>()
        })
        .collect();
    kept.dedup();
    kept
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
