//! Numbers in text: comma, semicolon, tab or blanks between them, `#` comments, an optional header row.

use crate::error::{Error, Result, unreadable};
use ndarray::{Array2, ArrayD};
use std::path::Path;

/// Reads a matrix; the separator is the first of `;`, `,` and tab that the first row contains, else blanks.
///
/// The first row is a header if none of its fields is a number.
pub(super) fn read(path: &Path) -> Result<ArrayD<f64>> {
    let bytes = std::fs::read(path).map_err(Error::io(path))?;
    let text = String::from_utf8(bytes).map_err(|error| unreadable("CSV", error));
    text.and_then(|text| parse(&text)).map(Array2::into_dyn).map_err(|problem| Error::file(path, problem))
}

fn parse(text: &str) -> std::result::Result<Array2<f64>, String> {
    let mut lines = text
        .trim_start_matches('\u{feff}')
        .lines()
        .zip(1..)
        .map(|(line, number)| (line.split('#').next().unwrap_or_default().trim_matches([' ', '\r']), number))
        .filter(|(line, _)| !line.trim().is_empty())
        .peekable();
    let separator = lines.peek().and_then(|(first, _)| [';', ',', '\t'].into_iter().find(|&c| first.contains(c)));
    lines.next_if(|(first, _)| fields(first, separator).iter().all(|field| field.parse::<f64>().is_err()));

    let mut values = Vec::new();
    let mut shape = None;
    let mut rows = 0;
    for (line, number) in lines {
        let before = values.len();
        for (field, column) in fields(line, separator).into_iter().zip(1..) {
            let value = field.parse();
            values.push(value.map_err(|_| format!("line {number}, column {column}: {field:?} is not a number"))?);
        }
        let found = values.len() - before;
        let (width, first) = *shape.get_or_insert((found, number));
        if found != width {
            let detail = format!("line {number} has {found} values, but line {first} has {width}");
            return Err(unreadable("CSV", detail));
        }
        rows += 1;
    }
    let width = shape.map_or(0, |(width, _)| width);
    Array2::from_shape_vec((rows, width), values).map_err(|error| unreadable("CSV", error))
}

/// The fields of a line, without blanks and quotes around them.
fn fields(line: &str, separator: Option<char>) -> Vec<&str> {
    let fields: Vec<&str> = match separator {
        Some(separator) => line.split(separator).collect(),
        None => line.split_whitespace().collect(),
    };
    fields.into_iter().map(|field| field.trim().trim_matches('"')).collect()
}
