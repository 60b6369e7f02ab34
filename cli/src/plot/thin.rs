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
