//! How do the module's bytes stand in a script? As a text with a character for each byte, so that the page's compression
//! finds the same repetitions in it as in the bytes.
//!
//! Base64 hides them: it makes the file a quarter heavier under brotli (docs/size.md).

use crate::Error;

/// The place in `wasm-inlined.js` that is filled.
const PLACE: &str = "/* the module */ \"\"";

/// `script` with the bytes at their place.
pub(super) fn with_module(script: &str, wasm: &[u8]) -> Result<String, Error> {
    match script.matches(PLACE).count() {
        1 => Ok(script.replace(PLACE, &literal(wasm))),
        count => Err(format!("expected {PLACE:?} once in the script and found it {count} times").into()),
    }
}

/// A template literal whose characters are the bytes. In it a script reads a backslash, a backtick, `${` and a carriage
/// return as something else (ECMA-262 §12.9.6); all other characters stand for themselves.
fn literal(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    out.push('`');
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'\\' | b'`' => out.extend(['\\', char::from(*byte)]),
            b'$' if bytes.get(index + 1) == Some(&b'{') => out.push_str("\\$"),
            b'\r' => out.push_str("\\r"),
            _ => out.push(char::from(*byte)),
        }
    }
    out.push('`');
    out
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn what_a_script_would_read_otherwise_is_escaped() {
        assert_eq!(literal(b"\0a\n\r`\\${$\xff"), "`\0a\n\\r\\`\\\\\\${$\u{ff}`");
    }
}
