//! Fits of every law to a fixed sample, pinned in `tests/golden/tails.txt`: a change of values is announced in the CHANGELOG.
//! `SVSDE_BLESS=1` writes the file anew.

use std::sync::atomic::AtomicBool;
use svsde::tails::bootstrap::Bootstrap;
use svsde::tails::laws::LAWS;
use svsde::tails::{Fit, Sample};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/tails.txt");

/// Numbers are the same bit for bit on processors of one kind.
fn processor() -> String {
    #[cfg(target_arch = "x86_64")]
    let fused = std::arch::is_x86_feature_detected!("fma");
    #[cfg(not(target_arch = "x86_64"))]
    let fused = false;
    format!("{} {} fma {fused}", std::env::consts::ARCH, std::env::consts::OS)
}

/// Name, value and relative accuracy on other processors.
fn numbers() -> Vec<(String, f64, f64)> {
    let values: Vec<f64> = (1..=60).map(|k| 0.1 * f64::from(k) + f64::from(k * k % 17) / 7.0).collect();
    let (sample, _) = Sample::new(&values).unwrap();
    let stop = AtomicBool::new(false);
    let mut found = Vec::new();
    for (part, x_min) in [("tail", 2.0), ("whole", 0.0)] {
        for law in LAWS.iter().copied().filter(|law| x_min > 0.0 || law.fits_whole) {
            let name = |what: &str| format!("{part}/{}/{what}", law.name);
            let fit = match Fit::new(law, sample.above(x_min)) {
                Ok(fit) => fit,
                Err(error) => {
                    found.push((name(&error.to_string().replace(' ', "_")), 0.0, 0.0));
                    continue;
                }
            };
            // Newton's steps and roots end within the root of the rounding of a flat likelihood.
            found.extend(fit.law.parameters.iter().zip(&fit.parameters).map(|(key, x)| (name(key), *x, 1e-7)));
            found.push((name("log_likelihood"), fit.log_likelihood, 1e-12));
            let bootstrap = Bootstrap { seed: 1, purpose: "golden".to_owned(), replicates: 40, stop: &stop };
            let p = bootstrap.fixed(&fit, sample.above(x_min)).map_or(f64::NAN, |p| p.value);
            found.push((name("p_value"), p, 0.1));
        }
    }
    found
}

#[test]
fn fits_have_their_golden_values() {
    let found = numbers();
    if std::env::var_os("SVSDE_BLESS").is_some() {
        let line = |(name, x, _): &(String, f64, f64)| format!("{name} {:016x} {x:e}\n", x.to_bits());
        std::fs::write(FILE, format!("# {}\n{}", processor(), found.iter().map(line).collect::<String>())).unwrap();
        return;
    }
    let text = std::fs::read_to_string(FILE).unwrap();
    let (head, lines) = text.split_once('\n').unwrap();
    let same_kind = head == format!("# {}", processor());
    let golden: Vec<(&str, f64)> = lines
        .lines()
        .map(|line| {
            let mut words = line.split(' ');
            let (name, bits) = (words.next().unwrap(), words.next().unwrap());
            (name, f64::from_bits(u64::from_str_radix(bits, 16).unwrap()))
        })
        .collect();
    assert_eq!(golden.len(), found.len());
    for ((wanted, golden), (name, x, accuracy)) in golden.into_iter().zip(found) {
        assert_eq!(name, wanted);
        let close = (x - golden).abs() <= accuracy * golden.abs().max(x.abs());
        assert!(x.to_bits() == golden.to_bits() || (!same_kind && close), "{name}: {x:e}, but it was {golden:e}");
    }
}
