//! NumPy's `.npz`: a zip of `.npy` arrays, stored or deflated.

use super::npy::{Checked, Header};
use super::stored::{Place, Stored};
use crate::error::{Error, Result, unreadable};
use ndarray::ArrayD;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// Deflate makes no more than 1032 bytes of one.
const EXPANSION: u64 = 1032;

type Archive = ZipArchive<BufReader<File>>;

/// Every member, in file order; only headers are unpacked.
pub(super) fn list(path: &Path) -> Result<Vec<Stored>> {
    let mut archive = open(path)?;
    if archive.has_duplicate_names() {
        return Err(Error::unreadable(path, "npz", "two members have the same name"));
    }
    let mut found = Vec::with_capacity(archive.len());
    for index in 0..archive.len() {
        let member = archive.by_index_data(index).map_err(|error| zipped(path, error))?;
        let file = String::from_utf8_lossy(member.name_raw()).into_owned();
        let mut stored = Stored::new(path, file.strip_suffix(".npy").unwrap_or(&file), Vec::new(), Place::Npz);
        if !file.ends_with(".npy") {
            stored.unsupported = Some("not an .npy array".to_owned());
        } else {
            match header(&mut archive, &file, |header, _| Ok(header.map(|header| header.shape))) {
                Ok(Ok(shape)) => stored.shape = shape,
                Ok(Err(reason)) => stored.unsupported = Some(reason),
                Err(problem) => return Err(stored.refused(problem)),
            }
        }
        found.push(stored);
    }
    Ok(found)
}

/// The array called `name`.
pub(super) fn read(path: &Path, name: &str) -> Result<ArrayD<f64>> {
    let mut archive = open(path)?;
    let array = header(&mut archive, &format!("{name}.npy"), |header, member| {
        let header = header?;
        let damaged = |error: std::io::Error| unreadable("npz", format!("its values do not unpack ({error})"));
        let values = header.number.read(member, header.count).map_err(damaged)?;
        // The checksum is compared at the end.
        match member.read(&mut [0]).map_err(damaged)? {
            0 => header.array(values),
            _ => Err(unreadable("npz", "it holds more than its header announces")),
        }
    });
    array.map_err(|problem| Error::file(path, format!("{name}: {problem}")))
}

fn open(path: &Path) -> Result<Archive> {
    let file = File::open(path).map_err(Error::io(path))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| zipped(path, error))
}

/// What `take` makes of a member's header and of the values behind it.
fn header<T>(
    archive: &mut Archive,
    file: &str,
    take: impl FnOnce(Checked<Header>, &mut dyn Read) -> Checked<T>,
) -> Checked<T> {
    let mut member = archive.by_name(file).map_err(|error| unreadable("npz", error))?;
    let (size, packed) = (member.size(), member.compressed_size());
    if size > packed.saturating_add(1).saturating_mul(EXPANSION) {
        let rule =
            format!("it announces {size} bytes, but its {packed} packed bytes hold {EXPANSION} times as many at most");
        return Err(unreadable("npz", rule));
    }
    let header = Header::read(&mut member, size)?;
    take(header, &mut member)
}

fn zipped(path: &Path, error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => Error::io(path)(error),
        other => Error::unreadable(path, "npz", other),
    }
}
