//! What does an extension say, in words?

use super::{DistributionPoint, Extension, ExtensionValue, GeneralName, reason_words, sole_sequence};
use crate::asn1::{Oid, Tag, oids};
use crate::report::{hex, list};

pub(super) fn value_words(extension: &Extension) -> String {
    let names = |names: &[GeneralName]| list(&names.iter().map(GeneralName::words).collect::<Vec<_>>(), 50);
    let identifiers = |oids: &[Oid]| list(&oids.iter().map(Oid::words).collect::<Vec<_>>(), 50);
    match &extension.value {
        ExtensionValue::AuthorityInfoAccess(access) => {
            let entries: Vec<String> = access
                .iter()
                .map(|(method, location)| format!("{} {}", method.words(), location.words()))
                .collect();
            list(&entries, 20)
        }
        ExtensionValue::AuthorityKeyIdentifier { key_identifier, .. } => key_identifier
            .as_ref()
            .map_or_else(|| "(no key identifier)".to_owned(), |identifier| short_hex(identifier)),
        ExtensionValue::BasicConstraints(constraints) => {
            match (constraints.ca, constraints.path_len_constraint) {
                (false, _) => "no, an end entity".to_owned(),
                (true, None) => "yes".to_owned(),
                (true, Some(most)) => format!("yes, at most {most} CAs below it"),
            }
        }
        ExtensionValue::CertificateIssuer(issuer) => names(issuer),
        ExtensionValue::CertificatePolicies { policies, .. } | ExtensionValue::ExtendedKeyUsage(policies) => {
            identifiers(policies)
        }
        ExtensionValue::CrlDistributionPoints(points) => {
            list(&points.iter().map(DistributionPoint::words).collect::<Vec<_>>(), 50)
        }
        ExtensionValue::CrlNumber(number) | ExtensionValue::DeltaCrlIndicator(number) => short_hex(number),
        ExtensionValue::CrlReason(reason) => reason_words(*reason).to_owned(),
        ExtensionValue::InhibitAnyPolicy(count) => format!("{count} certificates"),
        ExtensionValue::IssuingDistributionPoint(point) => point.words(),
        ExtensionValue::IssuerAltName(alternatives) | ExtensionValue::SubjectAltName(alternatives) => {
            names(alternatives)
        }
        ExtensionValue::KeyUsage(usage) => {
            if usage.is_empty() {
                "nothing".to_owned()
            } else {
                usage.names().join(", ")
            }
        }
        ExtensionValue::Malformed(reason) => format!("can't be read: {reason}"),
        ExtensionValue::NameConstraints { permitted, excluded } => {
            format!("permitted: {}; excluded: {}", or_none(names(permitted)), or_none(names(excluded)))
        }
        ExtensionValue::Opaque => tls_features(extension)
            .map_or_else(|| format!("{} bytes", extension.der.len()), |features| list(&features, 20)),
        ExtensionValue::PolicyConstraints { require_explicit_policy, inhibit_policy_mapping } => {
            let words = |count: &Option<u32>| {
                count.map_or_else(|| "never".to_owned(), |count| format!("after {count} certificates"))
            };
            format!(
                "explicit policy required: {}; mapping ends: {}",
                words(require_explicit_policy),
                words(inhibit_policy_mapping)
            )
        }
        ExtensionValue::PolicyMappings(pairs) => {
            let entries: Vec<String> = pairs
                .iter()
                .map(|(issuer, subject)| format!("{} = {}", issuer.words(), subject.words()))
                .collect();
            list(&entries, 20)
        }
        ExtensionValue::SubjectKeyIdentifier(identifier) => short_hex(identifier),
    }
}

fn short_hex(bytes: &[u8]) -> String {
    match bytes.get(..32) {
        Some(start) if bytes.len() > 32 => format!("{}… ({} bytes)", hex(start), bytes.len()),
        _ => hex(bytes),
    }
}

fn or_none(text: String) -> String {
    if text.is_empty() { "(empty)".to_owned() } else { text }
}

/// `Features ::= SEQUENCE OF INTEGER` (RFC 7633 §4.1), by the names of TLS' own extensions.
fn tls_features(extension: &Extension) -> Option<Vec<String>> {
    if extension.oid.as_bytes() != oids::TLS_FEATURE {
        return None;
    }
    let mut reader = sole_sequence(&extension.der, "").ok()?.reader();
    let mut features = Vec::new();
    while !reader.is_empty() {
        features.push(match reader.expect(Tag::INTEGER, "").ok()?.content {
            [5] => "status_request".to_owned(),
            [17] => "status_request_v2".to_owned(),
            other => format!("feature {}", short_hex(other)),
        });
    }
    Some(features)
}
