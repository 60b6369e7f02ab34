//! `svsde report`: what a page holds, and results that cannot be put on one.

use crate::support::*;
use std::fs;

const SPECTRAL: &str = "seed = 3
title = \"Two </script><b>bold & \\\"quoted\\\"\"
time.end = 2
time.record_every = 0.5
ensemble.replicas = 3
initial.linspace = { from = 0.5, to = 1.0 }
[model.matrix-sgd]
rows = 4
cols = 2
learning_rate = 1.0
diffusion = 0.1
curvature = 1.0
";

pub fn spectral() -> Folder {
    let folder = Folder::new();
    folder.write("s.toml", SPECTRAL);
    folder.done("run s.toml -q -o a.h5");
    folder
}

fn page(folder: &Folder, line: &str) -> String {
    assert_eq!(folder.done(line), "report.html\n");
    fs::read_to_string(folder.path("report.html")).unwrap()
}

#[test]
fn a_page_needs_nothing_else() {
    let folder = spectral();
    let first = page(&folder, "report a.h5");
    assert_eq!(first, page(&folder, "report a.h5"));
    let rest = first.replace("http://www.w3.org/2000/svg", "");
    for outside in ["http:", "https:", " src=", "<link", "@import", "url("] {
        assert!(!rest.contains(outside), "{outside}");
    }
    // The title stands escaped, in the values of the figures too.
    assert!(first.contains("<h1>Two &lt;/script&gt;&lt;b&gt;bold &amp; &quot;quoted&quot;</h1>"), "{first}");
    assert!(!first.contains("<b>bold"));
    let command = format!("{} run s.toml -q -o a.h5", env!("CARGO_BIN_EXE_svsde"));
    let result = folder.result("a.h5");
    assert_eq!(result.text("command").as_deref(), Some(command.as_str()));
    let facts = [command, result.text("git_commit").unwrap(), result.text("created_utc").unwrap(), "3".to_owned()];
    for fact in facts {
        assert!(first.contains(&format!("<dd><code>{fact}</code></dd>")), "{fact}");
    }
    for part in
        ["matrix-sgd, 4 x 2, 3 replicas", "<td>stable_rank</td>", "curvature = 1.0", "How do the singular values"]
    {
        assert!(first.contains(part), "{part}");
    }
    let figures: Vec<&str> = first.split("data-figure=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert_eq!(figures, ["trajectories", "observables", "histogram"]);
}

/// The values below the pointer are those of the file.
#[test]
fn values_of_a_figure() {
    let folder = spectral();
    let page = page(&folder, "report a.h5");
    let (_, rest) = page.split_once("<script type=\"application/json\">").unwrap();
    let values: serde_json::Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    let lambda = folder.result("a.h5").read("spectra/lambda").unwrap();
    let mark = values["panels"][0]["marks"].as_array().unwrap().iter();
    let lines: Vec<_> = mark.filter(|mark| mark["points"].is_array()).collect();
    assert_eq!(lines.len(), 2);
    for (k, line) in lines.iter().enumerate() {
        for (t, point) in line["points"].as_array().unwrap().iter().enumerate() {
            let sigma = [0, 1, 2].map(|replica| lambda[[replica, t, k]].sqrt());
            let mean = sigma.iter().sum::<f64>() / 3.0;
            let deviation = (sigma.iter().map(|sigma| (sigma - mean).powi(2)).sum::<f64>() / 2.0).sqrt();
            assert_eq!(point[0].as_f64(), Some(0.5 * t as f64));
            // Six digits are given.
            let wanted = if t == 0 { vec![mean] } else { vec![mean, mean - deviation, mean + deviation] };
            let found = &point.as_array().unwrap()[1..];
            assert_eq!(found.len(), wanted.len(), "{point}");
            for (found, wanted) in found.iter().zip(wanted) {
                assert!((found.as_f64().unwrap() / wanted - 1.0).abs() < 6e-6, "{point} {wanted}");
            }
        }
    }
    assert_eq!(
        (&values["panels"][0]["y"], &lines[0]["label"]),
        (&"singular value σ_k [W]".into(), &"σ_1 (smallest)".into())
    );
}

#[test]
fn several_results_with_their_comparison_and_claims() {
    let folder = spectral();
    folder.done("run s.toml -q -o b.h5 --set seed=4 --set title=Other");
    let run = folder.svsde("compare a.h5 b.h5 -o c.h5 --resamples 250");
    let verdict = run.stdout.lines().find_map(|line| line.strip_prefix("verdict: ")).unwrap();
    let claims = serde_json::json!({
        "preset": "quick", "version": "svsde 0.1.0",
        "claims": [{
            "claim": "Spectra <stay>", "source": "a paper", "verdict": "does not hold", "commands": ["svsde run s.toml"],
            "rows": [{ "what": "mean", "when": "t = 2", "found": "3 ± 1", "outcome": "no", "control": true }],
        }],
    });
    folder.write("findings.json", claims.to_string());
    let page = page(&folder, "report a.h5 b.h5 c.h5 --findings findings.json");
    for part in [
        "3 results side by side",
        "href=\"#result-2\">Other</a>",
        "id=\"result-3\"",
        "Spectra &lt;stay&gt;: <strong>does not hold",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let verdict = verdict.replace(" ± ", "\u{a0}±\u{a0}");
    assert!(page.contains(&format!("<td>{verdict}</td>")), "{verdict}");
    assert!(page.contains("<td>control: mean</td><td>t = 2</td><td>3\u{a0}±\u{a0}1</td><td>no</td>"));
}

/// Results of one title are told apart, and what they show together is shown.
#[test]
fn steps_of_one_scenario() {
    let folder = Folder::new();
    let scenario = format!("{}/../scenarios/sgd_laguerre.toml", env!("CARGO_MANIFEST_DIR"));
    for (name, step) in [("a", 0.1), ("b", 0.05)] {
        let sets = format!("--set ensemble.replicas=5 --set integrator.dt={step}");
        folder.done(&format!("run {scenario} {sets} -q -o {name}.h5"));
    }
    let page = page(&folder, "report a.h5 b.h5");
    for part in [
        "<a href=\"#result-2\">Stationary Laguerre log-gas (b.h5)</a>",
        "<li>a.h5: Stationary Laguerre log-gas: sgd at t = 40",
        "<h2>Together</h2><figure data-figure=\"convergence\">",
    ] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn a_cut_dataset_is_refused() {
    let folder = spectral();
    let file = hdf5::File::open_rw(folder.path("a.h5")).unwrap();
    file.unlink("observables/trace/mean").unwrap();
    let cut = file.new_dataset_builder().with_data(&[1.0, 2.0]).create("observables/trace/mean").unwrap();
    let axes: [hdf5::types::VarLenUnicode; 1] = ["time".parse().unwrap()];
    cut.new_attr_builder().with_data(&axes).create("dims").unwrap();
    drop(cut);
    file.close().unwrap();
    let rule = "error: a.h5: not a readable svsde result file: dataset observables/trace/mean: axis \"time\" has length 2, but 5 in time";
    folder.refused("report a.h5", rule);
    folder.refused("info a.h5", rule);
}

#[test]
fn what_is_unfinished_is_said() {
    let folder = spectral();
    let file = hdf5::File::open_rw(folder.path("a.h5")).unwrap();
    file.attr("finished").unwrap().write_scalar(&false).unwrap();
    file.close().unwrap();
    let page = page(&folder, "report a.h5");
    assert!(page.contains("a.h5 is not finished: it holds what was recorded until it stopped."));
    assert!(page.contains("<dt>finished</dt><dd><code>no</code></dd>"));
}

/// A title is a text, not commands to a terminal or a part of the page.
#[test]
fn foreign_texts_stay_texts() {
    let folder = spectral();
    let title: hdf5::types::VarLenUnicode = "a\u{1b}[31m </script><b>".parse().unwrap();
    let file = hdf5::File::open_rw(folder.path("a.h5")).unwrap();
    file.attr("title").unwrap().write_scalar(&title).unwrap();
    file.dataset("time").unwrap().attr("description").unwrap().write_scalar(&title).unwrap();
    file.close().unwrap();
    for said in [page(&folder, "report a.h5"), folder.done("info a.h5")] {
        assert!(said.contains("a\u{fffd}[31m ") && !said.contains('\u{1b}'), "{said}");
    }
    assert!(page(&folder, "report a.h5").contains("<h2>a\u{fffd}[31m &lt;/script&gt;&lt;b&gt;</h2>"));
}

#[test]
fn refusals() {
    let folder = spectral();
    folder.write("notes.html", "mine");
    folder.write("x.json", "{\"preset\": 3}");
    folder.write("x.txt", "text");
    let kept = "error: notes.html: exists and is not a report of svsde; name another file with -o";
    folder.refused("report a.h5 -o notes.html", kept);
    folder.refused("report a.h5 -o /dev/full", &kept.replace("notes.html", "/dev/full"));
    let json = "error: x.json: not a readable findings file: invalid type: integer `3`, expected a string at line 1 column 12; make findings writes one";
    folder.refused("report a.h5 --findings x.json", json);
    let row = "{\"what\": \"\", \"when\": \"\", \"found\": \"\", \"outcome\": \"maybe\", \"control\": false}";
    let claim =
        format!("{{\"claim\": \"C\", \"source\": \"\", \"verdict\": \"\", \"commands\": [], \"rows\": [{row}]}}");
    folder.write("y.json", format!("{{\"preset\": \"\", \"version\": \"\", \"claims\": [{claim}]}}"));
    let outcome = "error: y.json: not a readable findings file: claim \"C\": outcome \"maybe\" is none of yes, no, open; make findings writes one";
    folder.refused("report a.h5 --findings y.json", outcome);
    let text = "error: x.txt: not a readable svsde result file: it does not open as HDF5: another format, damaged, or being written";
    folder.refused("report a.h5 x.txt", text);
    folder.refused("report a.h5 --findings none.json", "error: none.json: No such file or directory (os error 2)");
    folder.refused("report none.h5", "error: none.h5: No such file or directory (os error 2)");
    let file = hdf5::File::open_rw(folder.path("a.h5")).unwrap();
    file.attr("format_version").unwrap().write_scalar(&2i64).unwrap();
    file.close().unwrap();
    folder.refused(
        "report a.h5",
        "error: a.h5: not a readable svsde result file: format version 2; this program reads up to 1",
    );
}
