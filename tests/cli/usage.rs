//! Bad options and keys: the place, the rule and the way out.

use crate::support::*;

const FLOWS: &str = "gradient, norm-matched-gradient, muon, self-polar, signed-random";

#[test]
fn negative_learning_rate() {
    let folder = Folder::with_data();
    let rule = "  x model.regression.learning_rate = -1, but it must be > 0";
    folder.write("bad.toml", SCENARIO.replace("learning_rate = 0.001", "learning_rate = -1"));
    let bad = format!(
        "{rule}
   ,-[bad.toml:7:17]
 6 | cols = 3
 7 | learning_rate = -1
   :                 ^^
 8 | \n   `----"
    );
    folder.refused("run bad.toml", &bad);
    folder.refused("check bad.toml", &bad);
    folder.refused(
        "run s.toml --set model.learning_rate=-1",
        &format!(
            "{rule}
   ,-[command line:1:27]
 1 | --set model.learning_rate=-1
   :                           ^^
   `----"
        ),
    );
    folder.refused(
        "run s.toml --set model.gradient_learning_rate=-1",
        "  x model.regression.gradient_learning_rate = -1, but it must be > 0
   ,-[command line:1:36]
 1 | --set model.gradient_learning_rate=-1
   :                                    ^^
   `----",
    );
    for option in ["--learning-rate=-1", "--learning-rate -1"] {
        folder.refused(
            &format!("{FLATTEN} {option}"),
            &format!(
                "{rule}
   ,-[scenario of svsde flatten:8:17]
 7 | flows = [\"gradient\", \"norm-matched-gradient\", \"muon\", \"self-polar\", \"signed-random\"]
 8 | learning_rate = -1.0
   :                 ^^^^
 9 | gradient_learning_rate = \"stable\"
   `----"
            ),
        );
    }
}

#[test]
fn unknown_flow() {
    let folder = Folder::with_data();
    let (rule, help) = ("  x unknown flow `moun`", format!("  help: did you mean `muon`? flows: {FLOWS}"));
    folder.write("bad.toml", SCENARIO.replace("learning_rate", "flows = [\"gradient\", \"moun\"]\nlearning_rate"));
    folder.refused(
        "run bad.toml",
        &format!(
            "{rule}
   ,-[bad.toml:7:22]
 6 | cols = 3
 7 | flows = [\"gradient\", \"moun\"]
   :                      ^^^^^^
 8 | learning_rate = 0.001
   `----
{help}"
        ),
    );
    folder.refused(
        "run s.toml --set model.flows=[\"moun\"]",
        &format!(
            "{rule}
   ,-[command line:1:20]
 1 | --set model.flows=[\"moun\"]
   :                    ^^^^^^
   `----
{help}"
        ),
    );
    folder.refused(
        &format!("{FLATTEN} --learning-rate 1 --flow moun"),
        &format!(
            "{rule}
   ,-[scenario of svsde flatten:7:10]
 6 | cols = 3
 7 | flows = [\"moun\"]
   :          ^^^^^^
 8 | learning_rate = 1.0
   `----
{help}"
        ),
    );
    folder.refused(
        &format!("{FLATTEN} --learning-rate 1 --flow muon --flow muon"),
        "  x model.regression.flows[1] = muon, but each flow may be named once
   ,-[scenario of svsde flatten:7:18]
 6 | cols = 3
 7 | flows = [\"muon\", \"muon\"]
   :                  ^^^^^^
 8 | learning_rate = 1.0
   `----",
    );
}

#[test]
fn bad_usage() {
    let folder = Folder::with_data();
    let end = "\n\nFor more information, try '--help'.";
    for line in ["run s.toml", FLATTEN] {
        folder.refused(
            &format!("{line} --threads 0"),
            &format!("error: invalid value '0' for '--threads <N>': 0 is not in 1..=1024{end}"),
        );
    }
    folder.refused(
        "flatten --measurements A.npy --targets y.npy --rows 4 --cols 3 --steps 0",
        &format!("error: invalid value '0' for '--steps <T>': 0 is not in 1..=4294967295{end}"),
    );
    folder.refused(
        "run s.toml --set model.learning_rate",
        &format!(
            "error: invalid value 'model.learning_rate' for '--set <KEY=VALUE>': \
             an override is KEY=VALUE with a dotted key, for example model.learning_rate=0.02{end}"
        ),
    );
}
