//! `svsde tails`: the scenario that it builds, what its result holds, and what is printed of it.

use crate::support::*;
use serde_json::Value;
use svsde::tails::laws::LAWS;
use svsde::tails::{Fit, Sample, laws};
use svsde_cli::scenario::{Files, Normalise, Quantity, Tails};
use svsde_cli::store::ResultFile;
use svsde_cli::study::tails::{TailModel, TailStudy};
use svsde_cli::study::{AnyStudy, Scenario, load, parse};

/// Quantiles of the density ∝ x^−2.5 from 2: no noise, so that what is fitted is known.
pub fn pareto(n: usize) -> Vec<f64> {
    (0..n).map(|k| 2.0 * ((k as f64 + 0.5) / n as f64).powf(-1.0 / 1.5)).collect()
}

/// With `pareto.npy`, 400 samples, and `A.npy`, a 5 x 12 matrix.
pub fn folder() -> Folder {
    let folder = Folder::with_data();
    folder.doubles("pareto.npy", "(400,)", &pareto(400));
    folder
}

pub const QUICK: &str = "--bootstrap 20 -o out.h5";

fn scenario(folder: &Folder, line: &str) -> Scenario {
    let printed = folder.done(&format!("{line} --print-scenario"));
    let scenario = parse(&printed, "printed", &folder.root, &[]).unwrap();
    assert_eq!(scenario.to_toml(), printed.replace("\"A.npy\"", &format!("{:?}", folder.path("A.npy"))));
    scenario
}

fn study(scenario: &Scenario) -> TailStudy {
    let AnyStudy::TailStudy(study) = &scenario.study else { panic!("{scenario:?}") };
    study.clone()
}

#[test]
fn every_option_is_a_key() {
    let folder = folder();
    folder.write("all.toml", folder.done("tails A.npy pareto.npy --print-scenario"));
    let plain = study(&load(&folder.path("all.toml"), &[]).unwrap());
    let inputs = vec![folder.path("A.npy"), folder.path("pareto.npy")];
    let files = Files { inputs, dataset: None, layer: None, per_time: false };
    assert_eq!((plain.model, plain.tails), (TailModel { files }, Tails::default()));
    assert_eq!(Tails::default().laws, LAWS.iter().map(|law| law.name).collect::<Vec<_>>());
    let line = "tails A.npy --dataset w --layer x.* --per-time --quantity sigma --normalise rows --laws gamma,lognormal \
                --x-min 0.5 --bootstrap 7 --seed 9 --set tails.candidates=50 --set tails.bootstrap_laws=3";
    let found = scenario(&folder, line);
    let inputs = vec![folder.path("A.npy")];
    let files = Files { inputs, dataset: Some("w".to_owned()), layer: Some("x.*".to_owned()), per_time: true };
    let tails = Tails {
        quantity: Quantity::Sigma,
        normalise: Normalise::Rows,
        laws: ["gamma", "lognormal"].map(str::to_owned).to_vec(),
        x_min: Some(0.5),
        least_tail: 10,
        candidates: 50,
        bootstrap: 7,
        bootstrap_laws: 3,
    };
    assert_eq!((study(&found), found.seed), (TailStudy { model: TailModel { files }, tails }, 9));
    assert_eq!(study(&scenario(&folder, "tails A.npy --least-tail 4")).tails.least_tail, 4);
}

/// The command, and `svsde run` of the scenario that it prints, give the same bits.
#[test]
fn the_scenario_says_the_same() {
    let folder = folder();
    folder.done(&format!("tails pareto.npy -q --seed 3 {QUICK}"));
    folder.write("s.toml", folder.done("tails pareto.npy --seed 3 --bootstrap 20 --print-scenario"));
    folder.done("run s.toml -q -o again.h5");
    same(&folder.result("out.h5"), &folder.result("again.h5"), "/tails");
    assert_eq!(folder.done("info --brief out.h5"), folder.done("info --brief again.h5"));
}

/// Attributes of a law in a result.
fn law(file: &ResultFile, name: &str) -> (Vec<f64>, Option<f64>) {
    let at = format!("tails/pareto/{name}");
    (file.numbers_of(&at, "parameters").unwrap_or_default(), file.number_of(&at, "log_likelihood"))
}

/// A power law from 2 with exponent 2.5, fitted above everything: what the file has is what the library finds.
#[test]
fn a_known_law_is_found() {
    let folder = folder();
    folder.done(&format!("tails pareto.npy -q --x-min 2 {QUICK}"));
    let file = folder.result("out.h5");
    let (sample, _) = Sample::new(&pareto(400)).unwrap();
    let fit = Fit::new(laws::named("power_law").unwrap(), sample.above(2.0)).unwrap();
    let (parameters, log_likelihood) = law(&file, "power_law");
    assert_eq!((parameters, log_likelihood), (fit.parameters.clone(), Some(fit.log_likelihood)));
    // The mean of 1.5 log(x/2) is log n - log(Γ(n + ½)/Γ(½))/n = 1 - log 2/2n, but for 1/24n² = 2.6e-7 (Stirling).
    let exact = 1.0 + 1.5 / (1.0 - std::f64::consts::LN_2 / 800.0);
    assert!((fit.parameters[0] - exact).abs() < 1.5 * 3e-7, "{fit:?}");
    let at = "tails/pareto";
    assert_eq!(file.number_of(at, "alpha"), Some(fit.parameters[0]));
    assert_eq!(file.number_of(at, "n_tail"), Some(400.0));
    assert_eq!(file.text_of(at, "best_law").as_deref(), Some("power_law"));
    assert_eq!(file.text_of(at, "x_min_is").as_deref(), Some("given"));
    assert!(!file.has("tails/pareto/x_min_scan/x_min") && file.number_of(at, "x_min_std_error").is_none());
    assert_eq!(file.text_of("tails/pareto/lognormal", "reason").is_some(), law(&file, "lognormal").0.is_empty());
}

/// Names of groups, attributes and datasets are a contract with who reads results.
#[test]
fn names_in_the_result() {
    let folder = folder();
    folder.done(&format!("tails pareto.npy A.npy -q --least-tail 3 {QUICK}"));
    let file = folder.result("out.h5");
    assert_eq!(file.texts_of("tails", "samples").unwrap(), ["pareto", "A"]);
    for name in [
        "x_min",
        "n_tail",
        "alpha",
        "alpha_std_error",
        "hill_alpha",
        "n",
        "zeros_dropped",
        "negatives_dropped",
        "x_min_std_error",
        "x_min_low",
        "x_min_high",
    ] {
        assert!(file.number_of("tails/pareto", name).is_some(), "{name}");
    }
    let text = |at: &str, name: &str| file.text_of(at, name).unwrap();
    assert_eq!((text("tails/pareto", "quantity"), text("tails/A", "quantity")), ("samples".into(), "lambda".into()));
    assert_eq!(text("tails/A", "normalisation"), "none");
    assert!(text("tails/A", "file").ends_with("/A.npy") && !text("tails/A", "verdict").is_empty());
    assert_eq!(file.numbers_of("tails/A", "shape").unwrap(), [12.0, 5.0]);
    for law in LAWS.iter() {
        for (part, wanted) in [("", true), ("/whole", law.fits_whole)] {
            let at = format!("tails/pareto{part}/{}", law.name);
            let names = file.texts_of(&at, "parameter_names");
            assert_eq!(names, wanted.then(|| law.parameters.iter().map(|&name| name.to_owned()).collect()), "{at}");
            let fitted = file.numbers_of(&at, "parameters").map(|values| values.len());
            assert_eq!(fitted.is_none(), !wanted || file.text_of(&at, "reason").is_some(), "{at}");
            for name in ["log_likelihood", "aic", "bic", "ks_distance", "anderson_darling", "p_value", "p_value_error"]
            {
                assert_eq!(file.number_of(&at, name).is_some(), fitted.is_some(), "{at} {name}");
            }
        }
    }
    assert_eq!(file.numbers_of("tails/pareto/power_law", "std_errors").unwrap().len(), 1);
    // All but the two largest values have three at or above them.
    for name in ["x_min", "ks_distance", "alpha", "n_tail"] {
        assert_eq!(file.shape(&format!("tails/pareto/x_min_scan/{name}")), Some(vec![398]), "{name}");
    }
    let fitted = LAWS.iter().filter(|l| file.numbers_of(&format!("tails/pareto/{}", l.name), "parameters").is_some());
    let fitted = fitted.count();
    let pairs = fitted * (fitted - 1) / 2;
    assert_eq!(file.shape("tails/pareto/vuong"), Some(vec![pairs, 4]));
    for list in ["first", "second", "sentences"] {
        assert_eq!(file.texts_of("tails/pareto/vuong", list).unwrap().len(), pairs);
    }
    let columns = ["log_likelihood_ratio", "z", "p_two_sided", "p_one_sided"];
    assert_eq!(file.texts_of("tails/pareto/vuong", "columns").unwrap(), columns);
    let mut sorted = pareto(400);
    sorted.sort_by(f64::total_cmp);
    assert_eq!(file.read("tails/pareto/values").unwrap().into_iter().collect::<Vec<_>>(), sorted);
    for entry in file.entries() {
        assert!(!entry.units.is_empty() && !entry.description.is_empty(), "{}", entry.path);
        assert_eq!(entry.dims.len(), entry.shape.len(), "{}", entry.path);
    }
}

/// Programs find the names of the file.
#[test]
fn json_has_the_names_of_the_file() {
    let folder = folder();
    let value: Value =
        serde_json::from_str(&folder.done(&format!("tails pareto.npy A.npy --json --least-tail 3 {QUICK}"))).unwrap();
    let file = folder.result("out.h5");
    for sample in ["pareto", "A"] {
        let (at, found) = (format!("tails/{sample}"), &value["tails"][sample]);
        for name in ["alpha", "alpha_std_error", "x_min", "n_tail", "n", "x_min_low", "x_min_high", "zeros_dropped"] {
            assert_eq!(found[name].as_f64(), file.number_of(&at, name), "{sample} {name}");
        }
        for name in ["verdict", "best_law", "quantity", "normalisation"] {
            assert_eq!(found[name].as_str().map(str::to_owned), file.text_of(&at, name), "{sample} {name}");
        }
        assert_eq!(found["file"], format!("{sample}.npy"));
        let power = &found["power_law"];
        for name in ["log_likelihood", "aic", "bic", "ks_distance", "anderson_darling", "p_value", "p_value_error"] {
            assert_eq!(power[name].as_f64(), file.number_of(&format!("{at}/power_law"), name), "{sample} {name}");
        }
        assert_eq!(power["parameters"][0], found["alpha"]);
        assert!(found["whole"]["exponential"]["parameters"].is_array());
        let z = file.read(&format!("{at}/vuong")).unwrap()[[0, 1]];
        let first = &file.texts_of(&format!("{at}/vuong"), "first").unwrap()[0];
        assert_eq!(
            (found["vuong"][0]["z"].as_f64(), found["vuong"][0]["first"].as_str()),
            (Some(z), Some(first.as_str()))
        );
    }
    let whole = value["tails"]["pareto"]["whole"]["vuong"].as_array().unwrap();
    assert_eq!(file.shape("tails/pareto/whole/vuong"), Some(vec![whole.len(), 4]));
    let info: Value = serde_json::from_str(&folder.done("info --json out.h5")).unwrap();
    assert_eq!(info["summary"], value);
}

#[test]
fn what_people_read() {
    let folder = folder();
    let said = folder.done(&format!("tails pareto.npy {QUICK}"));
    for part in
        ["x_min ", "alpha ", "above x_min", "whole sample", "power law over exponential, z = ", "\nwritten to out.h5\n"]
    {
        assert!(said.contains(part), "{part:?} is not in\n{said}");
    }
    let verdict = folder.result("out.h5").text_of("tails/pareto", "verdict").unwrap();
    assert!(said.contains(&format!("pareto: {verdict}\n")), "{said}");
    assert_eq!(folder.done("info --brief out.h5"), format!("pareto: {verdict}\n"));
    assert!(folder.done("info out.h5").contains(said.split("\nwritten to").next().unwrap()));

    // Four samples are a line each, and everything only when asked for.
    for k in 1..5 {
        folder.doubles(&format!("s{k}.npy"), "(60,)", &pareto(60));
    }
    let many = folder.done("tails s1.npy s2.npy s3.npy s4.npy --bootstrap 0 -o many.h5");
    assert!(!many.contains("whole sample") && many.starts_with("Tails of s1 and 3 files more\n\n sample"), "{many}");
    assert!(
        (1..5).all(|k| many.lines().filter(|line| line.trim_start().starts_with(&format!("s{k}"))).count() == 2),
        "{many}"
    );
    assert_eq!(folder.done("info --details many.h5").matches("whole sample").count(), 4);
    assert!(folder.done("info many.h5").contains("more of the other samples; --details names them\n"));
    let details = folder.done("tails s1.npy s2.npy s3.npy s4.npy --bootstrap 0 -o many.h5 --details --force");
    assert_eq!(details.matches("whole sample").count(), 4);
}
