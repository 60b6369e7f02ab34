//! What the file of a stationary study holds, and that every way of reading it says the same.

use crate::density_support::*;
use crate::support::*;
use std::path::Path;
use svsde_cli::study::parse;

#[test]
fn every_row_of_the_table() {
    let folder = Folder::new();
    for (name, options) in ROWS {
        let said = json(&folder.done(&format!("stationary {options} --json -o {name}.h5")));
        let shapes = sound(&folder, &format!("{name}.h5"));
        let file = folder.result(&format!("{name}.h5"));
        let get = |key: &str| file.number_of("stationary", key).unwrap_or_else(|| panic!("{name} has no {key}"));
        let cells = get("cells") as usize;
        for set in ["x", "density", "log_density", "cdf", "survival", "exact_log_density", "local_tail_exponent"] {
            assert_eq!(shapes.get(&format!("/stationary/{set}")), Some(&vec![cells]), "{name}: {set}");
        }
        let at = |set: &str| column(&file, &format!("stationary/{set}"));
        let (x, cdf) = (at("x"), at("cdf"));
        assert!(x[0] > 0.0 && x.windows(2).all(|pair| pair[0] < pair[1]), "{name}");
        // Nothing is below the first cell and, but for rounding of a sum of some thousand, everything below the last.
        assert!(cdf.is_sorted() && cdf[0] < 1e-12 && (cdf[cells - 1] - 1.0).abs() < 1e-11, "{name}: {cdf:?}");
        // A closed law, within the tolerance that is promised.
        let exact = at("exact_log_density");
        let worst = at("log_density").iter().zip(&exact).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
        assert_eq!(worst, get("max_log_density_error"), "{name}");
        assert!(worst <= 1e-8, "{name}: {worst:e}");
        assert!((get("normalisation") - 1.0).abs() < 1e-6, "{name}: {}", get("normalisation"));
        // The exact θ is p − q + 1, and 0 for the power law, which the fit finds within its own error.
        let theta = [1.0, 1.0, 1.5, 0.5, 0.0][ROWS.iter().position(|row| row.0 == name).unwrap()];
        assert_eq!(get("tail_exponent_exact"), theta, "{name}");
        assert!((get("tail_exponent") - theta).abs() <= get("tail_exponent_error"), "{name}");
        assert!(get("tail_exponent_error") < 1e-4, "{name}");
        let rates = at("modes/rate");
        assert_eq!(shapes["/stationary/modes/eigenfunction"], [rates.len(), cells], "{name}");
        assert!(rates[0] == 0.0 && rates.is_sorted() && rates[1] == get("spectral_gap"), "{name}: {rates:?}");

        // What --json says is what the file holds.
        for key in
            ["tail_exponent", "tail_exponent_exact", "normalisation", "max_log_density_error", "spectral_gap", "mean"]
        {
            agree(&said[key], get(key));
        }
        assert_eq!(said["rates"].as_array().map(Vec::len), Some(rates.len()), "{name}");
        rates.iter().enumerate().for_each(|(k, &rate)| agree(&said["rates"][k], rate));
        let info = json(&folder.done(&format!("info --json {name}.h5")));
        assert_eq!(info["summary"], said, "{name}");
        assert_eq!(info["datasets"].as_array().map(Vec::len), Some(shapes.len()), "{name}");
        let words = folder.done(&format!("info {name}.h5"));
        assert!(shapes.keys().all(|path| words.contains(&format!("\n  {path}  ["))), "{words}");
        assert_eq!(folder.done(&format!("info --brief {name}.h5")).lines().count(), 1);
    }
}

/// SGD relaxes at 2ηκ k exactly: Laguerre polynomials. Rates are good to the square of the tolerance of their extrapolation.
#[test]
fn rates_of_sgd() {
    let folder = Folder::new();
    folder.done(&format!("stationary {} -q -o a.h5", ROWS[0].1));
    for (k, rate) in column(&folder.result("a.h5"), "stationary/modes/rate").iter().enumerate() {
        assert!((rate - 0.04 * k as f64).abs() < 1e-6, "{k}: {rate}");
    }
}

#[test]
fn the_root_says_where_it_comes_from() {
    let folder = Folder::new();
    folder.done("stationary --alpha 1 --beta 1 --p 1 --q 1 --c 1 -q -o a.h5 --set title=it");
    let file = hdf5::File::open(folder.path("a.h5")).unwrap();
    for (name, wanted) in [("format", "svsde-result"), ("svsde_version", env!("CARGO_PKG_VERSION")), ("title", "it")] {
        assert_eq!(text(&file, name), wanted, "{name}");
    }
    assert!(file.attr("finished").unwrap().read_scalar::<bool>().unwrap());
    assert_eq!(texts(&file, "warnings"), Vec::<String>::new());
    let stored = text(&file, "scenario");
    let scenario = parse(&stored, "stored", Path::new(""), &[]).unwrap();
    assert_eq!(scenario.to_toml(), stored);
}

/// The scenario that the command prints, run as one, gives the same bits.
#[test]
fn a_printed_scenario_is_the_same_study() {
    let folder = Folder::new();
    for (name, options) in [ROWS[2], ("line", "--drift m-x --noise 1 --lower -inf --parameter m=2")] {
        folder.done(&format!("stationary {options} -q -o {name}.h5"));
        folder.write("s.toml", folder.done(&format!("stationary {options} --print-scenario")));
        folder.done(&format!("run s.toml -q -o run_{name}.h5"));
        same(&folder.result(&format!("{name}.h5")), &folder.result(&format!("run_{name}.h5")), "/");
    }
}

#[test]
fn cells_decades_and_modes_are_respected() {
    let folder = Folder::new();
    let cir = "stationary --alpha 1 --beta 1 --p 1 --q 1 --c 1";
    folder.done(&format!("{cir} --cells 101 --log10-tail -300 -q -o a.h5"));
    folder.done(&format!("{cir} --cells 101 --log10-tail 300 -q -o b.h5"));
    let (a, b) = (folder.result("a.h5"), folder.result("b.h5"));
    same(&a, &b, "/");
    let log_p = column(&a, "stationary/log_density");
    assert_eq!(log_p.len(), 101);
    // The last centre is half a cell short of where λp has fallen by 300 decades: log λ = 6 is 2.5 decades, a cell some 10.
    let decades = -log_p[100] / std::f64::consts::LN_10;
    assert!((285.0..303.0).contains(&decades), "{decades}");
    assert_eq!(column(&a, "stationary/modes/rate").len(), 10);
    let text = folder.done(&format!("{cir} --modes 0 -o c.h5"));
    assert!(text.contains("rates     not computed\n"), "{text}");
    let shapes = sound(&folder, "c.h5");
    assert!(!shapes.keys().any(|path| path.contains("modes")), "{shapes:?}");
    assert_eq!(folder.result("c.h5").number_of("stationary", "spectral_gap"), None);
    folder.done(&format!("{cir} --cells 16 --modes 15 -q -o d.h5"));
    assert_eq!(sound(&folder, "d.h5")["/stationary/modes/eigenfunction"], [15, 16]);
}

#[test]
fn output_rules() {
    let folder = Folder::new();
    let cir = "stationary --alpha 1 --beta 1 --p 1 --q 1 --c 1";
    assert_eq!(folder.done(&format!("{cir} -q")), "");
    assert!(folder.path("results/stationary.h5").is_file());
    folder.done("stationary --model sgd --alpha 1 --beta 1 --c 1 -q");
    assert!(folder.path("results/stationary_sgd.h5").is_file());
    folder.refused(
        cir,
        "error: results/stationary.h5: holds a finished result; pass --force to replace it, or another file with -o",
    );
    assert!(folder.done(&format!("{cir} --force")).ends_with("\nwritten to results/stationary.h5\n"));
    folder.write("file", "x");
    let refused = folder.svsde(&format!("{cir} -o file/a.h5"));
    assert!(refused.stderr.contains("file/a.h5: ") && refused.code == Some(2), "{}", refused.stderr);
    folder.refused(&format!("{cir} -o results"), "error: results: is a folder; name a file with -o");
}
