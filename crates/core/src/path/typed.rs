//! What is wrong with a name as somebody typed it? One list for every door.

use std::net::IpAddr;

use super::identity::ReferenceIdentifier;
use crate::report::shown;

/// What is wrong with a name as somebody typed it, `None` where nothing is. Web addresses, ports, wildcards and names that no host
/// can have are slips that would only show up as "no name covers it". `option` is what a door has people write before a name:
/// `--host `, or nothing.
#[must_use]
pub fn slip(text: &str, option: &str) -> Option<String> {
    let alone = |name: &str| Some(format!("give the name alone: {option}{name}"));
    let lower = text.to_ascii_lowercase();
    let schemes = ["https://", "http://", "wss://", "ws://"];
    if let Some(rest) = schemes.iter().find_map(|scheme| lower.strip_prefix(scheme)) {
        return alone(
            bracketed(rest).unwrap_or_else(|| rest.split(['/', '?', '#', ':']).next().unwrap_or(rest)),
        );
    }
    if let Some(address) = bracketed(text).filter(|_| text.contains("]:")) {
        return alone(address);
    }
    match text.split_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            alone(name)
        }
        None if text.starts_with("*.") => {
            let rest = text.trim_start_matches('*');
            Some(format!("give one name that clients call, for example {option}api{rest}"))
        }
        None if text.is_empty() || text.contains(['/', ' ', ',']) => {
            let more = if option.is_empty() { String::new() } else { format!("; repeat {option}for more") };
            Some(format!("expected one name such as api.example.com{more}"))
        }
        _ => match ReferenceIdentifier::parse(text) {
            ReferenceIdentifier::Dns(name) | ReferenceIdentifier::Srv(name) => no_host(&name),
            _ => None,
        },
    }
}

/// Why a certificate that is to be made can't have this name for its server, `None` where it can: every [`slip`], and ways to write a
/// name that are understood where names are compared, and that no certificate holds.
#[must_use]
pub fn unfit(text: &str, option: &str) -> Option<String> {
    if let Some(slip) = slip(text, option) {
        return Some(slip);
    }
    match ReferenceIdentifier::parse(text) {
        ReferenceIdentifier::Ip(address) => {
            text.parse::<IpAddr>().is_err().then(|| format!("give the address alone: {option}{address}"))
        }
        ReferenceIdentifier::Dns(name) if !text.is_ascii() => {
            Some(format!("certificates hold names in ASCII, this one as its A-label: {option}{name}"))
        }
        ReferenceIdentifier::Dns(name) if text.ends_with('.') => {
            Some(format!("certificates hold names without the dot at the end: {option}{name}"))
        }
        ReferenceIdentifier::Dns(name) if name.contains('_') => {
            Some("a host name holds letters, digits and hyphens, and no underscore".to_owned())
        }
        ReferenceIdentifier::Dns(_) => None,
        _ => {
            Some(format!("expected a host name or an address: {option}api.example.com or {option}192.0.2.7"))
        }
    }
}

/// The address between brackets at the beginning.
fn bracketed(text: &str) -> Option<&str> {
    text.strip_prefix('[')?.split_once(']').map(|(address, _)| address)
}

/// Why no host has this name, in A-labels: RFC 1123 §2.1, and RFC 5890 §2.3.1 for the lengths.
fn no_host(name: &str) -> Option<String> {
    let is_usual = |one: char| one.is_alphanumeric() || matches!(one, '-' | '.' | '_');
    let labels: Vec<&str> = name.split('.').collect();
    if labels.contains(&"") {
        return Some("something is missing before, between or behind its dots".to_owned());
    }
    if let Some(strange) = name.chars().find(|one| !is_usual(*one)) {
        return Some(format!("“{}” can't be in a host name", shown(&strange.to_string())));
    }
    // A label with other letters that has no A-label is too long for one.
    if let Some(long) = labels.iter().find(|label| label.len() > 63 || !label.is_ascii()) {
        return Some(format!(
            "a host name has at most 63 characters from dot to dot, and this one has {}",
            long.chars().count()
        ));
    }
    if labels.iter().any(|label| label.starts_with('-') || label.ends_with('-')) {
        return Some("a part of a host name neither begins nor ends with a hyphen".to_owned());
    }
    if name.len() > 253 {
        return Some(format!("a host name has at most 253 characters, and this one has {}", name.len()));
    }
    let is_number = |label: &&str| label.bytes().all(|byte| byte.is_ascii_digit());
    labels.last().filter(|label| is_number(label)).map(|_| {
        "it ends in a number, as only addresses do, and it is no address: 192.0.2.7 is one".to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::{slip, unfit};

    #[test]
    fn names_that_no_host_can_have_are_slips() {
        let (label, dots) = ("a".repeat(64), "a.".repeat(126) + "ab");
        for (wrong, hint) in [
            ("a..b", "between"),
            (".example.com", "before"),
            ("a.example..", "behind"),
            (label.as_str(), "63 characters"),
            (dots.as_str(), "253 characters"),
            ("-a.example", "hyphen"),
            ("a-.example", "hyphen"),
            ("a$b.example", "“$”"),
            ("1.2.3", "no address"),
            ("300.1.2.3", "no address"),
            ("1.2.3.4.5", "no address"),
            ("[::1]:8443", "alone: ::1"),
            ("https://[::1]:8443/", "alone: ::1"),
        ] {
            let said = slip(wrong, "").unwrap_or_default();
            assert!(said.contains(hint), "{wrong}: {said}");
            assert_eq!(unfit(wrong, ""), Some(said));
        }
    }

    #[test]
    fn the_longest_names_and_numbers_inside_are_none() {
        let (label, dots) = ("a".repeat(63), "a.".repeat(126) + "a");
        for right in [
            label.as_str(),
            dots.as_str(),
            "3com.example",
            "1.2.3.example",
            "a--b.example",
            "localhost",
            "10.0.0.1",
            "::1",
        ] {
            assert_eq!((slip(right, ""), unfit(right, "")), (None, None), "{right}");
        }
    }

    #[test]
    fn what_is_understood_where_names_are_compared_may_be_no_name_for_a_certificate() {
        for (text, hint) in [
            ("ümlaut.de", "--host xn--mlaut-jva.de"),
            ("a.example.", "--host a.example"),
            ("[::1]", "--host ::1"),
            ("a_b.example", "underscore"),
            ("a@b.example", "a host name or an address"),
            ("spiffe://a/b", "a host name or an address"),
            ("_imaps.a.example", "a host name or an address"),
        ] {
            assert_eq!(slip(text, "--host "), None, "{text}");
            let said = unfit(text, "--host ").unwrap_or_default();
            assert!(said.contains(hint), "{text}: {said}");
        }
    }
}
