//! Damaged files: one message that names the file, the tensor, the value and the rule.

use crate::support::*;
use std::io::Write;

const W: &str = r#""dtype":"F64","shape":[2,2]"#;

#[test]
fn damaged_safetensors() {
    let folder = Folder::new();
    let one = |entry: &str, body: usize| raw(&format!(r#"{{"w":{{{entry}}}}}"#), &vec![0; body]);
    let two = |offsets: &str, body: usize| {
        raw(&format!(r#"{{"a":{{{W},"data_offsets":[0,32]}},"w":{{{W},"data_offsets":[{offsets}]}}}}"#), &vec![0; body])
    };
    let huge = 1u64 << 62;
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (b"{}".to_vec(), "it has 2 bytes, and the header's length alone takes 8"),
        (
            b"just some text, no tensors".to_vec(),
            "it announces a header of 7885648055778899306 bytes, but only 18 follow",
        ),
        (1000u64.to_le_bytes().to_vec(), "it announces a header of 1000 bytes, but only 0 follow"),
        (u64::MAX.to_le_bytes().to_vec(), "it announces a header of 18446744073709551615 bytes, but only 0 follow"),
        (raw("{\"w\": [", &[]), "its header is not a JSON object: EOF while parsing a list at line 1 column 7"),
        (
            raw("[1, 2]", &[]),
            "its header is not a JSON object: invalid type: sequence, expected a map at line 1 column 0",
        ),
        ([&2u64.to_le_bytes()[..], &[0xff, 0xfe]].concat(), "its header is not text"),
        (raw(r#"{"w":3}"#, &[]), "w|its header entry is wrong: invalid type: integer `3`, expected struct Entry"),
        (
            one(r#""dtype":"F64","shape":[2,-2],"data_offsets":[0,32]"#, 32),
            "w|its header entry is wrong: invalid value: integer `-2`, expected usize",
        ),
        (one(&format!(r#"{W},"data_offsets":[32,0]"#), 32), "w|its offsets 32 to 0 run backwards"),
        (
            one(&format!(r#"{W},"data_offsets":[0,{huge}]"#), 32),
            "w|it ends at byte 4611686018427387904 of the body, which has 32: the file is truncated, or the header wrong",
        ),
        (
            one(&format!(r#"{W},"data_offsets":[0,32]"#), 31),
            "w|it ends at byte 32 of the body, which has 31: the file is truncated, or the header wrong",
        ),
        (one(&format!(r#"{W},"data_offsets":[0,32]"#), 33), "the tensors end at byte 32 of the body, which has 33"),
        (
            one(&format!(r#"{W},"data_offsets":[0,24]"#), 24),
            "w|F64 of shape [2, 2] takes 32 bytes, but its offsets span 24",
        ),
        (
            one(r#""dtype":"F16","shape":[4294967296,4294967296],"data_offsets":[0,0]"#, 0),
            "w|shape [4294967296, 4294967296] holds more values than can be counted",
        ),
        (two("16,48", 64), "w|it starts at byte 16 and overlaps the tensor before it, which ends at 32"),
        (two("40,72", 72), "w|it starts at byte 40 and leaves a gap behind the tensor before it, which ends at 32"),
    ];
    for (bytes, wanted) in cases {
        let message = folder.refusal(folder.file("a.safetensors", bytes));
        let wanted = match wanted.split_once('|') {
            Some((tensor, detail)) => format!("a.safetensors: {tensor}: not a readable safetensors file: {detail}"),
            None => format!("a.safetensors: not a readable safetensors file: {wanted}"),
        };
        assert_eq!(message, wanted);
    }
}

#[test]
fn a_file_cut_after_it_was_listed() {
    let folder = Folder::new();
    let bytes = tensors(&[("w", "F64", &[4, 3], doubles(matrix()))]);
    let path = folder.file("a.safetensors", &bytes);
    let listing = all(&[path]);
    folder.file("a.safetensors", &bytes[..bytes.len() - 1]);
    let message = folder.message(listing.items[0].load());
    assert_eq!(
        message,
        "a.safetensors: w: not a readable safetensors file: its values do not read (failed to fill whole buffer)"
    );
}

#[test]
fn damaged_npz() {
    let folder = Folder::new();
    let good = npy("<f8", "(4, 3)", &doubles(matrix()));
    assert_eq!(
        folder.refusal(folder.zip("a.npz", &[("w.npy", b"not an array".to_vec())], true)),
        "a.npz: w: not a readable NumPy file: it does not start with the NumPy signature"
    );
    assert_eq!(
        folder.refusal(folder.zip("a.npz", &[("w.npy", good[..good.len() - 8].to_vec())], true)),
        "a.npz: w: truncated: the header announces 12 values, the file holds 11"
    );
    assert_eq!(
        folder.refusal(folder.zip("a.npz", &[("w.npy", [&good[..], &[0]].concat())], true)),
        "a.npz: w: not a readable npz file: it holds more than its header announces"
    );
    assert_eq!(
        folder.refusal(folder.zip("a.npz", &[("w.npy", npy("<f8", "(4294967296, 4294967296)", &[]))], false)),
        "a.npz: w: truncated: the header announces 18446744073709551615 values, the file holds 0"
    );
    assert_eq!(
        folder.refusal(folder.file("a.npz", "text")),
        "a.npz: not a readable npz file: invalid Zip archive: Could not find EOCD"
    );
    let path = folder.zip("a.npz", &[("w.npy", good.clone())], false);
    let mut bytes = std::fs::read(&path).unwrap();
    let last = bytes.windows(good.len()).position(|window| window == good).unwrap() + good.len() - 1;
    bytes[last] ^= 1;
    let message = folder.refusal(folder.file("a.npz", bytes));
    assert_eq!(message, "a.npz: w: not a readable npz file: its values do not unpack (Invalid checksum)");
}

/// The size of a member stands in the zip's directory, where anything can be written.
#[test]
fn a_member_that_announces_more_than_it_holds() {
    let folder = Folder::new();
    let bomb = npy("<f8", "(100000000,)", &vec![0; 1 << 20]);
    let path = folder.zip("a.npz", &[("w.npy", bomb.clone())], true);
    let packed = std::fs::read(&path).unwrap();
    // The directory entry starts with PK\x01\x02 and holds the size at its byte 24; the local one, PK\x03\x04, at 22.
    let patched = |size: u32| {
        let mut bytes = packed.clone();
        for (signature, offset) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
            let at = bytes.windows(4).rposition(|window| window == signature).unwrap() + offset;
            bytes[at..at + 4].copy_from_slice(&size.to_le_bytes());
        }
        folder.file("a.npz", bytes)
    };
    assert_eq!(
        folder.refusal(patched(bomb.len() as u32)),
        "a.npz: w: truncated: the header announces 100000000 values, the file holds 131072"
    );
    let message = folder.refusal(patched(800_000_128));
    assert!(
        message.starts_with("a.npz: w: not a readable npz file: it announces 800000128 bytes, but its "),
        "{message}"
    );
    assert!(message.ends_with(" packed bytes hold 1032 times as many at most"), "{message}");
}

/// Within what deflate can do, the values end before the header says.
#[test]
fn a_member_that_ends_early() {
    let folder = Folder::new();
    let mut short = npy("<f8", "(100,)", &[]);
    let full = short.len() + 800;
    short.extend((0..100u8).map(|x| x.wrapping_mul(37)));
    let path = folder.zip("a.npz", &[("w.npy", short)], true);
    let mut bytes = std::fs::read(&path).unwrap();
    for (signature, offset) in [(b"PK\x01\x02", 24), (b"PK\x03\x04", 22)] {
        let at = bytes.windows(4).rposition(|window| window == signature).unwrap() + offset;
        bytes[at..at + 4].copy_from_slice(&(full as u32).to_le_bytes());
    }
    let message = folder.refusal(folder.file("a.npz", bytes));
    assert!(message.starts_with("a.npz: w: not a readable npz file: its values do not unpack ("), "{message}");
}

#[test]
fn no_such_file_and_no_such_format() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("model.safetensors")).unwrap();
    assert_eq!(
        folder.refusal(folder.path("model.safetensors")),
        "model.safetensors: is a folder; name the files in it"
    );
    assert_eq!(folder.refusal(folder.path("none.npy")), "none.npy: No such file or directory (os error 2)");
    let unknown = "cannot tell the format from the extension; use .npy, .npz, .csv, .safetensors or .h5";
    for name in ["a.bin", "a", "a.pt", "a.safetensors.index.json"] {
        assert_eq!(folder.refusal(folder.file(name, "x")), format!("{name}: {unknown}"));
    }
    for name in ["a.npy", "a.npz", "a.csv", "a.safetensors", "a.h5"] {
        assert_eq!(folder.refusal(folder.file(name, "")), format!("{name}: the file is empty: it has 0 bytes"));
    }
    let message = folder.refusal(folder.file("a.h5", "text"));
    assert_eq!(
        message,
        "a.h5: not a readable HDF5 file: it does not open as HDF5: another format, damaged, or being written"
    );
    let cube = npy("<f8", "(2, 2, 2)", &doubles([1.0; 8]));
    assert_eq!(
        folder.refusal(folder.file("a.npy", cube)),
        "a.npy: shape [2, 2, 2], but it must be a vector or a matrix: one or two axes"
    );
    assert_eq!(
        folder.refusal(folder.file("a.npy", npy("<f8", "(0, 2)", &[]))),
        "a.npy: shape [0, 2] holds no values; at least one row and one column are needed"
    );
    let mut none = std::fs::File::create(folder.path("b.csv")).unwrap();
    none.write_all(b"a,b\n").unwrap();
    assert_eq!(
        folder.refusal(folder.path("b.csv")),
        "b.csv: shape [0, 0] holds no values; at least one row and one column are needed"
    );
}
