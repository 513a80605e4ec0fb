//! How are the report's sentences told where there is no command line? Without its options, which stand in parentheses
//! behind what they do, as in "none was given (--host NAME)". The page has a field for each, or nothing like it.

/// Begins the name of an option.
const OPENING: &str = " (--";

/// A sentence of the program's own, without options of the command line.
#[must_use]
pub fn for_page(sentence: &str) -> String {
    let mut told = String::new();
    let mut parts = sentence.split(OPENING);
    told.push_str(parts.next().unwrap_or_default());
    for part in parts {
        match part.split_once(')') {
            Some((_, rest)) => told.push_str(rest),
            None => told.extend([OPENING, part]),
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::for_page;

    #[test]
    fn an_option_in_parentheses_is_left_out_and_other_parentheses_stay() {
        assert_eq!(
            for_page("none was given (--host NAME), so it is open (RFC 9525)."),
            "none was given, so it is open (RFC 9525)."
        );
        assert_eq!(for_page("an end is missing (--host"), "an end is missing (--host");
    }
}
