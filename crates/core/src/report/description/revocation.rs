//! What do revocation lists and OCSP responses say, field by field?

use super::extension::extension_field;
use super::{Field, field, remaining};
use crate::asn1::Time;
use crate::model::extension::reason_words;
use crate::model::{CertStatus, OcspResponse, ResponderId, RevocationList, SingleResponse};
use crate::report::hex;

pub(super) fn list_fields(crl: &RevocationList, at: Time) -> Vec<Field> {
    let mut fields = vec![
        field("Issuer", crl.issuer.rfc4514(), "", "The CA that publishes it."),
        field("Made", crl.this_update.rfc3339(), "", "When the list was made."),
    ];
    if let Some(next) = crl.next_update {
        fields.push(field(
            "Next",
            format!("{} ({})", next.rfc3339(), remaining(next, at)),
            "",
            "When the next list comes at the latest.",
        ));
    }
    fields.push(field(
        "Revoked",
        format!("{} certificates", crl.revoked_certificates.len()),
        "",
        "How many certificates are revoked.",
    ));
    fields.extend(crl.extensions.iter().map(|extension| extension_field(extension, String::new())));
    fields.push(field(
        "Signed with",
        crl.signature_algorithm.words(),
        "signatureAlgorithm",
        "How the CA signed it.",
    ));
    fields
}

pub(super) fn response_title(response: &OcspResponse) -> String {
    format!("OCSP response of {}", responder(response))
}

fn responder(response: &OcspResponse) -> String {
    match &response.responder_id {
        ResponderId::ByKey(hash) => format!("the responder with key {}", hex(hash)),
        ResponderId::ByName(name) => name.short(),
    }
}

pub(super) fn response_fields(response: &OcspResponse) -> Vec<Field> {
    let mut fields = vec![
        field("Responder", responder(response), "", "Who answers whether certificates are revoked."),
        field("Signed at", response.produced_at.rfc3339(), "", "When the responder signed it."),
    ];
    for single in &response.responses {
        let meaning =
            "Whether the certificate with this serial number is revoked, and until when that counts.";
        fields.push(field("Answer", answer(single), "", meaning));
    }
    let meaning = "How the responder signed it.";
    fields.push(field("Signed with", response.signature_algorithm.words(), "", meaning));
    fields
}

fn answer(single: &SingleResponse) -> String {
    let status = match single.cert_status {
        CertStatus::Good => "not revoked".to_owned(),
        CertStatus::Revoked(since, None) => format!("revoked on {}", since.day_words()),
        CertStatus::Revoked(since, Some(reason)) => {
            format!("revoked on {} ({})", since.day_words(), reason_words(reason))
        }
        CertStatus::Unknown => "not known to the responder".to_owned(),
    };
    let until = single.next_update.map_or_else(String::new, |next| format!(", until {}", next.rfc3339()));
    format!("{}: {status}{until}", hex(&single.serial_number))
}
