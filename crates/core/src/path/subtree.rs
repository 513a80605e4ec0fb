//! Does this name lie in that subtree? One rule for each form of GeneralName (RFC 5280 §4.2.1.10).

use std::mem::discriminant;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::asn1::oids;
use crate::model::Name;
use crate::model::extension::GeneralName;

use super::identity::is_host_name;
use super::name_constraints::uri_host;

/// Whether a name lies in a subtree.
pub(super) enum Within {
    No,
    /// Neither can be said; the rule is to refuse then.
    Unreadable(&'static str),
    Yes,
}

impl From<bool> for Within {
    fn from(inside: bool) -> Self {
        if inside { Self::Yes } else { Self::No }
    }
}

/// Constraints of one form say nothing about names of another.
pub(super) fn same_form(subtree: &GeneralName, name: &GeneralName) -> bool {
    discriminant(subtree) == discriminant(name)
}

/// Every name that `name` stands for lies in `subtree`.
pub(super) fn permits(subtree: &GeneralName, name: &GeneralName) -> Within {
    match (subtree, name) {
        (GeneralName::DnsName(subtree), GeneralName::DnsName(name)) => dns_within(subtree, name),
        _ => within(subtree, name),
    }
}

/// Some name that `name` stands for lies in `subtree`. An IPv4 address written as an IPv6 one is still that address, on both
/// sides.
///
/// A wildcard also stands for names inside a subtree below it: `*.example.com` is excluded by `secret.example.com`
/// (CVE-2025-61727, RUSTSEC-2026-0099).
pub(super) fn excludes(subtree: &GeneralName, name: &GeneralName) -> Within {
    if let (GeneralName::IpAddress(network), GeneralName::IpAddress(address)) = (subtree, name)
        && let Ok(sixteen) = <[u8; 16]>::try_from(address.as_slice())
        && let Some(four) = Ipv6Addr::from(sixteen).to_ipv4_mapped()
        && network.len() == 8
    {
        return address_within(network, &four.octets());
    }
    if let (GeneralName::IpAddress(network), GeneralName::IpAddress(address)) = (subtree, name)
        && let Ok(four) = <[u8; 4]>::try_from(address.as_slice())
        && is_mapped(network)
    {
        return address_within(network, &Ipv4Addr::from(four).to_ipv6_mapped().octets());
    }
    if let (GeneralName::DirectoryName(subtree), GeneralName::DirectoryName(name)) = (subtree, name) {
        return directory_excluded(subtree, name);
    }
    let (GeneralName::DnsName(tree), GeneralName::DnsName(pattern)) = (subtree, name) else {
        return within(subtree, name);
    };
    if let Some(parent) = pattern.strip_prefix("*.")
        && let Some((_, above)) = tree.split_once('.')
        && !tree.starts_with('.')
        && above.eq_ignore_ascii_case(parent)
    {
        return Within::Yes;
    }
    dns_within(tree, pattern)
}

/// A subtree in words, addresses with their prefix length.
pub(super) fn words(subtree: &GeneralName) -> String {
    if let GeneralName::IpAddress(bytes) = subtree
        && let Some((address, mask)) = split_address(bytes)
        && let Some(length) = prefix_length(mask)
    {
        return format!("{}/{length}", GeneralName::IpAddress(address.to_vec()).words());
    }
    subtree.words()
}

/// A subtree that RFC 5280 §4.2.1.10 does not allow to be written so; the reason.
pub(super) fn malformed(subtree: &GeneralName) -> Option<&'static str> {
    match subtree {
        GeneralName::DnsName(name) => {
            let bare = name.strip_prefix('.').unwrap_or(name);
            (!name.is_empty() && !is_host_name(bare)).then_some("a DNS constraint is not a host name")
        }
        GeneralName::EdiPartyName | GeneralName::X400Address => Some("names of this form are not processed"),
        GeneralName::OtherName(form, _) if form.as_bytes() == oids::ON_SMTP_UTF8_MAILBOX => {
            Some("internationalized mailboxes are constrained by their rfc822Name alone (RFC 9598 §6)")
        }
        GeneralName::IpAddress(bytes) => match split_address(bytes) {
            None => Some("an address constraint is not an address and a mask"),
            Some((_, mask)) if prefix_length(mask).is_none() => {
                Some("an address constraint has a mask with holes")
            }
            Some(_) => None,
        },
        GeneralName::Rfc822Name(text) => {
            let host = text.rsplit_once('@').map_or(text.as_str(), |(_, host)| host);
            let bare = host.strip_prefix('.').unwrap_or(host);
            (!is_host_name(bare)).then_some("an email constraint has no host name")
        }
        GeneralName::Uri(host) => {
            let bare = host.strip_prefix('.').unwrap_or(host);
            let is_address = bare.parse::<std::net::IpAddr>().is_ok();
            (is_address || !is_host_name(bare)).then_some("a URI constraint is not a host name")
        }
        _ => None,
    }
}

fn within(subtree: &GeneralName, name: &GeneralName) -> Within {
    match (subtree, name) {
        (GeneralName::DirectoryName(subtree), GeneralName::DirectoryName(name)) => {
            directory_within(subtree, name)
        }
        (GeneralName::DnsName(subtree), GeneralName::DnsName(name)) => dns_within(subtree, name),
        (GeneralName::IpAddress(subtree), GeneralName::IpAddress(address)) => {
            address_within(subtree, address)
        }
        (GeneralName::Rfc822Name(subtree), GeneralName::Rfc822Name(address)) => {
            email_within(subtree, address)
        }
        (GeneralName::Uri(subtree), GeneralName::Uri(uri)) => match uri_host(uri) {
            Ok(host) => host_within(subtree, host, Bare::ThisHostOnly),
            Err(why) => Within::Unreadable(why),
        },
        _ => Within::Unreadable("names of this form are not processed"),
    }
}

/// A name that can't be held against any subtree of its form; the reason. Asked once a name, before its comparisons.
pub(super) fn unreadable(name: &GeneralName) -> Option<&'static str> {
    match name {
        GeneralName::DnsName(name) => {
            (!is_host_name(name.strip_prefix("*.").unwrap_or(name))).then_some("it is not a host name")
        }
        _ => None,
    }
}

/// A name lies in a DNS subtree when labels may be added on its left; a leading dot demands at least one.
fn dns_within(subtree: &str, name: &str) -> Within {
    // `*` is a label like any other here.
    host_within(subtree, name, Bare::SubdomainsToo)
}

/// What a host name without a leading dot stands for: in DNS subtrees all below it, in email and URI ones itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bare {
    SubdomainsToo,
    ThisHostOnly,
}

fn host_within(subtree: &str, host: &str, bare: Bare) -> Within {
    if subtree.is_empty() {
        return (bare == Bare::SubdomainsToo).into();
    }
    // Byte by byte and without a copy: there may be a million of these comparisons.
    let host = host.trim_end_matches('.').as_bytes();
    let split = host.len().checked_sub(subtree.len()).and_then(|at| host.split_at_checked(at));
    let Some((above, _)) = split.filter(|(_, end)| end.eq_ignore_ascii_case(subtree.as_bytes())) else {
        return Within::No;
    };
    if subtree.starts_with('.') {
        return (!above.is_empty()).into();
    }
    let below = bare == Bare::SubdomainsToo && above.len() > 1 && above.ends_with(b".");
    (above.is_empty() || below).into()
}

/// A mailbox, a host, or with a leading dot a domain. The local part counts with case (RFC 5280 §7.5).
fn email_within(subtree: &str, address: &str) -> Within {
    let Some((mailbox, host)) = address.rsplit_once('@') else {
        return Within::Unreadable("it is not an email address");
    };
    if mailbox.is_empty() || !is_host_name(host) {
        return Within::Unreadable("it is not an email address");
    }
    match subtree.rsplit_once('@') {
        Some((only, at)) => (only == mailbox && at.eq_ignore_ascii_case(host)).into(),
        None => host_within(subtree, host, Bare::ThisHostOnly),
    }
}

fn address_within(subtree: &[u8], address: &[u8]) -> Within {
    let Some((network, mask)) = split_address(subtree) else {
        return Within::Unreadable("the constraint is not an address and a mask");
    };
    if !matches!(address.len(), 4 | 16) {
        return Within::Unreadable("it is not an address");
    }
    let same = |((byte, network), mask): ((&u8, &u8), &u8)| byte & mask == network & mask;
    (address.len() == network.len() && address.iter().zip(network).zip(mask).all(same)).into()
}

/// An IPv6 network of mapped IPv4 addresses alone, inside ::ffff:0:0/96; a wider one means IPv6.
fn is_mapped(network: &[u8]) -> bool {
    split_address(network).is_some_and(|(network, mask)| {
        let prefix = |bytes: &[u8]| bytes.get(..12).map(<[u8]>::to_vec);
        prefix(mask) == Some(vec![0xff; 12])
            && prefix(network) == Some([[0; 10].as_slice(), &[0xff, 0xff]].concat())
    })
}

/// The subtree's RDNs are the first ones of the name.
fn directory_within(subtree: &Name, name: &Name) -> Within {
    if !name.is_canonical() {
        return Within::Unreadable("its attributes are not in the order that DER demands");
    }
    name.comparable().starts_with(subtree.comparable()).into()
}

/// Texts beyond plain ASCII can be the same in spite of other characters (RFC 4518 §2: full-width letters, soft hyphens,
/// composed accents). What those become is not computed here; where they could make the difference, nothing can be said.
fn directory_excluded(subtree: &Name, name: &Name) -> Within {
    match directory_within(subtree, name) {
        Within::No if name.could_begin_with(subtree) => {
            Within::Unreadable("it has characters beyond ASCII that may stand for those of an excluded name")
        }
        answer => answer,
    }
}

fn split_address(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    matches!(bytes.len(), 8 | 32).then(|| bytes.split_at_checked(bytes.len() / 2)).flatten()
}

/// The length of a mask that is ones followed by zeros (RFC 4632).
fn prefix_length(mask: &[u8]) -> Option<u32> {
    let length = mask
        .iter()
        .map(|byte| byte.leading_ones())
        .fold((0, true), |(sum, open), ones| (if open { sum + ones } else { sum }, open && ones == 8));
    let ones: u32 = mask.iter().map(|byte| byte.count_ones()).sum();
    (ones == length.0).then_some(ones)
}

#[cfg(test)]
mod tests {
    use super::{GeneralName, Within, excludes, permits};

    fn dns(text: &str) -> GeneralName {
        GeneralName::DnsName(text.to_owned())
    }

    fn permitted(subtree: &GeneralName, name: &GeneralName) -> bool {
        matches!(permits(subtree, name), Within::Yes)
    }

    fn excluded(subtree: &GeneralName, name: &GeneralName) -> bool {
        matches!(excludes(subtree, name), Within::Yes)
    }

    #[test]
    fn a_dns_subtree_holds_the_host_and_all_below_it() {
        for name in ["example.com", "a.example.com", "a.b.EXAMPLE.com", "*.example.com"] {
            assert!(permitted(&dns("example.com"), &dns(name)), "{name}");
        }
        for name in ["xexample.com", "com", "example.org"] {
            assert!(!permitted(&dns("example.com"), &dns(name)), "{name}");
        }
        assert!(!permitted(&dns(".example.com"), &dns("example.com")));
        assert!(permitted(&dns(""), &dns("anything.example")));
    }

    #[test]
    fn a_wildcard_is_excluded_by_what_it_could_stand_for_and_permitted_only_by_all_of_it() {
        assert!(excluded(&dns("secret.example.com"), &dns("*.example.com")));
        assert!(!permitted(&dns("secret.example.com"), &dns("*.example.com")));
        assert!(!excluded(&dns("a.secret.example.com"), &dns("*.example.com")));
    }

    #[test]
    fn addresses_lie_in_networks_of_their_own_family() {
        let network = GeneralName::IpAddress(vec![192, 0, 2, 0, 255, 255, 255, 0]);
        assert!(permitted(&network, &GeneralName::IpAddress(vec![192, 0, 2, 9])));
        assert!(!permitted(&network, &GeneralName::IpAddress(vec![192, 0, 3, 9])));
        assert!(!permitted(&network, &GeneralName::IpAddress(vec![0; 16])));
        assert!(super::malformed(&GeneralName::IpAddress(vec![1, 2, 3, 4, 255, 0, 255, 0])).is_some());
    }

    #[test]
    fn an_email_subtree_is_a_mailbox_a_host_or_a_domain() {
        let mail = |text: &str| GeneralName::Rfc822Name(text.to_owned());
        assert!(permitted(&mail("ops@example.com"), &mail("ops@EXAMPLE.com")));
        assert!(!permitted(&mail("ops@example.com"), &mail("Ops@example.com")));
        assert!(permitted(&mail("example.com"), &mail("anyone@example.com")));
        assert!(!permitted(&mail("example.com"), &mail("anyone@a.example.com")));
        assert!(permitted(&mail(".example.com"), &mail("anyone@a.example.com")));
    }

    /// Readers disagree on where such a host begins or what it spells, so it could be the excluded one.
    #[test]
    fn a_uri_whose_host_can_be_read_in_two_ways_is_refused_by_an_exclusion() {
        let subtree = GeneralName::Uri("example.com".to_owned());
        for text in [
            "https://ex%61mple.com/",
            r"https://example.com\@ok.example/",
            "https://example.com\t@ok.example/",
            "https://ex ample.com/",
            "https://ok.example:80:90/",
        ] {
            let uri = GeneralName::Uri(text.to_owned());
            assert!(matches!(excludes(&subtree, &uri), Within::Unreadable(_)), "{text:?}");
        }
        assert!(excluded(&subtree, &GeneralName::Uri("https://user@example.com./x".to_owned())));
        assert!(!excluded(&subtree, &GeneralName::Uri("https://ok.example/a%20b?c=d".to_owned())));
    }

    #[test]
    fn a_uri_without_a_host_name_is_refused_not_passed_over() {
        let subtree = GeneralName::Uri("example.com".to_owned());
        let uri = |text: &str| GeneralName::Uri(text.to_owned());
        assert!(permitted(&subtree, &uri("https://user@example.com:8443/x")));
        for text in ["urn:example:1", "https://10.0.0.1/", "https://[::1]/", "file:///etc"] {
            assert!(matches!(permits(&subtree, &uri(text)), Within::Unreadable(_)), "{text}");
        }
    }
}
