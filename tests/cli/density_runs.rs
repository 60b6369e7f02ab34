//! Formulas, relaxations and scans, by `svsde run`.

use crate::density_support::*;
use crate::support::*;

const OU: &str = "
    [model.expression]
    drift = 'k*(m - x)'
    diffusion = 's'
    lower = -inf
    parameters = { k = 0.5, m = 3.0, s = 1.0 }
";

const CIR: &str = "stationary --alpha 1 --beta 1 --p 1 --q 1 --c 1 --set time.end=1 --set time.record_every=0.5";

const SCAN: &str = "
    [model.power-diffusion]
    alpha = 1
    beta = 2
    q = 1
    c = 1
    [stationary]
    cells = 256
    [scan]
    p = [0.5, 1]
    alpha = [-1, 0.5, 2]
";

/// N(m, s²/2k), rates k, 2k, …; the tail is quadratic.
#[test]
fn a_normal_law_on_the_line() {
    let folder = Folder::new();
    folder.write("s.toml", OU);
    folder.done("run s.toml -q -o a.h5");
    sound(&folder, "a.h5");
    let file = folder.result("a.h5");
    let get = |key: &str| file.number_of("stationary", key).unwrap();
    // The solution is good to 1e-9 in log p, moments to some of that.
    for (key, exact) in
        [("mean", 3.0), ("variance", 1.0), ("kurtosis", 0.0), ("tail_exponent", 2.0), ("spectral_gap", 0.5)]
    {
        assert!((get(key) - exact).abs() < 1e-6, "{key}: {}", get(key));
    }
    for (x, log_p) in column(&file, "stationary/x").iter().zip(column(&file, "stationary/log_density")) {
        let exact = -0.5 * (x - 3.0).powi(2) - 0.5 * (2.0 * std::f64::consts::PI).ln();
        assert!((log_p - exact).abs() < 1e-7, "{x}: {log_p} {exact}");
    }
    assert!(!file.has("stationary/exact_log_density"));
    folder.done("run s.toml -q -o b.h5 --set model.parameters.m=-7");
    assert!((folder.result("b.h5").number_of("stationary", "mean").unwrap() + 7.0).abs() < 1e-6);
}

/// A Beta(0.6, 1.4) law, mean 0.3, rates k(k + 1)/2 − ½k = k(2·0.5 + k − 1)/2.
#[test]
fn a_beta_law_between_two_ends() {
    let folder = Folder::new();
    folder.done("stationary --drift 0.5*(0.3-x) --noise sqrt(x*(1-x)) --upper 1 -q -o a.h5");
    sound(&folder, "a.h5");
    let file = folder.result("a.h5");
    assert!((file.number_of("stationary", "mean").unwrap() - 0.3).abs() < 1e-6);
    assert_eq!(file.text_of("stationary", "tail_shape").as_deref(), Some("bounded"));
    for (k, rate) in column(&file, "stationary/modes/rate").iter().enumerate() {
        let exact = 0.5 * (k * k) as f64;
        // Cells next to 1 keep eight digits of 1 − x.
        assert!((rate - exact).abs() < 1e-4 * (1.0 + exact), "{k}: {rate}");
    }
}

/// Means relax as 1 + (m₀ − 1)e^{−t} from points, from 0 and from a density; cells leave 1e-3 of it, and 1e-6 of an L¹ distance.
#[test]
fn relaxations() {
    let folder = Folder::new();
    for (set, start) in [
        ("initial.values.lambda=[2.0]", 2.0),
        ("initial.values.sigma=[1.0,2.0]", 2.5),
        ("initial.zero={}", 0.0),
        ("initial.density.expression=x^2*exp(-x)", 3.0),
        ("initial.density.expression=exp(-(x-200)^2)", 200.0),
    ] {
        let said = folder.done(&format!("{CIR} --set {set} --force -o a.h5"));
        assert!(said.contains("L1 distance"), "{said}");
        let shapes = sound(&folder, "a.h5");
        let file = folder.result("a.h5");
        assert_eq!(column(&file, "time"), [0.0, 0.5, 1.0]);
        assert_eq!(shapes["/relaxation/density"], [3, shapes["/relaxation/x"][0]]);
        let (mean, distance) = (column(&file, "relaxation/mean"), column(&file, "relaxation/distance"));
        for (time, mean) in [0.0_f64, 0.5, 1.0].into_iter().zip(mean) {
            let exact = 1.0 + (start - 1.0) * (-time).exp();
            assert!((mean - exact).abs() < 1e-3 * (1.0 + exact), "{set}: {mean} at {time}, not {exact}");
        }
        // It never grows, but for the rounding of a sum over 16384 cells.
        assert!(
            distance.windows(2).all(|pair| pair[1] <= pair[0] + 1e-12) && distance[0] <= 2.0 + 1e-6,
            "{distance:?}"
        );
        assert!(column(&file, "relaxation/mass").iter().all(|mass| (mass - 1.0).abs() < 1e-9));
        assert!(column(&file, "relaxation/density").iter().all(|&p| p >= 0.0), "{set}");
    }
    // A start at the end of a domain that no process reaches: from 0, where p ~ e^{−2/x}.
    let line = "stationary --alpha 1 --beta 1 --p 1 --q 2 --c 1 --set initial.zero={} --set time.end=1 --set time.record_every=1";
    folder.done(&format!("{line} -q -o entrance.h5"));
    let mean = column(&folder.result("entrance.h5"), "relaxation/mean")[1];
    assert!((mean - 1.0 + (-1.0_f64).exp()).abs() < 2e-3, "{mean}");
}

#[test]
fn a_scan_of_numbers() {
    let folder = Folder::new();
    folder.write("s.toml", SCAN);
    let said = folder.done("run s.toml -o a.h5 --threads 1");
    assert_eq!(said.matches("no stationary density").count(), 2, "{said}");
    let shapes = sound(&folder, "a.h5");
    let file = folder.result("a.h5");
    let at = |name: &str| column(&file, &format!("scan/{name}"));
    assert_eq!(at("p"), [0.5, 0.5, 0.5, 1.0, 1.0, 1.0]);
    assert_eq!(at("alpha"), [-1.0, 0.5, 2.0, -1.0, 0.5, 2.0]);
    assert_eq!(at("exists"), [0.0, 1.0, 1.0, 0.0, 1.0, 1.0]);
    // p = q = 1: Gamma laws of mean α/β and gap β.
    for (name, exact) in [("mean", [0.25, 1.0]), ("spectral_gap", [2.0, 2.0])] {
        let found = at(name);
        assert_eq!((found[0], found[3]), (0.0, 0.0), "{name}");
        // 256 cells to 900 decades leave 1e-3.
        assert!(found[4..].iter().zip(exact).all(|(a, b)| (a / b - 1.0).abs() < 1e-3), "{name}: {found:?}");
    }
    assert_eq!(shapes["/scan/x"], [6, 256]);
    let brief = folder.done("info --brief a.h5");
    assert!(brief.ends_with(": 6 points, 4 with a stationary density.\n"), "{brief}");
    folder.done("run s.toml -q -o b.h5 --threads 2");
    same(&file, &folder.result("b.h5"), "/");
}

#[test]
fn a_scan_of_texts() {
    let folder = Folder::new();
    let scan = "model.mean-field = { alpha = 1, beta = 1, c = 1 }\nstationary.cells = 64\n\
                scan.of = ['sgd', 'muon-additive', 'muon-multiplicative']";
    folder.write("s.toml", scan);
    let said = json(&folder.done("stationary --alpha 1 --beta 1 --p 1 --q 1 --c 1 --cells 64 --json -o one.h5"));
    let text = folder.done("run s.toml -o a.h5");
    sound(&folder, "a.h5");
    let file = folder.result("a.h5");
    let names = file.texts_of("scan/of", "values").unwrap();
    assert_eq!(names, ["sgd", "muon-additive", "muon-multiplicative"]);
    assert_eq!(column(&file, "scan/of"), [0.0, 1.0, 2.0]);
    assert!(names.iter().all(|name| text.contains(name.as_str())), "{text}");
    agree(&said["mean"], column(&file, "scan/mean")[0]);
    assert_eq!(column(&file, "scan/tail_exponent_exact"), [1.0, 1.5, 0.5]);
}
