//! `svsde plot`: every figure from a short run of a shipped scenario, and results that cannot be drawn.

use crate::pictures::{check, texts};
use crate::support::*;
use std::fs;
use svsde_cli::figures::{self, FIGURES};
use svsde_cli::store::ResultFile;

/// A result, a scenario that makes it, and the figures that it must give.
const RUNS: [(&str, &str, &[&str]); 8] = [
    (
        "regression",
        "digits_flattening --set time.end=200 --set time.record_every=10",
        &["trajectories", "flattening", "alignment"],
    ),
    (
        "replicas",
        "gaussian_nuclear --set time.end=200 --set time.record_every=20 --set ensemble.replicas=3",
        &["trajectories", "flattening", "alignment"],
    ),
    ("particles", "sgd_laguerre --set ensemble.replicas=5", &["trajectories", "observables", "histogram", "step_bias"]),
    (
        "single",
        "sgd_matrix --set ensemble.replicas=1 --set time.end=1 --set time.record_every=1",
        &["trajectories", "observables", "histogram"],
    ),
    ("density", "density_muon_additive", &["stationary", "local_exponent"]),
    ("scan", "density_phase_diagram --set stationary.cells=256", &["phase_diagram"]),
    (
        "tails",
        "tails_minilm --set tails.bootstrap=0 --set tails.bootstrap_laws=0",
        &["local_exponent", "tail_ccdf", "hill", "ks_scan"],
    ),
    ("noise", "polar_noise --set ensemble.replicas=20", &["trajectories", "histogram", "noise"]),
];

fn scenario(words: &str) -> String {
    let (name, rest) = words.split_once(' ').unwrap_or((words, ""));
    format!("{}/../scenarios/{name}.toml {rest}", env!("CARGO_MANIFEST_DIR"))
}

fn with(run: usize) -> (Folder, String) {
    let (folder, (name, words, _)) = (Folder::new(), RUNS[run]);
    folder.svsde(&format!("run {} -q -o {name}.h5", scenario(words)));
    (folder, format!("{name}.h5"))
}

#[test]
fn every_figure_of_shipped_scenarios() {
    let mut drawn: Vec<&str> = Vec::new();
    for (k, (name, words, wanted)) in RUNS.iter().enumerate() {
        let (folder, file) = with(k);
        let listed = folder.done(&format!("plot {file} --list"));
        let found: Vec<&str> = listed.lines().skip(1).filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(found, *wanted, "{words}");
        assert!(!folder.path("figures").exists());
        let said = folder.done(&format!("plot {file}"));
        let paths: Vec<String> = wanted.iter().map(|figure| format!("figures/{name}_{figure}.svg")).collect();
        assert_eq!(said.lines().collect::<Vec<_>>(), paths);
        folder.done(&format!("plot {file} -o again"));
        for (path, figure) in paths.iter().zip(*wanted) {
            let svg = fs::read_to_string(folder.path(path)).unwrap();
            check(&svg);
            assert_eq!(svg, fs::read_to_string(folder.path(&path.replace("figures", "again"))).unwrap(), "{path}");
            let title = ResultFile::open(&folder.path(&file)).unwrap().text("title").unwrap();
            let first = title.split_whitespace().next().unwrap();
            assert!(texts(&svg)[0].starts_with(first), "{path}: {:?}", texts(&svg));
            drawn.push(figure);
        }
    }
    for name in figures::names() {
        assert!(drawn.contains(&name), "no result here gives {name}");
    }
}

#[test]
fn what_the_figures_say() {
    let says = |run: usize, figure: &str, wanted: &[&str]| {
        let (folder, file) = with(run);
        folder.done(&format!("plot {file} --figure {figure}"));
        let svg = fs::read_to_string(folder.path(&format!("figures/{}_{figure}.svg", RUNS[run].0))).unwrap();
        let found = texts(&svg);
        for text in wanted {
            assert!(found.iter().any(|other| other.contains(text)), "{figure}: no {text:?} in {found:?}");
        }
        svg
    };
    let flows = [
        "gradient",
        "muon",
        "least nuclear norm",
        "entropy H [nat]",
        "muon, predicted",
        "flatter (+)",
        "|W|∗ / min |W|∗ [1]",
    ];
    says(0, "flattening", &flows);
    says(1, "alignment", &["polar cosine", "polar distance", "norm-matched-gradient", "± one standard error"]);
    says(0, "trajectories", &["singular value σk [W]", "t [optimiser steps]", "self-polar", "σ8"]);
    let laws = ["Marchenko–Pastur (SGD, large W)", "Gamma, mean field as published", "λ [W2]", "both axes logarithmic"];
    says(2, "histogram", &laws);
    says(
        2,
        "step_bias",
        &["step bias [W2]", "step bias ± its error", "trace (stat. error ", "Not shown: observables stable_rank"],
    );
    let observables =
        ["⟨λ⟩ [W2]", "Tr log WᵀW [1]", "mean over replicas ± standard error", "Not shown: observables trace, "];
    assert!(says(2, "observables", &observables).contains("<polygon"));
    says(4, "stationary", &["closed law", "log10 p(λ) [p in W−2]", "θ = 1.5000"]);
    says(4, "local_exponent", &["limit θ = 1.5000"]);
    // p − q + 1 at (2, 0), and a power law of index q + 2β/c² = 4 at (1, 2).
    says(5, "phase_diagram", &["p [1]", "q [1]", "3", "k 4", "power law λ−k", "θ = 3 (darkest)"]);
    says(6, "tail_ccdf", &["minilm_query", "power law", "lognormal", "P(X ≥ x) [1]"]);
    says(7, "noise", &["measured / predicted [1]", "Δσ4", "leading order in the noise"]);
    // One replica has no band.
    assert!(!says(3, "trajectories", &["σ1"]).contains("<polygon"));
    assert!(!says(3, "observables", &["λmax [W2]"]).contains("<polygon"));
    assert!(says(2, "trajectories", &["± one standard deviation"]).contains("<polygon"));
}

/// Two steps of one scenario; other scenarios, or equal steps, do not make a figure.
#[test]
fn bias_against_the_step() {
    let folder = Folder::new();
    for (name, set) in [("a", "dt=0.1"), ("b", "dt=0.05"), ("c", "dt=0.05 --set seed=7")] {
        let line = format!("sgd_laguerre --set ensemble.replicas=20 --set integrator.proximal-euler.{set}");
        folder.done(&format!("run {} -q -o {name}.h5", scenario(&line)));
    }
    assert!(folder.done("plot a.h5 b.h5 --list").contains("together\n  convergence "));
    assert_eq!(folder.done("plot b.h5 a.h5 --figure convergence"), "figures/b_convergence.svg\n");
    let svg = fs::read_to_string(folder.path("figures/b_convergence.svg")).unwrap();
    check(&svg);
    for text in ["time step dt [1]", "|step bias|", "trace", "error of the step bias"] {
        assert!(texts(&svg).iter().any(|other| other.contains(text)), "{text}");
    }
    assert!(folder.done("plot a.h5 b.h5 -o all").ends_with("all/a_convergence.svg\n"));
    let needs = "error: a.h5: figure convergence needs two or more results with step bias whose scenarios differ in the time step alone";
    for other in ["", " c.h5", " b.h5 c.h5"] {
        folder.refused(&format!("plot a.h5{other} --figure convergence"), needs);
    }
}

/// Errors need two replicas: without them none are drawn, and none are spoken of.
#[test]
fn one_replica_has_no_errors() {
    let folder = Folder::new();
    for (name, line) in [
        ("a", "sgd_laguerre --set integrator.dt=0.1"),
        ("b", "sgd_laguerre --set integrator.dt=0.05"),
        ("noise", "polar_noise"),
    ] {
        folder.done(&format!("run {} --set ensemble.replicas=1 -q -o {name}.h5", scenario(line)));
    }
    folder.done("plot a.h5 b.h5");
    folder.done("plot noise.h5");
    let said =
        |figure: &str| texts(&fs::read_to_string(folder.path(&format!("figures/{figure}.svg"))).unwrap()).concat();
    for (figure, wanted) in [
        ("a_step_bias", "step bias, without an error"),
        ("a_convergence", "|step bias|, without an error"),
        ("noise_noise", "measured over predicted"),
        ("a_histogram", "1 replica."),
    ] {
        let said = said(figure);
        assert!(said.contains(wanted), "{figure}: {said}");
        for invented in ["±", "standard error", "stat. error", "Left out"] {
            assert!(!said.contains(invented), "{figure}: {invented} in {said}");
        }
    }
    assert!(folder.done("info noise.h5").contains("one replica: no standard errors"));
}

#[test]
fn what_failed_or_has_no_prediction_is_said() {
    let folder = Folder::new();
    folder.done(&format!("run {} --set ensemble.replicas=4 -q -o a.h5", scenario("sgd_laguerre")));
    let quiet = "polar_noise --set ensemble.replicas=2 --set model.gradient_noise=0";
    folder.done(&format!("run {} -q -o b.h5", scenario(quiet)));
    let file = hdf5::File::open_rw(folder.path("a.h5")).unwrap();
    file.dataset("replicas/status").unwrap().write(&[3_u8; 4]).unwrap();
    let mut errors: Vec<f64> = file.dataset("observables/entropy/std_error").unwrap().read_raw().unwrap();
    errors[2] = f64::NAN;
    file.dataset("observables/entropy/std_error").unwrap().write(&errors).unwrap();
    file.close().unwrap();
    folder.done("plot a.h5 b.h5");
    for (figure, wanted) in [
        ("a_trajectories", "All replicas failed"),
        ("a_histogram", "All replicas failed"),
        ("a_observables", "Left out: 1 points that are not finite."),
        ("b_noise", "Not shown, as the prediction is 0: displacement, variance"),
    ] {
        let svg = fs::read_to_string(folder.path(&format!("figures/{figure}.svg"))).unwrap();
        check(&svg);
        assert!(texts(&svg).concat().contains(wanted), "{figure}: {:?}", texts(&svg));
    }
}

#[test]
fn one_record_is_drawn_as_dots() {
    let folder = Folder::new();
    let line = scenario("sgd_laguerre --set ensemble.replicas=1 --set integrator.refine=false --set time.burn_in=40");
    folder.svsde(&format!("run {line} -q -o a.h5"));
    folder.done("plot a.h5");
    let svg = fs::read_to_string(folder.path("figures/a_trajectories.svg")).unwrap();
    check(&svg);
    assert!(svg.contains("stroke-width=\"7\""), "{svg}");
}

#[test]
fn what_stands_in_the_way_is_kept() {
    let (folder, file) = with(4);
    folder.write("figures.txt", "");
    folder.done(&format!("plot {file} --figure stationary,local_exponent"));
    let before = fs::read(folder.path("figures/density_stationary.svg")).unwrap();
    folder.done(&format!("plot {file} --figure stationary"));
    assert_eq!(fs::read(folder.path("figures/density_stationary.svg")).unwrap(), before);
    folder.write("figures/density_stationary.svg", "my notes");
    let kept = "error: figures/density_stationary.svg: exists and is not an SVG; name another folder with -o";
    folder.refused(&format!("plot {file}"), kept);
    let blocked = format!("plot {file} -o figures.txt");
    let run = folder.svsde(&blocked);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("name another folder with -o"), "{}", run.stderr);
    fs::create_dir(folder.path("other")).unwrap();
    fs::copy(folder.path(&file), folder.path("other/density.h5")).unwrap();
    let twice = "error: out/density_stationary.svg: is wanted of density.h5 and of other/density.h5; draw them into different folders with -o";
    folder.refused("plot density.h5 other/density.h5 -o out", twice);
    let same = "error: out/density_stationary.svg: is wanted twice; name density.h5 once";
    folder.refused("plot density.h5 density.h5 -o out", same);
}

#[test]
fn what_cannot_be_drawn() {
    let (folder, file) = with(4);
    let lacks = "error: density.h5: figure hill needs /tails/<sample>/hill, as svsde tails writes; this result can give: stationary, local_exponent";
    folder.refused(&format!("plot {file} --figure hill"), lacks);
    folder.write("x.h5", "not HDF5");
    let run = folder.svsde("plot x.h5");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("does not open as HDF5"), "{}", run.stderr);
    let run = folder.svsde("plot nowhere.h5");
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let run = folder.svsde(&format!("plot {file} --figure pie"));
    assert!(run.code == Some(2) && run.stderr.contains("phase_diagram"), "{}", run.stderr);
    // Of one recorded time without spectra and step bias there is nothing.
    let line = scenario("sgd_matrix --set ensemble.replicas=2 --set output.spectra=false --set time.burn_in=4");
    folder.svsde(&format!("run {line} -q -o bare.h5"));
    let run = folder.svsde("plot bare.h5");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.starts_with("error: bare.h5: holds nothing to draw; what each figure needs:"), "{}", run.stderr);
    for figure in FIGURES {
        assert!(run.stderr.contains(&format!("\n  {}: {}", figure.name, figure.needs)), "{}", run.stderr);
    }
    assert_eq!(folder.done("plot bare.h5 --list"), "bare.h5\n  none\n");
    assert!(!folder.path("figures").exists());
    // Beside others it is passed over.
    let run = folder.svsde(&format!("plot bare.h5 {file}"));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "bare.h5: holds nothing to draw\n"));
}

#[test]
fn a_closed_standard_error_is_no_error() {
    let (folder, file) = with(4);
    let line = scenario("sgd_matrix --set ensemble.replicas=2 --set output.spectra=false --set time.burn_in=4");
    folder.svsde(&format!("run {line} -q -o bare.h5"));
    let invalid = format!("check {} --set seed=-1", scenario("sgd_matrix").trim());
    for (line, code) in
        [(format!("plot bare.h5 {file}").as_str(), 0), ("plot bare.h5 none.h5", 2), (invalid.as_str(), 2)]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_svsde"));
        let output = command.args(line.split(' ')).current_dir(&folder.root).stderr(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{line}");
    }
}
