//! The search for x_min against fits above every candidate.

use rand::RngExt;
use svsde::random::Stream;
use svsde::tails::laws::named;
use svsde::tails::threshold::Search;
use svsde::tails::{Fit, Sample};

fn draws(n: usize, seed: u64, law: impl Fn(f64) -> f64) -> Sample {
    let mut rng = Stream::new(seed, 0, "problem");
    let values: Vec<f64> = (0..n).map(|_| law(1.0 - rng.rng().random::<f64>())).collect();
    Sample::new(&values).unwrap().0
}

/// The scan against a fit and its distance, rank by rank: rounding alone tells them apart.
#[test]
fn every_candidate_is_a_fit() {
    for (seed, law) in
        [|u: f64| u.powf(-0.8), |u: f64| -u.ln(), |u: f64| (8.0 * u).ceil() + u.floor()].into_iter().enumerate()
    {
        let sample = draws(700, seed as u64, law);
        let scan = Search { least_tail: 2, ..Search::default() }.scan(&sample).unwrap();
        let distinct = sample.values().windows(2).filter(|pair| pair[0] < pair[1]).count();
        // The largest value alone has no candidate's tail, unless it comes twice: then its tail is constant.
        assert_eq!(scan.candidates.len(), distinct);
        for candidate in &scan.candidates {
            let fit = Fit::new(named("power_law").unwrap(), sample.above(candidate.x_min)).unwrap();
            assert_eq!(candidate.n_tail, fit.n);
            assert!((candidate.alpha / fit.parameters[0] - 1.0).abs() < 1e-12);
            assert!((candidate.ks_distance - fit.ks_distance).abs() < 1e-12, "{candidate:?} {fit:?}");
        }
        let least = scan.candidates.iter().map(|c| c.ks_distance).fold(1.0, f64::min);
        assert_eq!(scan.best.ks_distance, least);
        let alone = Search { least_tail: 2, ..Search::default() }.best(&sample).unwrap();
        assert_eq!((alone.x_min, alone.n_tail), (scan.best.x_min, scan.best.n_tail));
    }
}

#[test]
fn beyond_the_limit_a_subset() {
    let sample = draws(1000, 7, |u| 1.0 / u);
    let scan = Search { least_tail: 100, candidates: 50, ..Search::default() }.scan(&sample).unwrap();
    let (first, last) = (scan.candidates[0], scan.candidates[49]);
    assert_eq!((scan.candidates.len(), first.n_tail), (50, 1000));
    // Steps of 901/50 ranks.
    assert_eq!(last.n_tail, 1000 - 49 * 901 / 50);
    assert!(Search { least_tail: 1001, ..Search::default() }.scan(&sample).is_none());
}
