//! Three layers of a real checkpoint and edge cases, against WeightWatcher 0.7.7.

use crate::powerlaw::{data, json};
use serde_json::Value;
use svsde::tails::spectrum::trace_log::TraceLog;
use svsde::tails::weightwatcher::{Estimate, Fingers, fit};

fn compare(found: Option<Estimate>, wanted: [&Value; 5], place: &str) {
    let found = found.unwrap_or_else(|| panic!("{place}: no fit"));
    let ours = [found.alpha, found.x_min, found.ks_distance, found.sigma, found.n_tail as f64];
    for (name, (ours, theirs)) in
        ["alpha", "x_min", "D", "sigma", "n_tail"].into_iter().zip(ours.into_iter().zip(wanted))
    {
        let theirs = theirs.as_f64().unwrap();
        assert!((ours - theirs).abs() <= 1e-10 * theirs.abs(), "{place} {name}: {ours} {theirs}");
    }
}

#[test]
fn three_layers() {
    for layer in json("weightwatcher.json")["layers"].as_array().unwrap() {
        let values =
            svsde_cli::store::read_vector(&data(layer["eigenvalues"].as_str().unwrap()), None).unwrap().to_vec();
        for (key, fingers) in
            [("default", Fingers::Keep), ("xmin_peak_powerlaw", Fingers::XMinPeak), ("clip_xmax", Fingers::ClipXMax)]
        {
            let row = &layer[key];
            let wanted = ["alpha", "xmin", "D", "sigma", "num_pl_spikes"].map(|name| &row[name]);
            let found = fit(&values, fingers);
            compare(found, wanted, &format!("{} {key}", layer["name"]));
            if let Some(fingers) = row["num_fingers"].as_u64() {
                assert_eq!(found.unwrap().num_fingers as u64, fingers, "{} {key}", layer["name"]);
            }
        }
    }
}

/// Few values, repeated ones, one that many share, clipped fingers, and the trace-log condition, of which WeightWatcher counts one value more.
#[test]
fn edge_cases() {
    for case in json("weightwatcher.json")["edge_cases"].as_array().unwrap() {
        let mut values: Vec<f64> = case["values"].as_array().unwrap().iter().map(|x| x.as_f64().unwrap()).collect();
        values.sort_by(f64::total_cmp);
        values.retain(|&x| x >= case["x_min_given"].as_f64().unwrap_or(0.0));
        let check = |key: &str, fingers| {
            let row = &case[key];
            // Its `data` is cut by another criterion than x_min below 20 values, and counts all of several equal ones; sigma has what was fitted.
            let number = |name: &str| row[name].as_f64().unwrap();
            let n_tail = Value::from(((number("alpha") - 1.0) / number("sigma")).powi(2));
            let wanted = [&row["alpha"], &row["x_min"], &row["D"], &row["sigma"], &n_tail];
            compare(fit(&values, fingers), wanted, &format!("{} {key}", case["name"]));
        };
        if case["best"].is_null() {
            check("fit", Fingers::Keep);
            continue;
        }
        check("first", Fingers::Keep);
        check("best", Fingers::ClipXMax);
        let found = fit(&values, Fingers::ClipXMax).unwrap();
        assert_eq!(found.num_fingers as u64, case["num_fingers"].as_u64().unwrap(), "{}", case["name"]);
        let edge = TraceLog::of(&values).unwrap();
        assert_eq!(edge.count as u64 + 1, case["detX_num"].as_u64().unwrap(), "{}", case["name"]);
    }
}
