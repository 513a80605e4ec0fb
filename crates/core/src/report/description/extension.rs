//! What does an extension say, and what is it for?

use super::{Field, or_none};
use crate::asn1::{Oid, oids};
use crate::model::extension::{DistributionPoint, Extension, ExtensionValue, GeneralName, reason_words};
use crate::report::shown::{hex, list};

pub(super) fn extension_field(extension: &Extension, path: String) -> Field {
    let (label, meaning) = extension_words(&extension.oid);
    let label = if extension.critical { format!("{label} (critical)") } else { label };
    Field { label, value: extension_value(extension), meaning: meaning.into(), path }
}

/// An extension's everyday name and what it is for.
fn extension_words(oid: &Oid) -> (String, &'static str) {
    let (label, meaning) = match oid.as_bytes() {
        oids::AUTHORITY_INFO_ACCESS => (
            "Issuer's addresses",
            "Where to fetch the issuer's certificate and ask whether this one is revoked.",
        ),
        oids::AUTHORITY_KEY_IDENTIFIER => ("Issuer's key", "Which of the issuer's keys signed it."),
        oids::BASIC_CONSTRAINTS => ("CA", "Whether it may issue certificates, and how many CAs may follow."),
        oids::CERTIFICATE_POLICIES => ("Policies", "Under which rules it was issued."),
        oids::CRL_DISTRIBUTION_POINTS => {
            ("Revocation lists", "Where the CA publishes which certificates it has revoked.")
        }
        oids::EXTENDED_KEY_USAGE => {
            ("Purposes", "What it may be used for: serverAuth for a server, clientAuth for a client.")
        }
        oids::INHIBIT_ANY_POLICY => {
            ("Any policy ends after", "From how many certificates on the wildcard policy no longer counts.")
        }
        oids::ISSUER_ALT_NAME => ("Issuer's other names", "Further names of the issuer."),
        oids::KEY_USAGE => {
            ("Key usage", "What the key may do: digitalSignature for handshakes, keyCertSign for CAs.")
        }
        oids::NAME_CONSTRAINTS => {
            ("Name constraints", "Which names the certificates below this CA may have.")
        }
        oids::POLICY_CONSTRAINTS => {
            ("Policy constraints", "Whether certificates below need an explicit policy.")
        }
        oids::POLICY_MAPPINGS => ("Policy mappings", "Which policies of two CAs count as equal."),
        oids::SUBJECT_ALT_NAME => ("Names", "The names it is valid for; clients look here, and only here."),
        oids::SUBJECT_KEY_IDENTIFIER => {
            ("Key identifier", "A short name for its key, by which certificates below refer to it.")
        }
        oids::SCT_LIST => ("Transparency log", "Proof that it was logged in public."),
        oids::NETSCAPE_COMMENT => ("Comment", "A note by the tool that made it."),
        _ => return (oid.words(), "An extension that Countersign shows but does not interpret."),
    };
    (label.to_owned(), meaning)
}

fn extension_value(extension: &Extension) -> String {
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
        ExtensionValue::Opaque => format!("{} bytes", extension.der.len()),
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
