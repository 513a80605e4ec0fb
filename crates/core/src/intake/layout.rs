//! Do the lines of a block stand as programs expect them? RFC 7468 §3 wants each boundary on a line of its own; what is found all the
//! same, other programs pass over.

use std::ops::Range;

/// What keeps OpenSSL from finding or reading the block at `span`, as the rest of a sentence about it. Each was tried.
pub(super) fn fault(text: &[u8], span: &Range<usize>) -> Option<&'static str> {
    let block = text.get(span.clone())?;
    let before = text.get(..span.start)?;
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let indent = before.get(line_start..)?;
    // YAML takes the indentation off its block scalars.
    let is_yaml = is_blank(indent) && opens_block_scalar(before.get(..line_start)?);
    if memchr::memchr(b'\n', block).is_none() && block.contains(&b'\r') {
        return Some("has lines that end with carriage returns alone");
    }
    if !indent.is_empty() && !is_yaml {
        return Some("does not begin at the beginning of a line");
    }
    let (begin, rest) = first_line(block);
    let begin = begin.trim_ascii_end();
    let closing = begin.windows(5).rposition(|window| window == b"-----")?;
    if closing + 5 != begin.len() || begin.get(11..closing)?.contains(&b'-') {
        return Some("has something behind the hyphens of its BEGIN line");
    }
    let (body, end) = match memchr::memrchr(b'\n', rest) {
        Some(at) => rest.split_at_checked(at + 1)?,
        None => (b"".as_slice(), rest),
    };
    let end = if is_yaml { end.trim_ascii_start() } else { end };
    if !end.starts_with(b"-----END ") {
        return Some("has its END line not at the beginning of a line");
    }
    let after = text.get(span.end..)?;
    let line_end = memchr::memchr(b'\n', after).unwrap_or(after.len());
    if !is_blank(after.get(..line_end)?) {
        return Some("has something behind the hyphens of its END line");
    }
    has_empty_line(body).then_some("has an empty line in its middle")
}

/// One right behind BEGIN is read by most, and one ends the headers that PEM once had (RFC 1421 §4.4).
fn has_empty_line(body: &[u8]) -> bool {
    let (first, mut rest) = first_line(body);
    let mut headers = first.contains(&b':');
    while !rest.is_empty() {
        let (line, after) = first_line(rest);
        if is_blank(line) && !headers {
            return true;
        }
        headers &= !is_blank(line);
        rest = after;
    }
    false
}

/// The text before the first line end, and what follows it.
fn first_line(text: &[u8]) -> (&[u8], &[u8]) {
    let length = memchr::memchr(b'\n', text).unwrap_or(text.len());
    let (line, rest) = text.split_at_checked(length).unwrap_or_default();
    (line, rest.get(1..).unwrap_or_default())
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

/// The text ends with a line such as `tls.crt: |` or `key: >-` (YAML 1.2 §8.1).
fn opens_block_scalar(text: &[u8]) -> bool {
    let line = text.trim_ascii_end();
    let line = line.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let indicator =
        line.trim_ascii_end().rsplit(|byte| matches!(byte, b' ' | b':')).next().unwrap_or_default();
    matches!(indicator.first(), Some(b'|' | b'>'))
}

#[cfg(test)]
mod tests {
    use super::fault;

    fn of(text: &str) -> Option<&'static str> {
        let start = text.find("-----BEGIN").unwrap();
        let end = text.rfind("-----END A-----").unwrap() + "-----END A-----".len();
        fault(text.as_bytes(), &(start..end))
    }

    #[test]
    fn what_openssl_reads_is_no_fault() {
        for text in [
            "-----BEGIN A-----\nAQID\n-----END A-----\n",
            "hello\r\n-----BEGIN A-----\r\nAQID\r\n-----END A-----",
            "-----BEGIN A-----  \n AQID\nAQ ID\t\n-----END A-----  \nbye",
            "-----BEGIN A-----\n\nAQID\n-----END A-----\n",
            "-----BEGIN A-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: X\n\nAQID\n-----END A-----\n",
            "data:\n  tls.crt: |\n    -----BEGIN A-----\n    AQID\n    -----END A-----\n",
            "key: >-\n  -----BEGIN A-----\n  AQID\n  -----END A-----\n",
        ] {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn what_openssl_passes_over_is_named() {
        for (text, words) in [
            ("x-----BEGIN A-----\nAQID\n-----END A-----\n", "beginning of a line"),
            ("------BEGIN A-----\nAQID\n-----END A-----\n", "beginning of a line"),
            (" -----BEGIN A-----\nAQID\n-----END A-----\n", "beginning of a line"),
            ("-----BEGIN A----- AQID\n-----END A-----\n", "BEGIN line"),
            ("-----BEGIN A-----AQID-----END A-----\n", "BEGIN line"),
            ("-----BEGIN A------\nAQID\n-----END A-----\n", "BEGIN line"),
            ("-----BEGIN A-----\nAQID-----END A-----\n", "END line not"),
            ("-----BEGIN A-----\nAQID\n -----END A-----\n", "END line not"),
            ("-----BEGIN A-----\nAQID\n-----END A------\n", "behind the hyphens of its END"),
            ("-----BEGIN A-----\nAQID\n-----END A-----x\n", "behind the hyphens of its END"),
            ("-----BEGIN A-----\nAQID\n\nAQID\n-----END A-----\n", "empty line"),
            ("-----BEGIN A-----\nAQID\n  \n-----END A-----\n", "empty line"),
            ("-----BEGIN A-----\nAQID\n\n-----END A-----\n", "empty line"),
            ("-----BEGIN A-----\rAQID\r-----END A-----\r", "carriage returns"),
        ] {
            assert!(of(text).is_some_and(|reason| reason.contains(words)), "{text:?}: {:?}", of(text));
        }
    }
}
