//! `svsde stationary`: the scenario that each form of the command builds, and forms that do not go together.

use crate::support::*;
use std::path::Path;
use svsde::density::{MeanField, MeanFieldKind};
use svsde::particles::models::PowerDiffusion;
use svsde_cli::scenario::{ExpressionModel, StationarySettings};
use svsde_cli::study::stationary::{DensityModel, StationaryStudy};
use svsde_cli::study::{AnyStudy, parse};

const POWER: &str = "stationary --alpha -1.5 --beta 2 --p 0.5 --q 0 --c 3e-1";

fn printed(folder: &Folder, words: &[&str]) -> StationaryStudy {
    let run = folder.svsde_words(&[words, &["--print-scenario"]].concat());
    assert_eq!((run.stderr.as_str(), run.code), ("", Some(0)));
    let scenario = parse(&run.stdout, "printed", Path::new(""), &[]).unwrap();
    assert_eq!(scenario.to_toml(), run.stdout);
    assert!(folder.contents().is_empty());
    let AnyStudy::StationaryStudy(study) = scenario.study else { panic!("{scenario:?}") };
    study
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

#[test]
fn five_numbers_are_a_power_diffusion() {
    let folder = Folder::new();
    let scenario = printed(&folder, &words(POWER));
    let model = PowerDiffusion { alpha: -1.5, beta: 2.0, p: 0.5, q: 0.0, c: 0.3, cols: 1 };
    assert_eq!(scenario.model, DensityModel::PowerDiffusion(model));
    assert_eq!(scenario.stationary, StationarySettings::default());
    let options = "--cells 4000 --log10-tail -900 --tolerance 1e-6 --modes 3 --set stationary.modes=5";
    let scenario = printed(&folder, &words(&format!("{POWER} {options}")));
    let stationary = StationarySettings { cells: Some(4000), log10_tail: Some(-900.0), tolerance: 1e-6, modes: 5 };
    assert_eq!(scenario.stationary, stationary);
    let scenario = printed(&folder, &words(&format!("{POWER} --set scan.p=[0,1] --set scan.q=[0,1,2]")));
    assert_eq!(scenario.points().unwrap().len(), 6);
}

#[test]
fn a_model_is_a_mean_field() {
    let folder = Folder::new();
    let line = "stationary --model muon-additive --rows 6 --cols 4 --learning-rate 0.1 --diffusion 0.5 \
                --gradient-noise 0.2 --rank 3 --gap 0.25 --beta -1e-3";
    let model = MeanField {
        rows: Some(6),
        cols: Some(4),
        learning_rate: Some(0.1),
        diffusion: Some(0.5),
        gradient_noise: Some(0.2),
        rank: Some(3),
        gap: Some(0.25),
        beta: Some(-1e-3),
        ..MeanField::new(MeanFieldKind::MuonAdditive)
    };
    assert_eq!(printed(&folder, &words(line)).model, DensityModel::MeanField(model));
    for of in MeanFieldKind::ALL {
        let line = format!("stationary --model {} --alpha 1 --beta 2 --c 3", of.name());
        let model = MeanField { alpha: Some(1.0), beta: Some(2.0), c: Some(3.0), ..MeanField::new(of) };
        assert_eq!(printed(&folder, &words(&line)).model, DensityModel::MeanField(model));
    }
}

#[test]
fn two_formulas_are_an_expression() {
    let folder = Folder::new();
    let drift = "-k*x + m";
    let line = ["stationary", "--drift", drift, "--noise", "sqrt(k)", "--parameter", "k=2", "--parameter", "m=-1e-3"];
    let mut model = ExpressionModel {
        drift: drift.to_owned(),
        diffusion: "sqrt(k)".to_owned(),
        lower: 0.0,
        upper: f64::INFINITY,
        parameters: [("k".to_owned(), 2.0), ("m".to_owned(), -1e-3)].into(),
    };
    assert_eq!(printed(&folder, &line).model, DensityModel::Expression(model.clone()));
    (model.lower, model.upper) = (f64::NEG_INFINITY, 1.5);
    let line = [&line[..], &["--lower", "-inf", "--upper", "1.5"]].concat();
    assert_eq!(printed(&folder, &line).model, DensityModel::Expression(model));
}

#[test]
fn what_does_not_go_together() {
    let folder = Folder::new();
    for (line, message) in [
        ("--p 1", "required arguments were not provided:\n  --alpha <A>\n  --beta <B>\n  --q <Q>\n  --c <C>"),
        ("", "required arguments were not provided:\n  --alpha <A>\n  --beta <B>\n  --p <P>\n  --q <Q>\n  --c <C>"),
        ("--model sgd --p 1", "'--model <NAME>' cannot be used with '--p <P>'"),
        ("--model sgd --drift x --noise x", "'--model <NAME>' cannot be used with '--drift <DRIFT>'"),
        ("--model muon", "invalid value 'muon' for '--model <NAME>'"),
        ("--drift x", "required arguments were not provided:\n  --noise <NOISE>"),
        ("--drift x --noise x --alpha 1", "'--drift <DRIFT>' cannot be used with '--alpha <A>'"),
        ("--drift x --noise x --parameter k", "a parameter is NAME=VALUE, for example alpha=1.5"),
        ("--drift x --noise x --parameter k=one", "\"one\" is not a number"),
        ("--drift x --noise x --parameter =1", "the name is missing"),
        ("--alpha one", "invalid value 'one' for '--alpha <A>'"),
        ("--alpha 1 --beta 1 --p 1 --q 1 --c 1 --gap 2", "'--p <P>' cannot be used with:\n  --gap <DELTA>"),
        ("--alpha 1 --beta 1 --p 1 --q 1 --c 1 --lower 2", "'--alpha <A>' cannot be used with:\n  --lower <L>"),
        ("--model sgd --upper 2", "required arguments were not provided:\n  --noise <NOISE>\n  --drift <DRIFT>"),
    ] {
        let run = folder.svsde(&format!("stationary {line}"));
        assert!(run.stderr.contains(message), "{line}: {}", run.stderr);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{line}");
    }
}

#[test]
fn a_broken_rule_points_into_the_scenario() {
    let folder = Folder::new();
    folder.refused(
        "stationary --model muon-additive --alpha 1 --learning-rate 0.1 --c 0",
        "  x model.mean-field.c = 0, but nothing diffuses then, so there is no stationary density; it must be > 0\n   ,-[scenario of svsde stationary:8:5]\n 7 | alpha = 1.0\n 8 | c = 0.0\n   \
           :     ^^^\n 9 | \n   `----",
    );
}

/// A stationary study that is checked is printed with its defaults, and computes nothing.
#[test]
fn check_prints_a_stationary_study() {
    let folder = Folder::new();
    folder.write("s.toml", "model.mean-field = { of = \"sgd\", alpha = 1, beta = 1, c = 1 }");
    let found = folder.done("check s.toml");
    assert!(found.contains("[stationary]\n") && found.contains("modes = 10\n"), "{found}");
}
