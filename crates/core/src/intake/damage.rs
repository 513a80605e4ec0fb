//! On which line did a PEM body go wrong? Found by characters, padding and the lengths of the lines; the text itself is never shown.

use crate::asn1::Reader;

/// Why the base64 of `block` can't be decoded.
pub(super) fn base64_fault(block: &[u8]) -> String {
    let lines = body_lines(block);
    let odd = lines.iter().find(|line| !line.text.iter().all(|byte| is_base64(*byte)));
    if let Some(line) = odd {
        return format!("line {} of the block holds characters that are not base64", line.number);
    }
    let mut full = lines.iter().take(lines.len().saturating_sub(1));
    if let Some(line) = full.find(|line| line.text.contains(&b'=')) {
        return format!(
            "line {} of the block has padding (=), which stands at the very end only: two texts were put together",
            line.number
        );
    }
    if let Some(reason) = odd_length(&lines) {
        return reason;
    }
    match lines.last() {
        Some(line) if line.text.contains(&b'=') => {
            format!("line {} of the block, the last one, has stray padding or lost a character", line.number)
        }
        Some(line) => format!("line {} of the block, the last one, was cut within", line.number),
        None => "there is nothing between its BEGIN and END lines".to_owned(),
    }
}

/// A body that can be decoded, and has lost or gained some characters all the same: the value inside states another length.
pub(super) fn length_fault(block: &[u8], der: &[u8]) -> Option<String> {
    if der.first() != Some(&0x30) {
        return None;
    }
    let mut reader = Reader::new(der);
    if reader.next("value").is_ok() && reader.is_empty() {
        return None;
    }
    odd_length(&body_lines(block))
}

/// The one line, or the first of few, whose length is not that of the others.
fn odd_length(lines: &[Line<'_>]) -> Option<String> {
    let (last, full) = lines.split_last()?;
    let usual = usual_length(full)?;
    let odd: Vec<&Line<'_>> = full.iter().filter(|line| line.text.len() != usual).collect();
    // Where many differ, nobody meant them to be alike.
    let line = match odd.as_slice() {
        [] if last.text.len() > usual => last,
        [] => return None,
        odd if odd.len() * 4 > full.len() => return None,
        [first, ..] => *first,
    };
    let what =
        if line.text.len() < usual { "something is missing there" } else { "something was added there" };
    Some(format!(
        "line {} of the block has {} characters where the others have {usual}: {what}",
        line.number,
        line.text.len()
    ))
}

/// The length that most lines have; at least two must.
fn usual_length(lines: &[Line<'_>]) -> Option<usize> {
    let count = |length: usize| lines.iter().filter(|line| line.text.len() == length).count();
    // The first lines show it: bodies are long, and damage is rare.
    let lengths = lines.iter().take(8).map(|line| line.text.len());
    lengths.max_by_key(|length| count(*length)).filter(|length| count(*length) >= 2)
}

/// A line between BEGIN and END, without white space around it; lines count from BEGIN, which is the first.
struct Line<'a> {
    number: usize,
    text: &'a [u8],
}

/// Without the headers that PEM once had (RFC 1421 §4.4), and without empty lines.
fn body_lines(block: &[u8]) -> Vec<Line<'_>> {
    let numbered = block.split(|byte| *byte == b'\n').zip(1..);
    let lines = numbered.map(|(line, number)| Line { number, text: line.trim_ascii() }).skip(1);
    let lines: Vec<_> = lines.take_while(|line| !line.text.starts_with(b"-----")).take(MOST_LINES).collect();
    let has_headers = lines.first().is_some_and(|line| line.text.contains(&b':'));
    let start = match lines.iter().position(|line| line.text.is_empty()) {
        Some(empty) if has_headers => empty,
        _ => 0,
    };
    lines.into_iter().skip(start).filter(|line| !line.text.is_empty()).collect()
}

/// A body of 20 MB; what lies behind is not looked at for the place of the damage.
const MOST_LINES: usize = 300_000;

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b' ' | b'\t')
}

#[cfg(test)]
mod tests {
    use super::{base64_fault, length_fault};

    fn block(lines: &[&str]) -> Vec<u8> {
        format!("-----BEGIN A-----\n{}\n-----END A-----", lines.join("\n")).into_bytes()
    }

    #[test]
    fn a_line_that_lost_or_gained_a_character_is_named() {
        let said = base64_fault(&block(&["AAAABBBB", "AAAABBB", "AAAABBBB", "AAAABBBB", "AAAABBBB", "AA=="]));
        assert_eq!(
            said,
            "line 3 of the block has 7 characters where the others have 8: something is missing there"
        );
        let said =
            base64_fault(&block(&["AAAABBBB", "AAAABBBB", "AAAABBBB", "AAAABBBBB", "AAAABBBB", "AA=="]));
        assert_eq!(
            said,
            "line 5 of the block has 9 characters where the others have 8: something was added there"
        );
    }

    #[test]
    fn padding_inside_and_a_cut_end_are_named() {
        assert!(
            base64_fault(&block(&["AAAA", "AA==", "AAAA"])).starts_with("line 3 of the block has padding")
        );
        assert_eq!(
            base64_fault(&block(&["AAAA", "AAAA", "A"])),
            "line 4 of the block, the last one, was cut within"
        );
    }

    #[test]
    fn headers_are_no_part_of_the_body_and_count_as_lines() {
        let said =
            base64_fault(&block(&["Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-256-CBC,00FF", "", "AA!A"]));
        assert_eq!(said, "line 5 of the block holds characters that are not base64");
    }

    #[test]
    fn lines_are_compared_only_when_the_value_is_not_whole() {
        // SEQUENCE of 16 bytes, of which a quantum of base64 is missing from the second line.
        let short = block(&["MBAAAAAA", "AAAA", "AAAAAAAA", "AAAAAAAA", "AAAAAAAA"]);
        let der = [[0x30, 0x20].as_slice(), &[0; 25]].concat();
        assert!(length_fault(&short, &der).unwrap().starts_with("line 3 of the block has 4 characters"));
        let whole = [[0x30, 25].as_slice(), &[0; 25]].concat();
        assert_eq!(length_fault(&short, &whole), None);
    }
}
