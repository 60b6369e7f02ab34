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
    lines.next_if(|(first, _)| fields(first, separator).all(|field| field.parse::<f64>().is_err()));

    let mut values = Vec::new();
    let mut shape = None;
    let mut rows = 0;
    for (line, number) in lines {
        let before = values.len();
        for (field, column) in fields(line, separator).zip(1..) {
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
fn fields(line: &str, separator: Option<char>) -> impl Iterator<Item = &str> {
    let (separated, blank) = match separator {
        Some(separator) => (Some(line.split(separator)), None),
        None => (None, Some(line.split_whitespace())),
    };
    separated.into_iter().flatten().chain(blank.into_iter().flatten()).map(|field| field.trim().trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn every_separator_gives_the_same_matrix() {
        let wanted = array![[1.0, -2.5], [3e2, 0.0]];
        for text in [
            "1,-2.5\n3e2,0\n",
            "\u{feff}1;-2.5\r\n3e2;0\r\n",
            "1\t-2.5\n3e2\t0",
            "  1   -2.5\n 3e2\t0\n",
            "a,b\n1, -2.5\n\n3e2 ,0\n",
            "\u{feff}\"a\";\"b\"\n1;\"-2.5\"\n# half way\n3e2;0 # last\n",
            "# a b\n1 -2.5\n300 0",
        ] {
            assert_eq!(parse(text), Ok(wanted.clone()), "{text:?}");
        }
    }

    #[test]
    fn one_row_and_one_column_are_matrices() {
        assert_eq!(parse("1,2,3").unwrap().dim(), (1, 3));
        assert_eq!(parse("x\n1\n2\n3").unwrap().dim(), (3, 1));
        assert_eq!(parse("# nothing\n").unwrap().dim(), (0, 0));
        assert_eq!(parse("a,b\n").unwrap().dim(), (0, 0));
    }

    #[test]
    fn a_first_row_with_one_number_is_not_a_header() {
        assert_eq!(parse("1,O\n3,4\n").unwrap_err(), "line 1, column 2: \"O\" is not a number");
    }
}
