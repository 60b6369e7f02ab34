//! The samples and answers in tests/data/tails/powerlaw.json: the Python package powerlaw 2.0, and maxima found at 40 digits.

use serde_json::Value;
use svsde::tails::laws::{FitError, TailLaw, named};
use svsde::tails::likelihood_ratio::LikelihoodRatio;
use svsde::tails::threshold::{Search, Steps};
use svsde::tails::{Fit, Sample, Tail};

/// What powerlaw fits as well.
const SHARED: [&str; 5] = ["power_law", "truncated_power_law", "exponential", "stretched_exponential", "lognormal"];

pub fn data(name: &str) -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/tails").join(name)
}

pub fn json(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(data(name)).unwrap()).unwrap()
}

fn law(name: &str) -> &'static TailLaw {
    named(name).unwrap()
}

fn number(value: &Value, key: &str) -> f64 {
    value[key].as_f64().unwrap_or_else(|| panic!("{key} of {value}"))
}

fn samples() -> Vec<(Value, Sample)> {
    let all = json("powerlaw.json")["samples"].as_array().unwrap().clone();
    let read = |outcome: Value| {
        let name = format!("{}.npy", outcome["name"].as_str().unwrap());
        let values = svsde_cli::store::read_vector(&data(&name), None).unwrap();
        let (sample, _) = Sample::new(&values.to_vec()).unwrap();
        (outcome, sample)
    };
    all.into_iter().map(read).collect()
}

/// x_min, α, D and the number of values of both kinds of distance, to rounding.
#[test]
fn scans() {
    for (outcome, sample) in samples() {
        for (key, steps) in [("scan", Steps::Lower), ("two_sided_scan", Steps::Both)] {
            let found = Search { least_tail: 2, steps, ..Search::default() }.scan(&sample).unwrap().best;
            let wanted = &outcome[key];
            let place = format!("{} {key}: {found:?}", outcome["name"]);
            assert!((found.x_min / number(wanted, "x_min") - 1.0).abs() < 1e-15, "{place}");
            assert_eq!(found.n_tail as f64, number(wanted, "n_tail"), "{place}");
            assert!((found.alpha / number(wanted, "alpha") - 1.0).abs() < 1e-12, "{place}");
            assert!((found.ks_distance - number(wanted, "D")).abs() < 1e-12, "{place}");
        }
    }
}

/// Clauset's example: 59 of 211 blackouts, and with tails of at least 10 values the same.
#[test]
fn blackouts() {
    let (_, sample) = samples().into_iter().find(|(outcome, _)| outcome["name"] == "blackouts").unwrap();
    let best = Search::default().scan(&sample).unwrap().best;
    assert_eq!((best.x_min, best.n_tail, sample.values().len()), (230_000.0, 59, 211));
    assert!((best.alpha - 2.2726).abs() < 5e-5 && (best.ks_distance - 0.0607).abs() < 5e-5, "{best:?}");
}

/// The parameters in powerlaw's names.
fn parameters(fit: &Fit) -> Vec<(&'static str, f64)> {
    let p = &fit.parameters;
    match fit.law.name {
        "power_law" => vec![("alpha", p[0])],
        "truncated_power_law" => vec![("alpha", p[0]), ("Lambda", p[1])],
        "exponential" => vec![("Lambda", p[0])],
        "stretched_exponential" => vec![("Lambda", 1.0 / p[1]), ("beta", p[0])],
        _ => vec![("mu", p[0]), ("sigma", p[1])],
    }
}

fn cuts(outcome: &Value, sample: &Sample, mut with: impl FnMut(&Value, Tail, String)) {
    for cut in ["free", "fixed"] {
        let cut_entry = &outcome[cut];
        // serde_json may miss the last bit.
        let tail = sample.above(number(cut_entry, "x_min"));
        let first = tail.values.first().copied().filter(|_| cut == "free").unwrap_or(tail.x_min);
        let tail = Tail { x_min: first, ..tail };
        with(cut_entry, tail, format!("{} {cut}", outcome["name"]));
    }
}

/// The true maximum: log-likelihoods to 1e-9 (a sum of up to 1000 terms, each good to 1e-13), parameters to 1e-6 of themselves, where the
/// likelihood is that flat only to the root of its error over the curvature; or the limit where there is none.
#[test]
fn maxima() {
    for (outcome, sample) in samples() {
        cuts(&outcome, &sample, |cut, tail, place| {
            for name in SHARED {
                let wanted = &cut["optimum"][name];
                let fit = Fit::new(law(name), tail);
                let place = format!("{place} {name}");
                if wanted["limit"].is_string() {
                    let at_limit = match &fit {
                        Err(FitError::Limit { limit, .. }) => *limit == wanted["limit"].as_str().unwrap(),
                        Ok(fit) => fit.boundary.is_some(),
                        Err(_) => false,
                    };
                    assert!(at_limit, "{place}: {fit:?}");
                    continue;
                }
                let fit = fit.unwrap_or_else(|error| panic!("{place}: {error}"));
                let difference = fit.log_likelihood - number(wanted, "loglikelihood");
                assert!(difference.abs() < 1e-9 * (1.0 + fit.log_likelihood.abs()), "{place}: {difference:e}");
                // (x_min/s)^θ and θ are well determined, s^{−1} = Λ up to 10¹⁷⁴ is not.
                let flat = name == "stretched_exponential" && fit.parameters[0] < 0.1;
                for (key, value) in parameters(&fit).into_iter().filter(|(key, _)| !(flat && *key == "Lambda")) {
                    let exact = number(&wanted["parameters"], key);
                    assert!((value / exact - 1.0).abs() < 1e-6, "{place} {key}: {value} {exact}");
                }
            }
        });
    }
}

/// At powerlaw's own parameters its log-likelihood, computed at 40 digits from its formulas, is ours; and its maximum is not above ours.
#[test]
fn likelihoods() {
    for (outcome, sample) in samples() {
        cuts(&outcome, &sample, |cut, tail, place| {
            for name in SHARED {
                let theirs = &cut["fits"][name];
                let p = |key: &str| number(&theirs["parameters"], key);
                let ours = match name {
                    "power_law" => vec![p("alpha")],
                    "truncated_power_law" => vec![p("alpha"), p("Lambda")],
                    "exponential" => vec![p("Lambda")],
                    "stretched_exponential" => vec![p("beta"), 1.0 / p("Lambda")],
                    _ => vec![p("mu"), p("sigma")],
                };
                let law = (law(name).at)(&ours, tail.x_min).unwrap();
                let sum: f64 = tail.values.iter().map(|&x| law.log_density(x)).sum();
                let exact = number(theirs, "exact_loglikelihood");
                assert!((sum - exact).abs() < 1e-9 * (1.0 + sum.abs()), "{place} {name}: {sum} {exact}");
                let best = Fit::new(self::law(name), tail).map_or(f64::INFINITY, |fit| fit.log_likelihood);
                assert!(exact <= best + 1e-9 * (1.0 + sum.abs()), "{place} {name}: {exact} {best}");
            }
        });
    }
}

/// R and z at the maxima; p by Vuong where both programs take the pair as not nested, by χ² where both do; at the boundary λ = 0 ours is half.
#[test]
fn comparisons() {
    let mut compared = 0;
    for (outcome, sample) in samples() {
        cuts(&outcome, &sample, |cut, tail, place| {
            for row in cut["optimum_comparisons"].as_array().unwrap() {
                let names = [0, 1].map(|k| row[k].as_str().unwrap());
                let Ok(fits) = names
                    .map(|name| {
                        let law = named(name).ok_or(())?;
                        Fit::new(law, tail).map_err(|_| ())
                    })
                    .into_iter()
                    .collect::<Result<Vec<_>, ()>>()
                else {
                    continue;
                };
                let ours = LikelihoodRatio::new(tail, &fits[0], &fits[1]);
                let place = format!("{place} {names:?}: {ours:?} {row}");
                let Some(ratio) = row[3].as_f64() else { continue };
                let size = 1.0 + fits[0].log_likelihood.abs();
                assert!((ours.log_likelihood_ratio - ratio).abs() < 2e-9 * size, "{place}");
                if let Some(z) = row[4].as_f64() {
                    assert!((ours.z - z).abs() < 1e-6 * (1.0 + z.abs()), "{place}");
                }
                let Some(p) = row[5].as_f64() else { continue };
                let nested = row[2].as_bool().unwrap();
                let [one, two] = names.map(law);
                match one.nesting(names[1]).or_else(|| two.nesting(names[0])) {
                    None if !nested => assert!((ours.p_two_sided - p).abs() < 1e-6, "{place}"),
                    Some(nesting) if nested && nesting.boundary && ratio.abs() > 1e-9 => {
                        assert!((2.0 * ours.p_two_sided - p).abs() < 1e-6, "{place}");
                    }
                    Some(nesting) if nested && !nesting.boundary => {
                        assert!((ours.p_two_sided - p).abs() < 1e-6, "{place}");
                    }
                    _ => continue,
                }
                compared += 1;
            }
        });
    }
    assert!(compared > 150, "{compared}");
}
