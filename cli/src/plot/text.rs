//! Text of figures: estimated widths, subscripts and superscripts, lines.

use super::marks::number;

/// Height of letters.
pub const SIZE: f64 = 17.0;
/// Subscripts and superscripts.
const SMALL: f64 = 14.0;
/// Width of a common letter over the height.
const ASPECT: f64 = 0.58;

/// Estimated width.
pub fn width(text: &str) -> f64 {
    let mut width = 0.0;
    for (shift, part) in segments(text) {
        let size = if shift == 0.0 { SIZE } else { SMALL };
        part.chars().for_each(|character| width += aspect(character) * size);
    }
    width
}

/// Width over height, a little too wide for the usual fonts.
fn aspect(character: char) -> f64 {
    match character {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | ':' | ';' | '|' | '(' | ')' | '[' | ']' | '/' => 0.4,
        'm' | 'w' | 'M' | 'W' | '−' | '±' | '+' | '≥' | 'Σ' => 0.9,
        'A'..='Z' => 0.7,
        'a'..='z' | '0'..='9' | 'α'..='ω' => ASPECT,
        _ if character.is_ascii() => 0.62,
        _ => 1.0,
    }
}

/// `text` in lines of at most `room`, broken at blanks and, where a word is longer, within it.
pub fn wrap(text: &str, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let most = ((room / (ASPECT * SIZE)) as usize).max(1);
    for word in text.split_whitespace() {
        let characters: Vec<char> = word.chars().collect();
        for piece in characters.chunks(most).map(|piece| piece.iter().collect::<String>()) {
            match lines.last_mut() {
                Some(line) if width(line) + width(&piece) + ASPECT * SIZE <= room => *line += &format!(" {piece}"),
                _ => lines.push(piece),
            }
        }
    }
    lines
}

/// `text` where there are no small letters: a superscript of digits as characters of its own, others after `^`, subscripts after `_`.
pub fn bare(text: &str) -> String {
    const DIGITS: &str = "0123456789−+";
    const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺";
    let mut out = String::new();
    for (shift, part) in segments(text) {
        if shift == DOWN {
            out.push('_');
        }
        for character in part.chars() {
            match DIGITS.chars().position(|digit| shift == UP && digit == character) {
                Some(k) => out.extend(RAISED.chars().nth(k)),
                None if shift == UP => out.extend(['^', character]),
                None => out.push(character),
            }
        }
    }
    out
}

/// How far the base line of a subscript lies below that of the text, and of a superscript.
const DOWN: f64 = 4.0;
const UP: f64 = -6.0;

/// `text` in parts with their shifts, 0 for what is neither a subscript nor a superscript.
fn segments(text: &str) -> Vec<(f64, String)> {
    let (mut done, mut shift, mut part) = (Vec::new(), 0.0, String::new());
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let next = match character {
            '_' if shift == 0.0 && rest.next_if_eq(&'{').is_some() => DOWN,
            '^' if shift == 0.0 && rest.next_if_eq(&'{').is_some() => UP,
            '}' if shift != 0.0 => 0.0,
            _ => {
                part.push(character);
                continue;
            }
        };
        done.push((shift, std::mem::take(&mut part)));
        shift = next;
    }
    done.push((shift, part));
    done
}

/// A text at `(x, y)`, its base line.
pub fn text((x, y): (f64, f64), anchor: &str, attributes: &str, content: &str) -> String {
    let (mut inner, mut below) = (String::new(), 0.0);
    for (shift, part) in segments(content) {
        // The base line returns with the next character.
        let mut rest = part.chars();
        let first = if below == 0.0 { None } else { rest.next() };
        let mut shown = first.map_or(String::new(), |first| {
            format!("<tspan dy=\"{}\">{}</tspan>", -std::mem::take(&mut below), escape(&first.to_string()))
        });
        shown += &escape(rest.as_str());
        if shift != 0.0 {
            shown = format!("<tspan dy=\"{shift}\" font-size=\"{SMALL}\">{shown}</tspan>");
            below = shift;
        }
        inner += &shown;
    }
    let space = if attributes.is_empty() { "" } else { " " };
    format!(
        "<text x=\"{}\" y=\"{}\" text-anchor=\"{anchor}\"{space}{attributes}>{inner}</text>\n",
        number(x),
        number(y)
    )
}

/// With the characters of XML escaped, and blanks for those that it does not allow.
pub fn escape(text: &str) -> String {
    let escaped = |character: char| match character {
        '&' => "&amp;".to_owned(),
        '<' => "&lt;".to_owned(),
        '>' => "&gt;".to_owned(),
        '"' => "&quot;".to_owned(),
        '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => " ".to_owned(),
        other => other.to_string(),
    };
    text.chars().map(escaped).collect()
}
