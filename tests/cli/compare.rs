//! `svsde compare`.

use crate::support::Folder;

/// Stationary SGD, short.
fn sgd(constants: &str, seed: u64) -> String {
    format!(
        "seed = {seed}\n[model.sgd]\nrows = 6\ncols = 3\nlearning_rate = 1.0\ndiffusion = 0.05\ncurvature = 0.2\n\
         constants = \"{constants}\"\n[initial.gaussian]\nscale = 0.5\n[integrator.proximal-euler]\ndt = 0.02\n\
         [time]\nend = 40\nburn_in = 20\nrecord_every = 10\n[ensemble]\nreplicas = 600\n"
    )
}

fn folder() -> Folder {
    let folder = Folder::new();
    for (name, constants, seed) in [("a", "exact", 1), ("b", "exact", 2), ("p", "published", 3)] {
        folder.write(&format!("{name}.toml"), sgd(constants, seed));
        let run = folder.svsde(&format!("run {name}.toml -o {name}.h5 --quiet"));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
    }
    folder
}

fn verdict(folder: &Folder, line: &str) -> (Option<i32>, String) {
    let run = folder.svsde(line);
    assert_eq!(run.stderr, "", "{line}");
    let verdict = run.stdout.lines().rfind(|line| line.starts_with("verdict: ")).unwrap_or_default();
    (run.code, verdict.to_owned())
}

#[test]
fn runs_and_exact_laws() {
    let folder = folder();
    for (inputs, said) in [
        ("a.h5 b.h5", "verdict: agree within "),
        ("a.h5 exact:laguerre", "verdict: agree within "),
        ("a.h5 exact:wishart", "verdict: agree within "),
        ("p.h5 exact:laguerre", "verdict: differ by "),
        ("p.h5 exact:laguerre(beta=0.5,degrees=8)", "verdict: agree within "),
        ("a.h5 exact:laguerre(scale=0.3)", "verdict: differ by "),
        ("a.h5 exact:gamma", "verdict: differ by "),
        ("a.h5 exact:marchenko-pastur", "verdict: differ by "),
    ] {
        let (code, verdict) = verdict(&folder, &format!("compare {inputs}"));
        assert!(verdict.starts_with(said) && code == Some(0), "{inputs}: {code:?} {verdict}");
    }
    assert!(
        folder
            .done("compare a.h5 p.h5")
            .contains("note: constants is \"exact\" in the first, \"published\" in the second\n")
    );
    let json: serde_json::Value =
        serde_json::from_str(&folder.done("compare a.h5 b.h5 exact:laguerre --json -o c.h5")).unwrap();
    assert_eq!(json.as_array().map(Vec::len), Some(3));
    assert_eq!(json[0]["statistics"][0]["name"], "mean");
    let file = folder.result("c.h5");
    let pair = "compare/a.h5_vs_b.h5";
    assert_eq!(file.number_of(pair, "ks_distance"), json[0]["distances"]["ks"].as_f64());
    assert_eq!(file.text_of(pair, "verdict").as_deref(), Some("agree"));
    assert_eq!(file.shape(&format!("{pair}/times/mean_b_std_error")), file.shape(&format!("{pair}/times/time")));
    assert_eq!(file.shape(&format!("{pair}/statistics/z")), Some(vec![10]));
    assert!(file.entries().iter().all(|entry| !entry.units.is_empty() && !entry.description.is_empty()));
    let said = folder.done("info c.h5");
    for part in ["a.h5 and b.h5: ", " lambda ", " quantile_95 ", " ± "] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

/// Which is not that of their names.
#[test]
fn pairs_stay_in_the_order_of_the_inputs() {
    let folder = Folder::new();
    for (name, seed) in [("a", 1), ("b", 2)] {
        folder.write("s.toml", sgd("exact", seed));
        folder.svsde(&format!("run s.toml -o {name}.h5 --set ensemble.replicas=8 --quiet"));
    }
    let printed = folder.svsde("compare b.h5 a.h5 exact:laguerre --draws 50 --resamples 250 --json -o c.h5").stdout;
    let wanted = [("b.h5", "a.h5"), ("b.h5", "exact:laguerre"), ("a.h5", "exact:laguerre")];
    let info: serde_json::Value = serde_json::from_str(&folder.done("info c.h5 --json")).unwrap();
    for pairs in [&serde_json::from_str(&printed).unwrap(), &info["summary"]] {
        let name = |value: &serde_json::Value| value.as_str().unwrap().split('(').next().unwrap().to_owned();
        let found = pairs.as_array().unwrap().iter().map(|pair| (name(&pair["a"]), name(&pair["b"])));
        assert_eq!(found.collect::<Vec<_>>(), wanted.map(|(a, b)| (a.to_owned(), b.to_owned())));
    }
    for said in [folder.done("info c.h5 --brief"), folder.done("info c.h5")] {
        let places = wanted.map(|(a, b)| said.find(&format!("{a} and {b}")).unwrap());
        assert!(places.is_sorted(), "{said}");
    }
}

#[test]
fn other_units_are_refused() {
    let folder = Folder::new();
    folder.write("a.toml", sgd("exact", 1));
    folder.svsde("run a.toml -o a.h5 --quiet");
    let file = hdf5::File::open_rw(folder.path("a.h5")).unwrap();
    let units: hdf5::types::VarLenUnicode = "W".parse().unwrap();
    file.dataset("spectra/lambda").unwrap().attr("units").unwrap().write_scalar(&units).unwrap();
    file.close().unwrap();
    let rule = "dataset spectra/lambda: units \"W\", but \"W^2\" is compared; convert the values";
    folder.refused("compare a.h5 exact:laguerre", &format!("error: a.h5: not a readable svsde result file: {rule}"));
}

#[test]
fn one_replica_has_no_errors() {
    let folder = Folder::new();
    folder.write("a.toml", sgd("exact", 1));
    folder.svsde("run a.toml -o a.h5 --set ensemble.replicas=1 --quiet");
    let (code, said) = verdict(&folder, "compare a.h5 exact:laguerre");
    assert!(code == Some(1) && said.contains("one replica has no error bars"), "{code:?} {said}");
}

/// A step of 0.5 is not small beside the relaxation time of 5: what it does to the mean is said.
#[test]
fn the_bias_of_the_time_step_is_said() {
    let folder = Folder::new();
    folder.write("a.toml", sgd("exact", 1));
    folder.svsde("run a.toml -o a.h5 --set integrator.proximal-euler.refine=true --set integrator.proximal-euler.dt=0.5 --set ensemble.replicas=20 --quiet");
    let said = folder.svsde("compare a.h5 exact:laguerre").stdout;
    let bias =
        folder.result("a.h5").read("observables/mean_lambda/time_step_bias").unwrap().into_iter().next().unwrap();
    let words =
        format!("note: a.h5: the time step changes the mean of lambda by {}", if bias < 0.0 { "-" } else { "" });
    assert!(said.contains(&words) && said.contains("z and p take that for a difference"), "{said}");
}

#[test]
fn bad_input() {
    let folder = Folder::new();
    folder.write("a.toml", sgd("exact", 1));
    folder.svsde("run a.toml -o a.h5 --set ensemble.replicas=2 --quiet");
    folder.svsde("run a.toml -o n.h5 --set ensemble.replicas=2 --set output.spectra=false --quiet");
    folder.svsde("run a.toml -o o.h5 --set ensemble.replicas=2 --set time.burn_in=0 --set time.end=3 --set time.record_every=3 --set initial.gaussian.scale=0.1 --quiet");
    for (inputs, part) in [
        ("a.h5", "is one road"),
        ("a.h5 a.h5", "is named twice"),
        ("a.h5 n.h5", "n.h5: holds neither spectra"),
        ("a.h5 none.h5", "none.h5: No such file"),
        ("a.h5 exact:lager", "no exact law has this name; there are laguerre"),
        ("a.h5 exact:gamma(shape=2", "the parenthesis is not closed"),
        ("a.h5 exact:gamma(shape=-2)", "a positive number; the keys are shape, scale"),
        ("a.h5 exact:laguerre(rows=2)", "1 <= cols <= rows"),
        (
            "a.h5 exact:laguerre(rows=6.5,cols=4,scale=1)",
            "rows = 6.5, cols = 4, degrees = 6.5, but rows and cols must be whole",
        ),
        (
            "a.h5 exact:wishart(rows=6,cols=2.5,variance=1)",
            "rows = 6, cols = 2.5, degrees = 6, but rows and cols must be whole",
        ),
        ("a.h5 exact:laguerre(rows=6,rows=7)", "rows is given twice"),
        ("a.h5 exact:laguerre(beta=1e300)", "whose moments overflow"),
        ("a.h5 exact:laguerre(rows=4096,cols=4000)", "lower --draws, or cols"),
        ("a.h5 exact:gamma(shape=1e300)", "shape must lie between 0.01 and 1e6"),
        ("a.h5 exact:gamma --resamples 99", "is not in 250.."),
        ("exact:gamma exact:laguerre", "the parameter shape is missing"),
        ("a.h5 a.toml", "it does not open as HDF5"),
        ("a.h5 o.h5", "have no recorded time in common"),
        ("a.h5 exact:laguerre -o ./a.h5 --force", "is one of the inputs; name another file with -o"),
    ] {
        let run = folder.svsde(&format!("compare {inputs}"));
        assert!(
            run.code == Some(2) && run.stderr.contains(part) && run.stdout.is_empty(),
            "{inputs}: {:?} {}",
            run.code,
            run.stderr
        );
    }
}
