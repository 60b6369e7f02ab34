//! Tensors of networks.

use crate::support::*;
use half::{bf16, f16};
use ndarray::{Array2, s};
use svsde_cli::store::Stored;
use svsde_cli::study::tails::input::Kind;

fn encoded(dtype: &str) -> Vec<u8> {
    let a = matrix();
    let bytes = |x: &f64| match dtype {
        "F64" => x.to_le_bytes().to_vec(),
        "F32" => (*x as f32).to_le_bytes().to_vec(),
        "F16" => f16::from_f64(*x).to_le_bytes().to_vec(),
        _ => bf16::from_f64(*x).to_le_bytes().to_vec(),
    };
    a.iter().flat_map(bytes).collect()
}

/// The entries of the matrix are exact in every element type.
#[test]
fn every_element_type() {
    let folder = Folder::new();
    let types = ["F64", "F32", "F16", "BF16"];
    let entries: Vec<_> = types.map(|dtype| (dtype, dtype, &[4, 3][..], encoded(dtype))).to_vec();
    let listing = all(&[folder.file("a.safetensors", tensors(&entries))]);
    assert_eq!(names(&listing), types);
    assert!(listing.skipped.is_empty());
    for item in &listing.items {
        assert_eq!((item.kind, item.shape.as_slice()), (Kind::Matrix { rows: 4, cols: 3 }, &[4, 3][..]));
        assert_spectrum(item, &SIGMA, TOLERANCE);
    }
}

/// Every one of the 65,536 numbers, by the definition: (−1)^s 2^{e − bias}(1 + f), 2^{1 − bias} f where e = 0, all
/// ones infinite or NaN. Each has at most 11 bits, so both sides are exact in f64.
#[test]
fn half_precision_is_exact() {
    let folder = Folder::new();
    for (dtype, fraction) in [("F16", 10), ("BF16", 7)] {
        let bytes = (0..=u16::MAX).flat_map(u16::to_le_bytes).collect();
        let path = folder.file("a.safetensors", tensors(&[("all", dtype, &[256, 256], bytes)]));
        let read = Stored::list(&path).unwrap()[0].read().unwrap();
        let (exponents, scale) = (1 << (15 - fraction), 2f64.powi(fraction));
        for (bits, &value) in (0..=u16::MAX).zip(&read) {
            let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
            let e = i32::from(bits >> fraction) % exponents;
            let f = f64::from(bits % (1 << fraction)) / scale;
            let bias = exponents / 2 - 1;
            let wanted = match e {
                0 => sign * f * 2f64.powi(1 - bias),
                e if e < exponents - 1 => sign * (1.0 + f) * 2f64.powi(e - bias),
                _ if f == 0.0 => sign * f64::INFINITY,
                _ => f64::NAN,
            };
            let same = value.to_bits() == wanted.to_bits() || value.is_nan() && wanted.is_nan();
            assert!(same, "{dtype} {bits:#06x}: {value} {wanted}");
        }
    }
}

#[test]
fn what_is_no_matrix_is_skipped_with_the_reason() {
    let folder = Folder::new();
    let entries: Vec<(&str, &str, &[usize], Vec<u8>)> = vec![
        ("bias", "F32", &[3], vec![0; 12]),
        ("empty", "F32", &[0, 3], vec![]),
        ("ids", "I64", &[2, 2], vec![0; 32]),
        ("packed", "F4", &[2, 2], vec![0; 2]),
        ("row", "F32", &[1, 3], vec![0; 12]),
        ("scale", "F32", &[], vec![0; 4]),
        ("weight", "F64", &[4, 3], doubles(matrix())),
    ];
    let listing = all(&[folder.file("a.safetensors", tensors(&entries))]);
    assert_eq!(names(&listing), ["weight"]);
    assert_spectrum(&listing.items[0], &SIGMA, TOLERANCE);
    let reasons: Vec<_> =
        listing.skipped.iter().map(|s| (s.name.rsplit(' ').next().unwrap(), s.reason.as_str())).collect();
    assert_eq!(
        reasons,
        [
            ("bias", "one axis: a vector has no spectrum"),
            ("empty", "shape [0, 3] holds no values"),
            ("ids", "element type I64; only F64, F32, F16 and BF16 are read"),
            ("packed", "element type F4; only F64, F32, F16 and BF16 are read"),
            ("row", "singular values: 1, fewer than 2"),
            ("scale", "no axes: a number has no spectrum"),
        ]
    );
}

/// (out, in, height, width) becomes out × in·height·width; so does (out, in, width).
#[test]
fn convolutions() {
    let folder = Folder::new();
    let wide = Array2::from_shape_fn((3, 8), |(i, j)| if j < 4 { matrix()[(j, i)] } else { 0.0 });
    // As one matrix per place of the kernel the four would have other singular values.
    let alone = wide.slice(s![.., ..;4]).iter().map(|x| x * x).sum::<f64>();
    assert!(alone > 0.0 && alone < SIGMA.iter().map(|x| x * x).sum());
    for shape in [&[3, 2, 2, 2][..], &[3, 2, 4], &[3, 1, 2, 2, 2]] {
        let entry = ("conv", "F64", shape, doubles(wide.iter().copied()));
        let listing = all(&[folder.file("a.safetensors", tensors(&[entry]))]);
        assert_eq!(listing.items[0].kind, Kind::Matrix { rows: 8, cols: 3 });
        assert_eq!(listing.items[0].shape, shape);
        assert_spectrum(&listing.items[0], &SIGMA, TOLERANCE);
    }
}

#[test]
fn a_matrix_with_nan_or_infinity_is_refused() {
    let folder = Folder::new();
    let mut values = matrix();
    values[(2, 1)] = f64::NEG_INFINITY;
    values[(3, 2)] = f64::NAN;
    let path = folder.file("a.safetensors", tensors(&[("h.0.w", "F64", &[4, 3], doubles(values))]));
    assert_eq!(
        folder.refusal(path),
        "a.safetensors: h.0.w: 2 of the values are NaN or infinite, the first (-inf) in row 2, column 1 (counted from 0); \
         such a matrix has no singular values: mend it, or leave it out"
    );
}

/// Shards of one model, as they are given on the command line.
#[test]
fn several_files_keep_their_order() {
    let folder = Folder::new();
    let one = |name| folder.file(&format!("{name}.safetensors"), tensors(&[(name, "F64", &[4, 3], doubles(matrix()))]));
    let listing = all(&[one("b"), one("a"), one("c")]);
    assert_eq!(names(&listing), ["b", "a", "c"]);
}
