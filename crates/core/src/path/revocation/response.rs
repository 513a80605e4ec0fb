//! What do the OCSP responses say of a certificate? RFC 6960 §3.2, §4.2.2: is it about it, fresh, and by one who may answer?

use crate::asn1::{minimal_integer, oids};
use crate::bundle::{Item, ItemId};
use crate::crypto::SignatureOutcome;
use crate::model::{CertStatus, Certificate, OcspResponse, Parsed, ResponderId, SingleResponse};
use crate::path::Limit;

use super::super::signatures::Signed;
use super::super::wording::weak_key;
use super::{Answer, Entry, Revocation, Subject, unusable_extension};

/// The extensions of a response and of a single answer that are taken account of, all without effect here (RFC 6960 §4.4).
const UNDERSTOOD: &[&[u8]] = &[oids::OCSP_NONCE];

/// The answers of every response here that is about `subject`.
pub(super) fn answers(asked: &mut Revocation<'_, '_>, subject: Subject<'_>) -> Result<Vec<Answer>, Limit> {
    let Some(issuer) = asked.bundle().certificate(subject.issuer) else { return Ok(Vec::new()) };
    let mut answers = Vec::new();
    let statements: Vec<&Item> = asked.statements().collect();
    for item in statements {
        let Parsed::OcspResponse(response) = &item.parsed else { continue };
        asked.signatures.budget.revocation_entries.spend(response.responses.len())?;
        for single in &response.responses {
            let why = match asked.is_about(single, subject, issuer) {
                Some(true) => asked.refusal(item.id, response, single, subject, issuer)?,
                Some(false) => continue,
                None => Some("names it by a digest that is not supported".to_owned()),
            };
            asked.signatures.heard.insert(item.id);
            answers.push(match why {
                Some(why) => Answer::Unusable(item.id, format!("the OCSP response for it {why}")),
                None => told(item.id, single),
            });
        }
    }
    Ok(answers)
}

fn told(id: ItemId, single: &SingleResponse) -> Answer {
    match single.cert_status {
        CertStatus::Good => Answer::Good,
        CertStatus::Revoked(since, reason) => Answer::Revoked(Entry { source: id, since, reason }),
        CertStatus::Unknown => Answer::Unusable(id, "the OCSP responder does not know it".to_owned()),
    }
}

impl Revocation<'_, '_> {
    /// CertID: the serial number, and the digests of the issuer's name and key; `None` where those can't be computed.
    fn is_about(&self, single: &SingleResponse, subject: Subject<'_>, issuer: &Certificate) -> Option<bool> {
        if minimal_integer(&single.serial_number) != minimal_integer(&subject.certificate.serial_number) {
            return Some(false);
        }
        let digest = |data: &[u8]| self.signatures.crypto.digest(single.hash_algorithm.as_bytes(), data);
        let name = digest(&subject.certificate.issuer.der)?;
        let key = digest(&issuer.subject_public_key_info.subject_public_key)?;
        Some(name == single.issuer_name_hash && key == single.issuer_key_hash)
    }

    /// Why the response does not count, if so.
    fn refusal(
        &mut self,
        id: ItemId,
        response: &OcspResponse,
        single: &SingleResponse,
        subject: Subject<'_>,
        issuer: &Certificate,
    ) -> Result<Option<String>, Limit> {
        let extensions = [&response.extensions, &single.extensions];
        let why = extensions
            .into_iter()
            .find_map(|extensions| unusable_extension(extensions, UNDERSTOOD))
            .or_else(|| self.weak(&response.signature_algorithm))
            .or_else(|| self.stale(single.this_update, single.next_update));
        match why {
            Some(why) => Ok(Some(why)),
            None => self.not_authorised(id, response, subject, issuer),
        }
    }

    /// §4.2.2.2: the issuer itself signed, or a certificate that the issuer gave the purpose OCSPSigning.
    fn not_authorised(
        &mut self,
        id: ItemId,
        response: &OcspResponse,
        subject: Subject<'_>,
        issuer: &Certificate,
    ) -> Result<Option<String>, Limit> {
        let signed = Signed {
            message: response.signed_bytes(),
            algorithm: &response.signature_algorithm,
            signature: &response.signature_value,
        };
        if self.is_responder(&response.responder_id, issuer) {
            return Ok(match self.signatures.statement(id, &signed, subject.issuer)? {
                SignatureOutcome::Valid => None,
                SignatureOutcome::Unsupported => {
                    Some("has a signature algorithm that is not supported".to_owned())
                }
                _ => Some("has a signature that does not verify".to_owned()),
            });
        }
        let mut named =
            response.certificates.iter().filter(|one| self.is_responder(&response.responder_id, one));
        let Some(responder) = named.next() else {
            return Ok(Some("was signed by a responder whose certificate is not in it".to_owned()));
        };
        if let Some(why) = self.not_delegated(responder, subject, issuer)? {
            return Ok(Some(why));
        }
        Ok(match self.signatures.bytes(&signed, &responder.subject_public_key_info)? {
            SignatureOutcome::Valid => None,
            SignatureOutcome::Unsupported => {
                Some("has a signature algorithm that is not supported".to_owned())
            }
            _ => Some("has a signature that does not verify".to_owned()),
        })
    }

    fn is_responder(&self, responder: &ResponderId, certificate: &Certificate) -> bool {
        match responder {
            ResponderId::ByName(name) => name.matches(&certificate.subject),
            ResponderId::ByKey(hash) => {
                let key = &certificate.subject_public_key_info.subject_public_key;
                self.signatures.crypto.digest(oids::SHA1, key).is_some_and(|digest| digest == *hash)
            }
        }
    }

    /// Why a responder's certificate does not make it one: not issued by the same CA, for another purpose, not valid now, or
    /// to be looked up itself (it has no ocsp-nocheck, §4.2.2.2.1).
    fn not_delegated(
        &mut self,
        responder: &Certificate,
        subject: Subject<'_>,
        issuer: &Certificate,
    ) -> Result<Option<String>, Limit> {
        let at = self.policy.at;
        let for_ocsp = responder.extensions.extended_key_usage().is_some_and(|purposes| {
            purposes.iter().any(|purpose| purpose.as_bytes() == oids::KP_OCSP_SIGNING)
        });
        let may_sign = responder.extensions.key_usage().is_none_or(|usage| usage.digital_signature());
        let known: Vec<&[u8]> = responder
            .extensions
            .iter()
            .filter(|one| super::super::is_understood(one))
            .map(|one| one.oid.as_bytes())
            .collect();
        let why = if !for_ocsp || !may_sign {
            "was signed by a certificate that is not meant for OCSP"
        } else if at < responder.validity.not_before || at > responder.validity.not_after {
            "was signed by a certificate that is not valid now"
        } else if !responder.issuer.matches(&issuer.subject) {
            "was signed by a responder that another CA appointed"
        } else if self.weak(&responder.signature_algorithm).is_some() {
            "was signed by a certificate with a weak signature"
        } else if weak_key(subject.id, responder, self.policy.allow_weak).is_some() {
            "was signed by a certificate with a weak key"
        } else if responder.signature != responder.signature_algorithm {
            "was signed by a certificate that names two different signature algorithms"
        } else if unusable_extension(&responder.extensions, &known).is_some() {
            "was signed by a certificate with an extension that is not understood"
        } else {
            return self.not_issued(responder, issuer);
        };
        Ok(Some(why.to_owned()))
    }

    fn not_issued(&mut self, responder: &Certificate, issuer: &Certificate) -> Result<Option<String>, Limit> {
        let signed = Signed {
            message: responder.signed_bytes(),
            algorithm: &responder.signature_algorithm,
            signature: &responder.signature_value,
        };
        let outcome = self.signatures.bytes(&signed, &issuer.subject_public_key_info)?;
        if outcome != SignatureOutcome::Valid {
            return Ok(Some("was signed by a responder whose certificate does not verify".to_owned()));
        }
        // Without it the responder's own status would have to be asked for; nothing here can answer that.
        let no_check = responder.extensions.find(oids::OCSP_NO_CHECK).is_some();
        Ok((!no_check).then(|| "was signed by a responder that may be revoked itself".to_owned()))
    }
}
