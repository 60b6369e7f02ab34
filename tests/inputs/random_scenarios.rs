//! A scenario that is printed is the scenario that was read; and no text, however damaged, stops the program.

use crate::random::{cases, damage, damaged};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::path::Path;
use svsde_cli::error::Error;
use svsde_cli::scenario::Override;
use svsde_cli::study::parse;

/// From e^-7 to e^7.
fn positive() -> impl Strategy<Value = f64> {
    (-7.0..7.0_f64).prop_map(f64::exp)
}

/// Title, seed, number of replicas, and which spectra are kept.
fn head() -> impl Strategy<Value = String> {
    (any::<String>(), any::<u64>(), 1..100_usize, select(vec!["", "output.spectra = true", "output.spectra = false"]))
        .prop_map(|(title, seed, replicas, output)| {
            let title = toml::Value::from(title);
            format!("title = {title}\nseed = {seed}\nensemble.replicas = {replicas}\n{output}\n")
        })
}

/// Rows and columns of a matrix with at least as many rows.
fn tall() -> impl Strategy<Value = (usize, usize)> {
    (1..9_usize, 0..9_usize).prop_map(|(cols, more)| (cols + more, cols))
}

fn particles() -> impl Strategy<Value = String> {
    let models = ((tall(), positive(), positive()), 0..5_usize).prop_map(|(((rows, cols), eta, noise), model)| match model {
        0 => format!("sgd = {{ rows = {rows}, cols = {cols}, learning_rate = {eta}, diffusion = {noise} }}"),
        1 => format!("sgd = {{ rows = {rows}, cols = {cols}, learning_rate = {eta}, diffusion = {noise}, constants = 'published', drift = 'uniform' }}"),
        2 => format!("muon-gap = {{ rows = {rows}, cols = {cols}, learning_rate = {eta}, gradient_noise = {noise}, diffusion = 'matched' }}"),
        3 => format!("muon-polar = {{ rows = {rows}, cols = {cols}, learning_rate = {eta}, gradient_noise = {noise}, curvature = 0.5 }}"),
        _ => format!("power-diffusion = {{ cols = {cols}, alpha = {eta}, beta = {noise}, p = 0.5, q = 0, c = {noise} }}"),
    });
    let steps = (select(vec!["euler-maruyama", "tamed-euler", "adaptive-euler"]), 0.01..1.0_f64, any::<bool>());
    (models, steps, positive(), 1..50_u32, positive()).prop_map(|(model, (integrator, share, refine), every, records, scale)| {
        let (dt, end) = (share * every, f64::from(records) * every);
        format!(
            "model.{model}\ninitial.gaussian.scale = {scale}\n[integrator]\n{integrator} = {{ dt = {dt}, refine = {refine} }}\n\
             [time]\nrecord_every = {every}\nend = {end}\n"
        )
    })
}

fn matrices() -> impl Strategy<Value = String> {
    let muon =
        (positive(), 0.0..1.0_f64, any::<bool>(), select(vec!["coupled", "decoupled"]), select(vec!["svd", "cubic"]));
    let shape = (1..9_usize, 1..9_usize);
    (shape, muon, 1..9_usize, 1..20_usize, any::<bool>()).prop_map(
        |((rows, cols), (eta, momentum, nesterov, decay, polar), every, records, regression)| {
            let end = every * records;
            let keys = format!(
                "rows = {rows}, cols = {cols}, learning_rate = {eta}, momentum = {momentum}, nesterov = {nesterov}, \
                 weight_decay = 0.01, decay = '{decay}', polar = '{polar}'"
            );
            let model = if regression {
                format!(
                    "regression = {{ {keys}, flows = ['self-polar', 'muon'] }}\nmeasurement.gaussian.count = {every}"
                )
            } else {
                format!("matrix-muon = {{ {keys}, gradient_noise = {eta} }}")
            };
            format!("model.{model}\ninitial.zero = {{}}\n[time]\nrecord_every = {every}\nend = {end}\n")
        },
    )
}

fn densities() -> impl Strategy<Value = String> {
    let laws = select(vec!["sgd", "sgd-calibrated", "muon-additive", "muon-multiplicative"]);
    (laws, 0.1..9.0_f64, 0.1..9.0_f64, 16..999_usize, vec(0.1..9.0_f64, 1..4)).prop_map(
        |(of, alpha, c, cells, scan)| {
            format!(
                "model.mean-field = {{ of = '{of}', alpha = {alpha}, beta = 1.5, c = {c} }}\n\
             stationary.cells = {cells}\nscan.beta = {scan:?}\n"
            )
        },
    )
}

fn tails() -> impl Strategy<Value = String> {
    (vec("[a-z]{1,8}\\.npy", 1..4), select(vec!["none", "rows", "mean"]), 0..99_usize, positive()).prop_map(
        |(inputs, normalise, bootstrap, x_min)| {
            format!(
                "model.files.inputs = {inputs:?}\n\
                 tails = {{ normalise = '{normalise}', bootstrap = {bootstrap}, x_min = {x_min}, laws = ['gamma', 'power_law'] }}\n"
            )
        },
    )
}

/// Scenarios of all kinds that stand in the tree.
fn good() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/scenarios/good");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

/// What `text` says, with `sets`, must be a scenario or a message with a place.
fn read(text: &str, sets: &[Override]) {
    if let Err(Error::Scenario(error)) = parse(text, "random.toml", Path::new("/data"), sets) {
        let drawn = error.render();
        assert!(drawn.contains("random.toml:") || drawn.contains("command line:"), "{drawn}\n{text}");
    }
}

proptest! {
    #![proptest_config(cases(1000))]

    #[test]
    fn a_printed_scenario_is_the_one_that_was_read(
        (head, body) in prop_oneof![
            3 => (head(), particles()),
            3 => (head(), matrices()),
            1 => (Just(String::new()), densities()),
            1 => (Just(String::new()), tails()),
        ],
    ) {
        let text = head + &body;
        let scenario = parse(&text, "random.toml", Path::new("/data"), &[]).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let printed = scenario.to_toml();
        let again = parse(&printed, "printed", Path::new("/elsewhere"), &[]);
        prop_assert_eq!(again.unwrap_or_else(|error| panic!("{error}\n{printed}")), scenario);
    }

    #[test]
    fn damaged_bytes_are_refused_or_read(which: Index, damage in damage()) {
        let text = which.get::<String>(&good()).clone();
        read(&String::from_utf8_lossy(&damaged(text.as_bytes(), &damage)), &[]);
    }

    /// Lines of one scenario stand among those of another, and values are those of other keys.
    #[test]
    fn mixed_scenarios_are_refused_or_read(
        one: Index,
        mixed in vec((any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>()), 1..5),
    ) {
        let good = good();
        let lines: Vec<&str> = good.iter().flat_map(|text| text.lines()).collect();
        let mut text: Vec<String> = one.get(&good).lines().map(str::to_owned).collect();
        for (at, line, value, whole) in mixed {
            let at = at.index(text.len());
            let (line, value) = (line.get(&lines), value.get(&lines));
            if whole {
                text.insert(at, (*line).to_owned());
            } else if let (Some((key, _)), Some((_, value))) = (text[at].split_once('='), value.split_once('=')) {
                text[at] = format!("{key}={value}");
            }
        }
        read(&text.join("\n"), &[]);
    }

    #[test]
    fn random_overrides_are_refused_or_read(
        which: Index,
        key in "(model|initial|integrator|time|scan|tails|output)(\\.[a-z_-]{0,12}){0,3}",
        value in prop_oneof![any::<f64>().prop_map(|x| x.to_string()), any::<String>(), "[\\[{]?[a-z0-9=.,\"]{0,9}[\\]}]?"],
    ) {
        if let Ok(set) = format!("{key}={value}").parse() {
            read(which.get::<String>(&good()), &[set]);
        }
    }
}
