//! In which words is a broken rule told? One function a rule, each with the actual values.

use crate::asn1::{Time, oids};
use crate::bundle::ItemId;
use crate::model::extension::GeneralName;
use crate::model::{Certificate, SignatureStrength};

use super::fault::{Fault, FaultKind};
use super::identity::uncovered;

/// §6.1.2 (k) `max_path_length`, and the certificate that set it (`None`: the person did).
#[derive(Clone, Copy)]
pub(super) struct PathLength {
    pub(super) left: u32,
    /// What was stated, before certificates were counted.
    pub(super) stated: u32,
    pub(super) set_by: Option<ItemId>,
}

impl PathLength {
    /// The limit that the person set.
    pub(super) const fn asked_for(most: u32) -> Self {
        Self { left: most, stated: most, set_by: None }
    }
}

pub(super) fn validity_fault(id: ItemId, certificate: &Certificate, at: Time) -> Option<Fault> {
    let validity = certificate.validity;
    let (kind, field, message) = if at < validity.not_before {
        let days = crate::report::days(validity.not_before.days_since(at));
        let message = format!("begins to be valid on {}, in {days}", validity.not_before.day_words());
        (FaultKind::NotBeforeAhead, "tbsCertificate.validity.notBefore", message)
    } else if at > validity.not_after {
        let days = crate::report::days(at.days_since(validity.not_after));
        let message = format!("ended on {}, {days} ago", validity.not_after.day_words());
        (FaultKind::NotAfterPassed, "tbsCertificate.validity.notAfter", message)
    } else {
        return None;
    };
    Some(Fault::new(kind, id, field, message))
}

/// Key identifiers tell whether the certificate was changed or the CA given is another one of the same name.
pub(super) fn signature_invalid(
    id: ItemId,
    certificate: &Certificate,
    issuer: ItemId,
    signer: &Certificate,
) -> Fault {
    let identifiers =
        (certificate.extensions.authority_key_identifier(), signer.extensions.subject_key_identifier());
    let name = certificate.issuer.short();
    let kind = FaultKind::SignatureInvalid;
    match identifiers {
        (Some(wanted), Some(has)) if wanted != has => {
            let message = format!(
                "was not signed by this {name}: another CA of that name, with another key, signed it"
            );
            Fault { related: Some(issuer), ..Fault::new(kind, id, "signatureValue", message) }
        }
        (Some(_), Some(_)) => {
            let message = format!(
                "has a signature that does not verify with the key of {name}: it was changed after signing"
            );
            Fault { related: Some(issuer), ..Fault::new(kind, id, "signatureValue", message) }
        }
        _ => {
            let message = format!(
                "has a signature that does not verify with the key of {name}: it was changed, or another CA of that name signed it"
            );
            Fault { related: Some(issuer), ..Fault::new(kind, id, "signatureValue", message) }
        }
    }
}

/// Another type of key, or one that is restricted to other signatures (RFC 4055 §1.2, §3.3).
pub(super) fn signature_not_by_key(
    id: ItemId,
    certificate: &Certificate,
    issuer: ItemId,
    signer: &Certificate,
) -> Fault {
    let (algorithm, key) = (certificate.signature_algorithm.words(), &signer.subject_public_key_info);
    let restricted = if key.algorithm.algorithm.as_bytes() == oids::RSASSA_PSS {
        " that its certificate restricts to other signatures"
    } else {
        ""
    };
    let message = format!(
        "has a signature ({algorithm}) that the key of {} can't have made: it is {}{restricted}",
        certificate.issuer.short(),
        key.words()
    );
    Fault { related: Some(issuer), ..Fault::new(FaultKind::SignatureInvalid, id, "signatureValue", message) }
}

pub(super) fn weak_signature(id: ItemId, certificate: &Certificate) -> Option<Fault> {
    let digest = match certificate.signature_algorithm.strength() {
        SignatureStrength::NotKnownWeak => return None,
        SignatureStrength::BrokenDigest(digest) => digest,
        SignatureStrength::Sha1 => "SHA-1",
    };
    let message = format!("is signed with {digest}, for which forgeries are practical");
    Some(Fault::new(FaultKind::WeakAlgorithm, id, "signatureAlgorithm", message))
}

/// Short keys, unless `allow_weak`; and keys that do not name their curve, always: whoever describes a curve can choose one
/// on which the secret is known to them (RFC 5480 §2.1.1, CVE-2020-0601).
pub(super) fn weak_key(id: ItemId, certificate: &Certificate, allow_weak: bool) -> Option<Fault> {
    let key = &certificate.subject_public_key_info;
    if key.lacks_named_curve() {
        let message = "has an elliptic curve key that does not name its curve";
        return Some(Fault::new(
            FaultKind::WeakAlgorithm,
            id,
            "tbsCertificate.subjectPublicKeyInfo",
            message,
        ));
    }
    let message = crate::model::weak_key_words(key).filter(|_| !allow_weak)?;
    Some(Fault::new(FaultKind::WeakAlgorithm, id, "tbsCertificate.subjectPublicKeyInfo", message))
}

pub(super) fn serial_padded(id: ItemId) -> Fault {
    let message = "has a serial number that begins with a byte it does not need, which DER forbids: readers that keep it know the certificate by another number";
    Fault::new(FaultKind::NotCanonical, id, "tbsCertificate.serialNumber", message)
}

pub(super) fn algorithms_differ(id: ItemId, certificate: &Certificate) -> Fault {
    let (inner, outer) = (certificate.signature.words(), certificate.signature_algorithm.words());
    let message = format!("names {inner} as signature algorithm in its signed part, and {outer} outside");
    Fault::new(FaultKind::AlgorithmsDiffer, id, "signatureAlgorithm", message)
}

pub(super) fn issuer_not_ca(id: ItemId, certificate: &Certificate) -> Fault {
    let says = match certificate.extensions.basic_constraints() {
        _ if certificate.version < 3 => "it is of an old version that can't say that it is a CA",
        Some(_) => "its basic constraints say that it is not a CA",
        None => "it has no basic constraints that say it is a CA",
    };
    let message = format!("issued a certificate here, but {says}");
    Fault::new(FaultKind::IssuerNotCa, id, "tbsCertificate.extensions.basicConstraints", message)
}

pub(super) fn path_len_exceeded(id: ItemId, certificate: &Certificate, length: PathLength) -> Fault {
    let subject = certificate.subject.short();
    let field = "tbsCertificate.extensions.basicConstraints";
    let stated = match length.stated {
        0 => "no intermediate CA".to_owned(),
        1 => "one intermediate CA".to_owned(),
        more => format!("{more} intermediate CAs"),
    };
    match length.set_by {
        Some(authority) => Fault {
            related: Some(id),
            ..Fault::new(
                FaultKind::PathLenExceeded,
                authority,
                field,
                format!("allows {stated} below it, and {subject} is one too many"),
            )
        },
        None => {
            let message = format!("is one intermediate CA too many: you allow {stated}");
            Fault::new(FaultKind::PathLenExceeded, id, field, message)
        }
    }
}

pub(super) fn host_fault(id: ItemId, certificate: &Certificate, host: &str) -> Option<Fault> {
    let names = certificate.extensions.subject_alt_names();
    let message = uncovered(names, host)?;
    let mut fault =
        Fault::new(FaultKind::HostMismatch, id, "tbsCertificate.extensions.subjectAltName", message);
    let listed: Vec<String> = names.iter().map(GeneralName::words).collect();
    fault.evidence.push(("asked for", crate::report::shown(host)));
    fault.evidence.push((
        "has",
        if listed.is_empty() { "no names".to_owned() } else { crate::report::list(&listed, 20) },
    ));
    Some(fault)
}
