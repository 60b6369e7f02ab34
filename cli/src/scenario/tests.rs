//! What stationary studies resolve to, and where a message about a part of a string points.

use super::place::{Places, Sources};
use super::*;
use std::path::Path;
use svsde::density::{MeanField, MeanFieldKind};
use svsde::rules::Violation;
use toml::de::DeTable;

fn read(text: &str, sets: &[&str]) -> Scenario {
    let sets: Vec<Override> = sets.iter().map(|set| set.parse().unwrap()).collect();
    parse(text, "test.toml", Path::new(""), &sets).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn names_of_mean_fields_are_those_of_scenarios() {
    for of in MeanFieldKind::ALL {
        let scenario =
            read(&format!("model.mean-field = {{ of = \"{}\", alpha = 1, beta = 1, c = 1 }}", of.name()), &[]);
        assert_eq!(
            scenario.model,
            Model::MeanField(MeanField { alpha: Some(1.0), beta: Some(1.0), c: Some(1.0), ..MeanField::new(of) })
        );
        assert_eq!(scenario.stationary, Some(Stationary::default()));
        assert!(scenario.is_stationary() && scenario.initial.is_none() && scenario.course().records() == [0.0]);
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
    let names: Vec<&str> = scenario.scan.iter().flat_map(Scan::axes).map(|(key, _)| key).collect();
    assert_eq!(names, ["q", "p"]);
    let points = scenario.scan_points().unwrap();
    let found: Vec<(f64, f64)> = points
        .iter()
        .map(|point| match &point.model {
            Model::PowerDiffusion(model) => (model.q, model.p),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(found, [(0.0, 0.25), (0.0, 0.5), (0.0, 1.0), (1.0, 0.25), (1.0, 0.5), (1.0, 1.0)]);
    for point in &points {
        assert_eq!(point.stationary, Some(Stationary { cells: Some(2048), modes: 3, ..Stationary::default() }));
        assert_eq!(point.scan, None);
        assert_eq!(read(&point.to_toml(), &[]), *point);
        assert_eq!(point.scan_points().unwrap(), std::slice::from_ref(point));
    }
}

#[test]
fn a_scan_takes_parameters_names_and_formulas() {
    let text = "model.expression = { drift = \"-k*x\", diffusion = \"1\", parameters = { k = 1 } }";
    let points = read(text, &["scan.drift=[\"-k*x\", \"-k*x^3\"]", "scan.k=[1, 2.5]"]).scan_points().unwrap();
    let found: Vec<(String, f64)> = points
        .iter()
        .map(|point| match &point.model {
            Model::Expression(model) => (model.drift.clone(), model.parameters["k"]),
            other => panic!("{other:?}"),
        })
        .collect();
    let wanted = [("-k*x", 1.0), ("-k*x", 2.5), ("-k*x^3", 1.0), ("-k*x^3", 2.5)];
    assert_eq!(found, wanted.map(|(drift, k)| (drift.to_owned(), k)));
}

/// What a scan refuses when it is read, it refuses of a scenario that was put together by hand.
#[test]
fn scan_points_are_checked() {
    let mut scenario = read(POWER, &[]);
    if let Model::PowerDiffusion(model) = &mut scenario.model {
        model.c = 0.0;
    }
    let error = scenario.scan_points().unwrap_err().to_string();
    assert!(error.ends_with("it must be > 0 (in the scan, at q = 0, p = 0.25)"), "{error}");
}

#[test]
fn a_part_of_a_string_is_found_in_the_text() {
    for (text, part, wanted) in [
        (r#"drift = "alpha - y""#, 8..9, "y"),
        ("drift = 'alpha - y'", 8..9, "y"),
        ("drift = '''\nalpha - y'''", 8..9, "y"),
        ("drift = \"\"\"λ - y\"\"\"", 5..6, "y"),
        (r#"drift = "y + 1""#, 5..5, ""),
        // Escapes, a part that is not there, and no string at all: the whole value.
        (r#"drift = "\u0061 - y""#, 4..5, r#""\u0061 - y""#),
        (r#"drift = "λ""#, 1..2, r#""λ""#),
        (r#"drift = "y""#, 3..4, r#""y""#),
        ("drift = 3", 0..1, "3"),
    ] {
        let mut sources = Sources::default();
        sources.add("first", "something else");
        let start = sources.add("test", text);
        let root = DeTable::parse(text).unwrap();
        let value = Places::of(root.get_ref()).value("drift");
        let place = sources.within(&(value.start + start..value.end + start), &part);
        assert_eq!(sources.slice(&place), wanted, "{text}");
    }
}

#[test]
fn what_cannot_be_read_of_a_formula_has_the_caret() {
    let text = "seed = -1\n[model.expression]\ndrift = \"alpha - y\"\n";
    let mut sources = Sources::default();
    sources.add("test.toml", text);
    let places = Places::of(DeTable::parse(text).unwrap().get_ref());
    let violation = |key: &str, within| Violation {
        key: key.to_owned(),
        message: format!("{key} is wrong"),
        help: Some("write it right".to_owned()),
        within,
    };
    let violations = vec![violation("model.expression.drift", Some(8..9)), violation("seed", None)];
    let found: Vec<String> = load::findings(violations, &places, &sources)
        .iter()
        .map(|finding| format!("{} {} {:?} {:?}", finding.place(), finding, finding.excerpt(), finding.advice()))
        .collect();
    let help = "Some(\"write it right\")";
    assert_eq!(
        found,
        [
            format!("test.toml:1:8 seed is wrong \"-1\" {help}"),
            format!("test.toml:3:18 model.expression.drift is wrong \"y\" {help}")
        ]
    );
}

#[test]
fn a_part_of_a_bare_word_is_found() {
    let mut sources = Sources::default();
    let start = sources.add("command line", "--set model.drift=alpha - y") + "--set model.drift=".len();
    let place = sources.within(&(start..start + "alpha - y".len()), &(8..9));
    assert_eq!((sources.slice(&place), place.start), ("y", start + 8));
}
