//! Three layers of a real checkpoint and edge cases, against WeightWatcher 0.7.7.

use crate::powerlaw::{data, json};
use serde_json::Value;
use svsde::tails::weightwatcher::{Fingers, Row, fit};

fn compare(found: Option<Row>, wanted: [&Value; 5], place: &str) {
    let found = found.unwrap_or_else(|| panic!("{place}: no fit"));
    let ours = [found.fit.alpha, found.fit.x_min, found.fit.ks_distance, found.sigma, found.fit.n_tail as f64];
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
        let values = svsde::store::read_vector(&data(layer["eigenvalues"].as_str().unwrap()), None).unwrap().to_vec();
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
