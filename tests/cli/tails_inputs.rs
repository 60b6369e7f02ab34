//! `svsde tails` on values that have no tail, on several inputs of which some fail, and on choices that make no sense.

use crate::support::*;
use crate::tails_results::{QUICK, folder, pareto};

/// `bad.npy` with these values is refused in these words, and nothing is left behind.
fn refused(values: &[f64], options: &str, why: &str) {
    let folder = folder();
    folder.doubles("bad.npy", &format!("({},)", values.len()), values);
    let message = format!("error: the inputs hold nothing to analyse: bad: bad.npy: {why}");
    folder.refused(&format!("tails bad.npy {options} {QUICK}"), &message);
}

#[test]
fn values_without_a_tail() {
    refused(&[3.0; 50], "", "all 50 values are 3: a constant has no tail");
    let few = "3 positive values (2 zeros and 1 negatives were dropped), but a tail needs at least 4";
    refused(&[1.0, 0.0, 2.0, -1.0, 0.0, 4.0], "", few);
    let mut values = pareto(20);
    (values[4], values[9]) = (f64::NAN, f64::INFINITY);
    let lost = "2 of 20 values are NaN or infinite, the first at place 4 (counted from 0); leave them out";
    refused(&values, "", lost);
    let short = "6 positive values, but the search for x_min needs 10 that are not all equal; give x_min, or a smaller least_tail";
    refused(&pareto(6), "", short);
    // The largest of 20: 2 (1/40)^(-1/1.5) = 2 40^(2/3).
    let beyond =
        "only 0 of 20 values are at or above x_min = 1000 (the largest is 23.3921), but a tail needs at least 2";
    refused(&pareto(20), "--x-min 1000", beyond);
    let rows = "normalise = \"rows\" needs a matrix, whose longer side it is; use \"mean\"";
    refused(&pareto(20), "--normalise rows", rows);
}

#[test]
fn zeros_and_negatives_are_counted() {
    let folder = folder();
    let values = [pareto(60), vec![0.0, -1.0, 0.0, -2.0, 0.0]].concat();
    folder.doubles("mixed.npy", "(65,)", &values);
    // Rank 3 of 12: nine singular values are rounding.
    let low: Vec<f64> =
        (0..16 * 12).map(|k| [(1 + k / 12) as f64, 1.0, f64::from(k / 12 == 2)][(k % 12) / 4]).collect();
    folder.doubles("low.npy", "(16, 12)", &low);
    folder.doubles("more.npy", "(8, 6)", &numbers(48, 5));
    let said = folder.done(&format!("tails mixed.npy more.npy --least-tail 3 {QUICK}"));
    let file = folder.result("out.h5");
    let count = |sample: &str, name: &str| file.number_of(&format!("tails/{sample}"), name).unwrap();
    assert_eq!((count("mixed", "zeros_dropped"), count("mixed", "negatives_dropped")), (3.0, 2.0));
    assert_eq!((count("mixed", "n"), count("more", "n"), count("more", "zeros_dropped")), (60.0, 6.0, 0.0));
    assert!(said.contains("; 3 zeros dropped; 2 negative values dropped)"), "{said}");
    let three = "3 positive values (9 zeros and 0 negatives were dropped), but a tail needs at least 4";
    let message = format!("error: the inputs hold nothing to analyse: low: low.npy: {three}");
    folder.refused("tails low.npy -o low.h5", &message);
}

/// What fails is said, what does not is kept.
#[test]
fn one_of_several_fails() {
    let folder = folder();
    folder.doubles("bad.npy", "(50,)", &[3.0; 50]);
    let run = folder.svsde(&format!("tails bad.npy pareto.npy -q {QUICK}"));
    let told = "bad.npy: all 50 values are 3: a constant has no tail";
    assert_eq!((run.code, run.stderr), (Some(1), format!("bad: not analysed: {told}\n")));
    let file = folder.result("out.h5");
    assert_eq!(file.texts_of("tails", "samples").unwrap(), ["pareto"]);
    let failed =
        file.texts_of("tails", "failed").unwrap().join("\n").replace(&format!("{}/", folder.root.display()), "");
    assert_eq!(failed, format!("bad: {told}"));
    let info = folder.done("info out.h5");
    assert!(info.contains("\nnot analysed\n  bad: ") && info.contains(told), "{info}");
    folder.refused(
        "tails pareto.npy -o out.h5",
        "error: out.h5: holds a finished result; pass --force to replace it, or another file with -o",
    );
}

#[test]
fn normalised_values() {
    let folder = folder();
    let alpha = |options: &str| {
        folder
            .done(&format!("tails A.npy -q --force --x-min 0.001 --laws power_law --bootstrap 0 -o out.h5 {options}"));
        let file = folder.result("out.h5");
        let number = |name: &str| file.number_of("tails/A", name).unwrap();
        let values: Vec<f64> = file.read("tails/A/values").unwrap().into_iter().collect();
        (values, number("divided_by"))
    };
    let (plain, one) = alpha("");
    let (sigma, _) = alpha("--quantity sigma");
    let (rows, twelve) = alpha("--normalise rows");
    let (root, side) = alpha("--normalise rows --quantity sigma");
    let (mean, divided) = alpha("--normalise mean");
    assert_eq!((one, twelve, side), (1.0, 12.0, 12.0_f64.sqrt()));
    // One square, one root and one division round by half an ulp each.
    let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 4.0 * f64::EPSILON, "{a} {b}");
    for k in 0..5 {
        near(sigma[k] * sigma[k], plain[k]);
        near(rows[k] * 12.0, plain[k]);
        near(root[k] * side, sigma[k]);
        near(mean[k] * divided, plain[k]);
    }
    // ‖A‖_F² is the sum of λ; a decomposition is off by some ten ε of the largest.
    let frobenius: f64 = matrix().iter().map(|a| a * a).sum();
    assert!((divided * 5.0 / frobenius - 1.0).abs() < 1e-13);
}

/// WeightWatcher's numbers are those of its own convention, whatever else is asked for.
#[test]
fn weightwatcher_is_beside_a_matrix_alone() {
    let folder = folder();
    folder.doubles("big.npy", "(40, 30)", &numbers(1200, 5));
    folder.done(&format!("tails big.npy pareto.npy -q --quantity sigma --normalise mean {QUICK}"));
    let file = folder.result("out.h5");
    let matrix = ndarray::Array2::from_shape_vec((40, 30), numbers(1200, 5)).unwrap();
    let sigma = svsde::linalg::singular_values(matrix.view()).unwrap();
    let lambda: Vec<f64> = sigma.iter().map(|s| s * s).collect();
    for fingers in svsde::tails::weightwatcher::Fingers::ALL {
        let at = format!("tails/big/weightwatcher/{}", fingers.name());
        let row = svsde::tails::weightwatcher::fit(&lambda, fingers);
        let number = |name: &str| file.number_of(&at, name);
        // λ went through a root and a square.
        let near = |found: Option<f64>, wanted: Option<f64>| match (found, wanted) {
            (Some(a), Some(b)) => assert!((a / b - 1.0).abs() < 1e-12, "{at}: {a} {b}"),
            (a, b) => assert_eq!(a, b, "{at}"),
        };
        near(number("alpha"), row.map(|row| row.alpha));
        near(number("x_min"), row.map(|row| row.x_min));
        near(number("sigma"), row.map(|row| row.sigma));
        assert_eq!(number("n_tail"), row.map(|row| row.n_tail as f64));
        assert_eq!(number("num_fingers"), row.map(|row| row.num_fingers as f64));
    }
    assert!(file.groups("tails/pareto/weightwatcher").is_empty());
}

#[test]
fn choices_that_make_no_sense() {
    let folder = folder();
    for (line, message) in [
        ("tails", "the following required arguments were not provided:\n  <INPUT>..."),
        ("tails A.npy --quantity sigmas", "invalid value 'sigmas' for '--quantity <QUANTITY>'"),
        ("tails A.npy --normalise row", "a similar value exists: 'rows'"),
        ("tails A.npy --x-min 1 --least-tail 5", "'--x-min <X>' cannot be used with '--least-tail <N>'"),
        ("tails A.npy --json --details", "'--json' cannot be used with '--details'"),
        ("tails A.npy --bootstrap -1", "unexpected argument '-1' found"),
        ("tails A.npy --laws gama", "unknown law `gama`"),
        ("tails A.npy --laws gama", "did you mean `gamma`? laws: power_law, "),
        ("tails A.npy --laws gamma,gamma", "tails.laws[1] = gamma, but it is named before"),
        ("tails A.npy --x-min 0", "tails.x_min = 0, but it must be > 0"),
        ("tails A.npy --x-min=-2", "tails.x_min = -2, but it must be > 0"),
        ("tails A.npy --x-min nan", "tails.x_min = NaN, but it must be a finite number"),
        ("tails A.npy --least-tail 1", "tails.least_tail = 1, but it must be at least 2"),
        ("tails A.npy --bootstrap 2000000", "tails.bootstrap = 2000000, but it must be at most 1000000"),
        ("tails A.npy --set tails.x_mn=1", "did you mean `x_min`?"),
        ("tails A.npy --set time.end=1 --set time.record_every=1", "model.files takes no [time] table"),
        ("tails A.npy --set stationary.cells=100", "model.files takes no [stationary] table"),
        ("tails A.npy --set ensemble.replicas=2", "model.files takes no [ensemble] table"),
        ("tails A.npy --set output.spectra=true", "model.files takes no [output] table"),
        ("tails no.npy", "error: no.npy: No such file or directory (os error 2)"),
        ("tails A.npy --layer (", "--layer \"(\": not a regular expression"),
        (
            "flatten --measurements A.npy --targets y.npy --rows 4 --cols 3 --set tails.bootstrap=1",
            "model.regression takes no [tails] table",
        ),
    ] {
        let run = folder.svsde(line);
        assert!(run.stderr.contains(message), "{line}: {}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{line}");
    }
    assert!(!folder.path("results").exists());
}

/// Whatever is forced.
#[test]
fn inputs_are_not_replaced() {
    let folder = folder();
    let before = std::fs::read(folder.path("pareto.npy")).unwrap();
    let rule = "error: pareto.npy: is one of the inputs; name another file with -o";
    folder.refused("tails pareto.npy --bootstrap 0 --force -o pareto.npy", rule);
    assert_eq!(std::fs::read(folder.path("pareto.npy")).unwrap(), before);
}

/// Values and entries that fits and decompositions cannot hold.
#[test]
fn sizes_beyond_reason() {
    refused(
        &pareto(20).iter().map(|x| x * 1e200).collect::<Vec<_>>(),
        "",
        "the largest value is 2.33921e201, but it must be between 1e-100 and 1e100; divide the values, or use normalise = \"mean\"",
    );
    let folder = folder();
    for (factor, largest) in [(1e-200, "1e-200"), (1e200, "1e200")] {
        folder.doubles("bad.npy", "(12, 10)", &(0..120).map(|k| factor * f64::from(k + 1) / 120.0).collect::<Vec<_>>());
        let why = format!(
            "the largest entry is {largest} in size, but it must be between 1e-70 and 1e70; multiply the matrix by a constant"
        );
        folder.refused(
            "tails bad.npy -o x.h5",
            &format!("error: the inputs hold nothing to analyse: bad: bad.npy: {why}"),
        );
    }
    folder.doubles("few.npy", "(20,)", &pareto(20));
    let said = folder.done("tails few.npy --bootstrap 2 --laws gamma -o y.h5");
    assert!(
        said.contains("; plausible or not needs a larger bootstrap, p ") || said.contains("; plausible, p "),
        "{said}"
    );
}

#[test]
fn threads_do_not_matter() {
    let folder = folder();
    folder.doubles("big.npy", "(40, 30)", &numbers(1200, 5));
    for threads in 1..=3 {
        folder.done(&format!(
            "tails big.npy pareto.npy A.npy -q --least-tail 3 --bootstrap 20 --threads {threads} -o {threads}.h5"
        ));
        same(&folder.result("1.h5"), &folder.result(&format!("{threads}.h5")), "/tails");
        let p = |file: &str| folder.result(file).number_of("tails/big/power_law", "p_value").unwrap();
        assert_eq!(p("1.h5"), p(&format!("{threads}.h5")));
        let names = folder.result(&format!("{threads}.h5")).texts_of("tails", "samples").unwrap();
        assert_eq!(names, ["big", "pareto", "A"]);
    }
}

/// The spectra of a run, pooled and time by time.
#[test]
fn results_of_runs() {
    let folder = folder();
    let model = "[model.matrix-sgd]\nrows = 8\ncols = 6\nlearning_rate = 0.1\ndiffusion = 0.5\ncurvature = 1\n";
    let rest = "[initial.gaussian]\nscale = 1.5\n[time]\nend = 2\nrecord_every = 1\n[ensemble]\nreplicas = 4\n";
    folder.write("sgd.toml", format!("{model}{rest}"));
    folder.done("run sgd.toml -q -o sgd.h5");
    folder.done("tails sgd.h5 -q --bootstrap 0 -o pooled.h5");
    let pooled = folder.result("pooled.h5");
    assert_eq!(pooled.number_of("tails/sgd", "n"), Some(72.0));
    assert!(pooled.texts("warnings")[0].contains("those of one replica depend on each other"));
    folder.done("tails sgd.h5 -q --bootstrap 0 --per-time -o times.h5");
    let times = folder.result("times.h5");
    assert_eq!(times.texts_of("tails", "samples").unwrap(), ["sgd, t = 0", "sgd, t = 1", "sgd, t = 2"]);
    assert_eq!(times.number_of("tails/sgd, t = 2", "n"), Some(24.0));
}

/// What would be read, by headers alone.
#[test]
fn check_says_what_would_be_read() {
    let folder = folder();
    folder.write("t.toml", "[model.files]\ninputs = [\"pareto.npy\", \"A.npy\"]\n[tails]\nbootstrap = 3\n");
    let said = folder.done("check t.toml");
    assert!(said.contains("bootstrap = 3\n") && said.contains("least_tail = 10\n"), "{said}");
    assert!(said.contains("# pareto: 400 in pareto.npy, samples, "), "{said}");
    assert!(said.contains("# skipped A.npy: singular values: 5, fewer than 10\n"), "{said}");
    let said = folder.done("check t.toml --set tails.least_tail=3");
    assert!(said.contains("# A: 5 x 12 in A.npy, 5 singular values of 12 x 5, "), "{said}");
    assert!(said.lines().last().unwrap().starts_with("# about "), "{said}");
    assert!(!folder.path("results").exists());
}
