//! NumPy's `.npy` format, versions 1 to 3.
//!
//! Nothing is allocated on the word of a header: its length and the array's are first held against the file's.

use super::arrays::{io, refused};
use crate::error::{InputProblem, Result};
use ndarray::{ArrayD, ShapeBuilder};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

const MAGIC: &[u8] = b"\x93NUMPY";

/// Values converted at a time.
const CHUNK: usize = 1 << 13;

/// Reads a real array into standard layout, whatever its element type, byte order and order of axes.
pub(super) fn read(path: &Path) -> Result<ArrayD<f64>> {
    let file = File::open(path).map_err(|error| io(path, error))?;
    let length = file.metadata().map_err(|error| io(path, error))?.len();
    let mut reader = BufReader::new(file);
    let unreadable =
        |detail: &str| refused(path, InputProblem::Unreadable { format: "NumPy", detail: detail.to_owned() });

    let (text, start) = header_text(&mut reader, length).map_err(unreadable)?;
    let header = Header::parse(&text).ok_or_else(|| unreadable("the header is not that of an array"))?;
    let number = Number::named(&header.descr).map_err(|problem| refused(path, problem))?;

    let found = (length - start) / number.size as u64;
    let expected = header.shape.iter().try_fold(1u64, |product, &n| product.checked_mul(n as u64));
    let count = match expected {
        Some(count) if count <= found => count as usize,
        _ => return Err(refused(path, InputProblem::Truncated { expected: expected.unwrap_or(u64::MAX), found })),
    };
    let values = number.read(&mut reader, count).map_err(|error| io(path, error))?;
    let array = ArrayD::from_shape_vec(header.shape.set_f(header.fortran_order), values)
        .map_err(|error| unreadable(&error.to_string()))?;
    Ok(if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() })
}

/// The header's text and the offset of the values.
fn header_text(reader: &mut impl Read, file_length: u64) -> std::result::Result<(String, u64), &'static str> {
    const CUT: &str = "it ends within the header";
    let mut start = [0; 8];
    reader.read_exact(&mut start).map_err(|_| "it does not start with the NumPy signature")?;
    if !start.starts_with(MAGIC) {
        return Err("it does not start with the NumPy signature");
    }
    let mut size = [0; 4];
    let size_bytes = match start[6] {
        1 => 2,
        2 | 3 => 4,
        _ => return Err("its format version is none of 1, 2 and 3"),
    };
    reader.read_exact(&mut size[..size_bytes]).map_err(|_| CUT)?;
    let size = u64::from(u32::from_le_bytes(size));
    let end = 8 + size_bytes as u64 + size;
    if end > file_length {
        return Err(CUT);
    }
    let mut text = String::new();
    reader.take(size).read_to_string(&mut text).map_err(|_| "the header is not text")?;
    Ok((text, end))
}

/// What a header such as `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }` says.
struct Header {
    descr: String,
    fortran_order: bool,
    shape: Vec<usize>,
}

impl Header {
    fn parse(text: &str) -> Option<Self> {
        let after = |key: &str| {
            let (_, rest) = text.split_once(&format!("'{key}'"))?;
            Some(rest.trim_start().strip_prefix(':')?.trim_start())
        };
        let descr = after("descr")?;
        let descr = match descr.strip_prefix('\'') {
            Some(name) => name.split('\'').next()?.to_owned(),
            None => "structured".to_owned(),
        };
        let fortran_order = match after("fortran_order")? {
            yes if yes.starts_with("True") => true,
            no if no.starts_with("False") => false,
            _ => return None,
        };
        let (shape, _) = after("shape")?.strip_prefix('(')?.split_once(')')?;
        let shape = shape
            .split(',')
            .map(str::trim)
            .filter(|length| !length.is_empty())
            .map(|length| length.parse().ok())
            .collect::<Option<Vec<usize>>>()?;
        Some(Self { descr, fortran_order, shape })
    }
}

/// The bytes of one value, and whether they are big-endian, to the value.
type Convert = fn(&[u8], bool) -> f64;

/// An element type and its way to `f64`.
struct Number {
    size: usize,
    big_endian: bool,
    convert: Convert,
}

macro_rules! convert {
    ($real:ty) => {
        |bytes, big_endian| {
            let mut array = [0; size_of::<$real>()];
            array.copy_from_slice(bytes);
            (if big_endian { <$real>::from_be_bytes(array) } else { <$real>::from_le_bytes(array) }) as f64
        }
    };
}

impl Number {
    fn named(descr: &str) -> std::result::Result<Self, InputProblem> {
        let (big_endian, kind) = match descr.strip_prefix(['<', '|']) {
            Some(kind) => (false, kind),
            None => match descr.strip_prefix('>') {
                Some(kind) => (true, kind),
                None => (cfg!(target_endian = "big"), descr.trim_start_matches('=')),
            },
        };
        let (size, convert): (usize, Convert) = match kind {
            "f8" => (8, convert!(f64)),
            "f4" => (4, convert!(f32)),
            "i8" => (8, convert!(i64)),
            "i4" => (4, convert!(i32)),
            "i2" => (2, convert!(i16)),
            "i1" => (1, convert!(i8)),
            "u8" => (8, convert!(u64)),
            "u4" => (4, convert!(u32)),
            "u2" => (2, convert!(u16)),
            "u1" | "b1" => (1, convert!(u8)),
            other => {
                let hint = match other.chars().next() {
                    Some('c') => " (save the real part, or real and imaginary parts as separate rows)",
                    Some('f') => " (save it with .astype('float64'))",
                    Some('O') => " (pickled Python objects are never loaded; save it with .astype('float64'))",
                    _ if other == "structured" => " (save one field, or the fields as columns)",
                    _ => "",
                };
                return Err(InputProblem::ElementType { found: descr.to_owned(), hint });
            }
        };
        Ok(Self { size, big_endian, convert })
    }

    fn read(&self, reader: &mut impl Read, count: usize) -> std::io::Result<Vec<f64>> {
        let mut values = Vec::with_capacity(count);
        let mut buffer = vec![0; self.size * CHUNK.min(count)];
        while values.len() < count {
            let bytes = &mut buffer[..self.size * CHUNK.min(count - values.len())];
            reader.read_exact(bytes)?;
            values.extend(bytes.chunks_exact(self.size).map(|bytes| (self.convert)(bytes, self.big_endian)));
        }
        Ok(values)
    }
}
