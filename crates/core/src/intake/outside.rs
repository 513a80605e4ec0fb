//! What stands beside the PEM blocks of a text? Explanation for people, or something that should have been read.

use super::armor::Armored;
use super::blocks::Irregularity;

/// What was found in the gaps before, between and after blocks, each kind at its first place.
pub(super) fn irregularities(gaps: &[(usize, &[u8])]) -> Vec<Irregularity> {
    let mut found = Vec::new();
    let first = |kind: fn(usize) -> Irregularity, at: fn(&[u8]) -> Option<usize>| {
        gaps.iter().find_map(|(start, gap)| at(gap).map(|at| kind(start + at)))
    };
    found.extend(first(Irregularity::TextOutside, text_in));
    found.extend(first(Irregularity::BoundaryDamaged, boundary_in));
    found.extend(first(Irregularity::BinaryOutside, binary_in));
    found
}

/// The gaps, each with its offset: one before each block, and one behind the last.
pub(super) fn gaps<'t>(text: &'t [u8], blocks: &[Armored]) -> Vec<(usize, &'t [u8])> {
    let ends = core::iter::once(0).chain(blocks.iter().map(|block| block.span.end));
    let starts = blocks.iter().map(|block| block.span.start).chain([text.len()]);
    ends.zip(starts).map(|(from, to)| (from, text.get(from..to).unwrap_or_default())).collect()
}

fn text_in(gap: &[u8]) -> Option<usize> {
    gap.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
}

/// A byte that no text has; the end-of-file character of DOS and form feeds aside.
fn binary_in(gap: &[u8]) -> Option<usize> {
    gap.iter().position(|byte| {
        byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x0c | 0x1a | 0x1b)
    })
}

/// A line of hyphens and a keyword that is no boundary: a hyphen too few or too many, or a block that has no other end.
fn boundary_in(gap: &[u8]) -> Option<usize> {
    let mut start = 0;
    for line in gap.split_inclusive(|byte| *byte == b'\n') {
        if is_like_boundary(line.trim_ascii()) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

fn is_like_boundary(line: &[u8]) -> bool {
    let at_an_end = line.first() == Some(&b'-') || line.last() == Some(&b'-');
    let hyphen = |byte: &u8| matches!(byte, b'-' | b' ');
    let Some(from) = line.iter().position(|byte| !hyphen(byte)) else { return false };
    let bare = line.get(from..).unwrap_or_default();
    let label = bare.strip_prefix(b"BEGIN ").or_else(|| bare.strip_prefix(b"END "));
    let is_label = |label: &[u8]| {
        label.len() <= 64
            && label.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || hyphen(byte))
    };
    at_an_end && label.is_some_and(is_label)
}

#[cfg(test)]
mod tests {
    use super::{binary_in, boundary_in};

    #[test]
    fn a_boundary_that_lost_a_hyphen_is_told_from_a_sentence() {
        for line in [
            "----BEGIN CERTIFICATE-----",
            "----- BEGIN PRIVATE KEY -----",
            "-----END CERTIFICATE-----",
            "BEGIN RSA PRIVATE KEY-----",
        ] {
            assert_eq!(boundary_in(format!("hello\n{line}\n").as_bytes()), Some(6), "{line}");
        }
        for line in ["BEGIN CERTIFICATE", "- BEGIN with the CA", "---", "-----", "The END -----"] {
            assert_eq!(boundary_in(line.as_bytes()), None, "{line}");
        }
    }

    #[test]
    fn binary_data_is_told_from_text() {
        assert_eq!(binary_in("Größe\tund\r\n\u{c}".as_bytes()), None);
        assert_eq!(binary_in(b"ab\x00"), Some(2));
    }
}
