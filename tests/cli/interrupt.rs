//! Ctrl-C: what was recorded is saved, and the message says how to repeat the run.
#![cfg(unix)]

use crate::support::*;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// 0.3 ms a step at most, so that this would take hours.
const LONG: [&str; 8] =
    ["run", "s.toml", "--threads", "2", "--set", "time.end=100000000", "--set", "time.record_every=1000"];

/// Starts `svsde`, sends it `signal` some time after it has claimed its output, and waits.
fn interrupted(folder: &Folder, words: &[&str], signal: &str, after: Duration) -> Run {
    let mut child: Child = Command::new(env!("CARGO_BIN_EXE_svsde"))
        .args(words)
        .current_dir(&folder.root)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let begun = (0..1000).any(|_| {
        sleep(Duration::from_millis(5));
        folder.contents().keys().any(|path| path.to_string_lossy().ends_with(".part"))
    });
    sleep(after);
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap().success();
    if !begun || !sent {
        child.kill().unwrap();
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(begun && sent, "{}", text(&output.stderr));
    let stderr = text(&output.stderr);
    let told = "stopping after this step; Ctrl-C again ends at once and saves nothing\n";
    let stderr = stderr.strip_prefix(told).unwrap_or_else(|| panic!("not told: {stderr}")).to_owned();
    Run { code: output.status.code(), stdout: text(&output.stdout), stderr }
}

#[test]
fn what_was_recorded_is_saved_and_may_be_replaced() {
    for signal in ["-INT", "-TERM"] {
        let folder = Folder::with_data();
        let words = [&LONG[..], &["--set", "title=it's long", "-q", "-o", "out.h5"]].concat();
        let run = (1..=6)
            .map(|attempt| interrupted(&folder, &words, signal, Duration::from_millis(200 * attempt)))
            .find(|run| !run.stderr.starts_with("interrupted before anything was recorded"))
            .unwrap();
        let command = format!(
            "{} run s.toml --threads 2 --set time.end=100000000 --set time.record_every=1000 \
             --set 'title=it'\\''s long' -q -o out.h5",
            env!("CARGO_BIN_EXE_svsde")
        );
        assert_eq!(run.stderr, format!("interrupted; what was found is in out.h5; to run it again: {command}\n"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(130), ""));

        let file = folder.result("out.h5");
        assert_eq!(file.number::<bool>("finished"), Some(false));
        let times = file.read("time").unwrap();
        assert!((1..100_000).contains(&times.len()), "{} records", times.len());
        for entry in file.entries().iter().filter(|entry| entry.dims.contains(&"time".to_owned())) {
            let axis = entry.dims.iter().position(|dim| dim == "time").unwrap();
            assert_eq!(entry.shape[axis], times.len(), "{}", entry.path);
            assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{}", entry.path);
        }
        drop(file);
        let info = folder.done("info out.h5");
        assert!(info.starts_with("out.h5: not finished, svsde "), "{info}");

        // The same seed and a shorter run: what was saved are the first records, to the bit.
        let last = times.last().unwrap().max(1.0);
        let shorter = format!("run s.toml -q -o short.h5 --set time.end={last} --set time.record_every=1000");
        if last >= 1000.0 {
            folder.done(&shorter);
            let (file, short) = (folder.result("out.h5"), folder.result("short.h5"));
            for flow in ["gradient", "muon", "signed-random"] {
                let path = format!("flows/{flow}/sigma");
                assert_eq!(file.read(&path).unwrap(), short.read(&path).unwrap(), "{flow}");
            }
        }
        folder.done("run s.toml -q -o out.h5");
        assert_eq!(folder.result("out.h5").number::<bool>("finished"), Some(true));
    }
}

#[test]
fn before_the_first_record_nothing_is_left() {
    let folder = Folder::with_data();
    let before = folder.contents();
    let words = [&LONG[..], &["--set", "time.burn_in=90000000", "-o", "out.h5"]].concat();
    let run = interrupted(&folder, &words, "-INT", Duration::from_millis(300));
    let command = format!("{} {}", env!("CARGO_BIN_EXE_svsde"), words.join(" "));
    assert_eq!(run.stderr, format!("interrupted before anything was recorded; to run it again: {command}\n"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(130), ""));
    assert!(folder.contents() == before);
}

/// Complete replicas are kept and those on the way are not, so that every array has one shape.
#[test]
fn complete_replicas_are_kept() {
    let folder = Folder::new();
    folder.write("s.toml", QUICK_REPLICAS);
    let words = ["run", "s.toml", "-q", "--threads", "1", "-o", "out.h5"];
    let run = (1..=6)
        .map(|attempt| interrupted(&folder, &words, "-INT", Duration::from_millis(300 * attempt)))
        .find(|run| !run.stderr.starts_with("interrupted before anything was recorded"))
        .unwrap();
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    let file = folder.result("out.h5");
    assert_eq!(file.read("time").unwrap().len(), 2);
    let index = file.read("replicas/index").unwrap();
    assert!(index.len() < 100_000);
    assert!(index.iter().enumerate().all(|(place, &index)| index == place as f64));
    assert_eq!(file.read("flows/muon/sigma").unwrap().shape(), [index.len(), 2, 3]);
}

/// Preparing this problem takes seconds, during which the first Ctrl-C is only noted.
#[test]
fn a_second_interrupt_ends_at_once_and_leaves_nothing() {
    let folder = Folder::new();
    folder.write("s.toml", SLOW_PREPARATION);
    let before = folder.contents();
    let mut child = Command::new(env!("CARGO_BIN_EXE_svsde"))
        .args(["run", "s.toml", "-q", "-o", "out.h5"])
        .current_dir(&folder.root)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while folder.contents() == before {
        sleep(Duration::from_millis(5));
    }
    for _ in 0..2 {
        sleep(Duration::from_millis(200));
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    }
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(folder.contents() == before);
}

/// 10^10 steps of a microsecond or so: hours.
#[test]
fn particles_leave_what_they_recorded() {
    let folder = Folder::new();
    folder.write("s.toml", PARTICLES);
    let words = ["run", "s.toml", "-q", "--threads", "2", "-o", "out.h5"];
    let run = (1..=6)
        .map(|attempt| interrupted(&folder, &words, "-INT", Duration::from_millis(200 * attempt)))
        .find(|run| !run.stderr.starts_with("interrupted before anything was recorded"))
        .unwrap();
    assert_eq!(run.code, Some(130), "{}", run.stderr);
    let file = folder.result("out.h5");
    assert_eq!(file.number::<bool>("finished"), Some(false));
    let records = file.read("time").unwrap().len();
    assert!((1..100_000).contains(&records), "{records} records");
    let replicas = file.read("replicas/index").unwrap().len();
    assert_eq!(file.read("spectra/lambda").unwrap().shape(), [replicas, records, 3]);
    for set in ["mean", "step_bias"] {
        assert_eq!(file.read(&format!("observables/trace/{set}")).unwrap().shape(), [records], "{set}");
    }
    for entry in file.entries() {
        assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{}", entry.path);
    }
    drop(file);
    assert!(folder.done("info out.h5").starts_with("out.h5: not finished, svsde "));

    // The first records of the same run with an earlier end, to the bit.
    folder.done("run s.toml -q -o short.h5 --set time.end=1000");
    let (file, short) = (folder.result("out.h5"), folder.result("short.h5"));
    let (long, brief) = (file.read("spectra/lambda").unwrap(), short.read("spectra/lambda").unwrap());
    for time in 0..records.min(2) {
        for k in 0..3 {
            assert_eq!(long[[0, time, k]].to_bits(), brief[[0, time, k]].to_bits(), "record {time}");
        }
    }
}

/// Records and points that would take hours.
#[test]
fn a_relaxation_and_a_scan_leave_what_they_solved() {
    let numbers = |count: usize| (1..=count).map(|k| (k as f64 / 10.0).to_string()).collect::<Vec<_>>().join(", ");
    let scan = format!("[scan]\nalpha = [{}]\nbeta = [{}]\n", numbers(100), numbers(100));
    let course = "[initial.zero]\n[time]\nend = 100000\nrecord_every = 0.1\n";
    for (rest, axis) in [(course, "time"), (scan.as_str(), "point")] {
        let folder = Folder::new();
        let model = "[model.power-diffusion]\nalpha = 1\nbeta = 1\np = 1\nq = 1\nc = 1\n[stationary]\ncells = 1024\n";
        folder.write("s.toml", format!("{model}{rest}"));
        let words = ["run", "s.toml", "-q", "--threads", "1", "-o", "out.h5"];
        let run = interrupted(&folder, &words, "-INT", Duration::from_millis(1500));
        let command = format!("{} {}", env!("CARGO_BIN_EXE_svsde"), words.join(" "));
        assert_eq!(run.stderr, format!("interrupted; what was found is in out.h5; to run it again: {command}\n"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(130), ""));
        let file = folder.result("out.h5");
        assert_eq!(file.number::<bool>("finished"), Some(false));
        let reached = file.read(if axis == "time" { "time" } else { "scan/exists" }).unwrap().len();
        assert!((1..10_000).contains(&reached), "{reached} of {axis}");
        for entry in file.entries() {
            assert!(file.read(&entry.path).unwrap().iter().all(|x| x.is_finite()), "{}", entry.path);
            let along = entry.dims.iter().position(|dim| dim == axis);
            assert!(along.is_none_or(|along| entry.shape[along] == reached), "{}", entry.path);
        }
        drop(file);
        assert!(folder.done("info out.h5").starts_with("out.h5: not finished, svsde "));
    }
}

const PARTICLES: &str = "
    [model.sgd]
    rows = 5
    cols = 3
    learning_rate = 0.1
    diffusion = 0.5
    curvature = 1
    [integrator.proximal-euler]
    dt = 0.01
    refine = true
    [initial.linspace]
    from = 1
    to = 2
    [time]
    end = 100000000
    record_every = 1000
    [ensemble]
    replicas = 2
";

const SLOW_PREPARATION: &str = "
    [model.regression]
    rows = 60
    cols = 60
    learning_rate = 0.01
    [measurement.gaussian]
    count = 1200
    [initial.zero]
    [time]
    end = 10
    record_every = 5
";

const QUICK_REPLICAS: &str = "
    [model.regression]
    rows = 3
    cols = 3
    learning_rate = 0.05
    flows = ['muon']
    references = false
    [measurement.gaussian]
    count = 4
    [initial.zero]
    [time]
    end = 1000
    record_every = 1000
    [ensemble]
    replicas = 100000
";

/// Of a study of tails the samples that are done are kept: here a short one before one that would take hours.
#[test]
fn samples_that_are_done_are_saved() {
    let folder = Folder::new();
    let values = |n: usize| -> Vec<f64> { (0..n).map(|k| ((k as f64 + 0.5) / n as f64).powf(-0.7)).collect() };
    folder.doubles("short.npy", "(12,)", &values(12));
    folder.doubles("long.npy", "(20000,)", &values(20000));
    let words = "tails short.npy long.npy --threads 1 --laws power_law --bootstrap 100000 -q --force -o out.h5";
    let words: Vec<&str> = words.split_whitespace().collect();
    let run = (1..=6)
        .map(|attempt| interrupted(&folder, &words, "-INT", Duration::from_millis(700 * attempt)))
        .find(|run| !run.stderr.starts_with("interrupted before anything was recorded"))
        .unwrap();
    let command = format!("{} {}", env!("CARGO_BIN_EXE_svsde"), words.join(" "));
    assert_eq!(run.stderr, format!("interrupted; what was found is in out.h5; to run it again: {command}\n"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(130), ""));
    let file = folder.result("out.h5");
    assert_eq!(file.number::<bool>("finished"), Some(false));
    assert_eq!(file.texts_of("tails", "samples").unwrap(), ["short"]);
    assert_eq!(file.number_of("tails/short/power_law", "replicates"), Some(100000.0));
}
