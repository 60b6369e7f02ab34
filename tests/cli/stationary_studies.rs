//! What stationary studies resolve to.

use std::path::Path;
use svsde::density::{MeanField, MeanFieldKind};
use svsde_cli::scenario::{Override, Scan, StationarySettings};
use svsde_cli::study::stationary::{DensityModel, StationaryStudy};
use svsde_cli::study::{AnyStudy, Scenario, parse};

fn read(text: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<Override> = sets.iter().map(|set| set.parse().unwrap()).collect();
    parse(text, "test.toml", Path::new(""), &sets).unwrap_or_else(|error| panic!("{error}"))
}

fn study(scenario: &Scenario) -> &StationaryStudy {
    let AnyStudy::StationaryStudy(study) = &scenario.study else { panic!("{scenario:?}") };
    study
}

#[test]
fn names_of_mean_fields_are_those_of_scenarios() {
    for of in MeanFieldKind::ALL {
        let scenario =
            read(&format!("model.mean-field = {{ of = \"{}\", alpha = 1, beta = 1, c = 1 }}", of.name()), &[]);
        let given = MeanField { alpha: Some(1.0), beta: Some(1.0), c: Some(1.0), ..MeanField::new(of) };
        assert_eq!(study(&scenario).model, DensityModel::MeanField(given));
        assert_eq!(study(&scenario).stationary, StationarySettings::default());
        assert!(scenario.study.initial().is_none() && scenario.study.time().is_none());
    }
}

const POWER: &str = "
    [model.power-diffusion]
    alpha = 1
    beta = 2
    q = 0
    c = 0.3
    [stationary]
    [scan]
    q = [0, 1]
    p = [0.25, 0.5, 1]
";

#[test]
fn the_last_key_of_a_scan_varies_fastest() {
    let scenario = read(POWER, &["stationary.modes=3"]);
    let names: Vec<&str> = study(&scenario).scan.iter().flat_map(Scan::axes).map(|(key, _)| key).collect();
    assert_eq!(names, ["q", "p"]);
    let points = study(&scenario).points().unwrap();
    let found: Vec<(f64, f64)> = points
        .iter()
        .map(|point| match &point.model {
            DensityModel::PowerDiffusion(model) => (model.q, model.p),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, [(0.0, 0.25), (0.0, 0.5), (0.0, 1.0), (1.0, 0.25), (1.0, 0.5), (1.0, 1.0)]);
    for point in &points {
        let settings = StationarySettings { cells: Some(2048), modes: 3, ..StationarySettings::default() };
        assert_eq!((&point.stationary, &point.scan), (&settings, &None));
        assert_eq!(point.points().unwrap(), std::slice::from_ref(point));
        let whole = Scenario { title: String::new(), seed: 0, study: point.clone().into() };
        assert_eq!(read(&whole.to_toml(), &[]), whole);
    }
}

#[test]
fn a_scan_takes_parameters_names_and_formulas() {
    let text = "model.expression = { drift = \"-k*x\", diffusion = \"1\", parameters = { k = 1 } }";
    let scenario = read(text, &["scan.drift=[\"-k*x\", \"-k*x^3\"]", "scan.k=[1, 2.5]"]);
    let points = study(&scenario).points().unwrap();
    let found: Vec<(String, f64)> = points
        .iter()
        .map(|point| match &point.model {
            DensityModel::Expression(model) => (model.drift.clone(), model.parameters["k"]),
            other => panic!("{other:?}"),
        })
        .collect();
    let wanted = [("-k*x", 1.0), ("-k*x", 2.5), ("-k*x^3", 1.0), ("-k*x^3", 2.5)];
    assert_eq!(found, wanted.map(|(drift, k)| (drift.to_owned(), k)));
}

/// What a scan refuses when it is read, it refuses of a scenario that was put together by hand.
#[test]
fn scan_points_are_checked() {
    let mut study = study(&read(POWER, &[])).clone();
    if let DensityModel::PowerDiffusion(model) = &mut study.model {
        model.c = 0.0;
    }
    let error = study.points().unwrap_err().to_string();
    assert!(error.ends_with("it must be > 0 (in the scan, at q = 0, p = 0.25)"), "{error}");
}
