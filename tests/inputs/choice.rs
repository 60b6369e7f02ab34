//! `dataset`, `layer`, names.

use crate::support::*;
use std::path::PathBuf;
use svsde_cli::scenario::Files;
use svsde_cli::study::tails::TailJob;
use svsde_cli::study::tails::input::{Listing, list};
use svsde_cli::study::{AnyStudy, parse};

fn model(folder: &Folder, file: &str) -> PathBuf {
    let names: Vec<String> =
        (0..4).flat_map(|k| ["query", "output"].map(|part| format!("layer.{k}.{part}.weight"))).collect();
    let entries: Vec<(&str, &str, &[usize], Vec<u8>)> =
        names.iter().map(|name| (name.as_str(), "F64", &[4, 3][..], doubles(matrix()))).collect();
    folder.file(file, tensors(&entries))
}

#[test]
fn layers_are_chosen_by_a_regular_expression() {
    let folder = Folder::new();
    let inputs = [model(&folder, "m.safetensors"), folder.file("x.csv", "1,2,3")];
    let choose = |layer: &str| list(&Files { layer: Some(layer.to_owned()), ..files(&inputs) }, 2);
    let chosen = choose(r"layer\.[12]\.query").unwrap();
    // A file without names has nothing to choose from.
    assert_eq!(names(&chosen), ["layer.1.query.weight", "layer.2.query.weight", "x"]);
    assert_eq!(names(&choose("out").unwrap()).len(), 5);
    assert_eq!(
        folder.message(choose("layer.1.quary.weight")),
        "--layer \"layer.1.quary.weight\": matches none of 8 arrays, of which the nearest are layer.1.query.weight, \
         layer.0.query.weight, layer.2.query.weight, layer.3.query.weight, layer.1.output.weight"
    );
    assert_eq!(
        folder.message(choose("layer[")),
        "--layer \"layer[\": not a regular expression: unclosed character class"
    );
    let nameless = list(&Files { layer: Some("x".to_owned()), ..files(&inputs[1..]) }, 2);
    assert_eq!(folder.message(nameless), "--layer \"x\": the inputs hold no named arrays to choose from");
}

#[test]
fn a_dataset_is_chosen_by_its_name() {
    let folder = Folder::new();
    let w = npy("<f8", "(4, 3)", &doubles(matrix()));
    let npz = folder.zip("a.npz", &[("w.npy", w.clone()), ("v.npy", w)], true);
    let file = hdf5::File::create(folder.path("b.h5")).unwrap();
    file.new_dataset_builder().with_data(&matrix()).create("g/w").unwrap();
    file.new_dataset_builder().with_data(&matrix()).create("g/v").unwrap();
    drop(file);
    let choose = |path: &PathBuf, dataset: &str| {
        list(&Files { dataset: Some(dataset.to_owned()), ..files(std::slice::from_ref(path)) }, 2)
    };
    assert_eq!(names(&choose(&npz, "v").unwrap()), ["v"]);
    for name in ["g/w", "/g/w"] {
        assert_eq!(names(&choose(&folder.path("b.h5"), name).unwrap()), ["g.w"]);
    }
    assert_eq!(folder.message(choose(&npz, "u")), "a.npz: no dataset \"u\"; the file holds w, v");
    assert_eq!(folder.message(choose(&folder.path("b.h5"), "w")), "b.h5: no dataset \"w\"; the file holds g/v, g/w");
}

#[test]
fn names_are_unique() {
    let folder = Folder::new();
    let w = || npy("<f8", "(4, 3)", &doubles(matrix()));
    let a = folder.zip("a.npz", &[("w.npy", w()), ("only.npy", w()), (".npy", w())], true);
    let b = folder.zip("b.npz", &[("w.npy", w()), ("..npy", w())], true);
    std::fs::create_dir(folder.path("other")).unwrap();
    let c = folder.file("other/w.npy", w());
    let listing = all(&[a.clone(), b, c.clone(), c, a]);
    assert_eq!(
        names(&listing),
        ["a.w", "a.only", "a", "b.w", "array.", "w", "w (2)", "a.w (2)", "a.only (2)", "a (2)"]
    );
    // Fit for groups of one file.
    let file = hdf5::File::create(folder.path("out.h5")).unwrap();
    listing.items.iter().for_each(|item| drop(file.create_group(&item.name).unwrap()));
    assert_eq!(file.groups().unwrap().len(), listing.items.len());
}

#[test]
fn small_matrices_are_skipped_on_request() {
    let folder = Folder::new();
    let input = [model(&folder, "m.safetensors")];
    let listing = list(&files(&input), 4).unwrap();
    assert_eq!((listing.items.len(), listing.skipped.len()), (0, 8));
    assert_eq!(listing.skipped[0].reason, "singular values: 3, fewer than 4");
}

/// Three singular values cannot have a tail of ten, and four not one of fewer than four.
#[test]
fn small_matrices_are_skipped() {
    let folder = Folder::new();
    folder.file("small.csv", "1,0,0\n0,2,0\n0,0,3\n");
    folder.file("four.csv", "1,0,0,0\n0,2,0,0\n0,0,3,0\n0,0,0,4\n");
    let found = |tails: &str| {
        let text = format!("model.files.inputs = [\"small.csv\", \"four.csv\"]\n{tails}");
        let scenario = parse(&text, "s", &folder.path(""), &[]).unwrap();
        let AnyStudy::TailStudy(study) = &scenario.study else { panic!("{scenario:?}") };
        let Listing { items, skipped } = TailJob::new(study, 0).unwrap().listing;
        let names = items.into_iter().map(|item| item.name).collect::<Vec<_>>();
        (names, skipped.into_iter().map(|skipped| skipped.reason).collect::<Vec<_>>())
    };
    let reason = |n: usize, least: usize| format!("singular values: {n}, fewer than {least}");
    assert_eq!(found(""), (vec![], vec![reason(3, 10), reason(4, 10)]));
    for tails in ["tails.x_min = 1.0", "tails.least_tail = 2"] {
        assert_eq!(found(tails), (vec!["four".to_owned()], vec![reason(3, 4)]), "{tails}");
    }
}
