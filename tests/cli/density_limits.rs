//! What stationary studies refuse, in which words, and what they say of doubtful answers.

use crate::density_support::*;
use crate::support::*;

/// Every error, and nothing left behind.
fn refused(words: &[&str], message: &str) {
    let folder = Folder::new();
    let run = folder.svsde_words(&[&["stationary"], words].concat());
    assert_eq!((run.stderr.trim_end(), run.code), (format!("error: {message}").as_str(), Some(2)), "{words:?}");
    assert!(run.stdout.is_empty() && folder.contents().is_empty(), "{words:?}");
}

fn formulas<'a>(drift: &'a str, noise: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["--drift", drift, "--noise", noise], rest].concat()
}

const CIR: [&str; 10] = ["--alpha", "1", "--beta", "1", "--p", "1", "--q", "1", "--c", "1"];

#[test]
fn no_stationary_density() {
    let power = |[alpha, beta, p, q, c]: [&str; 5], message: &str| {
        refused(&["--alpha", alpha, "--beta", beta, "--p", p, "--q", q, "--c", c], message);
    };
    power(
        ["-1", "1", "1", "1", "1"],
        "there is no stationary density: towards 0 it would go as x^-3.000000, whose integral diverges; that end is exit \
         (reached and never left); inf is natural (not reached); at 0 it takes alpha > 0, or q < 1; here alpha = -1, beta = 1, p = 1, q = 1, c = 1",
    );
    let far =
        "at infinity it takes beta > 0 with p - q + 1 > 0 and p > 0, or p - q + 1 = 0 and a power law steep enough";
    for (beta, how) in [("0", "it would go as |x|^1.000000"), ("-1", "it would grow without bound")] {
        power(
            ["1", beta, "1", "1", "1"],
            &format!(
                "there is no stationary density: towards inf {how}, whose integral diverges; that end is natural (not reached); 0 is \
                 entrance (not reached, but a process can start there); {far}; here alpha = 1, beta = {beta}, p = 1, q = 1, c = 1"
            ),
        );
    }
    // There is one here, which numbers do not reach.
    let beyond = "much of the stationary density lies beyond the range of numbers, from 1e-300 to 1e300; rescale lambda or time; here";
    power(["1e-300", "1", "1", "1", "1"], &format!("{beyond} alpha = 1e-300, beta = 1.0, p = 1.0, q = 1.0, c = 1.0"));
    power(["1", "1", "1", "1", "1e300"], &format!("{beyond} alpha = 1.0, beta = 1.0, p = 1.0, q = 1.0, c = 1e300"));
    let extreme = "drift and diffusion leave the range of numbers next to x = 1; rescale x or time";
    power(["1e300", "1", "1", "1", "1"], extreme);
    power(["1", "1", "1", "1", "1e-300"], extreme);
}

#[test]
fn formulas_that_are_undefined_inside() {
    let way_out = "correct the formula, or end the domain before x with `lower` or `upper`";
    refused(
        &formulas("-x", "x-3", &[]),
        &format!("the diffusion is -2 at x = 1, inside the domain, but it must be > 0 there; {way_out}"),
    );
    refused(
        &formulas("-x", "0*x", &[]),
        &format!("the diffusion is 0 at x = 1, inside the domain, but it must be > 0 there; {way_out}"),
    );
    refused(&formulas("ln(x-2)", "1", &[]), &format!("the drift is NaN at x = 1, inside the domain; {way_out}"));
}

#[test]
fn domains_that_numbers_do_not_resolve() {
    let words = "next to its ends x keeps too few digits; shift x so that an end is 0, or rescale it";
    refused(
        &formulas("-x", "1", &["--lower", "1e308"]),
        &format!("numbers cannot resolve the domain from 1e308 to inf: {words}"),
    );
    refused(
        &formulas("1-x", "1", &["--lower", "1", "--upper", "1.0000000001"]),
        &format!("numbers cannot resolve the domain from 1 to 1.0000000001: {words}"),
    );
    // A density of width 5e-7 above an end that is a million.
    refused(
        &formulas("1-x", "1", &["--lower", "1e6"]),
        "the stationary density is largest nearer to 1e6 than numbers can tell; shift x so that this end is 0, or rescale it",
    );
    refused(
        &formulas("-1e300*x", "1", &["--lower", "-inf"]),
        "drift and diffusion leave the range of numbers next to x = 0; rescale x or time",
    );
}

#[test]
fn initial_densities_that_are_none() {
    let time = ["--set", "time.end=1", "--set", "time.record_every=1", "--set"];
    let initial = |set: &str, message: &str| {
        refused(&[&CIR[..], &time, &[set]].concat(), &format!("the initial density cannot be used: {message}"));
    };
    let density = |formula: &str, message: &str| initial(&format!("initial.density.expression={formula}"), message);
    density("0*x", "the integral of the density is 0");
    density("x^-2", "its integral over the domain diverges");
    density("x^0", "its integral over the domain diverges");
    let folder = Folder::new();
    for (formula, part) in [("(1-x)*exp(-x)", "the density is -"), ("ln(x-1)*exp(-x)", "the density is NaN at x = ")] {
        let set = format!("initial.density.expression={formula}");
        let run = folder.svsde_words(&[&["stationary"], &CIR[..], &time, &[&set]].concat());
        assert!(
            run.stderr.starts_with(&format!("error: the initial density cannot be used: {part}")),
            "{}",
            run.stderr
        );
        assert_eq!(run.code, Some(2));
    }
    initial("initial.values.lambda=[1e300]", "x = 1e300 is farther out than drift and diffusion can be evaluated");
    let set = "initial.values.lambda=[1e5]";
    let run = folder.svsde_words(&[&["stationary"], &CIR[..], &time, &[set]].concat());
    assert!(
        run.stderr.contains("it reaches too far into the tail: beyond x = ") && run.code == Some(2),
        "{}",
        run.stderr
    );
}

/// x^2 overflows at 1e154, where −x/(1 + x²) would be 0: a Cauchy law all the same.
#[test]
fn a_part_of_a_formula_that_overflows() {
    let folder = Folder::new();
    folder.done("stationary --drift -x/(1+x^2) --noise 1 --lower -inf -q -o a.h5");
    sound(&folder, "a.h5");
    let file = folder.result("a.h5");
    assert!((file.number_of("stationary", "tail_index").unwrap() - 2.0).abs() < 1e-6);
    for (x, log_p) in column(&file, "stationary/x").iter().zip(column(&file, "stationary/log_density")) {
        let exact = -std::f64::consts::PI.ln() - 2.0 * 1.0_f64.hypot(*x).ln();
        assert!((log_p - exact).abs() < 1e-7, "{x}: {log_p} {exact}");
    }
}

/// Wells of width 0.005, narrower than the steps in which they are looked for: both count.
#[test]
fn two_narrow_wells() {
    let folder = Folder::new();
    let run = folder.svsde("stationary --drift x-x^3 --noise 0.01 --lower -inf -q -o a.h5");
    // The barrier of 5000 in the logarithm is crossed once in e^5000.
    let told = "warning: 1 of 10 relaxation rates: the next one is below 1e-250\n";
    assert_eq!((run.stderr.as_str(), run.code), (told, Some(0)));
    let file = folder.result("a.h5");
    let get = |key: &str| file.number_of("stationary", key).unwrap();
    assert!(get("mean").abs() < 1e-6 && (get("variance") - 1.0).abs() < 1e-3, "{} {}", get("mean"), get("variance"));
    assert_eq!(file.number_of("stationary", "spectral_gap"), None);
}

/// Jumps inside the domain cost accuracy, a pole the solution.
#[test]
fn doubtful_answers_say_so() {
    let folder = Folder::new();
    let run = folder.svsde("stationary --drift 1/(x-2)-x --noise 1 -q -o a.h5");
    assert!(run.stderr.starts_with("error: the density is not resolved: ") && run.code == Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("near x = 2.0000"), "{}", run.stderr);
    let run = folder.svsde("stationary --drift floor(x)-x*x/3 --noise 1 -q -o a.h5");
    let told = "log p may be off by ";
    assert!(run.stderr.starts_with(&format!("warning: {told}")) && run.code == Some(0), "{}", run.stderr);
    assert!(folder.result("a.h5").texts("warnings")[0].starts_with(told));
    sound(&folder, "a.h5");
}

/// Sizes at which something could give way: the answer is a number or a refusal.
#[test]
fn absurd_sizes() {
    let folder = Folder::new();
    for line in [
        "--alpha 1 --beta 1 --p 50 --q 1 --c 1",
        "--alpha 1 --beta 1 --p 1 --q -3 --c 1",
        "--alpha 1 --beta 1 --p 1 --q 1 --c 1 --tolerance 1e-12",
        "--alpha 1 --beta 0.5 --p 1 --q 2 --c 0.8 --log10-tail 1e15",
        "--alpha 1 --beta 1 --p 1 --q 1 --c 1e-7 --modes 2",
        "--alpha 1 --beta 1 --p 1 --q 1 --c 1 --set initial.zero={} --set time.end=1e6 --set time.record_every=1e6",
        "--alpha 1 --beta 1 --p 1 --q 1 --c 1 --set initial.zero={} --set time.end=1e-12 --set time.record_every=1e-12",
        "--drift -exp(exp(x)) --noise 1",
        "--drift sin(50*x)-x --noise 0.1 --lower -inf",
        "--drift 0 --noise 1 --upper 1",
        "--drift -sign(x) --noise 1 --lower -inf",
    ] {
        folder.done(&format!("stationary {line} -q --force -o a.h5"));
        sound(&folder, "a.h5");
    }
}
