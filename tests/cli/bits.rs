//! The same question gives the same bits: threads, order and choice of flows, resolved scenarios.

use crate::support::*;
use ndarray::{Axis, s};

/// Noise, momentum and a random start, so that every random stream is drawn from.
const RANDOM: &str = r#"
seed = 5

[model.regression]
rows = 4
cols = 3
learning_rate = 0.05
gradient_noise = 0.1
momentum = 0.9
nesterov = true
weight_decay = 0.01

[measurement.gaussian]
count = 6
target_rank = 2
target_condition = 3

[initial.gaussian]
scale = 0.3

[time]
end = 40
record_every = 8

[ensemble]
replicas = 3
"#;

#[test]
fn threads_do_not_matter() {
    let folder = Folder::with_data();
    folder.write("random.toml", RANDOM);
    for scenario in ["random.toml", "s.toml", "random.toml --set ensemble.replicas=1"] {
        for threads in 1..=3 {
            folder.done(&format!("run {scenario} -q --force --threads {threads} -o {threads}.h5"));
        }
        same(&folder.result("1.h5"), &folder.result("2.h5"), "/");
        same(&folder.result("1.h5"), &folder.result("3.h5"), "/");
    }
    folder.done("run random.toml -q -o seed.h5 --set seed=6");
    let (a, b) = (folder.result("1.h5"), folder.result("seed.h5"));
    assert!(bits(&a, "/flows/muon/sigma") != bits(&b, "/flows/muon/sigma"), "the seed does nothing");
}

#[test]
fn a_flow_does_not_depend_on_the_others() {
    let folder = Folder::new();
    folder.write("random.toml", RANDOM);
    folder.done("run random.toml -q -o all.h5");
    let all = folder.result("all.h5");
    let flows = ["gradient", "norm-matched-gradient", "muon", "self-polar", "signed-random"];
    assert_eq!(bits(&all, "/flows").keys().filter(|path| path.ends_with("/sigma")).count(), flows.len());
    let mut reversed = flows;
    reversed.reverse();
    folder.done(&format!(
        "run random.toml -q -o reversed.h5 --set model.flows={}",
        format!("{reversed:?}").replace(' ', "")
    ));
    same(&all, &folder.result("reversed.h5"), "/");
    for flow in flows {
        folder.done(&format!("run random.toml -q --force -o one.h5 --set model.flows=[\"{flow}\"]"));
        let one = folder.result("one.h5");
        same(&one, &all, "/references");
        same(&one, &all, "/measurement");
        assert_eq!(one.groups("flows"), [flow]);
        assert!(bits(&one, "/flows") == bits(&all, &format!("/flows/{flow}/")), "{flow}");
    }
}

/// A replica draws from its own stream.
#[test]
fn a_replica_does_not_depend_on_the_others() {
    let folder = Folder::new();
    folder.write("random.toml", RANDOM);
    folder.done("run random.toml -q -o three.h5");
    folder.done("run random.toml -q -o two.h5 --set ensemble.replicas=2");
    let (three, two) = (folder.result("three.h5"), folder.result("two.h5"));
    let whole = bits(&three, "/");
    for (path, (shape, data)) in bits(&two, "/") {
        let whole = &whole[&path].1;
        assert!(data == whole[..data.len()], "{path} {shape:?}");
    }
    // Noise along the flow, the measurements, the planted solution and W at the start: all drawn anew.
    for path in ["flows/muon/sigma", "measurement/matrix", "measurement/targets", "flows/gradient/sigma"] {
        let array = three.read(path).unwrap();
        let replica = |index| array.index_axis(Axis(0), index);
        assert!(replica(0) != replica(1) && replica(1) != replica(2), "{path}");
    }
    let sigma = three.read("flows/muon/sigma").unwrap();
    assert!(sigma.slice(s![0, 0, ..]) != sigma.slice(s![1, 0, ..]));
}

#[test]
fn check_prints_a_scenario_that_gives_the_same_bits() {
    let folder = Folder::with_data();
    folder.write("random.toml", RANDOM);
    for (scenario, sets) in
        [("s.toml", ""), ("random.toml", " --set model.schedule=linear --set seed=18446744073709551615")]
    {
        let before = folder.contents();
        let printed = folder.done(&format!("check {scenario}{sets}"));
        assert!(folder.contents() == before);
        let (resolved, estimate) = printed.rsplit_once("\n# ").unwrap();
        assert!(estimate.starts_with("about 0.0 s on one core, "), "{estimate}");
        folder.write("resolved.toml", &printed);
        folder.done(&format!("run {scenario} -q --force -o a.h5{sets}"));
        folder.done("run resolved.toml -q --force -o b.h5");
        let (a, b) = (folder.result("a.h5"), folder.result("b.h5"));
        same(&a, &b, "/");
        for file in [&a, &b] {
            let stored = file.text("scenario").unwrap().replace(&format!("{}/", folder.root.display()), "");
            assert_eq!(stored, resolved);
        }
        folder.write("stored.toml", a.text("scenario").unwrap());
        assert_eq!(folder.done("check stored.toml"), printed);
    }
}

#[test]
fn flatten_prints_a_scenario_that_gives_the_same_bits() {
    let folder = Folder::with_data();
    let line = format!("{FLATTEN} --seed 9 --flow muon --flow signed-random --set model.polar=jordan");
    let printed = folder.done(&format!("{line} --print-scenario"));
    assert!(!folder.path("results").exists());
    folder.write("printed.toml", &printed);
    folder.done(&format!("{line} -q -o a.h5"));
    folder.done("run printed.toml -q -o b.h5");
    let (a, b) = (folder.result("a.h5"), folder.result("b.h5"));
    same(&a, &b, "/");
    assert_eq!(a.text("scenario"), b.text("scenario"));
    assert_eq!(a.text("scenario").unwrap().replace(&format!("{}/", folder.root.display()), ""), printed);
    assert_eq!(a.groups("flows"), ["muon", "signed-random"]);
    for wanted in ["seed = 9\n", "polar = \"jordan\"\n", "end = 30.0\n", "schedule = \"linear\"\n"] {
        assert!(printed.contains(wanted), "{wanted:?} is not in\n{printed}");
    }
}

/// A relative path in a scenario starts at the scenario's folder, wherever the command runs.
#[test]
fn the_current_folder_does_not_matter() {
    let folder = Folder::with_data();
    folder.done("run s.toml -q -o a.h5");
    std::fs::create_dir(folder.path("inside")).unwrap();
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_svsde"))
        .args(["run", "../s.toml", "-q"])
        .current_dir(folder.path("inside"))
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    same(&folder.result("a.h5"), &folder.result("inside/results/s.h5"), "/");
}
