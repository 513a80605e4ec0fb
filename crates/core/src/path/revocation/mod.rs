//! Was a certificate of this path revoked? What the revocation lists (RFC 5280 §6.3) and OCSP responses (RFC 6960) here say.
//!
//! [`list`] asks the lists, [`scope`] which of them are about a certificate, [`response`] the responses. Nothing is fetched:
//! only what was given counts. An answer that can't be relied on, being stale, forged or beyond its scope, leaves it open.

mod list;
mod response;
mod scope;

use std::collections::BTreeMap;

use crate::asn1::{Oid, Time, oids};
use crate::bundle::{Bundle, Item, ItemId};
use crate::model::extension::{ExtensionValue, Extensions, reason_words};
use crate::model::{AlgorithmIdentifier, Certificate, Parsed, RevocationList, SignatureStrength};
use crate::policy::Policy;

use super::fault::{Fault, FaultKind};
use super::signatures::Signatures;
use super::{Limit, StepOutcome};

/// Everything that answering needs.
pub(super) struct Revocation<'s, 'a> {
    pub(super) policy: &'s Policy,
    pub(super) anchors: &'s [ItemId],
    pub(super) signatures: &'s mut Signatures<'a>,
    /// The signers of lists whose own paths are being walked on behalf of a certificate.
    pub(super) asking: &'s [ItemId],
}

/// A certificate, where it stands, and who issued it.
#[derive(Clone, Copy)]
struct Subject<'a> {
    id: ItemId,
    certificate: &'a Certificate,
    issuer: ItemId,
    /// The whole path, target first.
    path: &'a [ItemId],
}

/// What one source says of one certificate.
enum Answer {
    /// It is not revoked.
    Good,
    /// Why the source can't be relied on here.
    Unusable(ItemId, String),
    Revoked(Entry),
}

/// The proof of a revocation.
#[derive(Clone)]
struct Entry {
    /// The list or response.
    source: ItemId,
    since: Time,
    reason: Option<u8>,
}

impl<'a> Revocation<'_, 'a> {
    /// §6.1.3 (a)(3) for every certificate of `path` (target first) but the anchor.
    ///
    /// A certificate that nothing here is about has no entry, unless an answer is required.
    pub(super) fn of_path(&mut self, path: &[ItemId]) -> Result<BTreeMap<ItemId, StepOutcome>, Limit> {
        let mut outcomes = BTreeMap::new();
        if self.signatures.statements.is_empty() && !self.policy.require_revocation {
            return Ok(outcomes);
        }
        // A certificate that is trusted as it stands is asked about all the same: its own list may take the trust back.
        let alone = path.first().copied().filter(|_| path.len() == 1).map(|only| (only, only));
        let pairs = path.iter().copied().zip(path.iter().copied().skip(1));
        for (id, issuer) in pairs.chain(alone) {
            let Some(certificate) = self.bundle().certificate(id) else { continue };
            if let Some(outcome) = self.of_certificate(Subject { id, certificate, issuer, path })? {
                outcomes.insert(id, outcome);
            }
        }
        Ok(outcomes)
    }

    /// One revoked answer decides; then one that clears; then whatever could not be relied on.
    fn of_certificate(&mut self, subject: Subject<'_>) -> Result<Option<StepOutcome>, Limit> {
        let mut answers = response::answers(self, subject)?;
        answers.extend(list::answers(self, subject)?);
        let revoked = answers.iter().find_map(|answer| match answer {
            Answer::Revoked(entry) => Some(entry),
            _ => None,
        });
        if let Some(entry) = revoked {
            return Ok(Some(StepOutcome::Refused(self.revoked(subject, entry))));
        }
        if answers.iter().any(|answer| matches!(answer, Answer::Good)) {
            return Ok(Some(StepOutcome::Passed));
        }
        let unusable = answers.into_iter().find_map(|answer| match answer {
            Answer::Unusable(source, why) => Some((source, why)),
            _ => None,
        });
        let fault = match unusable {
            Some((source, why)) => {
                let mut fault = unknown(subject.id, format!("may be revoked: {why}"));
                fault.related = Some(source);
                fault
            }
            // What is trusted as it stands needs no answer.
            None if self.policy.require_revocation && subject.path.len() > 1 => {
                let message = "may be revoked: no revocation list or OCSP response here is about it";
                unknown(subject.id, message.to_owned())
            }
            None => return Ok(None),
        };
        Ok(Some(StepOutcome::Undetermined(fault)))
    }

    fn revoked(&self, subject: Subject<'_>, entry: &Entry) -> Fault {
        let because = match entry.reason {
            Some(reason) => format!(" ({})", reason_words(reason)),
            None => String::new(),
        };
        let message = format!("was revoked on {}{because}", entry.since.day_words());
        let mut fault = Fault::new(FaultKind::Revoked, subject.id, "tbsCertificate.serialNumber", message);
        fault.related = Some(entry.source);
        fault.evidence.push(("serial number", subject.certificate.serial_hex()));
        fault.evidence.push(("revoked since", entry.since.rfc3339()));
        fault
    }

    fn bundle(&self) -> &'a Bundle {
        self.signatures.bundle
    }

    /// The lists and responses here.
    fn statements(&self) -> impl Iterator<Item = &'a Item> {
        let bundle = self.bundle();
        self.signatures.statements.iter().filter_map(|id| bundle.item(*id))
    }

    /// The lists here, each with its item.
    fn lists(&self) -> Vec<(ItemId, &'a RevocationList)> {
        let list = |item: &'a Item| match &item.parsed {
            Parsed::RevocationList(list) => Some((item.id, &**list)),
            _ => None,
        };
        self.statements().filter_map(list).collect()
    }

    /// Why a statement made for this span of time does not count now; its end is included, as in certificates.
    fn stale(&self, this_update: Time, next_update: Option<Time>) -> Option<String> {
        let at = self.policy.at;
        if at < this_update {
            return Some(format!("is dated {}, which is still to come", this_update.day_words()));
        }
        let most = self.policy.max_revocation_age_days;
        let age = at.unix_seconds() - this_update.unix_seconds();
        if most.is_some_and(|days| age > i64::from(days) * SECONDS_A_DAY) {
            return Some(format!("is from {}, longer ago than allowed", this_update.day_words()));
        }
        match next_update {
            Some(next) if at > next => Some(format!("was to be renewed by {}", next.day_words())),
            None if most.is_none() => Some("does not say until when it counts".to_owned()),
            _ => None,
        }
    }

    /// Why a signature by this algorithm proves nothing, unless weak ones are allowed.
    fn weak(&self, algorithm: &AlgorithmIdentifier) -> Option<String> {
        let digest = match algorithm.strength() {
            _ if self.policy.allow_weak => return None,
            SignatureStrength::NotKnownWeak => return None,
            SignatureStrength::BrokenDigest(digest) => digest,
            SignatureStrength::Sha1 => "SHA-1",
        };
        Some(format!("is signed with {digest}, for which forgeries are practical"))
    }
}

const SECONDS_A_DAY: i64 = 24 * 60 * 60;

fn unknown(id: ItemId, message: String) -> Fault {
    Fault::new(FaultKind::RevocationUnknown, id, "", message)
}

/// A critical extension that is none of `understood`, or one that is damaged or repeated: the source can't be relied on.
fn unusable_extension(extensions: &Extensions, understood: &[&[u8]]) -> Option<String> {
    let unknown = extensions.iter().find(|one| one.critical && !understood.contains(&one.oid.as_bytes()));
    if let Some(unknown) = unknown {
        return Some(format!("has a critical extension, {}, that is not understood", unknown.oid.words()));
    }
    if let Some((damaged, reason)) = extensions.malformed().next() {
        return Some(format!("has an extension, {}, that can't be read: {reason}", damaged.oid.words()));
    }
    let repeated: Vec<&Oid> = extensions.repeated();
    repeated.first().map(|oid| format!("has the extension {} more than once", oid.words()))
}

/// The CRLReason among the extensions of an entry.
fn reason(extensions: &Extensions) -> Option<u8> {
    match extensions.find(oids::CRL_REASON)?.value {
        ExtensionValue::CrlReason(reason) => Some(reason),
        _ => None,
    }
}
