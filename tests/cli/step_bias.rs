//! The step bias is that of the step: against runs with the step itself, and along one path.

use crate::support::*;

const HEAD: &str = "seed = 3\n[initial.linspace]\nfrom = 0.5\nto = 2\n[time]\nend = 3\nrecord_every = 1\n";

/// Without noise both runs are one path each, and the bias is their difference.
#[test]
fn without_noise_it_is_the_difference_of_two_runs() {
    let folder = Folder::new();
    let model = "[model.muon-polar]\nrows = 5\ncols = 3\nlearning_rate = 0.1\ngradient_noise = 0.03\ncurvature = 1\n";
    folder.write("s.toml", format!("{HEAD}{model}[integrator.euler-maruyama]\ndt = 0.5\nrefine = true\n"));
    folder.done("run s.toml -q -o both.h5");
    folder.done("run s.toml -q -o fine.h5 --set integrator.dt=0.25 --set integrator.refine=false");
    let (both, fine) = (folder.result("both.h5"), folder.result("fine.h5"));
    for name in ["trace", "min_gap", "entropy", "trace_log"] {
        let read = |file: &svsde_cli::store::ResultFile, set: &str| {
            file.read(&format!("observables/{name}/{set}")).unwrap().iter().copied().collect::<Vec<f64>>()
        };
        let (coarse, halved, bias) = (read(&both, "mean"), read(&fine, "mean"), read(&both, "step_bias"));
        assert!(bias[0] == 0.0 && bias[3] != 0.0, "{name}: {bias:?}");
        for k in 0..4 {
            let difference = coarse[k] - halved[k];
            assert!((bias[k] - difference).abs() < 1e-12, "{name} {k}: {} {difference}", bias[k]);
        }
        let average: f64 = bias.iter().sum::<f64>() / 4.0;
        assert!((read(&both, "time_step_bias")[0] - average).abs() < 1e-12, "{name}");
    }
}

/// Along one path the error of the bias is far below that of the mean: with dt = 1/16 the paths differ by a few per cent. With
/// paths of their own it would be √2 times as large. The last step before each record is a shortened one.
#[test]
fn both_step_sizes_share_their_brownian_path() {
    let folder = Folder::new();
    let model = "[model.sgd]\nrows = 9\ncols = 3\nlearning_rate = 1\ndiffusion = 0.1\ncurvature = 0.3\n";
    for integrator in ["proximal-euler", "adaptive-euler", "tamed-euler"] {
        let text =
            format!("{HEAD}{model}[integrator.{integrator}]\ndt = 0.06\nrefine = true\n[ensemble]\nreplicas = 200\n");
        folder.write("s.toml", text);
        let run = folder.svsde("run s.toml -q --force -o out.h5");
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let file = folder.result("out.h5");
        let last = |set: &str| file.read(&format!("observables/trace/{set}")).unwrap()[[3]];
        assert!(last("step_bias_error") < 0.2 * last("std_error"), "{integrator}: {}", last("step_bias_error"));
        assert!(last("step_bias_error") > 0.0);
    }
}
