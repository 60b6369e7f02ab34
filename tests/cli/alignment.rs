//! Alignment of W and the gradient: on the way and at the solutions, in the file, the summary and the figure.

use crate::pictures::{check, texts};
use crate::support::*;
use ndarray::Axis;

/// Muon from a small W₀: the first steps go along −polar(G), and at the solutions nothing of that is left.
const REGRESSION: &str = r#"title = "from a small start"
seed = 11

[model.regression]
rows = 20
cols = 20
flows = ["muon"]
learning_rate = 0.5
schedule = "linear"
references = false

[measurement.gaussian]
count = 10
target_rank = 20
target_condition = 100

[initial.gaussian]
scale = 0.02

[time]
end = 300
record_every = 1

[ensemble]
replicas = 12
"#;

const MUON: &str = r#"title = "without noise"
seed = 2

[model.matrix-muon]
rows = 3
cols = 5
learning_rate = 0.1
gradient_noise = 0
curvature = 2

[initial.gaussian]
scale = 1.5

[time]
end = 4
record_every = 1

[ensemble]
replicas = 3
"#;

fn ran(scenario: &str) -> (Folder, String) {
    let folder = Folder::new();
    folder.write("s.toml", scenario);
    let run = folder.svsde("run s.toml --force -o out.h5");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    (folder, run.stdout)
}

fn figure(folder: &Folder) -> String {
    folder.done("plot out.h5 --figure alignment");
    let svg = std::fs::read_to_string(folder.path("figures/out_alignment.svg")).unwrap();
    check(&svg);
    svg
}

/// The mean over 12 replicas is within 0.3 of 0 at the end: its standard error is about 0.06, as twelve
/// runs of another program gave.
#[test]
fn on_the_way_and_at_the_solutions() {
    let (folder, said) = ran(REGRESSION);
    let file = folder.result("out.h5");
    let cosines = file.read("flows/muon/alignment/polar_cosine").unwrap();
    assert!(cosines.iter().all(|cosine| (-1.0..=1.0).contains(cosine)));
    let means: Vec<f64> = cosines.mean_axis(Axis(0)).unwrap().into_iter().collect();
    assert!(means[1..=5].iter().all(|&mean| mean >= 0.95), "{:?}", &means[..6]);
    assert!(means[300].abs() < 0.3, "{}", means[300]);

    let json: serde_json::Value = serde_json::from_str(&folder.done("info --json out.h5")).unwrap();
    let alignment = &json["summary"]["alignment"];
    assert_eq!(alignment["times"], serde_json::json!([1.0, 150.0, 300.0]));
    let muon = &alignment["flows"][0];
    assert_eq!(muon["name"], "muon");
    for (k, time) in [1, 150, 300].into_iter().enumerate() {
        assert!((muon["polar_cosine"][k]["mean"].as_f64().unwrap() - means[time]).abs() < 1e-12);
    }
    let to = means[1..].iter().position(|&mean| mean < 0.9).unwrap();
    assert_eq!(muon["stretch"]["aligned"], serde_json::json!([1.0, to as f64]));

    assert!(said.contains("\n polar cosine "), "{said}");
    let sentence = said.lines().find(|line| line.starts_with("muon, polar W and -polar G: cosine ")).unwrap();
    let first = muon["polar_cosine"][0]["std_error"].as_f64().unwrap();
    assert!(sentence.contains(&format!("cosine {:.2} ± {first:.2} at t = 1, ", means[1])), "{sentence}");
    assert!(sentence.contains(&format!("at every recorded time from t = 1 to t = {to}, and at ")), "{sentence}");

    let svg = figure(&folder);
    let found = texts(&svg);
    for wanted in ["polar cosine", "polar distance", "cP [1]", "muon", "t [optimiser steps]"] {
        assert!(found.iter().any(|text| text.contains(wanted)), "{wanted} in {found:?}");
    }
    assert!(svg.contains("<polygon"));
}

/// Without noise Ĝ = κW: the step goes against polar W, and there is none at time 0.
#[test]
fn steps_of_muon_on_a_quadratic_loss() {
    let (folder, _) = ran(MUON);
    let file = folder.result("out.h5");
    let read = |path: &str| file.read(&format!("alignment/{path}")).unwrap();
    let course = |name: &str| read(&format!("{name}/mean")).into_iter().collect::<Vec<f64>>();
    for (name, wanted) in [("polar_cosine", -1.0), ("polar_distance", 2.0 * 3.0_f64.sqrt()), ("frame_defect", 0.0)] {
        let found = course(name);
        assert_eq!((found.len(), found[0]), (5, 0.0), "{name}");
        assert!(found[1..].iter().all(|x| (x - wanted).abs() < 1e-12), "{name}: {found:?}");
    }
    let diagonal = read("polar_diagonal/mean");
    assert_eq!(diagonal.shape(), [5, 3]);
    assert!(diagonal.iter().skip(3).all(|x| (x - 1.0).abs() < 1e-12), "{diagonal}");
    assert!(read("polar_cosine/std_error").iter().all(|error| error.abs() < 1e-12));
    assert!(texts(&figure(&folder)).iter().any(|text| text == "matrix-muon"));
}

/// The self-polar flow moves on the solutions, where the gradient is rounding: there is no alignment to speak of.
#[test]
fn without_a_gradient_there_is_none() {
    let folder = Folder::with_data();
    let said = folder.done("run s.toml -o out.h5");
    let cosines = folder.result("out.h5").read("flows/self-polar/alignment/polar_cosine").unwrap();
    assert!(cosines.iter().all(|&cosine| cosine == 0.0), "{cosines}");
    let table = said.split_once("polar cosine").unwrap().1;
    let row = table.lines().find(|line| line.split_whitespace().next() == Some("self-polar")).unwrap();
    assert_eq!(row.split_whitespace().collect::<Vec<_>>(), ["self-polar", "-", "-", "-"]);
}
