//! Comparisons against exact laws, and against numbers worked out by hand.

use std::collections::BTreeMap;
use svsde::compare::{
    Comparison, Distances, Law, Merged, Operand, ResamplingSettings, Source, Verdict, compare, of_law, of_replicas,
};
use svsde::random::Stream;
use svsde::random_matrix::laguerre;

const N: usize = 4;

/// Spectra of the stationary SGD log-gas, 6 x 4, scaled.
fn spectra(replicas: usize, stream: u64, scale: f64) -> Vec<Vec<f64>> {
    let mut rng = Stream::new(11, stream, "problem");
    (0..replicas).map(|_| laguerre::draw(1.0, 6.0, N, &mut rng).unwrap().iter().map(|x| scale * x).collect()).collect()
}

fn operand(source: Source) -> Operand {
    let name = "operand".to_owned();
    Operand {
        name,
        stationary: true,
        model: BTreeMap::new(),
        seed: None,
        source,
        tail_exponent: None,
        warnings: Vec::new(),
    }
}

fn pair(a: Source, b: Source, resamples: usize) -> Comparison {
    compare(&operand(a), &operand(b), &ResamplingSettings { resamples, seed: 5 }).unwrap()
}

/// Two cdfs by hand: F of {0, 1, 3} and G of {2, 5} differ by 1/3 on [0, 1), 2/3 on [1, 2), 1/6 on [2, 3), 1/2 on [3, 5): the sum is
/// 1/3 + 2/3 + 1/6 + 1 = 13/6.
#[test]
fn distances_by_hand() {
    let merged = Merged::new(&[vec![3.0, 0.0, 1.0]], &[vec![5.0, 2.0]]);
    let Distances { ks, wasserstein } = merged.distances(&merged.difference());
    // Rounding of five terms.
    assert!((ks - 2.0 / 3.0).abs() < 1e-15 && (wasserstein - 13.0 / 6.0).abs() < 1e-14, "{ks} {wasserstein}");
}

/// The values 1, …, 10: mean 11/2, variance 33/4, kurtosis μ₄/μ₂² − 3 = 120.8625/68.0625 − 3; the 90 % quantile is 9, and
/// Hill's α = 1 + 1/log(10/9).
#[test]
fn statistics_by_hand() {
    let sorted: Vec<(f64, usize)> = (1..=10).map(|k| (f64::from(k), 0)).collect();
    let found = of_replicas(&sorted, &[0.1]);
    let hill = 1.0 + 1.0 / (10.0_f64 / 9.0).ln();
    let exact = [5.5, 8.25, 120.8625 / 68.0625 - 3.0, 1.0, 3.0, 5.0, 8.0, 10.0, 10.0, hill];
    for (found, exact) in found.iter().zip(exact) {
        // Rounding of ten terms, of sizes up to 1000.
        assert!((found - exact).abs() < 1e-11, "{found} {exact}");
    }
}

/// Quantiles of a uniform law on a coarse grid are exact, since it is joined by straight lines.
#[test]
fn laws_at_points() {
    let moments = [Some(2.0), Some(4.0 / 3.0), None];
    let law = Law::Points(vec![0.0, 1.0, 4.0], vec![0.0, 0.25, 1.0], moments);
    let found = of_law(&law);
    // Midpoints integrate x exactly and x² to h²/12, h = 4/4096.
    assert!((found[0] - 2.0).abs() < 1e-12 && (found[1] - 16.0 / 12.0).abs() < 1e-6, "{found:?}");
    assert!((found[5] - 2.0).abs() < 1e-14 && (found[8] - 3.96).abs() < 1e-14, "{found:?}");
}

/// Of 200 pairs of equal laws no more p-values of the permutation test are below u than u: by at most 1.95/√200, which chance exceeds once in two
/// thousand. They are larger than uniform numbers, because D is a multiple of 1/48 here, and equal distances count as being as far.
#[test]
fn small_p_values_are_rare() {
    let draw = |k: u64| Source::Draws(spectra(12, k, 1.0));
    let mut p: Vec<f64> = (0..200).map(|k| pair(draw(2 * k), draw(2 * k + 1), 199).chance.unwrap().p).collect();
    p.sort_by(f64::total_cmp);
    let excess = p.iter().enumerate().map(|(k, p)| (k + 1) as f64 / 200.0 - p).fold(0.0, f64::max);
    assert!(excess < 1.95 / 200.0_f64.sqrt(), "{excess}");
}

/// The mean of λ is m s; of 200 error bars of two standard errors the bootstrap's cover it with the probability 0.92 to 0.97 of 24 replicas
/// (a normal variable 0.954, Student's t 0.943, the bootstrap's factor √(23/24) 0.938). Four standard deviations √(0.06·0.94/200) = 0.017 are 0.067.
#[test]
fn error_bars_cover() {
    let covered = |k: u64| {
        let comparison = pair(Source::Draws(spectra(24, k, 1.0)), Source::Draws(spectra(24, 1000 + k, 1.0)), 100);
        let mean = &comparison.rows[0];
        (mean.a.unwrap() - 6.0).abs() < 2.0 * mean.a_error.unwrap()
    };
    let share = (0..200).filter(|&k| covered(k)).count() as f64 / 200.0;
    assert!((share - 0.938).abs() < 0.067, "{share}");
}

/// Values of one replica that are all alike count once: the error is √(variance/R), not √(variance/(R·50)).
#[test]
fn correlated_values_count_once() {
    let same = |k: u64| Source::Draws(spectra(40, k, 1.0).iter().map(|x| vec![x[0]; 50]).collect::<Vec<_>>());
    let row = &pair(same(1), same(2), 2000).rows[0];
    let variance = {
        let x: Vec<f64> = spectra(40, 1, 1.0).iter().map(|x| x[0]).collect();
        let m = x.iter().sum::<f64>() / 40.0;
        x.iter().map(|x| (x - m).powi(2)).sum::<f64>() / 40.0
    };
    // A standard deviation of 2000 resamples is good to 1/√4000 = 1.6 %; four times that.
    assert!((row.a_error.unwrap() / (variance / 40.0).sqrt() - 1.0).abs() < 0.064, "{row:?}");
}

/// Of 12 replicas and of 8, in each of 200 equal pairs p < 0.01 has at most that probability: 2 are expected, and 4√2 more are 7. The second
/// operand of three times as many values, and a law, leave the bootstrap. No p of two to four replicas is below 2/C(8, 4).
#[test]
fn false_differences_are_rare() {
    let draws = |count, k| Source::Draws(spectra(count, k, 1.0));
    let tripled = |k: u64| Source::Draws(spectra(36, k, 1.0).chunks(3).map(<[_]>::concat).collect());
    let gamma = |_| Source::Law(Law::Gamma(statrs::distribution::Gamma::new(3.0, 0.5).unwrap()));
    let single = |count: usize, k: u64| {
        let mut rng = Stream::new(12, k, "problem");
        Source::Draws((0..count).map(|_| laguerre::draw(1.0, 6.0, 1, &mut rng).unwrap()).collect())
    };
    let differ = |pairs: Vec<Comparison>| pairs.iter().filter(|pair| pair.verdict == Verdict::Differ).count();
    let equal = (0..200).map(|k| pair(draws(12, k), draws(12, 1000 + k), 400)).collect();
    let unbalanced = (0..200).map(|k| pair(draws(12, k), tripled(1000 + k), 400)).collect();
    let law = |count| (0..200).map(|k| pair(single(count, k), gamma(k), 400)).collect();
    let found = [equal, unbalanced, law(8), law(30), law(100), law(500)].map(differ);
    assert!(found.iter().all(|&count| count <= 7), "{found:?}");
    for count in 2..5 {
        let few: Vec<_> = (0..50).map(|k| pair(draws(count, k), draws(count, 1000 + k), 400)).collect();
        assert!(few.iter().all(|pair| pair.power.is_none()));
        assert_eq!(differ(few), 0, "{count}");
    }
}

/// Means 2 % apart: of pairs said to agree within X %, at most 2.5 % have X below 2; of 60, 1.5 are expected, and four standard deviations
/// √1.5 more are 6.4.
#[test]
fn agreement_covers_the_difference() {
    let within = |k: u64| {
        let found = pair(Source::Draws(spectra(2000, k, 1.0)), Source::Draws(spectra(2000, 1000 + k, 1.02)), 250);
        let said =
            found.sentence.strip_prefix("agree within ").and_then(|rest| rest.split(' ').next()?.parse::<f64>().ok());
        said.filter(|_| found.verdict == Verdict::Agree)
    };
    let said: Vec<f64> = (0..60).filter_map(within).collect();
    assert!(said.len() > 20 && said.iter().filter(|x| **x < 2.0).count() <= 6, "{said:?}");
}

/// Unknown moments are infinite, and are not said; what is no distribution function is no law.
#[test]
fn laws_that_are_none() {
    let law = |x: &[f64], cdf: &[f64]| Law::at_points(x.to_vec(), cdf.to_vec(), [None; 3]);
    assert!(law(&[0.0, 1.0], &[0.0, 1.0]).is_some_and(|law| of_law(&law)[..3].iter().all(|x| x.is_nan())));
    for (x, cdf) in [
        (vec![0.0, 1.0], vec![0.0, f64::NAN]),
        (vec![0.0, 1.0], vec![1.0]),
        (vec![1.0, 0.0], vec![0.0, 1.0]),
        (vec![0.0, 1.0], vec![0.0, 0.5]),
        (vec![0.0], vec![1.0]),
        (vec![], vec![]),
    ] {
        assert!(law(&x, &cdf).is_none(), "{x:?} {cdf:?}");
    }
}

/// Replica means 1 and 3: a mean of 2, and its error √2/√2; what two runs have at their start only is not compared.
#[test]
fn times_have_errors() {
    let run = |time| {
        operand(Source::Spectra { times: vec![time], replicas: vec![vec![vec![0.0, 2.0]], vec![vec![3.0, 3.0]]] })
    };
    let still = |time| Operand { stationary: false, ..run(time) };
    let settings = ResamplingSettings { resamples: 250, seed: 5 };
    let row = &compare(&still(1.0), &still(1.0), &settings).unwrap().times[0];
    // Exact in binary but for the root.
    assert!((row.means[0] - 2.0).abs() < 1e-15 && (row.errors[0].unwrap() - 1.0).abs() < 1e-15, "{row:?}");
    assert!(compare(&still(0.0), &still(0.0), &settings).is_err());
}

#[test]
fn equal_laws_agree_and_a_wrong_scale_is_found() {
    let one = || Source::Draws(spectra(4000, 1, 1.0));
    let equal = pair(one(), Source::Draws(spectra(4000, 2, 1.0)), 200);
    assert_eq!(equal.verdict, Verdict::Agree, "{}", equal.sentence);
    let scaled = pair(one(), Source::Draws(spectra(4000, 2, 1.1)), 200);
    assert_eq!(scaled.verdict, Verdict::Differ, "{}", scaled.sentence);
    assert!(scaled.power.unwrap() < 0.05, "{:?}", scaled.power);
}

/// Few replicas say neither, and how many would; one replica has no errors.
#[test]
fn few_replicas_are_inconclusive() {
    let few = pair(Source::Draws(spectra(10, 1, 1.0)), Source::Draws(spectra(10, 2, 1.0)), 200);
    assert_eq!(few.verdict, Verdict::Inconclusive);
    assert!(few.sentence.starts_with("inconclusive: needs about "), "{}", few.sentence);
    let one = pair(Source::Draws(spectra(1, 1, 1.0)), Source::Draws(spectra(10, 2, 1.0)), 200);
    assert_eq!(
        (one.verdict, one.chance.is_none(), one.rows.iter().all(|row| row.a_error.is_none() && row.z.is_none())),
        (Verdict::Inconclusive, true, true)
    );
}
