//! NumPy's `.npy` format, versions 1 to 3.
//!
//! Nothing is allocated on the word of a header: its length and the array's are first held against the file's.

use super::number::Number;
use crate::error::{Error, Result, unreadable};
use ndarray::{ArrayD, ShapeBuilder};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// What is read, or what is wrong.
pub(super) type Checked<T> = std::result::Result<T, String>;

const MAGIC: &[u8] = b"\x93NUMPY";

/// Reads a real array into standard layout, whatever its element type, byte order and order of axes.
pub(super) fn read(path: &Path) -> Result<ArrayD<f64>> {
    let (mut reader, header) = open(path)?;
    let values = header.number.read(&mut reader, header.count).map_err(Error::io(path))?;
    header.array(values).map_err(|problem| Error::file(path, problem))
}

/// The shape that the header announces and the file can hold.
pub(super) fn shape(path: &Path) -> Result<Vec<usize>> {
    open(path).map(|(_, header)| header.shape)
}

fn open(path: &Path) -> Result<(BufReader<File>, Header)> {
    let file = File::open(path).map_err(Error::io(path))?;
    let length = file.metadata().map_err(Error::io(path))?.len();
    let mut reader = BufReader::new(file);
    let header = Header::read(&mut reader, length).and_then(|header| header);
    header.map(|header| (reader, header)).map_err(|problem| Error::file(path, problem))
}

/// What goes before the values.
pub(super) struct Header {
    pub(super) number: Number,
    pub(super) shape: Vec<usize>,
    /// Number of values, no more than there is room for.
    pub(super) count: usize,
    fortran_order: bool,
}

impl Header {
    /// Reads up to the first value of an array that takes `length` bytes with its header; says why where its values are not real.
    pub(super) fn read(reader: &mut impl Read, length: u64) -> Checked<Checked<Self>> {
        let (text, start) = header_text(reader, length).map_err(|detail| unreadable("NumPy", detail))?;
        let written = parse(&text).ok_or_else(|| unreadable("NumPy", "the header is not that of an array"));
        let (descr, fortran_order, shape) = written?;
        let number = match Number::numpy(descr) {
            Ok(number) => number,
            Err(reason) => return Ok(Err(reason)),
        };
        let found = (length - start) / number.size as u64;
        let expected = shape.iter().try_fold(1u64, |product, &n| product.checked_mul(n as u64));
        match expected {
            Some(count) if count <= found => Ok(Ok(Self { number, shape, count: count as usize, fortran_order })),
            _ => {
                let expected = expected.unwrap_or(u64::MAX);
                Err(format!("truncated: the header announces {expected} values, the file holds {found}"))
            }
        }
    }

    /// The array of these values, in standard layout.
    pub(super) fn array(self, values: Vec<f64>) -> Checked<ArrayD<f64>> {
        let array = ArrayD::from_shape_vec(self.shape.set_f(self.fortran_order), values)
            .map_err(|error| unreadable("NumPy", error))?;
        Ok(if array.is_standard_layout() { array } else { array.as_standard_layout().into_owned() })
    }
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

/// Element type, order and shape of a header such as `{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }`.
fn parse(text: &str) -> Option<(&str, bool, Vec<usize>)> {
    let after = |key: &str| {
        let (_, rest) = text.split_once(&format!("'{key}'"))?;
        Some(rest.trim_start().strip_prefix(':')?.trim_start())
    };
    let descr = match after("descr")?.strip_prefix('\'') {
        Some(name) => name.split('\'').next()?,
        None => "structured",
    };
    let fortran_order = match after("fortran_order")? {
        yes if yes.starts_with("True") => true,
        no if no.starts_with("False") => false,
        _ => return None,
    };
    let (shape, _) = after("shape")?.strip_prefix('(')?.split_once(')')?;
    let lengths = shape.split(',').map(str::trim).filter(|length| !length.is_empty());
    Some((descr, fortran_order, lengths.map(|length| length.parse().ok()).collect::<Option<_>>()?))
}
