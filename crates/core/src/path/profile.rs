//! What does a profile ask of a certificate beyond the walk? A table: extension or field × whose × rule, with its section.
//!
//! `rfc5280` adds what RFC 5280 §4 obliges conforming CAs to, `web-pki` what the CA/Browser Forum's Baseline Requirements
//! (BR) oblige public CAs to. `mtls`, the default, adds nothing: private CAs break many of these rules and their
//! handshakes work.

use std::net::{IpAddr, Ipv6Addr};

use crate::asn1::oids;
use crate::model::Certificate;
use crate::model::extension::{ExtensionValue, GeneralName};
use crate::policy::Profile;

use super::subtree;

/// One rule of a profile.
pub struct Rule {
    /// The profiles it belongs to.
    pub profiles: &'static [Profile],
    /// The certificates it is asked of.
    pub whose: Whose,
    /// The field by its standard name.
    pub field: &'static str,
    /// Where it is written.
    pub section: &'static str,
    /// The rule in words.
    pub rule: &'static str,
    keeps: fn(&Certificate) -> bool,
}

/// The place of a certificate in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The trust anchor.
    Anchor,
    /// Every certificate.
    Any,
    /// Every certificate that has others below it.
    Authority,
    /// The target.
    EndEntity,
    /// Every certificate but the anchor.
    NotAnchor,
}

/// The rules of `profile` that a certificate at this place breaks.
pub(super) fn broken(
    profile: Profile,
    certificate: &Certificate,
    is_anchor: bool,
    is_target: bool,
) -> impl Iterator<Item = &'static Rule> {
    RULES.iter().filter(move |rule| {
        rule.profiles.contains(&profile)
            && rule.whose.includes(is_anchor, is_target)
            && !(rule.keeps)(certificate)
    })
}

impl Whose {
    const fn words(self) -> &'static str {
        match self {
            Self::Anchor => "the anchor",
            Self::Any => "every certificate",
            Self::Authority => "every CA",
            Self::EndEntity => "the end entity",
            Self::NotAnchor => "all but the anchor",
        }
    }

    const fn includes(self, is_anchor: bool, is_target: bool) -> bool {
        match self {
            Self::Anchor => is_anchor,
            Self::Any => true,
            Self::Authority => !is_target,
            Self::EndEntity => is_target,
            Self::NotAnchor => !is_anchor,
        }
    }
}

/// The table as a page, for docs/profiles.md.
#[must_use]
pub fn profiles_page() -> String {
    let mut page = String::from(PAGE_HEAD);
    for rule in RULES {
        let asked = |profile| if rule.profiles.contains(&profile) { "✓" } else { "" };
        page.push_str(&format!(
            "| `{}` | {} | {} | {} | {} | {} |\n",
            rule.field.trim_start_matches("tbsCertificate."),
            rule.whose.words(),
            rule.rule,
            rule.section,
            asked(Profile::Rfc5280),
            asked(Profile::WebPki)
        ));
    }
    page
}

const PAGE_HEAD: &str = "# Profiles\n\n<!-- Written by `cargo xtask docs` from crates/core/src/path/profile.rs. -->\n\n\
    Every profile walks the whole of RFC 5280 §6.1, RFC 9618's policies, revocation from files and RFC 9525's names. `mtls`, the \
    default, asks nothing more: private CAs break many of the rules below, and their handshakes work. `rfc5280` adds what RFC 5280 \
    §4 obliges conforming CAs to, `web-pki` what the CA/Browser Forum's Baseline Requirements (BR) oblige public CAs to in the form of a certificate, \
    as listed below; their limits on validity periods (BR §6.3.2), on internal names and reserved addresses (BR §4.2.2), and their \
    duties towards policies, AIA and CRL distribution points (BR §7.1.2) are not asked. A rule that \
    is broken refuses the path.\n\n\
    | Field | Of | Rule | Section | `rfc5280` | `web-pki` |\n| --- | --- | --- | --- | :---: | :---: |\n";

const BOTH: &[Profile] = &[Profile::Rfc5280, Profile::WebPki];
const WEB_PKI: &[Profile] = &[Profile::WebPki];

macro_rules! rule {
    ($profiles:expr, $whose:ident, $field:literal, $section:literal, $rule:literal, $keeps:expr) => {
        Rule {
            profiles: $profiles,
            whose: Whose::$whose,
            field: $field,
            section: $section,
            rule: $rule,
            keeps: $keeps,
        }
    };
}

/// The table.
#[rustfmt::skip]
pub static RULES: &[Rule] = &[
    // Fields.
    rule!(BOTH, Any, "tbsCertificate.version", "RFC 5280 §4.1.2.1", "a certificate with extensions has version 3",
        |one| one.version == 3 || one.extensions.iter().next().is_none()),
    rule!(BOTH, Any, "tbsCertificate.serialNumber", "RFC 5280 §4.1.2.2", "the serial number is positive",
        |one| one.serial_number.first().is_some_and(|first| first & 0x80 == 0) && one.serial_number.iter().any(|byte| *byte != 0)),
    rule!(BOTH, Any, "tbsCertificate.serialNumber", "RFC 5280 §4.1.2.2", "the serial number has at most 20 bytes",
        |one| one.serial_number.len() <= 20),
    rule!(BOTH, Any, "tbsCertificate.issuer", "RFC 5280 §4.1.2.4", "the issuer has a name", |one| !one.issuer.is_empty()),
    rule!(BOTH, Authority, "tbsCertificate.subject", "RFC 5280 §4.1.2.6", "a CA has a name", |one| !one.subject.is_empty()),

    // Extensions, in the order of RFC 5280 §4.2.
    rule!(BOTH, NotAnchor, "tbsCertificate.extensions.authorityKeyIdentifier", "RFC 5280 §4.2.1.1",
        "the issuer's key is identified, unless it is the certificate's own",
        |one| one.extensions.authority_key_identifier().is_some() || one.is_self_issued()),
    rule!(BOTH, Any, "tbsCertificate.extensions.authorityKeyIdentifier", "RFC 5280 §4.2.1.1",
        "authorityKeyIdentifier is not critical", |one| not_critical(one, oids::AUTHORITY_KEY_IDENTIFIER)),
    rule!(BOTH, Authority, "tbsCertificate.extensions.subjectKeyIdentifier", "RFC 5280 §4.2.1.2",
        "a CA's key has an identifier", |one| one.extensions.subject_key_identifier().is_some()),
    rule!(BOTH, Any, "tbsCertificate.extensions.subjectKeyIdentifier", "RFC 5280 §4.2.1.2",
        "subjectKeyIdentifier is not critical", |one| not_critical(one, oids::SUBJECT_KEY_IDENTIFIER)),
    rule!(BOTH, Authority, "tbsCertificate.extensions.keyUsage", "RFC 5280 §4.2.1.3", "a CA says what its key may do",
        |one| one.extensions.key_usage().is_some()),
    rule!(BOTH, Any, "tbsCertificate.extensions.keyUsage", "RFC 5280 §4.2.1.3", "keyUsage allows at least one use",
        |one| one.extensions.key_usage().is_none_or(|usage| !usage.names().is_empty())),
    rule!(BOTH, Any, "tbsCertificate.extensions.keyUsage", "RFC 5280 §4.2.1.9", "only a CA may sign certificates",
        |one| one.is_ca() || one.version < 3 || !one.extensions.key_usage().is_some_and(|usage| usage.key_cert_sign())),
    rule!(BOTH, Any, "tbsCertificate.extensions.policyMappings", "RFC 5280 §4.2.1.5", "anyPolicy is not mapped",
        |one| any_policy_is_not_mapped(one)),
    rule!(BOTH, EndEntity, "tbsCertificate.extensions.subjectAltName", "RFC 5280 §4.2.1.6",
        "without a subject, subjectAltName is there and critical",
        |one| !one.subject.is_empty() || one.extensions.find(oids::SUBJECT_ALT_NAME).is_some_and(|san| san.critical)),
    rule!(BOTH, Any, "tbsCertificate.extensions.subjectDirectoryAttributes", "RFC 5280 §4.2.1.8",
        "subjectDirectoryAttributes is not critical", |one| not_critical(one, oids::SUBJECT_DIRECTORY_ATTRIBUTES)),
    rule!(BOTH, Authority, "tbsCertificate.extensions.basicConstraints", "RFC 5280 §4.2.1.9", "a CA's basicConstraints are critical",
        |one| one.extensions.find(oids::BASIC_CONSTRAINTS).is_none_or(|extension| extension.critical)),
    rule!(BOTH, Any, "tbsCertificate.extensions.basicConstraints", "RFC 5280 §4.2.1.9",
        "a path length stands only in a CA certificate that may sign certificates", |one| path_length_has_meaning(one)),
    rule!(BOTH, Any, "tbsCertificate.extensions.nameConstraints", "RFC 5280 §4.2.1.10", "only a CA constrains names",
        |one| one.is_ca() || one.extensions.find(oids::NAME_CONSTRAINTS).is_none()),
    rule!(BOTH, Any, "tbsCertificate.extensions.nameConstraints", "RFC 5280 §4.2.1.10",
        "name constraints are written as host names, networks and addresses", |one| constraints_are_well_formed(one)),
    rule!(BOTH, Any, "tbsCertificate.extensions.nameConstraints", "RFC 5280 §4.2.1.10", "name constraints are critical",
        |one| critical(one, oids::NAME_CONSTRAINTS)),
    rule!(BOTH, Any, "tbsCertificate.extensions.policyConstraints", "RFC 5280 §4.2.1.11", "policyConstraints are critical",
        |one| critical(one, oids::POLICY_CONSTRAINTS)),
    rule!(BOTH, Any, "tbsCertificate.extensions.policyConstraints", "RFC 5280 §4.2.1.11", "policyConstraints constrain something",
        |one| policy_constraints_say_something(one)),
    rule!(BOTH, Any, "tbsCertificate.extensions.inhibitAnyPolicy", "RFC 5280 §4.2.1.14", "inhibitAnyPolicy is critical",
        |one| critical(one, oids::INHIBIT_ANY_POLICY)),
    rule!(BOTH, Any, "tbsCertificate.extensions.freshestCRL", "RFC 5280 §4.2.1.15", "freshestCRL is not critical",
        |one| not_critical(one, oids::FRESHEST_CRL)),
    rule!(BOTH, Any, "tbsCertificate.extensions.authorityInfoAccess", "RFC 5280 §4.2.2.1", "authorityInfoAccess is not critical",
        |one| not_critical(one, oids::AUTHORITY_INFO_ACCESS)),
    rule!(BOTH, Any, "tbsCertificate.extensions.subjectInfoAccess", "RFC 5280 §4.2.2.2", "subjectInfoAccess is not critical",
        |one| not_critical(one, oids::SUBJECT_INFO_ACCESS)),

    // CA/Browser Forum Baseline Requirements for TLS server certificates.
    rule!(WEB_PKI, Any, "tbsCertificate.version", "BR §7.1.1", "the version is 3", |one| one.version == 3),
    rule!(WEB_PKI, Anchor, "tbsCertificate.extensions.authorityKeyIdentifier", "BR §7.1.2.1.3",
        "a root names no issuer and serial number in authorityKeyIdentifier", |one| !names_issuer_and_serial(one)),
    rule!(WEB_PKI, Anchor, "tbsCertificate.extensions.extKeyUsage", "BR §7.1.2.1.2", "a root has no purposes",
        |one| one.extensions.find(oids::EXTENDED_KEY_USAGE).is_none()),
    rule!(WEB_PKI, Any, "tbsCertificate.subjectPublicKeyInfo", "BR §6.1.5",
        "the key is RSA of at least 2048 bits and whole bytes, or on P-256, P-384 or P-521", |one| key_is_allowed(one)),
    rule!(WEB_PKI, EndEntity, "tbsCertificate.subject", "BR §7.1.4.3", "a common name repeats one of the names", |one| common_name_repeats(one)),
    rule!(WEB_PKI, EndEntity, "tbsCertificate.extensions.extKeyUsage", "BR §7.1.2.7.10", "serverAuth is a purpose, and anyExtendedKeyUsage is none",
        |one| purposes_are_allowed(one)),
    rule!(WEB_PKI, EndEntity, "tbsCertificate.extensions.basicConstraints", "BR §7.1.2.7.8", "a server's certificate is not a CA's",
        |one| !one.extensions.basic_constraints().is_some_and(|constraints| constraints.ca)),
    rule!(WEB_PKI, EndEntity, "tbsCertificate.extensions.subjectAltName", "BR §7.1.2.7.12", "the names are DNS names and addresses, well written",
        |one| names_are_allowed(one)),
];

fn critical(certificate: &Certificate, oid: &[u8]) -> bool {
    certificate.extensions.find(oid).is_none_or(|extension| extension.critical)
}

fn not_critical(certificate: &Certificate, oid: &[u8]) -> bool {
    certificate.extensions.find(oid).is_none_or(|extension| !extension.critical)
}

fn value<'a>(certificate: &'a Certificate, oid: &[u8]) -> Option<&'a ExtensionValue> {
    certificate.extensions.find(oid).map(|extension| &extension.value)
}

fn any_policy_is_not_mapped(certificate: &Certificate) -> bool {
    let Some(ExtensionValue::PolicyMappings(mappings)) = value(certificate, oids::POLICY_MAPPINGS) else {
        return true;
    };
    mappings.iter().all(|(from, to)| from.as_bytes() != oids::ANY_POLICY && to.as_bytes() != oids::ANY_POLICY)
}

fn path_length_has_meaning(certificate: &Certificate) -> bool {
    let Some(constraints) = certificate.extensions.basic_constraints() else { return true };
    let signs = certificate.extensions.key_usage().is_none_or(|usage| usage.key_cert_sign());
    constraints.path_len_constraint.is_none() || (constraints.ca && signs)
}

fn constraints_are_well_formed(certificate: &Certificate) -> bool {
    let Some(extension) = certificate.extensions.find(oids::NAME_CONSTRAINTS) else { return true };
    let ExtensionValue::NameConstraints { permitted, excluded } = &extension.value else { return true };
    // `excludedSubtrees [1]` is SIZE (1..MAX).
    if extension.der.ends_with(&[0xa1, 0x00]) && excluded.is_empty() {
        return false;
    }
    let leading_dot =
        |name: &GeneralName| matches!(name, GeneralName::DnsName(name) if name.starts_with('.'));
    permitted.iter().chain(excluded).all(|name| subtree::malformed(name).is_none() && !leading_dot(name))
}

fn policy_constraints_say_something(certificate: &Certificate) -> bool {
    !matches!(
        value(certificate, oids::POLICY_CONSTRAINTS),
        Some(ExtensionValue::PolicyConstraints {
            require_explicit_policy: None,
            inhibit_policy_mapping: None
        })
    )
}

fn names_issuer_and_serial(certificate: &Certificate) -> bool {
    matches!(
        value(certificate, oids::AUTHORITY_KEY_IDENTIFIER),
        Some(ExtensionValue::AuthorityKeyIdentifier { names_issuer: true, .. })
    )
}

fn key_is_allowed(certificate: &Certificate) -> bool {
    let key = &certificate.subject_public_key_info;
    match key.algorithm.algorithm.as_bytes() {
        oids::RSA_ENCRYPTION => key.bits().is_some_and(|bits| bits >= 2048 && bits % 8 == 0),
        oids::EC_PUBLIC_KEY => key.named_curve().is_some_and(|curve| {
            matches!(curve.as_bytes(), oids::SECP256R1 | oids::SECP384R1 | oids::SECP521R1)
        }),
        _ => false,
    }
}

/// Letter for letter for host names but case, and in the one canonical spelling for addresses (RFC 3986, RFC 5952 §4).
/// `Departs:` the parent of a wildcard counts too, as CAs write it (x509-limbo `webpki::san::leftmost-wildcard-san`).
fn common_name_repeats(certificate: &Certificate) -> bool {
    let names = certificate.extensions.subject_alt_names();
    let is_listed = |common_name: &str| {
        names.iter().any(|name| match name {
            GeneralName::DnsName(dns) => {
                let parent = dns.strip_prefix("*.").unwrap_or(dns);
                [dns.as_str(), parent].iter().any(|one| one.eq_ignore_ascii_case(common_name))
            }
            GeneralName::IpAddress(bytes) => address(bytes).is_some_and(|one| one.to_string() == common_name),
            _ => false,
        })
    };
    let attributes = certificate.subject.rdns.iter().flatten();
    let mut common_names = attributes.filter(|attribute| attribute.oid.as_bytes() == oids::AT_COMMON_NAME);
    common_names.all(|one| one.text().is_some_and(|text| is_listed(&text)))
}

fn address(bytes: &[u8]) -> Option<IpAddr> {
    if let Ok(four) = <[u8; 4]>::try_from(bytes) {
        return Some(IpAddr::from(four));
    }
    <[u8; 16]>::try_from(bytes).ok().map(|sixteen| IpAddr::V6(Ipv6Addr::from(sixteen)))
}

fn purposes_are_allowed(certificate: &Certificate) -> bool {
    certificate.extensions.extended_key_usage().is_some_and(|purposes| {
        purposes.iter().any(|oid| oid.as_bytes() == oids::KP_SERVER_AUTH)
            && purposes.iter().all(|oid| oid.as_bytes() != oids::ANY_EXTENDED_KEY_USAGE)
    })
}

fn names_are_allowed(certificate: &Certificate) -> bool {
    let names = certificate.extensions.subject_alt_names();
    let allowed = |name: &GeneralName| match name {
        GeneralName::DnsName(dns) => {
            let bare = dns.strip_prefix("*.").unwrap_or(dns);
            super::identity::is_host_name(bare) && bare.contains('.')
        }
        GeneralName::IpAddress(bytes) => matches!(bytes.len(), 4 | 16),
        _ => false,
    };
    !names.is_empty() && names.iter().all(allowed)
}
