//! The safetensors format: eight bytes of header length, a JSON header, the tensors' bytes without gaps.
//!
//! The format's own crate takes a file in memory or mapped, refuses a whole file for one unknown element type, and does not
//! say which tensor is wrong.

use super::number::{Number, not_real};
use super::stored::{Place, Stored};
use crate::error::{Error, Result, unreadable};
use ndarray::{ArrayD, IxDyn};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

/// What messages call the format.
const FORMAT: &str = "safetensors";

/// Longest header that the format allows, in bytes.
const LONGEST_HEADER: u64 = 100_000_000;

/// What the header says of a tensor; offsets count from the end of the header.
#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

/// Every tensor, in file order.
pub(super) fn list(path: &Path) -> Result<Vec<Stored>> {
    let mut file = File::open(path).map_err(Error::io(path))?;
    let length = file.metadata().map_err(Error::io(path))?.len();
    let (text, body) = header_text(&mut file, length).map_err(|detail| Error::unreadable(path, FORMAT, detail))?;
    let entries = entries(&text).map_err(|problem| Error::file(path, problem))?;
    let mut end = 0;
    let mut found = Vec::with_capacity(entries.len());
    for (name, entry) in entries {
        let number = Number::safetensors(&entry.dtype);
        let start = body + entry.data_offsets.0.min(length);
        let mut stored = Stored::new(path, &name, entry.shape.clone(), Place::Safetensors { number, start });
        let ended = checked_end(&entry, number, end, length - body);
        end = ended.map_err(|detail| stored.refused(unreadable(FORMAT, detail)))?;
        if number.is_none() {
            stored.unsupported = Some(format!("element type {}; only F64, F32, F16 and BF16 are read", entry.dtype));
        }
        found.push(stored);
    }
    if end != length - body {
        let detail = format!("the tensors end at byte {end} of the body, which has {}", length - body);
        return Err(Error::unreadable(path, FORMAT, detail));
    }
    Ok(found)
}

/// The values of one tensor.
pub(super) fn read(tensor: &Stored, number: Option<Number>, start: u64) -> Result<ArrayD<f64>> {
    let number = number.ok_or_else(|| {
        let found = tensor.unsupported.as_deref().unwrap_or_default();
        tensor.refused(not_real(found, ""))
    })?;
    let failed = Error::io(&tensor.path);
    let mut file = File::open(&tensor.path).map_err(failed)?;
    file.seek(SeekFrom::Start(start)).map_err(failed)?;
    let cut = |error| tensor.refused(unreadable(FORMAT, format!("its values do not read ({error})")));
    let values = number.read(&mut file, tensor.shape.iter().product()).map_err(cut)?;
    ArrayD::from_shape_vec(IxDyn(&tensor.shape), values).map_err(|error| tensor.refused(unreadable(FORMAT, error)))
}

/// The header, and the offset of the body.
fn header_text(file: &mut File, length: u64) -> std::result::Result<(String, u64), String> {
    let mut size = [0; 8];
    file.read_exact(&mut size).map_err(|_| format!("it has {length} bytes, and the header's length alone takes 8"))?;
    let size = u64::from_le_bytes(size);
    if size > length - 8 {
        return Err(format!("it announces a header of {size} bytes, but only {} follow", length - 8));
    }
    if size > LONGEST_HEADER {
        return Err(format!("it announces a header of {size} bytes; the format allows {LONGEST_HEADER}"));
    }
    let mut text = String::new();
    file.take(size).read_to_string(&mut text).map_err(|_| "its header is not text".to_owned())?;
    Ok((text, 8 + size))
}

/// Name and entry of every tensor, by offset.
fn entries(text: &str) -> std::result::Result<Vec<(String, Entry)>, String> {
    let wrong = |what: &str, error| unreadable(FORMAT, format!("its header {what}: {error}"));
    let header: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| wrong("is not a JSON object", error))?;
    let tensors = header.into_iter().filter(|(name, _)| name != "__metadata__");
    let parsed = tensors.map(|(name, value)| match Entry::deserialize(value) {
        Ok(entry) => Ok((name, entry)),
        Err(error) => Err(format!("{name}: {}", wrong("entry is wrong", error))),
    });
    let mut entries = parsed.collect::<std::result::Result<Vec<_>, _>>()?;
    entries.sort_by_key(|(_, entry)| entry.data_offsets);
    Ok(entries)
}

/// Where the tensor ends: it starts where the one before ended, and has as many bytes as its shape needs.
fn checked_end(entry: &Entry, number: Option<Number>, before: u64, body: u64) -> std::result::Result<u64, String> {
    let Entry { dtype, shape, data_offsets: (start, end) } = entry;
    if end < start {
        return Err(format!("its offsets {start} to {end} run backwards"));
    }
    if *end > body {
        return Err(format!(
            "it ends at byte {end} of the body, which has {body}: the file is truncated, or the header wrong"
        ));
    }
    if *start != before {
        let what =
            if *start < before { "overlaps the tensor before it" } else { "leaves a gap behind the tensor before it" };
        return Err(format!("it starts at byte {start} and {what}, which ends at {before}"));
    }
    let count = shape.iter().try_fold(1u64, |product, &n| product.checked_mul(n as u64));
    let Some(number) = number else { return Ok(*end) };
    match count.and_then(|count| count.checked_mul(number.size as u64)) {
        Some(bytes) if bytes == end - start => Ok(*end),
        Some(bytes) => {
            Err(format!("{dtype} of shape {shape:?} takes {bytes} bytes, but its offsets span {}", end - start))
        }
        None => Err(format!("shape {shape:?} holds more values than can be counted")),
    }
}
