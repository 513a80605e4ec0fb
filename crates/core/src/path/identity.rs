//! Is this certificate for the name that was called? Presented against reference identifiers (RFC 9525 §6).
//!
//! Only subjectAltName counts: the common name is not looked at (RFC 9525 §2, §6.3).

use std::net::IpAddr;

use crate::asn1::{Tag, oids};
use crate::model::extension::GeneralName;
use crate::report::shown;

use super::international;

/// What a client calls the other side by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReferenceIdentifier {
    /// A host name, in A-label form.
    Dns(String),
    /// An email address.
    Email(String),
    /// An address.
    Ip(IpAddr),
    /// A service of a domain, `_xmpps-client.example.com` (RFC 4985).
    Srv(String),
    /// A URI, for example a SPIFFE ID.
    Uri(String),
}

impl ReferenceIdentifier {
    /// Reads what a person gives for `--host`: an address, a URI, an email address, a service (`_name.domain`) or a host name.
    /// Domains become A-labels.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        // The root's dot at the end names the same host (RFC 1034 §3.1), and makes no name of an address.
        let text = text.strip_suffix('.').unwrap_or(text);
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if let Ok(address) = bare.parse::<IpAddr>() {
            return Self::Ip(address);
        }
        // A scheme and a colon; host names hold no colon.
        if text.contains(':') {
            return Self::Uri(text.to_owned());
        }
        if text.contains('@') {
            return Self::Email(international::mailbox(text.as_bytes()).unwrap_or_else(|| text.to_owned()));
        }
        // A domain without A-labels matches nothing, and is shown as it was given.
        let domain = international::a_labels(text).unwrap_or_else(|| text.to_owned());
        if domain.starts_with('_') { Self::Srv(domain) } else { Self::Dns(domain) }
    }
}

/// How one presented name compares with the name asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostMatch {
    /// Another name.
    Differs,
    /// The same name.
    Same,
    /// A wildcard that stands for it.
    Wildcard,
}

/// Whether `presented` covers `reference`.
#[must_use]
pub fn covers(presented: &GeneralName, reference: &ReferenceIdentifier) -> HostMatch {
    let same = match (presented, reference) {
        (GeneralName::DnsName(pattern), ReferenceIdentifier::Dns(host)) => return dns_covers(pattern, host),
        // A host may be called `_name` too; a wildcard never stands for a service.
        (GeneralName::DnsName(name), ReferenceIdentifier::Srv(service)) => {
            is_host_name(name) && name.eq_ignore_ascii_case(service)
        }
        (GeneralName::OtherName(form, value), ReferenceIdentifier::Srv(service))
            if form.as_bytes() == oids::ON_DNS_SRV =>
        {
            international::string(value, Tag::IA5_STRING)
                .is_some_and(|name| name.eq_ignore_ascii_case(service.as_bytes()))
        }
        (GeneralName::OtherName(form, value), ReferenceIdentifier::Email(wanted))
            if form.as_bytes() == oids::ON_SMTP_UTF8_MAILBOX =>
        {
            let mailbox = international::string(value, Tag::UTF8_STRING).and_then(international::mailbox);
            mailbox.is_some_and(|mailbox| {
                GeneralName::Rfc822Name(mailbox).is_same(&GeneralName::Rfc822Name(wanted.clone()))
            })
        }
        (GeneralName::IpAddress(bytes), ReferenceIdentifier::Ip(IpAddr::V4(address))) => {
            bytes.as_slice() == address.octets()
        }
        (GeneralName::IpAddress(bytes), ReferenceIdentifier::Ip(IpAddr::V6(address))) => {
            bytes.as_slice() == address.octets()
        }
        (GeneralName::Uri(uri), ReferenceIdentifier::Uri(wanted)) => uri == wanted,
        (GeneralName::Rfc822Name(_), ReferenceIdentifier::Email(wanted)) => {
            presented.is_same(&GeneralName::Rfc822Name(wanted.clone()))
        }
        _ => false,
    };
    if same { HostMatch::Same } else { HostMatch::Differs }
}

/// Why none of `names` answers to `host`, as the second half of a sentence; `None` if one does.
#[must_use]
pub fn uncovered(names: &[GeneralName], host: &str) -> Option<String> {
    let reference = ReferenceIdentifier::parse(host);
    let uris = names.iter().filter(|name| matches!(name, GeneralName::Uri(_))).count();
    if matches!(&reference, ReferenceIdentifier::Uri(uri) if uri.starts_with("spiffe://")) && uris > 1 {
        // X509-SVID §2: a validator rejects a certificate with a URI beside its SPIFFE ID.
        return Some(format!("has {uris} URIs, and a SPIFFE ID must be the only one"));
    }
    let covered = names.iter().any(|name| covers(name, &reference) != HostMatch::Differs);
    (!covered).then(|| format!("has no name that covers {}", shown(host)))
}

/// A wildcard stands for exactly one whole left-most label (RFC 9525 §6.3), and never for a top-level name.
fn dns_covers(pattern: &str, host: &str) -> HostMatch {
    if !is_host_name(host) {
        return HostMatch::Differs;
    }
    if let Some(parent) = pattern.strip_prefix("*.") {
        let Some((label, rest)) = host.split_once('.') else { return HostMatch::Differs };
        let whole_label = !label.is_empty() && parent.contains('.') && is_host_name(parent);
        return if whole_label && rest.eq_ignore_ascii_case(parent) {
            HostMatch::Wildcard
        } else {
            HostMatch::Differs
        };
    }
    if is_host_name(pattern) && pattern.eq_ignore_ascii_case(host) {
        HostMatch::Same
    } else {
        HostMatch::Differs
    }
}

/// Letters, digits, hyphens and underscores in labels of 1 to 63 characters, 253 in all (RFC 1123 §2.1, RFC 5890).
pub(super) fn is_host_name(text: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 253 && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::{GeneralName, HostMatch, ReferenceIdentifier, covers, oids, uncovered};
    use crate::asn1::Oid;

    fn dns(pattern: &str, host: &str) -> HostMatch {
        covers(&GeneralName::DnsName(pattern.to_owned()), &ReferenceIdentifier::parse(host))
    }

    #[test]
    fn case_does_not_count_in_host_names() {
        assert_eq!(dns("API.example.com", "api.EXAMPLE.com"), HostMatch::Same);
        assert_eq!(dns("api.example.com", "api.example.com."), HostMatch::Same);
        assert_eq!(dns("api.example.com", "api.example.com.."), HostMatch::Differs);
    }

    #[test]
    fn a_wildcard_stands_for_one_whole_label() {
        assert_eq!(dns("*.example.com", "a.example.com"), HostMatch::Wildcard);
        for host in ["example.com", "a.b.example.com", ".example.com", "a.example.org"] {
            assert_eq!(dns("*.example.com", host), HostMatch::Differs, "{host}");
        }
        for pattern in
            ["*.com", "*", "a*.example.com", "*a.example.com", "x.*.example.com", "*.*.example.com"]
        {
            assert_eq!(dns(pattern, "a.example.com"), HostMatch::Differs, "{pattern}");
        }
    }

    #[test]
    fn addresses_match_only_as_addresses() {
        let address = GeneralName::IpAddress(vec![192, 0, 2, 1]);
        assert_eq!(covers(&address, &ReferenceIdentifier::parse("192.0.2.1")), HostMatch::Same);
        assert_eq!(dns("192.0.2.1", "192.0.2.1"), HostMatch::Differs);
        assert_eq!(dns("192.0.2.1", "192.0.2.1."), HostMatch::Differs);
        assert_eq!(dns("*.0.2.1", "192.0.2.1."), HostMatch::Differs);
        let mapped = GeneralName::IpAddress(vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 192, 0, 2, 1]);
        assert_eq!(covers(&mapped, &ReferenceIdentifier::parse("192.0.2.1")), HostMatch::Differs);
    }

    #[test]
    fn a_nul_or_space_in_a_name_never_matches() {
        assert_eq!(dns("good.example\0", "good.example"), HostMatch::Differs);
        assert_eq!(dns(" good.example", "good.example"), HostMatch::Differs);
    }

    #[test]
    fn an_internationalized_host_is_compared_in_a_labels() {
        assert_eq!(dns("xn--bcher-kva.example", "bücher.example"), HostMatch::Same);
        assert_eq!(dns("*.xn--bcher-kva.example", "api.BÜCHER.example"), HostMatch::Wildcard);
        assert_eq!(dns("bücher.example", "bücher.example"), HostMatch::Differs);
        let long = format!("{}.example", "ü".repeat(64));
        assert_eq!(dns("xn--bcher-kva.example", &long), HostMatch::Differs);
    }

    #[test]
    fn a_service_is_covered_by_its_srv_name_and_by_no_wildcard() {
        let oid = Oid::from_der_content(oids::ON_DNS_SRV);
        let name = b"_xmpps-client.Example.com";
        let value = [&[0x16, u8::try_from(name.len()).unwrap()], name.as_slice()].concat();
        let service = |text: &str| {
            covers(&GeneralName::OtherName(oid.clone(), value.clone()), &ReferenceIdentifier::parse(text))
        };
        assert_eq!(service("_xmpps-client.example.com"), HostMatch::Same);
        assert_eq!(service("_imaps.example.com"), HostMatch::Differs);
        assert_eq!(service("example.com"), HostMatch::Differs);
        assert_eq!(dns("*.example.com", "_xmpps-client.example.com"), HostMatch::Differs);
    }

    #[test]
    fn an_internationalized_mailbox_is_compared_by_its_local_part_and_a_labels() {
        let oid = Oid::from_der_content(oids::ON_SMTP_UTF8_MAILBOX);
        let name = "医生@xn--bcher-kva.example".as_bytes();
        let value = [&[0x0c, u8::try_from(name.len()).unwrap()], name].concat();
        let mailbox = |text: &str| {
            covers(&GeneralName::OtherName(oid.clone(), value.clone()), &ReferenceIdentifier::parse(text))
        };
        assert_eq!(mailbox("医生@bücher.example"), HostMatch::Same);
        assert_eq!(mailbox("医師@bücher.example"), HostMatch::Differs);
    }

    #[test]
    fn a_spiffe_id_is_the_only_uri() {
        let id = GeneralName::Uri("spiffe://example.org/device".to_owned());
        let other = GeneralName::Uri("https://example.org/".to_owned());
        let asked = "spiffe://example.org/device";
        assert_eq!(uncovered(std::slice::from_ref(&id), asked), None);
        assert!(uncovered(&[id, other.clone()], asked).is_some_and(|why| why.contains("2 URIs")));
        assert_eq!(uncovered(&[other.clone(), other], "https://example.org/"), None);
    }

    #[test]
    fn uris_and_email_addresses_match_whole() {
        let uri = GeneralName::Uri("spiffe://example.org/device".to_owned());
        assert_eq!(covers(&uri, &ReferenceIdentifier::parse("spiffe://example.org/device")), HostMatch::Same);
        assert_eq!(
            covers(&uri, &ReferenceIdentifier::parse("spiffe://example.org/devic")),
            HostMatch::Differs
        );
        let email = GeneralName::Rfc822Name("ops@Example.com".to_owned());
        assert_eq!(covers(&email, &ReferenceIdentifier::parse("ops@example.com")), HostMatch::Same);
        assert_eq!(covers(&email, &ReferenceIdentifier::parse("Ops@example.com")), HostMatch::Differs);
    }
}
