//! What does each field say, and what is it for? One item in words, for `countersign inspect` and the details view.

mod extension;
mod revocation;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::shown::{hex, shown};
use crate::asn1::{Time, oids};
use crate::bundle::Item;
use crate::intake::BlockForm;
use crate::model::extension::{Extensions, GeneralName};
use crate::model::{Certificate, CertificationRequest, KeyState, Name, Parsed, PrivateKey, PublicKey};
use extension::extension_field;

/// An item in words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Description {
    /// The file, and the item's place in it.
    pub name: String,
    /// What it is, in one line.
    pub title: String,
    /// Its fields in order.
    pub fields: Vec<Field>,
}

/// One field in words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Field {
    /// The field's everyday name.
    pub label: String,
    /// What it says, escaped for showing.
    pub value: String,
    /// What it is for, in one sentence.
    pub meaning: Cow<'static, str>,
    /// The field by its standard name, for a location; empty where it is derived.
    pub path: String,
}

fn field(label: &str, value: impl Into<String>, path: &str, meaning: &'static str) -> Field {
    Field { label: label.to_owned(), value: value.into(), meaning: meaning.into(), path: path.to_owned() }
}

/// Describes `item`, which sentences call `name`, as seen at `at`.
pub(crate) fn describe(item: &Item, name: String, at: Time) -> Description {
    let (title, mut fields) = match &item.parsed {
        Parsed::Certificate(certificate) => {
            (certificate_title(certificate), certificate_fields(certificate, at))
        }
        Parsed::CertificationRequest(request) => (request_title(request), request_fields(request)),
        Parsed::PrivateKey(key) => (key_title(key), private_key_fields(key)),
        Parsed::PublicKey(key) => (format!("public key, {}", key.words()), public_key_fields(key, "")),
        Parsed::RevocationList(crl) => {
            (format!("revocation list of {}", crl.issuer.short()), revocation::list_fields(crl, at))
        }
        Parsed::OcspResponse(response) => {
            (revocation::response_title(response), revocation::response_fields(response))
        }
        Parsed::Malformed { kind, fault } => {
            let fields = vec![field("Fault", fault.to_string(), "", "Why it could not be read.")];
            (format!("damaged {}", kind.words()), fields)
        }
        Parsed::Unrecognized(words) => (words.clone(), Vec::new()),
        Parsed::Parameters | Parsed::Pkcs12(_) | Parsed::Pkcs7(_) => {
            (item.parsed.kind().words().to_owned(), Vec::new())
        }
    };
    if let BlockForm::Inside(_, Some(name)) = &item.form {
        let meaning = "What whoever packed the store called it (friendlyName); nothing depends on it.";
        fields.push(field("Name inside", format!("\"{}\"", shown(name)), "", meaning));
    }
    if let Some(digest) = item.sha256 {
        fields.push(field(
            "SHA-256",
            hex(&digest),
            "",
            "The fingerprint: compare it by telephone to know that it is the same file.",
        ));
    }
    if let Some(digest) = item.spki_sha256 {
        let meaning = "The fingerprint of the public key: files with the same one belong to one key pair.";
        fields.push(field("Key SHA-256", hex(&digest), "", meaning));
    }
    Description { name, title, fields }
}

/// One line about an item, for tables: what it is and the one thing that tells it apart.
pub(crate) fn title_of(item: &Item) -> String {
    match &item.parsed {
        Parsed::Certificate(certificate) => certificate_title(certificate),
        Parsed::CertificationRequest(request) => request_title(request),
        Parsed::PrivateKey(key) => key_title(key),
        Parsed::PublicKey(key) => format!("{} public key", key.words()),
        Parsed::RevocationList(crl) => format!("revocation list of {}", crl.issuer.short()),
        Parsed::OcspResponse(response) => revocation::response_title(response),
        Parsed::Malformed { kind, .. } => format!("damaged {}", kind.words()),
        Parsed::Unrecognized(_) => "not recognised".to_owned(),
        Parsed::Parameters | Parsed::Pkcs12(_) | Parsed::Pkcs7(_) => item.parsed.kind().words().to_owned(),
    }
}

fn certificate_title(certificate: &Certificate) -> String {
    let what = match (certificate.is_ca(), certificate.is_self_issued()) {
        (true, true) => "CA certificate",
        (true, false) => "intermediate CA certificate",
        (false, _) => "certificate",
    };
    format!("{what} of {}", whom(&certificate.subject, &certificate.extensions))
}

fn request_title(request: &CertificationRequest) -> String {
    format!("request for {}", whom(&request.subject, &request.requested_extensions))
}

/// The common name, else the first alternative name, else the whole subject.
fn whom(subject: &Name, extensions: &Extensions) -> String {
    let first = || extensions.subject_alt_names().first().map(GeneralName::words);
    match subject.common_name() {
        Some(_) => subject.short(),
        None => first().unwrap_or_else(|| subject.short()),
    }
}

fn key_title(key: &PrivateKey) -> String {
    match &key.state {
        KeyState::Opened(public) => format!("{} private key", public.words()),
        KeyState::Locked(..) => "encrypted private key".to_owned(),
        KeyState::Inconsistent(_) => "private key, broken".to_owned(),
        KeyState::NotReached(_) => "private key, not read".to_owned(),
        KeyState::Unsupported(what) => format!("private key ({what})"),
    }
}

fn certificate_fields(certificate: &Certificate, at: Time) -> Vec<Field> {
    let validity = certificate.validity;
    let mut fields = vec![
        field(
            "Subject",
            or_none(certificate.subject.rfc4514()),
            "tbsCertificate.subject",
            "Whom the certificate names.",
        ),
        field(
            "Issuer",
            or_none(certificate.issuer.rfc4514()),
            "tbsCertificate.issuer",
            "The CA that signed it.",
        ),
        field(
            "Serial number",
            certificate.serial_hex(),
            "tbsCertificate.serialNumber",
            "The CA's number for it; issuer and number together are unique.",
        ),
        field(
            "Valid from",
            validity.not_before.rfc3339(),
            "tbsCertificate.validity.notBefore",
            "The first second it is valid.",
        ),
        field(
            "Valid until",
            format!("{} ({})", validity.not_after.rfc3339(), remaining(validity.not_after, at)),
            "tbsCertificate.validity.notAfter",
            "The last second it is valid.",
        ),
    ];
    fields.extend(public_key_fields(
        &certificate.subject_public_key_info,
        "tbsCertificate.subjectPublicKeyInfo",
    ));
    fields.extend(
        certificate
            .extensions
            .iter()
            .map(|extension| extension_field(extension, extension.certificate_field())),
    );
    fields.push(field(
        "Signed with",
        certificate.signature_algorithm.words(),
        "signatureAlgorithm",
        "How the CA signed it.",
    ));
    fields.push(field(
        "Version",
        certificate.version.to_string(),
        "tbsCertificate.version",
        "3 is the version with extensions; others are old.",
    ));
    fields
}

fn request_fields(request: &CertificationRequest) -> Vec<Field> {
    let info = "certificationRequestInfo";
    let mut fields = vec![field(
        "Subject",
        or_none(request.subject.rfc4514()),
        "certificationRequestInfo.subject",
        "Whom the certificate shall name.",
    )];
    fields.extend(public_key_fields(
        &request.subject_public_key_info,
        "certificationRequestInfo.subjectPKInfo",
    ));
    fields.extend(
        request
            .requested_extensions
            .iter()
            .map(|extension| extension_field(extension, format!("{info}.attributes"))),
    );
    let others =
        request.attributes.iter().filter(|attribute| attribute.oid.as_bytes() != oids::AT_EXTENSION_REQUEST);
    fields.extend(others.map(|attribute| {
        let value = if attribute.oid.as_bytes() == oids::AT_CHALLENGE_PASSWORD {
            "present, not shown"
        } else {
            "present"
        };
        field(
            &attribute.oid.words(),
            value,
            "certificationRequestInfo.attributes",
            "An attribute besides the extensions asked for.",
        )
    }));
    fields.push(field(
        "Signed with",
        request.signature_algorithm.words(),
        "signatureAlgorithm",
        "How the requester proved possession of the key.",
    ));
    fields
}

fn private_key_fields(key: &PrivateKey) -> Vec<Field> {
    let mut fields = vec![field("Format", key.encoding.words(), "", "How the key is written down.")];
    match &key.state {
        KeyState::Opened(public) => fields.extend(public_key_fields(public, "")),
        KeyState::Locked(..) => {
            fields.push(field("Encrypted", "yes, not opened", "", "It takes a passphrase to read it."))
        }
        KeyState::Inconsistent(reason) => {
            fields.push(field("Fault", reason.clone(), "", "Why the key can't be used."))
        }
        KeyState::NotReached(limit) => fields.push(field(
            "Not opened",
            format!("{limit} private keys had been opened before it"),
            "",
            "One inspection opens so many and no more.",
        )),
        KeyState::Unsupported(what) => {
            fields.push(field("Type", what.clone(), "", "A type that is not supported here."))
        }
    }
    let secret = match &key.state {
        KeyState::Opened(_) | KeyState::Inconsistent(_) => {
            "read to find the public half, then wiped; never shown"
        }
        KeyState::Locked(..) | KeyState::NotReached(_) | KeyState::Unsupported(_) => "not read; never shown",
    };
    fields.push(field("Secret", secret, "", "A private key never changes hands."));
    fields
}

fn public_key_fields(key: &PublicKey, path: &str) -> Vec<Field> {
    vec![field("Public key", key.words(), path, "The key it is about; the private half proves possession.")]
}

fn remaining(end: Time, at: Time) -> String {
    match end.days_since(at) {
        _ if end < at => format!("ended {} ago", crate::report::days(at.days_since(end))),
        left => format!("{} left", crate::report::days(left)),
    }
}

fn or_none(text: String) -> String {
    if text.is_empty() { "(empty)".to_owned() } else { text }
}
