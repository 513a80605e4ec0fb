//! How does hostile text come out? Escaped, once, here: everything a person will read passes [`shown`].
//!
//! Certificates and file names can carry terminal sequences, bidirectional overrides, NUL or look-alike line breaks
//! (CVE-2021-44532, CVE-2009-2408). Mark-up is the window's own matter (HTML, Markdown).

use std::fmt::Write as _;

/// Longest text taken over from input into one sentence, in characters; the rest is counted.
const MAX_SHOWN_CHARACTERS: usize = 256;

/// `text` with control, formatting and bidirectional characters as `\u{…}` and at most 256 characters long.
#[must_use]
pub fn shown(text: &str) -> String {
    shown_within(text, MAX_SHOWN_CHARACTERS)
}

/// The same for texts that are made of several, such as a distinguished name, with their own limit.
#[must_use]
pub fn shown_within(text: &str, most_characters: usize) -> String {
    // Most texts are plain and short.
    if text.len() <= most_characters && text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for (count, character) in text.chars().enumerate() {
        if count == most_characters {
            let rest = text.chars().count() - most_characters;
            let _ = write!(out, "… ({rest} more characters)");
            break;
        }
        push_shown(&mut out, character);
    }
    out
}

fn push_shown(out: &mut String, character: char) {
    if is_hidden(character) {
        let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
    } else {
        out.push(character);
    }
}

/// Control characters (C0, DEL, C1), line and paragraph separators, and characters that are invisible or turn the
/// direction of writing (Unicode TR 36 §2.5, TR 9).
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Several values as one list: at most `most` of them, the rest counted.
#[must_use]
pub fn list(values: &[String], most: usize) -> String {
    let mut out = values.iter().take(most).cloned().collect::<Vec<_>>().join(", ");
    if values.len() > most {
        let _ = write!(out, " and {} more", values.len() - most);
    }
    out
}

/// A span of whole days: `less than a day`, `1 day`, `30 days`.
#[must_use]
pub fn days(days: i64) -> String {
    match days {
        0 => "less than a day".to_owned(),
        1 => "1 day".to_owned(),
        more => format!("{more} days"),
    }
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
    let mut out = Vec::with_capacity(bytes.len() * 2);
    for byte in bytes {
        out.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    // Digits are ASCII.
    String::from_utf8(out).unwrap_or_default()
}

/// The bytes that pairs of hexadecimal digits stand for; `None` for anything else.
pub(crate) fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| unhex_pair(*high, *low)).collect()
}

/// The byte that two hexadecimal digits stand for.
pub(crate) fn unhex_pair(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|value| u8::try_from(value).ok());
    Some(digit(high)? << 4 | digit(low)?)
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn no_control_or_bidirectional_character_survives() {
        let hostile = "a\u{1b}[31mb\u{7}c\u{202e}d\u{9b}e\u{0}f\r\n\u{2028}\u{feff}";
        let out = shown(hostile);
        assert!(out.chars().all(|c| !c.is_control()));
        assert_eq!(out, "a\\u{1b}[31mb\\u{7}c\\u{202e}d\\u{9b}e\\u{0}f\\u{d}\\u{a}\\u{2028}\\u{feff}");
    }

    #[test]
    fn ordinary_text_of_any_script_stays() {
        assert_eq!(shown("行政院 – Müller & Söhne"), "行政院 – Müller & Söhne");
    }

    #[test]
    fn long_text_is_cut_and_counted() {
        assert!(shown(&"x".repeat(300)).ends_with("… (44 more characters)"));
    }
}
