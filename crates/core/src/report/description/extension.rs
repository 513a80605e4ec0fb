//! What is an extension called, and what is it for?

use super::Field;
use crate::asn1::{Oid, oids};
use crate::model::extension::Extension;

pub(super) fn extension_field(extension: &Extension, path: String) -> Field {
    let (label, meaning) = extension_words(&extension.oid);
    let label = if extension.critical { format!("{label} (critical)") } else { label };
    Field { label, value: extension.value_words(), meaning: meaning.into(), path }
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
        oids::TLS_FEATURE => (
            "TLS features",
            "What the server must do in each handshake: status_request is an OCSP response (must-staple).",
        ),
        oids::NETSCAPE_COMMENT => ("Comment", "A note by the tool that made it."),
        _ => return (oid.words(), "An extension that Countersign shows but does not interpret."),
    };
    (label.to_owned(), meaning)
}
