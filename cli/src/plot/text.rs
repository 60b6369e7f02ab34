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
    let (mut width, mut small) = (0.0, false);
    for character in plain(text) {
        match character {
            Piece::Small(on) => small = on,
            Piece::Character(character) => width += aspect(character) * if small { SMALL } else { SIZE },
        }
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
    let (mut out, mut raised) = (String::new(), false);
    for (piece, shift) in pieces(text) {
        match piece {
            Piece::Small(true) if shift > 0.0 => out.push('_'),
            Piece::Small(on) => raised = on,
            Piece::Character(character) if raised => match DIGITS.chars().position(|digit| digit == character) {
                Some(k) => out.extend(RAISED.chars().nth(k)),
                None => out.extend(['^', character]),
            },
            Piece::Character(character) => out.push(character),
        }
    }
    out
}

enum Piece {
    Small(bool),
    Character(char),
}

fn plain(text: &str) -> Vec<Piece> {
    pieces(text).into_iter().map(|(piece, _)| piece).collect()
}

/// The characters of `text` with the shifts of its subscripts (down) and superscripts (up).
fn pieces(text: &str) -> Vec<(Piece, f64)> {
    let (mut out, mut shift) = (Vec::new(), 0.0);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '_' | '^' if shift == 0.0 && rest.next_if_eq(&'{').is_some() => {
                shift = if character == '_' { 4.0 } else { -6.0 };
                out.push((Piece::Small(true), shift));
            }
            '}' if shift != 0.0 => {
                out.push((Piece::Small(false), -shift));
                shift = 0.0;
            }
            _ => out.push((Piece::Character(character), 0.0)),
        }
    }
    if shift != 0.0 {
        out.push((Piece::Small(false), -shift));
    }
    out
}

/// A text at `(x, y)`, its base line.
pub fn text((x, y): (f64, f64), anchor: &str, attributes: &str, content: &str) -> String {
    let (mut inner, mut after) = (String::new(), None);
    for (piece, shift) in pieces(content) {
        match piece {
            Piece::Small(true) => inner += &format!("<tspan dy=\"{shift}\" font-size=\"{SMALL}\">"),
            Piece::Small(false) => {
                inner += "</tspan>";
                after = Some(shift);
            }
            // The base line returns with the next character.
            Piece::Character(character) => match after.take() {
                Some(shift) => inner += &format!("<tspan dy=\"{shift}\">{}</tspan>", escape(&character.to_string())),
                None => inner += &escape(&character.to_string()),
            },
        }
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

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn small_letters_as_characters() {
        assert_eq!(bare("density p(λ) [W^{−2}], σ_{k}, exp(−aλ^{θ})"), "density p(λ) [W⁻²], σ_k, exp(−aλ^θ)");
    }
}
